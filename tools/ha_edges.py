"""Every change of a unit's mode that the HA model allows, found by playing it from HA off."""

from collections.abc import Iterator
from typing import NamedTuple

from hacfg.fortimail.ha import (
    BLANK,
    FACTS,
    REPORTED_ONLY,
    Config,
    Group,
    Heartbeat,
    Unit,
    World,
    enabled,
    faults,
    fire,
    strike,
)
from hacfg.fortimail.ha.state import Configured, Kind, OnFailure
from hacfg.fortimail.ha.writes import set_mode

NO_POWER = "no_power"
SWITCHED_ON = "HA switched on"
SWITCHED_OFF = "HA switched off"
ON_FAILURE: tuple[OnFailure, ...] = ("off", "restore-role", "become-secondary")
ROLES: tuple[Configured, ...] = ("primary", "secondary")


class Edge(NamedTuple):
    """One change of mode: by which rule, fault or write, at its own unit or at another one."""

    before: str
    after: str
    cause: str
    own: bool = True


class Node(NamedTuple):
    """A group, and whether a fault and a person may still change it."""

    group: Group
    fault: bool = True
    hand: bool = True


class Move(NamedTuple):
    """What leads from one group to the next, at which unit (-1: at none)."""

    cause: str
    number: int
    after: Node


def mode(unit: Unit) -> str:
    """Return where a unit is drawn."""
    return unit.eff if unit.up else NO_POWER


def edges(kind: Kind) -> dict[Edge, tuple[str, ...]]:
    """Return every edge with the doubtful facts that it needs one of; none: it needs no fact."""
    plain = set(_edges(World(), kind))
    found: dict[Edge, tuple[str, ...]] = dict.fromkeys(plain, ())
    for fact in FACTS:
        for edge in _edges(World(facts=frozenset({fact})), kind) - plain:
            found[edge] = (*found.get(edge, ()), fact)
    return found


def _edges(world: World, kind: Kind) -> set[Edge]:
    return {
        Edge(mode(old), mode(new), move.cause, own=index == move.number)
        for node, move in _explore(world, kind)
        for index, (old, new) in enumerate(
            zip(node.group.units, move.after.group.units, strict=True)
        )
        if mode(old) != mode(new)
    }


def _explore(world: World, kind: Kind) -> Iterator[tuple[Node, Move]]:
    waiting = list(_starts(kind))
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for move in _moves(world, node):
            yield node, move
            if move.after not in seen:
                seen.add(move.after)
                waiting.append(move.after)


def _starts(kind: Kind) -> Iterator[Node]:
    """Yield two units with HA off, the second one blank, and the primary backup of a farm."""
    for value in ON_FAILURE:
        first = Unit(hb=Heartbeat(links=("a", "b")), cfg=Config("first"), on_failure=value)
        second = first._replace(cfg=Config(BLANK), backup=kind == "farm")
        yield Node(Group((first, second), kind=kind))


def _moves(world: World, node: Node) -> Iterator[Move]:
    group = node.group
    for rule, index in enabled(world, group):
        yield Move(rule.name, index, node._replace(group=fire(world, group, rule, index)))
    if node.fault:
        for fault in faults(group):
            if fault.name not in REPORTED_ONLY:
                struck = strike(world, group, fault)
                number = -1 if fault.name.startswith("link") else fault.number
                yield Move(fault.name, number, Node(struck, fault=False, hand=node.hand))
    yield from _writes(node)


def _writes(node: Node) -> Iterator[Move]:
    """Switch HA on, in every order of the units, and once off."""
    for index, unit in enumerate(node.group.units):
        if not unit.up:
            continue
        if unit.conf == "off" and node.hand:
            after = set_mode(node.group, index, ROLES[index])
            yield Move(SWITCHED_ON, index, node._replace(group=after))
        elif node.hand:
            after = set_mode(node.group, index, "off")
            yield Move(SWITCHED_OFF, index, node._replace(group=after, hand=False))
