"""What a step relies on of the units' roles, and which roles they come to by themselves."""

from collections.abc import Collection, Iterator, Mapping

from hacfg.fortimail.ha.state import Effective, Group, World, is_in_sync, shown
from hacfg.plan.rehearsal.cue import Cue, Expected
from hacfg.plan.rehearsal.graph import Graph
from hacfg.plan.rehearsal.stage import Stage
from hacfg.state import Address, Attributes

Shown = tuple[int, Effective]
"""A unit by its place, and the effective mode that it shows."""


def relied_on(stage: Stage, before: Mapping[Address, Attributes | None]) -> Iterator[Expected]:
    """Yield the roles that a step says it relies on; values of settings are the unit's affair."""
    for name in dict.fromkeys(address.owner for address in before):
        ha = before.get(Address(name, "ha")) or {}
        status = before.get(Address(name, "ha_status")) or {}
        configured = (
            {True: "on", False: "off"}.get(ha["enabled"] is True)
            if "enabled" in ha
            else ha.get("mode")
        )
        effective = status.get("effective_mode")
        if name in stage.names and (configured or effective):
            synced = status.get("in_sync") is True
            yield Expected(stage.index(name), _word(configured), _word(effective), synced)


def amiss(world: World, group: Group, cue: Cue) -> frozenset[Shown]:
    """Return the units that are not as a cue relies on, each with what it shows."""
    wrong = (one.index for one in cue.expects if not _is_as_expected(world, group, one))
    return frozenset((index, shown(group.units[index])) for index in wrong)


def drifts(graph: Graph, start: Collection[int]) -> frozenset[Shown]:
    """Return what units come to show without hacfg, and did not show in the groups of the start."""
    seen, waiting = set(start), list(start)
    while waiting:
        following = {move.group for move in graph.moves_of(waiting.pop())} - seen
        seen |= following
        waiting += following
    return _roles(graph, seen) - _roles(graph, start)


def _roles(graph: Graph, numbers: Collection[int]) -> frozenset[Shown]:
    groups = (graph.groups[number] for number in numbers)
    return frozenset((n, shown(unit)) for group in groups for n, unit in enumerate(group.units))


def _is_as_expected(world: World, group: Group, expected: Expected) -> bool:
    unit = group.units[expected.index]
    word = "on" if expected.configured == "on" and unit.conf != "off" else unit.conf
    return (
        expected.configured in {None, word}
        and expected.effective in {None, shown(unit)}
        and (not expected.synced or is_in_sync(world, group, expected.index))
    )


def _word(value: object) -> str | None:
    """Return a role in the model's word: `hold-off` is what people and units write."""
    return value.removeprefix("config-").replace("-", "_") if isinstance(value, str) else None
