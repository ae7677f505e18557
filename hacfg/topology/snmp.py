"""Where a unit's status may be read by SNMP, beside its API."""

from typing import Annotated, Literal

from pydantic import Field

from hacfg.topology.fields import Declared, Host, TcpPort
from hacfg.topology.secretref import SecretRef

SnmpName = Annotated[str, Field(min_length=1, max_length=32, examples=["hacfg"])]


class SnmpAuth(Declared):
    """How an SNMP version 3 user proves who it is."""

    protocol: Literal["sha1", "md5", "sha256"] = Field(examples=["sha1"])
    """Algorithm of authentication."""
    password: SecretRef
    """Its password."""


class SnmpPrivacy(Declared):
    """How the traffic of an SNMP version 3 user is encrypted."""

    protocol: Literal["aes", "des"] = Field(examples=["aes"])
    """Algorithm of encryption."""
    password: SecretRef
    """Its password."""


class SnmpReader(Declared):
    """An SNMP version 3 user that may read."""

    name: SnmpName
    """Name of the user."""
    auth: SnmpAuth | None = Field(
        default=None, examples=[{"protocol": "sha1", "password": {"env": "MX1_SNMP_PASSWORD"}}]
    )
    """How it proves who it is; without, it does not."""
    privacy: SnmpPrivacy | None = Field(
        default=None, examples=[{"protocol": "aes", "password": {"env": "MX1_SNMP_PRIVACY"}}]
    )
    """How the traffic is encrypted; needs `auth`."""


class SnmpAccess(Declared):
    """Reading a unit's status by SNMP: either a community (2c) or a user (3)."""

    host: Host | None = Field(default=None, examples=["192.0.2.11"])
    """The unit's own address; that of `api.url` if nothing is said."""
    port: TcpPort = Field(default=161, examples=[161])
    """UDP port of the agent."""
    community: SecretRef | None = None
    """Community, for SNMP version 2c."""
    user: SnmpReader | None = Field(default=None, examples=[{"name": "hacfg"}])
    """User, for SNMP version 3."""
