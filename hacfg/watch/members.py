"""What members should have in common and do not, with the odd one by name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import Reading
from hacfg.state import UNKNOWN, Address, Attributes, Value

ALIKE: Final[Mapping[str, frozenset[str]]] = {
    "ha": frozenset(
        {"base_port", "lost_threshold", "remote_services", "mail_data_sync", "mail_queue_sync"}
    )
}
"""Settings that each unit holds for itself, and that must be equal (FortiMail 7.2: CB72, E.7, E.11
of the facts): kind to attributes."""


@dataclass(frozen=True, slots=True)
class MemberDrift:
    """One attribute in which members differ; `odd` are those that are not like the others.

    Name "" is the row itself: the values say who has it.
    """

    kind: str
    key: str
    name: str
    values: Mapping[str, Value]
    odd: tuple[str, ...]

    @property
    def resource(self) -> str:
        """Kind and key."""
        return f"{self.kind} {self.key}".rstrip()


def find_member_drift(
    readings: Mapping[str, Reading], leader: str | None
) -> tuple[MemberDrift, ...]:
    """Return where members of one dialect differ in what they share, or should have alike.

    Like the most are the others; where there is no most, like the acting primary.
    """
    found: list[MemberDrift] = []
    for dialect in {r.dialect.dialect: r.dialect for r in readings.values() if r.dialect}.values():
        speaking = {n: r for n, r in readings.items() if r.dialect == dialect}
        if len(speaking) > 1:
            found += _differences(dialect, speaking, leader)
    return tuple(sorted(found, key=lambda one: (one.kind, one.key, one.name)))


def _differences(
    dialect: Dialect, readings: Mapping[str, Reading], leader: str | None
) -> Iterator[MemberDrift]:
    for kind, names in _shared(dialect).items():
        if not all(kind in reading.kinds for reading in readings.values()):
            continue
        for key in {a.key for r in readings.values() for a in r.kinds[kind].resources}:
            rows = {unit: _row(reading, kind, key) for unit, reading in readings.items()}
            for name, values in _compared(rows, names):
                yield MemberDrift(kind, key, name, values, _odd(values, leader))


def _compared(
    rows: Mapping[str, Attributes | None], names: list[str]
) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield what differs: who has the row at all, or else its attributes."""
    there: dict[str, Value] = {unit: row is not None for unit, row in rows.items()}
    if not all(there.values()):
        yield "", there
        return
    for name in names:
        values = {unit: (row or {}).get(name, UNKNOWN) for unit, row in rows.items()}
        if UNKNOWN not in values.values() and len(set(values.values())) > 1:
            yield name, values


def _shared(dialect: Dialect) -> dict[str, list[str]]:
    """Return the attributes that members should have alike, by kind."""
    shared = {
        kind: [
            name
            for name, field in (spec.fields if spec else {}).items()
            if not field.volatile
            and field.type != "secret"
            and (field.scope != "unit" or name in ALIKE.get(kind, frozenset()))
        ]
        for kind, spec in dialect.kinds.items()
    }
    return {kind: names for kind, names in shared.items() if names}


def _row(reading: Reading, kind: str, key: str) -> Attributes | None:
    return reading.kinds[kind].resources.get(Address(reading.unit, kind, key))


def _odd(values: Mapping[str, Value], leader: str | None) -> tuple[str, ...]:
    (usual, most), *others = Counter(values.values()).most_common()
    if leader is not None and leader in values and any(count == most for _, count in others):
        usual = values[leader]
    return tuple(unit for unit, value in values.items() if value != usual)
