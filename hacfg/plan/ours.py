"""The part of a plan file that is ours: all that apply needs, beside the secrets themselves."""

from typing import Any, Literal

from hacfg.plan.found import FindingView
from hacfg.plan.proof import Guarded, Proof, Way
from hacfg.plan.steps import Step
from hacfg.plan.terraform import JsonObject
from hacfg.plan.values import Part, PlanAddress, PlanState

GroupGeneration = Literal["per-unit", "shared", "mixed", "unknown"]
Severity = Literal["error", "warning", "note"]


class UnitPlan(Part):
    """What apply needs to reach one unit, and what the plan saw of it."""

    name: str
    """The unit."""
    role: Literal["primary", "secondary"]
    """Declared role."""
    url: str
    """Base URL of its REST API."""
    username: str
    """Account that hacfg logs in with."""
    ca_pem: str | None = None
    """Certificate authorities to trust, by content."""
    fingerprint: str | None = None
    """SHA-256 of the unit's own certificate, if it is pinned."""
    after_join_username: str | None = None
    """Account to use once the unit has joined."""
    serial: str | None = None
    """Serial number that was seen."""
    model: str | None = None
    """Model that was seen."""
    firmware: str | None = None
    """Firmware that was seen."""
    hostname: str | None = None
    """Host name that was seen."""
    dialect: str | None = None
    """Dialect that it is spoken to with."""
    configured: str = "unknown"
    """Configured role that was seen: off, primary, secondary or unknown."""
    effective: str = "unknown"
    """Role that it acts in."""
    problem: str = ""
    """Why it could not be read."""


class Notice(Part):
    """A finding or an unread kind, for people."""

    id: str
    """Stable id of what is said."""
    severity: Severity
    """How much it matters."""
    message: str
    """What was found."""
    where: str = ""
    """Place in the file, or unit, resource and field."""
    next: str = ""
    """What to do."""


class AttributeDiff(Part):
    """One attribute that changes, for people."""

    name: str
    """The attribute."""
    before: Any = None
    """Value now."""
    after: Any = None
    """Value to be."""
    sensitive: bool = False
    """A secret: no value is shown."""
    unknown: bool = False
    """The value now could not be seen."""
    added: list[str] = []
    """Lists: what is added."""
    removed: list[str] = []
    """Lists: what is removed."""
    provenance: str = ""
    """How the wire name is known."""
    position: str | None = None
    """Where it was declared."""


class ChangeView(Part):
    """One resource that changes, for people."""

    address: PlanAddress
    """The resource."""
    action: Literal["create", "update", "delete"]
    """What happens to it."""
    attributes: list[AttributeDiff]
    """What changes of it."""
    unchanged: int = 0
    """Declared attributes that are as declared."""
    position: str | None = None
    """Where it was declared."""


class Ours(Part):
    """What is ours in a plan file: all that apply needs beside the secrets themselves."""

    version: str
    """Version of hacfg that made the plan."""
    plan_id: str = ""
    """sha256 over the document without timestamp and measured."""
    group: str
    """Name of the group."""
    mode: Literal["active-passive", "config-only"]
    """Declared mode."""
    generation: GroupGeneration
    """How the units hold their HA settings."""
    topology: str
    """The file it was made from, as it was named."""
    mail_entry: Literal["virtual-ip", "units", "load-balancer"] | None = None
    """Where senders enter, as declared; none: it is not declared."""
    condition: str
    """What state the group was in."""
    allowed: list[str] = []
    """Guards that were allowed."""
    recover: bool = False
    """Whether the way back from an abnormal condition was asked for."""
    sent: list[str] = []
    """Slots of secrets that are sent because a person named them (`--set-secret`)."""
    told: list[str] = []
    """What else decides how is planned, as words of the command line (`--dialect FILE`)."""
    lacking: list[Notice] = []
    """Guards that the plan lacks, and changes that no procedure covers."""
    units: list[UnitPlan]
    """The units."""
    changes: list[ChangeView] = []
    """The difference, for people."""
    steps: list[Step] = []
    """What apply carries out, in this order."""
    ends: PlanState = {}
    """The roles that the units act in afterwards; apply looks at them once more, last of all."""
    bound: PlanState = {}
    """What was read and the plan rests on; apply refuses if it differs."""
    secrets: dict[str, JsonObject] = {}
    """Secret references by slot; `apply --secret SLOT=env:NAME` re-points one."""
    dialects: dict[str, JsonObject] = {}
    """The dialects, whole, so that apply speaks what was planned."""
    dialect_digests: dict[str, str] = {}
    """Digest of each dialect, to tell at a glance whether two plans speak alike."""
    notices: list[Notice] = []
    """What was found while planning."""
    findings: list[FindingView] = []
    """What the practices and derived rules say of the group as it will be."""
    unknown: list[str] = []
    """Declared attributes whose actual value could not be seen."""
    explained: list[Guarded] = []
    """What each step is there for, if that was asked for."""
    ways: list[Way] = []
    """What would make a refused plan safe, if that was asked for."""
    unmanaged_rows: int = 0
    """Rows of managed tables that are left alone."""
    later: list[Notice] = []
    """What this plan leaves for one that follows it."""
    proof: Proof | None = None
    """What the rehearsal showed; none: there was nothing to rehearse."""
    measured: JsonObject = {}
    """Times and readings that move by themselves; outside the plan id."""
