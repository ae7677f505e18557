"""What units said, as a file: to compare with later, or with each other."""

import datetime
from collections.abc import Mapping

from hacfg.fortimail.reading import KindReading, Reading
from hacfg.plan.values import Part, PlanValue
from hacfg.state import Address, Attributes, Value

FORMAT = "hacfg-state-1"

Rows = dict[str, dict[str, PlanValue]]


class SavedUnit(Part):
    """One unit as it was read."""

    serial: str | None = None
    """Serial number that it reported."""
    firmware: str | None = None
    """Firmware that it reported."""
    dialect: str | None = None
    """Dialect that it was read by."""
    kinds: dict[str, Rows] = {}
    """Kind, key (empty for a singleton) and attribute; no secret."""
    unread: dict[str, str] = {}
    """Kinds that could not be read, with why; "" is the whole unit."""

    @property
    def held(self) -> dict[tuple[str, str], Attributes]:
        """What it held, by kind and key."""
        return {(kind, key): row for kind, rows in self.kinds.items() for key, row in rows.items()}


class SavedState(Part):
    """Units of one group as they were read; holds no secret."""

    format: str = FORMAT
    """Version of this format."""
    group: str
    """Name of the group."""
    read: datetime.datetime
    """When they were read."""
    units: dict[str, SavedUnit]
    """The units by name."""


def saved_state(group: str, readings: Mapping[str, Reading], read: datetime.datetime) -> SavedState:
    """Return what was read as something to keep."""
    units = {name: _unit(reading) for name, reading in sorted(readings.items())}
    return SavedState(group=group, read=read, units=units)


def held(reading: Reading) -> dict[tuple[str, str], Attributes]:
    """Return what one unit holds, by kind and key."""
    return {
        (kind, address.key): row
        for kind, found in reading.kinds.items()
        for address, row in found.resources.items()
    }


def state_schema() -> dict[str, object]:
    """Return the JSON Schema of a saved state."""
    return SavedState.model_json_schema(mode="serialization")


def _unit(reading: Reading) -> SavedUnit:
    facts = {name: v for name, v in reading.facts.items() if isinstance(v, str)}
    return SavedUnit(
        serial=facts.get("serial"),
        firmware=facts.get("firmware"),
        dialect=reading.dialect.dialect if reading.dialect else None,
        kinds={name: _rows(found) for name, found in sorted(reading.kinds.items())},
        unread={kind: problem.message for kind, problem in sorted(reading.problems.items())},
    )


def _rows(found: KindReading) -> Rows:
    return {address.key: _row(row) for address, row in sorted(found.resources.items(), key=_first)}


def _first(item: tuple[Address, Attributes]) -> Address:
    return item[0]


def _row(row: Attributes) -> dict[str, Value]:
    return dict(sorted(row.items()))
