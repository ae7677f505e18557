"""What a lab is made from; holds no secret, only the names of their slots."""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from hacfg.fortimail.dialect import Dialect

INFERRED: Final = (
    "The HA resources of this lab are inferred: no public document names those of the FortiMail"
    " REST API. What works here may be called differently on an appliance."
)
"""Said at every start."""

Plain = bool | int | str | list[str] | dict[str, str] | None
Resources = dict[str, dict[str, dict[str, Plain]]]
"""Kind, key, attribute; a secret is `{"secret": slot}`, or masked."""


class _Base(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class HaState(_Base):
    """Where a unit of a saved lab stood; what its settings say is not repeated here."""

    eff: str
    """Effective mode in the words of the model."""
    lineage: str
    """Unit where the configuration began."""
    version: int
    """How often it was edited."""
    queue: bool = False
    """Whether it may hold mail."""
    sent: bool = False
    """Whether senders reach it at its own address."""
    up: bool = True
    """Whether it has power."""
    api: bool = True
    """Whether its API answers."""
    sound: bool = True
    """Whether its monitored ports work."""
    account: str = ""
    """Unit whose administrator accounts it has."""
    kept: str = ""
    """Store where its mail data lies."""
    brought: bool = False
    """Whether mail from before HA was switched on lies in its queue."""
    stuck: bool = False
    """Whether nothing hands on the mail from before that lies in its queue."""


class UnitState(_Base):
    """One unit of a saved lab."""

    resources: Resources
    """Its settings by our names."""
    ha: HaState | None = None
    """Where it stood; without: it boots with these settings."""


class LabState(_Base):
    """A saved lab, as `dump` writes it."""

    format: str = "hacfg-lab-1"
    """Version of this format."""
    units: dict[str, UnitState]
    """The units by name."""
    cut: list[str] = []
    """Heartbeat cables that are unplugged."""
    sent: list[str] = []
    """Virtual IPs that senders use."""


class LabSnmp(_Base):
    """Who may read a simulated unit by SNMP; secrets by the names of their slots."""

    community: str = ""
    """Slot of the community (version 2c)."""
    user: str = ""
    """Name of the user (version 3)."""
    auth: str = ""
    """Slot of the password of authentication; without: none."""
    auth_protocol: str = "sha1"
    """Its algorithm."""
    privacy: str = ""
    """Slot of the password of encryption; without: none."""
    privacy_protocol: str = "aes"
    """Its algorithm."""


class LabUnit(_Base):
    """One simulated unit."""

    name: str
    """Name of the unit."""
    dialect: Dialect
    """What it speaks."""
    firmware: str
    """Version it reports."""
    serial: str
    """Serial number it reports."""
    operation_mode: str
    """Operation mode it reports."""
    accounts: dict[str, str]
    """Administrator accounts, each with the slot of its password."""
    ports: list[str] = []
    """Network ports beyond those of the dialect's blank unit."""
    cables: dict[str, str] = {}
    """Heartbeat cable of each port; a port not named here is cabled to the port of its name."""
    snmp: LabSnmp | None = None
    """Its SNMP agent; without: it has none."""


class LabConfig(_Base):
    """One simulated group."""

    name: str
    """Name of the group."""
    units: list[LabUnit]
    """Its units."""
    state: LabState | None = None
    """What the units start with; without: blank."""
    time_scale: float | None = 0
    """Lab seconds in a second; 0: settle at once; null: stand still until told to advance."""
    readings: list[str] = []
    """Doubtful facts that hold in this lab."""
    latency_ms: float = Field(default=0, ge=0)
    """Time added to every answer."""
    seed: int = 0
    """Seed of the order in which units move."""
    page_size: int = Field(default=50, ge=1)
    """Rows in an answer if the caller does not say."""
    banner: bool = False
    """Whether a login has to accept a banner."""
