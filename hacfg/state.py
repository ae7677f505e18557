"""Desired and actual values in one plain, normalised form.

`State` is Address -> attributes. An owner is a unit's name, or GROUP for what the units share.
Values have exact Python types on both sides, so that `==` is the only comparison needed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

GROUP: Final = "group"
"""Owner of what all units share. No unit may have this name."""


class Unknown(Enum):
    """The type of UNKNOWN: a value that could not be seen. It never equals a seen value."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, order=True, slots=True)
class Secret:
    """Stands for a secret: the name of its slot (`ha.password`), never its bytes."""

    slot: str


Value = bool | int | str | tuple[str, ...] | Secret | Unknown | None
"""None is an attribute that is not set on the unit (or a row that is not there)."""

Attributes = Mapping[str, Value]


@dataclass(frozen=True, order=True, slots=True)
class Address:
    """What a resource is called: owner, kind and, for a row of a table, its key."""

    owner: str
    kind: str
    key: str = ""

    def __str__(self) -> str:
        row = f'["{self.key}"]' if self.key else ""
        return f"fortimail_{self.kind}.{self.owner}{row}"

    @property
    def resource(self) -> str:
        """Kind and key, for messages that already name the owner: `interface port5`."""
        return f"{self.kind} {self.key}".rstrip()


State = Mapping[Address, Attributes | None]
"""Desired state: None instead of attributes means that the resource shall not be there."""


@dataclass(frozen=True, slots=True)
class Actual:
    """What the units say: resources that are there, and what could not be read, with why.

    `unread` maps (owner, kind) to the reason; every attribute below it is UNKNOWN.
    """

    resources: Mapping[Address, Attributes] = field(default_factory=dict)
    unread: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def is_read(self, address: Address) -> bool:
        """Tell whether the kind of this address was read for its owner."""
        return (address.owner, address.kind) not in self.unread

    def exists(self, address: Address) -> bool | Unknown:
        """Tell whether the resource is there; UNKNOWN if its kind could not be read."""
        return address in self.resources if self.is_read(address) else UNKNOWN

    def value(self, address: Address, name: str) -> Value:
        """Return one attribute: UNKNOWN if it could not be seen, None if it is not set."""
        if not self.is_read(address):
            return UNKNOWN
        return self.resources.get(address, {}).get(name)


def plain(value: object) -> object:
    """Turn values of State into what JSON can hold; UNKNOWN and secrets become tagged objects."""
    match value:
        case Unknown():
            return {"unknown": True}
        case Secret(slot):
            return {"secret": slot}
        case Mapping():
            return {str(name): plain(value[name]) for name in sorted(value, key=str)}
        case tuple() | list():
            return [plain(item) for item in value]
        case _:
            return value


def digest(document: object) -> str:
    """Return `sha256:<hex>` over the canonical JSON of a plain document."""
    text = json.dumps(plain(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
