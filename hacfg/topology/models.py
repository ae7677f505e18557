"""The topology file, version 1: one HA group as people declare it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hacfg.topology.alerts import Alerts
from hacfg.topology.fields import Declared, InterfaceAddress, Name, PortName, Seconds
from hacfg.topology.mail import MailEntry, MailStorage, Monitor
from hacfg.topology.reviews import Attestation, Waiver
from hacfg.topology.secretref import SecretRef
from hacfg.topology.units import Unit

OperationMode = Literal["gateway", "transparent", "server"]
GroupMode = Annotated[
    Literal["active-passive", "config-only"],
    # One word inside; the schema shows both that people may write.
    BeforeValidator(
        lambda word: "config-only" if word == "active-active" else word,
        json_schema_input_type=Literal["active-passive", "config-only", "active-active"],
    ),
]
Firmware = Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$", examples=["7.2", "7.6.3"])]


def _no_groups_of_groups(word: object) -> object:
    if word == "group":
        raise PydanticCustomError(
            "group_ha", "asks for group HA (a cluster of clusters), which hacfg does not support"
        )
    return word


class Heartbeat(Declared):
    """How the units of the group listen for each other."""

    base_port: Annotated[int, Field(ge=1024, le=65531, examples=[20000])] | None = None
    """First of the consecutive ports for heartbeat and synchronisation, 1024 to 65531."""
    lost_threshold: Annotated[int, Field(ge=1, le=3600, examples=[15])] | None = None
    """Seconds without heartbeat after which the peer counts as lost; at least 3."""
    remote_services: bool | None = Field(default=None, examples=[True])
    """Whether the monitoring of remote services serves as an extra heartbeat."""


class Synchronize(Declared):
    """What the primary of a pair copies to the secondary besides configuration."""

    mail_data: bool | None = Field(default=None, examples=[False])
    """Quarantines, archives, mailboxes and preferences; off when a NAS holds them (HA-09)."""
    mail_queue: bool | None = Field(default=None, examples=[False])
    """The mail queue; the vendor advises against it (HA-07)."""


class Ha(Declared):
    """The settings that the members of the group share."""

    password: SecretRef
    """The password that the members share."""
    heartbeat: Heartbeat = Field(default=Heartbeat(), examples=[{"base_port": 20000}])
    """How the units listen for each other."""
    on_failure: Literal["off", "restore-role", "become-secondary"] | None = Field(
        default=None, examples=["become-secondary"]
    )
    """What a failed primary does when it is back (active-passive)."""
    synchronize: Synchronize = Field(default=Synchronize(), examples=[{"mail_data": False}])
    """What is copied besides configuration."""


class VirtualIp(Declared):
    """An address that moves with the acting primary (active-passive only)."""

    port: PortName
    """The port that carries the address."""
    address: InterfaceAddress = Field(examples=["198.51.100.25/24"])
    """The virtual IP with prefix length."""
    action: Literal["add", "set", "bridge"] = Field(default="add", examples=["add"])
    """add: beside the port's own address; set: instead of it; bridge: transparent mode."""
    state: Literal["present", "absent"] = Field(default="present", examples=["absent"])
    """absent: the virtual IP is to be removed."""


_PASSWORD = {"env": "MX1_PASSWORD"}
_UNIT = {
    "name": "mx1",
    "role": "primary",
    "api": {"url": "https://192.0.2.11", "username": "hacfg", "password": _PASSWORD},
}


class Topology(Declared):
    """One FortiMail HA group."""

    version: Literal[1] = Field(examples=[1])
    """Version of this file format."""
    name: Name
    """Name of the group: letters, digits, `-` and `_`; unique among all files."""
    labels: dict[str, str] = Field(default={}, examples=[{"site": "east"}])
    """Free labels, for people and for selecting groups."""
    firmware: Firmware | Annotated[list[Firmware], Field(min_length=1)] = Field(
        examples=["7.2", ["7.2", "7.6"]]
    )
    """Firmware of the units, or a list while an upgrade rolls; checked against every unit."""
    operation_mode: OperationMode = Field(examples=["gateway"])
    """Operation mode of the units."""
    type: Annotated[Literal["member"], BeforeValidator(_no_groups_of_groups)] = Field(
        default="member", examples=["member"]
    )
    """Only single groups; group HA (clusters of clusters) is not supported."""
    mode: GroupMode = Field(examples=["active-passive"])
    """active-passive: a pair; config-only: a farm (7.4 and later say active-active)."""
    ha: Ha = Field(examples=[{"password": {"env": "MAIL_EAST_HA_PASSWORD"}}])
    """What the members share."""
    units: list[Unit] = Field(min_length=1, examples=[[_UNIT]])
    """The units of the group."""
    virtual_ips: list[VirtualIp] = Field(
        default=[], examples=[[{"port": "port1", "address": "198.51.100.25/24"}]]
    )
    """Addresses that move with the acting primary."""
    mail_entry: MailEntry | None = Field(default=None, examples=[{"kind": "virtual-ip"}])
    """Where senders enter; not guessed if undeclared."""
    monitor: Monitor = Field(default=Monitor(), examples=[{"ports": ["port1"]}])
    """Ports and services whose failure leads to a failover."""
    mail_storage: MailStorage | None = Field(default=None, examples=[{"kind": "local"}])
    """Where mail data lies."""
    licenses: dict[Literal["antispam", "antivirus"], Literal["required"]] = Field(
        default={}, examples=[{"antispam": "required", "antivirus": "required"}]
    )
    """FortiGuard licences that every unit needs (HA-05)."""
    alerts: Alerts = Field(default=Alerts(), examples=[{"email": [{"address": "a@example.net"}]}])
    """How people learn of a failover (HA-10)."""
    gate_timeouts: dict[Literal["default", "reachable", "role", "in-sync", "command"], Seconds] = (
        Field(default={}, examples=[{"in-sync": 1800}])
    )
    """How long apply waits for a gate, in seconds; `default` for those not named."""
    waivers: list[Waiver] = Field(
        default=[],
        examples=[
            [
                {
                    "practice": "HA-08",
                    "reason": "the NAS arrives in March",
                    "owner": "mail-team",
                    "until": "2027-03-31",
                }
            ]
        ],
    )
    """Practices that this group does not keep, with reason and date."""
    attestations: list[Attestation] = Field(
        default=[], examples=[[{"practice": "HA-01", "by": "J. Doe", "on": "2026-11-01"}]]
    )
    """What a person has seen that no API shows."""

    @property
    def firmwares(self) -> tuple[str, ...]:
        """The declared firmware versions, as a tuple."""
        return (self.firmware,) if isinstance(self.firmware, str) else tuple(self.firmware)

    @property
    def present_units(self) -> tuple[Unit, ...]:
        """The units that shall be members, the primary first, then as declared."""
        present = (unit for unit in self.units if unit.state == "present")
        return tuple(sorted(present, key=lambda unit: unit.role != "primary"))

    @property
    def leaving_units(self) -> tuple[Unit, ...]:
        """The units that are to leave and can be reached, as declared."""
        return tuple(unit for unit in self.units if unit.state == "absent" and not unit.lost)

    @property
    def lost_units(self) -> tuple[Unit, ...]:
        """The units that are dead and to leave, as declared."""
        return tuple(unit for unit in self.units if unit.lost)

    @property
    def primary(self) -> Unit:
        """The declared primary; loading makes sure that there is exactly one."""
        return next(unit for unit in self.units if unit.role == "primary")
