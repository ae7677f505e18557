"""What one unit said when it was read."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from hacfg.errors import Problem
from hacfg.fortimail.dialect import Dialect
from hacfg.state import Address, Attributes, Value


@dataclass(frozen=True, slots=True)
class KindReading:
    """One kind of one unit, as read.

    `resources` holds every row under its address (owner: the unit, whatever the scope of its
    fields); `keys` the row's key on the wire; `held` the JSON keys that each object held, and
    `row_keys` those that every row of a table held (none if it has no rows); `measured` the
    volatile attributes; `twins` the addresses that more than one row of a numbered table claims.
    """

    resources: Mapping[Address, Attributes] = field(default_factory=dict)
    keys: Mapping[Address, str] = field(default_factory=dict)
    held: Mapping[Address, frozenset[str]] = field(default_factory=dict)
    row_keys: frozenset[str] = frozenset()
    measured: Mapping[Address, Mapping[str, Value]] = field(default_factory=dict)
    twins: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Moving:
    """What moves by itself, and comes with any answer: outside State, plan ids and comparisons."""

    clock_ahead: float | None = None
    """Seconds that the unit's clock is ahead of ours, exact to one; its `Date` header says so."""
    certificate_end: datetime.date | None = None
    """Last day of the certificate that its API showed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One unit, as read; without a dialect it did not answer, or its firmware is unknown."""

    unit: str
    facts: Attributes = field(default_factory=dict)
    dialect: Dialect | None = None
    kinds: Mapping[str, KindReading] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)
    """Why a kind could not be read; key "" is the whole unit."""
    seconds: float = 0.0
    moving: Moving = Moving()

    @property
    def answered(self) -> bool:
        """Tell whether the unit could be logged in to and spoken to."""
        return "" not in self.problems

    def get(self, kind: str, name: str, key: str = "") -> Value:
        """Return one attribute as read from this unit; None if it is not there."""
        reading = self.kinds.get(kind)
        attributes = reading.resources.get(Address(self.unit, kind, key)) if reading else None
        return (attributes or {}).get(name)


def narrowed(reading: Reading, kinds: Collection[str]) -> Reading:
    """Return a reading as if only these kinds had been asked for."""
    return replace(
        reading,
        kinds={name: found for name, found in reading.kinds.items() if name in kinds},
        problems={
            name: problem
            for name, problem in reading.problems.items()
            if name in {"", "system"} or name in kinds
        },
    )
