"""What the group does for mail: entry, monitoring, storage."""

from typing import Annotated, Literal

from pydantic import Field

from hacfg.topology.fields import Declared, Host, PortName, Retries, Seconds, TcpPort
from hacfg.topology.secretref import SecretRef


class WaitCommand(Declared):
    """A command of yours that says when something outside FortiMail has happened."""

    command: list[str] = Field(min_length=1, examples=[["./lb-drained", "{unit}"]])
    """Command and arguments, no shell; `{unit}` is the unit's name; exit 0 means yes."""


class QueueBelow(Declared):
    """Few messages in a unit's mail queues, as its SNMP agent tells."""

    messages: int = Field(ge=1, le=1_000_000, examples=[1])
    """All its queues together hold fewer than this; 1: they are empty."""
    stable_for: Seconds = Field(default=60, examples=[60])
    """Seconds on end that it has to be so."""


class Answers(Declared):
    """Mail service greets where senders enter."""

    port: TcpPort = Field(default=25, examples=[25])
    """Port of SMTP."""


class MailEntry(Declared):
    """Where senders enter the group."""

    kind: Literal["virtual-ip", "units", "load-balancer"] = Field(examples=["virtual-ip"])
    """The virtual IP, the units' own addresses, or a load balancer in front of them."""
    drained: WaitCommand | None = Field(
        default=None, examples=[{"command": ["./lb-drained", "{unit}"]}]
    )
    """Says that no sender reaches the unit any more."""
    opened: WaitCommand | None = Field(
        default=None, examples=[{"command": ["./lb-opened", "{unit}"]}]
    )
    """Says that senders reach the unit again."""
    queue_below: QueueBelow | None = Field(
        default=None, examples=[{"messages": 1, "stable_for": 60}]
    )
    """Says that a unit with `snmp` is drained; if `drained` is declared too, both have to."""
    answers: Answers | None = Field(default=None, examples=[{"port": 25}])
    """Waits until SMTP greets (220) after a step that stops mail, as seen from where hacfg runs.

    At every virtual IP; for the other kinds at the host of the unit's URL.
    """


class RemoteService(Declared):
    """A service of the primary that the secondary watches."""

    address: Host
    """Address to connect to; one that carries mail."""
    port: TcpPort
    """Port to connect to."""
    interval: Seconds
    """Seconds between two checks."""
    timeout: Seconds
    """Seconds to wait for an answer."""
    retries: Retries
    """Failed checks before the service counts as down."""
    state: Literal["present", "absent"] = Field(default="present", examples=["absent"])
    """absent: the service is no longer watched."""


class LocalService(Declared):
    """Something that the primary watches on itself."""

    interval: Seconds
    """Seconds between two checks."""
    retries: Retries
    """Failed checks before it counts as down."""
    state: Literal["present", "absent"] = Field(default="present", examples=["absent"])
    """absent: it is no longer watched."""


_REMOTE = {"address": "198.51.100.25", "port": 25, "interval": 30, "timeout": 10, "retries": 3}


class Services(Declared):
    """The services to watch (active-passive only)."""

    remote_smtp: RemoteService | None = Field(default=None, alias="remote-smtp", examples=[_REMOTE])
    """SMTP on the primary, watched by the secondary."""
    remote_imap: RemoteService | None = Field(default=None, alias="remote-imap", examples=[_REMOTE])
    """IMAP on the primary; server mode only."""
    remote_pop: RemoteService | None = Field(default=None, alias="remote-pop", examples=[_REMOTE])
    """POP3 on the primary; server mode only."""
    remote_http: RemoteService | None = Field(default=None, alias="remote-http", examples=[_REMOTE])
    """HTTP on the primary."""
    local_ports: LocalService | None = Field(
        default=None, alias="local-ports", examples=[{"interval": 10, "retries": 3}]
    )
    """The primary's own network ports."""
    local_hd: LocalService | None = Field(
        default=None, alias="local-hd", examples=[{"interval": 10, "retries": 3}]
    )
    """The primary's own hard disks."""

    @property
    def declared(self) -> dict[str, RemoteService | LocalService]:
        """The declared services by their name in the file."""
        found = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name.replace("_", "-"): service for name, service in found if service}


class Monitor(Declared):
    """Ports and services whose failure leads to a failover."""

    ports: list[PortName] = Field(default=[], examples=[["port1"]])
    """Ports whose link the acting primary watches."""
    services: Services = Field(default=Services(), examples=[{"remote-smtp": _REMOTE}])
    """Services to watch."""


class NasStorage(Declared):
    """Mail data on a network storage."""

    kind: Literal["nas"] = Field(examples=["nas"])
    """A network storage."""
    protocol: Literal["nfs", "iscsi"] = Field(examples=["nfs"])
    """How it is mounted."""
    host: Host
    """The storage server."""
    directory: str = Field(default="", max_length=255, examples=["/vol/mail"])
    """Exported directory (NFS)."""
    port: TcpPort | None = Field(default=None, examples=[2049])
    """Port of the storage server, if it is not the protocol's own."""
    username: str | None = Field(default=None, examples=["mail"])
    """Account on the storage server (iSCSI)."""
    password: SecretRef | None = None
    """Password of that account."""


class LocalStorage(Declared):
    """Mail data on the units' own disks."""

    kind: Literal["local"] = Field(examples=["local"])
    """The units' own disks."""


MailStorage = Annotated[NasStorage | LocalStorage, Field(discriminator="kind")]
