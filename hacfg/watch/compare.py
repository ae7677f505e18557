"""Two units side by side: what differs, apart from what may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import Reading
from hacfg.state import UNKNOWN, Attributes, Value
from hacfg.watch.members import ALIKE
from hacfg.watch.saved import SavedUnit, held

STATUS: Final = "ha_status"
"""The kind that tells conditions, which differ by role."""


@dataclass(frozen=True, slots=True)
class Side:
    """One unit, live or saved."""

    unit: str
    """Name of the unit."""
    source: str
    """Where it comes from: `live`, or a saved state."""
    held: Mapping[tuple[str, str], Attributes]
    """What it holds, by kind and key."""
    read: frozenset[str]
    """The kinds that were read."""
    dialect: Dialect | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """One attribute that is not the same; name "" is the row itself: the values say who has it.

    `may_differ` is true for what each unit has for itself.
    """

    kind: str
    key: str
    name: str
    left: Value
    right: Value
    may_differ: bool

    @property
    def resource(self) -> str:
        """Kind and key."""
        return f"{self.kind} {self.key}".rstrip()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two units side by side; `one_sided` names kinds that only one of them told."""

    left: Side
    right: Side
    differences: tuple[Difference, ...]
    one_sided: Mapping[str, str]
    same: int
    """Attributes that are the same."""


def live_side(reading: Reading) -> Side:
    """Return a unit that was just read."""
    return Side(
        reading.unit,
        "live",
        held(reading),
        frozenset(reading.kinds),
        reading.dialect,
        {name: v for name, v in reading.facts.items() if name in {"firmware", "model"}},
    )


def saved_side(unit: str, saved: SavedUnit, source: str, dialect: Dialect | None) -> Side:
    """Return a unit as it was saved."""
    facts: dict[str, Value] = {"firmware": saved.firmware} if saved.firmware else {}
    return Side(unit, source, saved.held, frozenset(saved.kinds), dialect, facts)


def compare_sides(left: Side, right: Side) -> Comparison:
    """Return what two units do not have in common.

    One unit at two times has nothing that may differ; two units have what each holds for itself.
    """
    kinds = left.read & right.read
    found = [one for kind in sorted(kinds) for one in _of_kind(kind, left, right)]
    found += _facts(left, right)
    told = dict.fromkeys(left.read - right.read, left.unit)
    told |= dict.fromkeys(right.read - left.read, right.unit)
    same = _same(kinds, left, right)
    return Comparison(left, right, tuple(found), dict(sorted(told.items())), same)


def _of_kind(kind: str, left: Side, right: Side) -> Iterator[Difference]:
    keys = {key for side in (left, right) for one, key in side.held if one == kind}
    for key in sorted(keys):
        mine, theirs = left.held.get((kind, key)), right.held.get((kind, key))
        if mine is None or theirs is None:
            there = (mine is not None, theirs is not None)
            yield Difference(kind, key, "", *there, _may_differ(kind, "", left, right))
            continue
        for name in sorted({*mine, *theirs}):
            values = mine.get(name, UNKNOWN), theirs.get(name, UNKNOWN)
            if values[0] != values[1]:
                yield Difference(kind, key, name, *values, _may_differ(kind, name, left, right))


def _may_differ(kind: str, name: str, left: Side, right: Side) -> bool:
    if left.unit == right.unit:
        return False
    if kind == STATUS:
        return True
    dialect = left.dialect or right.dialect
    spec = dialect.kind(kind) if dialect else None
    if spec is None:
        return False
    alike = ALIKE.get(kind, frozenset())
    own = [n for n, one in spec.fields.items() if one.scope == "unit" and n not in alike]
    return name in own if name else len(own) == len(spec.fields)


def _facts(left: Side, right: Side) -> Iterator[Difference]:
    for name in sorted({*left.facts} & {*right.facts}):
        values = left.facts[name], right.facts[name]
        if values[0] != values[1]:
            yield Difference("system", "", name, *values, may_differ=False)


def _same(kinds: frozenset[str], left: Side, right: Side) -> int:
    return sum(
        name in theirs and value == theirs[name]
        for (kind, key), row in left.held.items()
        if kind in kinds
        for theirs in [right.held.get((kind, key), {})]
        for name, value in row.items()
    )
