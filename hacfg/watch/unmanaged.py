"""What changed on units that nobody declares: never drift, told apart when asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hacfg.fortimail.reading import Reading
from hacfg.plan.changes import Desired
from hacfg.state import GROUP, UNKNOWN, Address, Value
from hacfg.watch.saved import SavedState, held


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """One attribute that nobody declares and that is not as it was saved; name "" is the row."""

    address: Address
    name: str
    before: Value
    actual: Value


def find_unmanaged(
    saved: SavedState, readings: Mapping[str, Reading], desired: Desired
) -> tuple[Unmanaged, ...]:
    """Return what differs from a saved state, beside what is declared."""
    found = [
        one
        for unit, reading in readings.items()
        if reading.answered and unit in saved.units
        for one in _of_unit(unit, saved, reading)
        if not _is_declared(one, desired)
    ]
    return tuple(sorted(found, key=lambda one: (one.address, one.name)))


def _of_unit(unit: str, saved: SavedState, reading: Reading) -> Iterator[Unmanaged]:
    before, now = saved.units[unit].held, held(reading)
    comparable = set(saved.units[unit].kinds) & set(reading.kinds)
    for kind, key in sorted({*before, *now}):
        if kind not in comparable:
            continue
        address = Address(unit, kind, key)
        if (kind, key) not in before or (kind, key) not in now:
            there = (kind, key) in now
            yield Unmanaged(address, "", not there, there)
            continue
        for name, value in now[kind, key].items():
            old = before[kind, key].get(name, UNKNOWN)
            if UNKNOWN not in {old, value} and old != value:
                yield Unmanaged(address, name, old, value)


def _is_declared(one: Unmanaged, desired: Desired) -> bool:
    for owner in (one.address.owner, GROUP):
        address = Address(owner, one.address.kind, one.address.key)
        if address in desired.state:
            attributes = desired.state[address] or {}
            return not one.name or one.name in attributes
    return False
