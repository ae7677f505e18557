"""Plays that are explored, and the ways that led to their states."""

from collections.abc import Iterator

from hacfg.fortimail.ha import Group, World
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.explore import explore, leave_alone
from hacfg.plan.rehearsal.hazards import Hazard
from hacfg.plan.rehearsal.play import Play, State
from hacfg.plan.rehearsal.stage import Stage
from hacfg.plan.rehearsal.telling import path_to
from tests.ha.groups import PAIR
from tests.rehearsal.units.parts import play
from tests.rehearsal.units.states import PAIR_AT_REST


def explored(
    *cues: Cue,
    group: Group = PAIR_AT_REST,
    serves: bool = True,
    alone: bool = True,
    apart: int = 0,
    world: World = PAIR,
    on: Stage | None = None,
) -> Play:
    """Return a play of a pair that was explored; unless it is told otherwise, without faults."""
    one = play(*cues, world=world, on=on)
    explore(one, group, serves=serves, alone=alone, apart=apart)
    return one


def left(group: Group, *cues: Cue, at: int = 0, serves: bool = True) -> set[Hazard]:
    """Return what becomes of a group that nobody touches."""
    return leave_alone(play(*cues), group, at=at, serves=serves)


def way(one: Play, state: State) -> list[str]:
    """Return what led to a state, by the names of moves and faults."""
    return [label.name or label.sort for label, _ in path_to(one, state)][1:]


def done(one: Play) -> Iterator[State]:
    """Yield the states in which the plan was carried out."""
    return (state for state in one.parents if state.at == len(one.cues))


def struck(one: Play, hazard: Hazard) -> str:
    """Return the name of the fault that a hazard takes."""
    fault = one.graph.faults[hazard.fault]
    return fault.name if fault else ""


def dangers(one: Play) -> set[tuple[str, str, int]]:
    """Return the dangers that were found, each with its fault and its unit."""
    return {(hazard.danger, struck(one, hazard), hazard.unit) for hazard in one.found}
