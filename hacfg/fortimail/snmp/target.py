"""Whom to ask by SNMP, and what they said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import SecretStr

from hacfg.errors import Problem
from hacfg.fortimail.roles import Role
from hacfg.state import UNKNOWN, Unknown


@dataclass(frozen=True, slots=True)
class SnmpUser:
    """An SNMP version 3 user; a protocol comes with its password."""

    name: str
    auth: tuple[Literal["sha1", "md5", "sha256"], SecretStr] | None = None
    privacy: tuple[Literal["aes", "des"], SecretStr] | None = None


@dataclass(frozen=True, slots=True)
class SnmpTarget:
    """One unit's SNMP agent; times in seconds."""

    unit: str
    host: str
    port: int
    access: SecretStr | SnmpUser
    """A community (version 2c) or a user (version 3)."""
    timeout: float = 2
    retries: int = 1


@dataclass(frozen=True, slots=True)
class SnmpReading:
    """What one unit's agent said; `problem` is why it said nothing."""

    unit: str
    configured: Role | Unknown = UNKNOWN
    effective: Role | Unknown = UNKNOWN
    queues: Mapping[str, int] = field(default_factory=dict)
    """Messages in each mail queue, by name."""
    problem: Problem | None = None
