"""The units of a group: how each is reached, its role, its ports."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from hacfg.topology.fields import Declared, InterfaceAddress, Name, PortName
from hacfg.topology.secretref import SecretRef
from hacfg.topology.snmp import SnmpAccess


def _with_port(url: str) -> str:
    try:
        port = urlsplit(url).port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError("has a port that is not one of 1 to 65535, or a broken address")
    return url


Url = Annotated[
    str,
    Field(
        pattern=r"^https://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$",
        max_length=300,
        examples=["https://192.0.2.11", "https://mx1.example.net:8443"],
    ),
    AfterValidator(_with_port),
]


class Tls(Declared):
    """Whom to trust instead of the system's authorities; one of the two."""

    ca_file: str | None = Field(default=None, examples=["ca.pem"])
    """PEM file with the certificate authorities to trust, relative to the topology."""
    fingerprint: (
        Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$", examples=["sha256:" + "0f" * 32])]
        | None
    ) = None
    """SHA-256 of the unit's own certificate, 64 hexadecimal digits after `sha256:`."""


class Account(Declared):
    """An account to log in with."""

    username: str = Field(min_length=1, max_length=64, examples=["hacfg"])
    """Name of the administrator account."""
    password: SecretRef
    """Its password."""


class Api(Account):
    """The REST API of a unit, at the unit's own address (never a virtual IP)."""

    url: Url
    """`https://` and host, with a port if it is not 443; no path, no credentials."""
    tls: Tls = Field(default=Tls(), examples=[{"ca_file": "ca.pem"}])
    """Whom to trust; the system's authorities if nothing is said."""
    after_join: Account | None = Field(
        default=None, examples=[{"username": "hacfg", "password": {"env": "MX1_PASSWORD"}}]
    )
    """The account to use once joining has replaced this unit's accounts by the primary's."""


class Interface(Declared):
    """A port of a unit."""

    address: InterfaceAddress
    """The port's own address."""


class HeartbeatPort(Declared):
    """A port that carries the heartbeat."""

    port: PortName = Field(examples=["port5"])
    """The port."""
    address: InterfaceAddress = Field(examples=["10.255.0.1/30"])
    """The port's address; one subnet per link, all different."""
    link: Literal["primary", "secondary"] = Field(examples=["primary"])
    """Which of the two heartbeat links; equal links of the units are cabled together."""
    path: Literal["crossover", "isolated-switch", "shared"] = Field(examples=["crossover"])
    """What lies between the units (HA-01)."""


class Unit(Declared):
    """One FortiMail."""

    name: Name = Field(examples=["mx1"])
    """Name of the unit: letters, digits, `-` and `_`; also its name in the member table."""
    serial: str | None = Field(
        default=None, pattern=r"^[A-Z0-9-]{4,32}$", examples=["FE400F0000000001"]
    )
    """Serial number; if it is not the unit's, nothing is written."""
    role: Literal["primary", "secondary"] = Field(examples=["primary"])
    """Configured role."""
    state: Literal["present", "absent"] = Field(default="present", examples=["absent"])
    """absent: the unit is to leave the group; it stays here until a plan says that it is gone."""
    lost: bool = Field(default=False, examples=[True])
    """With `state: absent`: the unit is dead; no step touches it."""
    replaced: bool = Field(default=False, examples=[True])
    """The box behind this name is new and blank, and may be joined."""
    api: Api = Field(
        examples=[
            {
                "url": "https://192.0.2.11",
                "username": "hacfg",
                "password": {"env": "MX1_PASSWORD"},
            }
        ]
    )
    """How hacfg reaches the unit."""
    snmp: SnmpAccess | None = Field(
        default=None, examples=[{"community": {"env": "MX1_COMMUNITY"}}]
    )
    """Where its status may be read by SNMP, too."""
    primary_backup: bool = Field(default=False, examples=[True])
    """In a farm from 7.4: this secondary, and no other, takes over if the primary is lost."""
    interfaces: dict[PortName, Interface] = Field(
        default={}, examples=[{"port1": {"address": "198.51.100.11/24"}}]
    )
    """Ports that hacfg manages, beside those for the heartbeat."""
    heartbeat: list[HeartbeatPort] = Field(
        default=[],
        max_length=2,
        examples=[
            [
                {
                    "port": "port5",
                    "address": "10.255.0.1/30",
                    "link": "primary",
                    "path": "crossover",
                }
            ]
        ],
    )
    """The ports that carry the heartbeat; two, or one failed cable is a split brain."""
