"""Four members of a farm show what all of them show: the dangers and risks are the same."""

from dataclasses import replace

import pytest

from hacfg.plan.making import brief_of
from hacfg.plan.proof import Proof
from hacfg.plan.rehearsal import rehearse
from hacfg.plan.rehearsal.cutoff import MEMBERS, choose_cast
from hacfg.plan.steps import AnyStep, WaitStep
from tests.plan.groups import Planned
from tests.rehearsal.mutants import WORLDS
from tests.rehearsal.scenarios import Recipe, base_port, planned, unit_is

RECIPES = {
    "build": lambda size: Recipe(size=size, farm=True, blank=True),
    "base port": lambda size: Recipe(base_port, size=size, farm=True),
    "remove one": lambda size: Recipe(unit_is(size - 1, state="absent"), size=size, farm=True),
    "lose one": lambda size: Recipe(
        unit_is(size - 1, state="absent", lost=True), size=size, farm=True
    ),
}
QUICK = {"build", "remove one"}
SMALL = 5
LARGEST = {
    ("build", "7.2"): 24,
    ("remove one", "7.2"): 24,
    ("lose one", "7.2"): 24,
    ("build", "7.6"): 8,
    ("remove one", "7.6"): 8,
    ("lose one", "7.6"): 8,
    ("base port", "7.2"): 6,
    ("base port", "7.6"): 6,
}
"""In how large a farm all members can be rehearsed.

From 7.6 a join changes what all members share, and they take it in any order; where units of a farm
that is in use come and go, each may or may not have mail: both double the states with each member.
"""
ROWS = [
    pytest.param(
        name,
        firmware,
        size,
        marks=() if size == SMALL and name in QUICK else pytest.mark.slow,
    )
    for (name, firmware), largest in LARGEST.items()
    for size in (SMALL, largest)
]


def without_people(steps: list[AnyStep]) -> list[AnyStep]:
    """Leave out what is awaited of people: a farm then loses mail."""
    return [s for s in steps if not (isinstance(s, WaitStep) and s.gate.source != "rest")]


def shown(proof: Proof) -> tuple[object, ...]:
    """Return what a proof found, whichever units and however many steps it was about."""
    dangers = sorted({(story.rule, story.danger, *story.world) for story in proof.stories})
    risks = sorted({(risk.rule, risk.title, *risk.world) for risk in proof.inherent})
    return dangers, risks, sorted({window.sort for window in proof.windows})


def both(one: Planned, steps: list[AnyStep]) -> tuple[Proof, Proof]:
    """Rehearse the whole farm, and the members that stand for it."""
    cast = choose_cast(one.situation, steps)
    assert len(cast.situation.everyone) <= MEMBERS + 1
    brief = replace(brief_of(one.material, one.made, cast), worlds=WORLDS)
    whole = rehearse(one.situation, steps, None, one.readings, brief)
    few = {n: r for n, r in one.readings.items() if n not in cast.dropped}
    return whole, rehearse(cast.situation, cast.steps, None, few, brief)


@pytest.mark.parametrize(("name", "firmware", "size"), ROWS)
def test_four_members_stand_for_all(name: str, firmware: str, size: int) -> None:
    one = planned(RECIPES[name](size), firmware)
    steps = [*one.outline.steps]

    whole, few = both(one, steps)
    assert whole.safe
    assert shown(whole) == shown(few)

    worse, fewer = both(one, without_people(steps))
    assert shown(worse) == shown(fewer)
