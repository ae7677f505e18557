"""Rehearsing a large farm as a small one: units that are alike meet only through the primary.

Four members showed the same dangers as twenty-four (a test holds them against each other): the
primary, one unit of each sort, and further ones of the commonest sort until there are four.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hacfg.plan.situation import Situation, UnitSituation
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.plan.values import PlanState
from hacfg.state import Address

MEMBERS: Final = 4
Sort = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """The part of a group that is rehearsed, and the steps that are about it."""

    situation: Situation
    steps: tuple[AnyStep, ...]
    dropped: frozenset[str] = frozenset()
    """Units that others stand in for."""
    unplayed: frozenset[Address] = frozenset()
    """Resources that only steps on those units write: nobody else's end shows them."""


def choose_cast(situation: Situation, steps: Sequence[AnyStep]) -> Cast:
    """Return who is rehearsed: everybody in a small group, a few of each sort in a large farm."""
    whole = Cast(situation, tuple(steps))
    if len(situation.everyone) <= MEMBERS or len(situation.units) <= 1:
        return whole
    kept = _kept(situation, steps)
    dropped = frozenset(unit.name for unit in situation.everyone) - kept
    if not dropped:
        return whole
    played = tuple(_steps(steps, dropped))
    unplayed = _written(steps) - _written(played)
    return Cast(_without(situation, dropped), played, dropped, unplayed)


def _written(steps: Sequence[AnyStep]) -> frozenset[Address]:
    return frozenset(a for step in steps if not isinstance(step, WaitStep) for a in step.after)


def _kept(situation: Situation, steps: Sequence[AnyStep]) -> frozenset[str]:
    leading = {situation.primary.name, situation.leading}
    sorts: defaultdict[Sort, list[str]] = defaultdict(list)
    for unit in situation.everyone:
        if unit.name not in leading:
            sorts[_sort(situation, unit, steps)].append(unit.name)
    kept = leading | {names.pop(0) for names in sorts.values()}
    for names in sorted(sorts.values(), key=len, reverse=True):
        kept |= set(names[: max(0, MEMBERS - len(kept))])
    return frozenset(kept)


def _sort(situation: Situation, unit: UnitSituation, steps: Sequence[AnyStep]) -> Sort:
    """Return what makes units alike: how they were found, and what is done to them."""
    done = tuple(_deed(step) for step in steps if step.unit == unit.name)
    leaving = unit in situation.leaving
    found = (unit.configured, unit.effective, unit.in_sync, unit.blank)
    return (*found, leaving, unit.declared.primary_backup, done)


def _deed(step: AnyStep) -> Sort:
    if isinstance(step, WaitStep):
        return (step.type, step.gate.condition, step.gate.source)
    written = {(a.kind, *sorted(values or {})) for a, values in step.after.items()}
    return (step.type, *step.guards, *sorted(map(str, written)))


def _without(situation: Situation, dropped: frozenset[str]) -> Situation:
    topology = situation.topology
    declared = [unit for unit in topology.units if unit.name not in dropped]
    return replace(
        situation,
        topology=topology.model_copy(update={"units": declared}),
        units=tuple(unit for unit in situation.units if unit.name not in dropped),
        leaving=tuple(unit for unit in situation.leaving if unit.name not in dropped),
    )


def _steps(steps: Sequence[AnyStep], dropped: frozenset[str]) -> list[AnyStep]:
    return [_step(step, dropped) for step in steps if step.unit not in dropped]


def _step(step: AnyStep, dropped: frozenset[str]) -> AnyStep:
    if isinstance(step, WaitStep):
        expect = _state(step.gate.expect, dropped)
        return step.model_copy(update={"gate": step.gate.model_copy(update={"expect": expect})})
    states = {"before": _state(step.before, dropped), "after": _state(step.after, dropped)}
    return step.model_copy(update=states)


def _state(state: PlanState, dropped: frozenset[str]) -> PlanState:
    return {address: values for address, values in state.items() if address.owner not in dropped}
