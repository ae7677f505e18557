"""The four kinds of steps a plan is made of.

`before` and `after` are keyed by the unit that is read (owner: the unit, whatever the scope):
what the step writes, and the roles its place in the order relies on.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from hacfg.plan.values import Part, PlanAttributes, PlanState

Operation = Literal["create", "update", "delete"]
Condition = Literal[
    "role", "in-sync", "holds", "answers", "drained", "opened", "senders", "isolated", "data"
]
Source = Literal["rest", "person", "command", "snmp", "service"]


class Agent(Part):
    """A unit's SNMP agent; its secrets are `UNIT.snmp.community`, or `.auth` and `.privacy`."""

    host: str
    """Where it listens."""
    port: int
    """UDP port."""
    user: str | None = None
    """User of version 3; null: a community, version 2c."""
    auth: Literal["sha1", "md5", "sha256"] | None = None
    """How the user proves who it is."""
    privacy: Literal["aes", "des"] | None = None
    """How the traffic is encrypted."""


class QueueGate(Part):
    """Few messages in the mail queues of a unit."""

    below: int = Field(ge=1)
    """All its queues together hold fewer than this."""
    stable_for: int = Field(ge=1)
    """Seconds on end that it has to be so."""
    agent: Agent
    """Who says so."""


class Answering(Part):
    """Where mail service has to greet."""

    host: str
    """Address or name."""
    port: int = Field(ge=1, le=65535)
    """TCP port."""

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


NO_EFFECT: Final = "no effect"
"""What a step does to mail flow that mail does not notice."""


class Gate(Part):
    """What apply waits for."""

    condition: Condition
    """What has to be so.

    role: the unit acts as expected; in-sync: it has the primary's configuration; holds: it reads
    as expected; answers: mail service greets; drained: no sender reaches it and it holds no mail;
    opened: senders reach it; senders: senders use exactly these addresses; isolated: it is off, or
    cut off for good; data: mail data is where it will be looked for.
    """
    unit: str
    """The unit it is about."""
    expect: PlanState = {}
    """What has to be read."""
    detail: list[str] = []
    """senders: the addresses that they use from then on; data: where mail data lies."""
    command: list[str] = []
    """A command of the user's that exits 0 once it is so."""
    queue: QueueGate | None = None
    """drained: what its SNMP agent has to say, beside the command if there is one."""
    agent: Agent | None = None
    """role: the SNMP agent that says so, where the REST names may not be relied on."""
    answers: list[Answering] = []
    """answers: where."""
    timeout: int = Field(ge=1)
    """Seconds to wait at most."""
    source: Source
    """Who says so: REST, a person (`--attest`), the command, the SNMP agent, the mail service."""
    wording: str
    """What is awaited, for people."""

    @property
    def attestation(self) -> str:
        """The name a person attests it by: `mx2.in_sync`."""
        return f"{self.unit}.{self.condition.replace('-', '_')}"


class StepBase(Part):
    """What all steps have."""

    number: int = Field(ge=1)
    """Place in the order, from 1."""
    unit: str
    """The unit that the step is carried out on."""
    procedure: str
    """The procedure that asks for it."""
    reason: str
    """Why, and why here."""
    mail: str = NO_EFFECT
    """What it does to mail flow."""
    outage: bool = False
    """Whether no unit may take mail from here to the next gate."""
    position: str | None = None
    """Where it was declared: file:line:column."""

    @property
    def is_calm(self) -> bool:
        """Tell whether mail does not notice it."""
        return self.mail == NO_EFFECT


class Effect(StepBase):
    """What steps that change something have."""

    title: str
    """What happens, in a few words."""
    before: PlanState
    """What has to be read before it is carried out."""
    after: PlanState
    """What is read once it took effect."""
    inverse: PlanAttributes | None = None
    """The values that undo it; null: nothing does. Empty: remove the row, or undo it by hand."""
    temporary: list[str] = []
    """Attributes that a later step of the plan sets to their declared value."""
    guards: list[str] = []
    """Guards that it falls under."""
    overwrites: list[str] = []
    """Units that may lose a configuration of their own from here on, to the group's."""
    blank: list[str] = []
    """Kinds in which the unit still has to be blank: what it had there would be lost."""


class SetStep(Effect):
    """Attributes of one resource are written."""

    type: Literal["set"] = "set"
    kind: str
    """Kind of the resource."""
    key: str = ""
    """Row of a table."""
    operation: Operation
    """create, update or delete."""
    attributes: PlanAttributes
    """What is written; only keys that change."""


class ActionStep(Effect):
    """A unit is told to do something; never repeated blindly."""

    type: Literal["action"] = "action"
    action: str
    """Name of the action in the dialect."""
    arguments: PlanAttributes
    """Its arguments."""


class ManualStep(Effect):
    """A person does it; the wait that follows shows that it happened."""

    type: Literal["manual"] = "manual"
    action: str = ""
    """Name of the action that the lines carry out; empty: they change settings."""
    secrets: list[str] = []
    """Slots of the secrets that are typed."""
    lines: list[str]
    """CLI lines to type; secrets shown as `<secret: env NAME>`."""
    why_manual: str
    """Why hacfg does not do it itself."""


class WaitStep(StepBase):
    """Apply goes on only once a gate is met."""

    type: Literal["wait"] = "wait"
    gate: Gate
    """What is awaited."""


Step = Annotated[SetStep | ActionStep | ManualStep | WaitStep, Field(discriminator="type")]
AnyStep = SetStep | ActionStep | ManualStep | WaitStep
EffectStep = SetStep | ActionStep | ManualStep
