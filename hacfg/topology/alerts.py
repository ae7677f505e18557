"""How people learn of a failover: SNMP, syslog, alert email."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from hacfg.topology.fields import Declared, Host, HostAddress, Name, TcpPort
from hacfg.topology.secretref import SecretRef

State = Literal["present", "absent"]
TrapEvent = Literal[
    "cpu", "deferred-queue", "ha", "ip-change", "logdisk", "mem", "raid", "remote-storage",
    "spam", "system", "virus",
]  # fmt: skip  # one list, as the CLI reference prints it
LogCategory = Literal[
    "admin", "configuration", "configuration-user", "dns", "ha", "system", "update"
]


Row = TypeVar("Row", bound=Declared)


class Owned(Declared, Generic[Row]):
    """A table that hacfg owns whole: rows that are not declared are removed."""

    owned: Literal[True] = Field(examples=[True])
    """The whole table is managed here."""
    rows: list[Row] = Field(examples=[[]])
    """All rows that shall be there."""


class SnmpUser(Declared):
    """An SNMP version 3 user that traps go to."""

    name: Name = Field(examples=["nms"])
    """Name of the user."""
    security_level: Literal["noauthnopriv", "authnopriv", "authpriv"] = Field(
        examples=["authnopriv"]
    )
    """What of the traffic is protected."""
    auth_protocol: Literal["sha1", "md5", "sha256"] | None = Field(default=None, examples=["sha1"])
    """Algorithm of authentication."""
    auth_password: SecretRef | None = None
    """Password of authentication."""
    trap_events: list[TrapEvent] = Field(default=[], examples=[["ha", "system"]])
    """Events that send a trap; with `ha` the monitoring learns of a failover."""
    hosts: list[HostAddress] = Field(default=[], examples=[["192.0.2.60"]])
    """Addresses that traps go to."""
    state: State = Field(default="present", examples=["absent"])
    """absent: the user is to be removed."""


class Snmp(Declared):
    """The SNMP agent of the units."""

    enabled: bool = Field(examples=[True])
    """Whether the agent runs."""
    users: list[SnmpUser] | Owned[SnmpUser] = Field(
        default=[], examples=[[{"name": "nms", "security_level": "noauthnopriv"}]]
    )
    """SNMP version 3 users."""


class Syslog(Declared):
    """A syslog server."""

    server: Host = Field(examples=["192.0.2.50"])
    """The server."""
    port: TcpPort = Field(default=514, examples=[514])
    """Its port."""
    categories: list[LogCategory] = Field(default=[], examples=[["ha", "system"]])
    """Kinds of system events that are sent; `ha` holds the failovers."""
    state: State = Field(default="present", examples=["absent"])
    """absent: the server is to be removed."""


class AlertEmail(Declared):
    """A recipient of alert email."""

    address: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", examples=["noc@example.net"])]
    """Mail address; at most 3 recipients."""
    state: State = Field(default="present", examples=["absent"])
    """absent: the recipient is to be removed."""


class Alerts(Declared):
    """How people learn of a failover; at least one way (HA-10)."""

    snmp: Snmp | None = Field(default=None, examples=[{"enabled": True}])
    """SNMP traps."""
    syslog: list[Syslog] | Owned[Syslog] = Field(default=[], examples=[[{"server": "192.0.2.50"}]])
    """Syslog servers."""
    email: list[AlertEmail] | Owned[AlertEmail] = Field(
        default=[], examples=[[{"address": "noc@example.net"}]]
    )
    """Recipients of alert email."""


def rows_of(table: list[Row] | Owned[Row]) -> tuple[list[Row], bool]:
    """Return the declared rows, and whether the whole table is owned."""
    return (table.rows, True) if isinstance(table, Owned) else (table, False)
