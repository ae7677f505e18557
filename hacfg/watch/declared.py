"""A group as declared beside the same group as read, whatever its units' generations."""

from collections.abc import Mapping
from dataclasses import dataclass

from hacfg.fortimail.compile import compile_topology, wanted_kinds
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.regroup import Leader, find_leader, regroup
from hacfg.plan.changes import Desired
from hacfg.source import Position
from hacfg.state import GROUP, Actual, Address, Attributes
from hacfg.topology.models import Topology
from hacfg.topology.places import Places


@dataclass(frozen=True, slots=True)
class Compared:
    """What is declared, what was read, and whose reading counts for the group."""

    desired: Desired
    actual: Actual
    leader: Leader
    dialects: Mapping[str, Dialect]

    def dialect_of(self, address: Address) -> Dialect | None:
        """Return what the unit speaks that an address was read from."""
        owner = self.leader.unit if address.owner == GROUP else address.owner
        return self.dialects.get(owner or "")


def compare_declared(
    topology: Topology,
    places: Places,
    readings: Mapping[str, Reading],
    dialects: Mapping[str, Dialect],
) -> Compared:
    """Return both sides of a group; `dialects` stands in where a unit did not answer.

    While an upgrade rolls, each unit's part is compiled in the terms of its own firmware. Raises
    InvalidInput where a firmware has no place for what is declared.
    """
    leader = find_leader(topology.primary.name, readings)
    desired = _desired(topology, places, dialects, leader.unit or topology.primary.name)
    actual = regroup(readings, leader, wanted_kinds(topology))
    return Compared(desired, actual, leader, dialects)


def _desired(
    topology: Topology, places: Places, dialects: Mapping[str, Dialect], leads: str
) -> Desired:
    state: dict[Address, Attributes | None] = {}
    at: dict[tuple[Address, str], Position] = {}
    everywhere: dict[tuple[str, str], Attributes] = {}
    owned: set[tuple[str, str]] = set()
    spoken = {dialect.dialect: dialect for dialect in dialects.values()}
    for name, dialect in spoken.items():
        owners = {unit for unit, one in dialects.items() if one.dialect == name}
        owners |= {GROUP} if leads in owners else set()
        same = dict.fromkeys(dialects, dialect)
        sheet = compile_topology(topology, places, same, leads)
        state.update((a, values) for a, values in sheet.state.items() if a.owner in owners)
        at.update((key, place) for key, place in sheet.at.items() if key[0].owner in owners)
        everywhere.update((key, row) for key, row in sheet.everywhere.items() if key[0] in owners)
        owned.update(table for table in sheet.owned if table[0] in owners)
    return Desired(state, at, frozenset(owned), everywhere)
