"""Groups as they were found, that the tests of stages and starts begin with."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

from hacfg.fortimail.regroup import find_leader
from hacfg.plan.situation import Situation, find_situation
from hacfg.state import Address, Value
from tests.plan.groups import Json, group
from tests.plan.simulated import Rows
from tests.rehearsal.scenarios import at_rest, document

Declare = Callable[[Json], object]
Happen = Callable[[Rows], object]


def _nothing(_: object) -> None: ...


def found(
    declare: Declare = _nothing,
    happen: Happen = _nothing,
    firmware: str = "7.2",
    *,
    farm: bool = False,
    size: int = 2,
) -> Situation:
    """Return how a healthy group was found, to which something happened."""
    mode = "config-only" if farm else "active-passive"
    rows = at_rest(firmware, mode, size)
    happen(rows)
    wanted = deepcopy(document(firmware, mode, size))
    declare(wanted)
    one = group(wanted)
    lost = {unit.name for unit in one.topology.lost_units}
    readings = {n: reading for n, reading in one.readings(rows).items() if n not in lost}
    return find_situation(
        one.topology,
        readings,
        dict.fromkeys(readings, one.dialect),
        find_leader(one.topology.primary.name, readings),
    )


def unit_is(number: int, **values: object) -> Declare:
    """Declare something of a unit, by its place."""
    return lambda wanted: wanted["units"][number].update(values)


def api_is(number: int, **values: object) -> Declare:
    """Declare something of a unit's API, by the unit's place."""
    return lambda wanted: wanted["units"][number]["api"].update(values)


def all_of(*changes: Callable[[Json], object]) -> Declare:
    """Declare several things."""
    return lambda wanted: [change(wanted) for change in changes]


def holds(unit: str, kind: str, key: str = "", /, **values: Value) -> Happen:
    """Let a unit hold or show something else."""
    return lambda rows: rows[Address(unit, kind, key)].update(values)


def happened(*changes: Happen) -> Happen:
    """Let several things happen."""
    return lambda rows: [change(rows) for change in changes]


def off(*units: str) -> Happen:
    """Let HA be off on units (7.2)."""
    return happened(
        *(holds(unit, "ha", mode="off") for unit in units),
        *(holds(unit, "ha_status", effective_mode="off", in_sync=False) for unit in units),
    )


def without_mail(unit: str) -> Happen:
    """Let a unit have no mail domain: it is blank."""
    return lambda rows: rows.pop(Address(unit, "domain", "example.com"))


def as_found(situation: Situation, name: str, **values: object) -> Situation:
    """Return the situation with something else known of a unit."""
    units = tuple(
        replace(unit, **values) if unit.name == name else unit  # type: ignore[arg-type]  # any field
        for unit in situation.units
    )
    return replace(situation, units=units)
