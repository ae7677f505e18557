"""Rehearsing any steps from where a scenario begins: also those that no planner would make."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hacfg.plan.making import brief_of
from hacfg.plan.proof import Proof
from hacfg.plan.rehearsal import rehearse
from hacfg.plan.rehearsal.cutoff import Cast
from hacfg.plan.steps import AnyStep
from tests.plan.groups import Planned

World = frozenset[str]


def rehearsed(
    one: Planned, steps: Iterable[AnyStep], worlds: Sequence[World] | None = None
) -> Proof:
    """Return what a rehearsal of other steps shows, without planning again."""
    cast = Cast(one.situation, tuple(numbered(steps)))
    brief = replace(brief_of(one.material, one.made, cast), worlds=worlds)
    return rehearse(one.situation, cast.steps, None, one.readings, brief)


def numbered(steps: Iterable[AnyStep]) -> list[AnyStep]:
    """Return steps with their places as their numbers."""
    return [
        step.model_copy(update={"number": number}) for number, step in enumerate(steps, start=1)
    ]
