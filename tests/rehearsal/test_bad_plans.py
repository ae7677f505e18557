"""The verifier is not the generator: what a person wrote badly is refused, and the rule named."""

from collections.abc import Sequence

import pytest

from hacfg.plan.rehearsal.hazards import RULES
from hacfg.plan.steps import AnyStep
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.bad_plans import BAD, GOOD, BadPlan
from tests.rehearsal.rehearsing import rehearsed
from tests.rehearsal.scenarios import Recipe, planned


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.firmware} {bad.name}")
def test_a_bad_plan_is_refused_and_the_rule_that_it_breaks_is_named(bad: BadPlan) -> None:
    proof = rehearsed(planned(bad.recipe, bad.firmware), bad.steps)

    assert not proof.safe
    assert (RULES[bad.danger][0], bad.danger) in [(one.rule, one.danger) for one in proof.stories]


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_there_are_at_least_25_bad_plans_and_they_break_every_rule(firmware: str) -> None:
    found = [bad for bad in BAD if bad.firmware == firmware]

    assert len({bad.name for bad in found}) >= 25
    assert {RULES[bad.danger][0] for bad in found} == {"S1", "S2", "S3", "S4", "S5", "S6"}


@pytest.mark.parametrize(("name", "firmware", "recipe", "steps"), GOOD)
def test_the_same_change_done_right_by_hand_is_safe(
    name: str, firmware: str, recipe: Recipe, steps: Sequence[AnyStep]
) -> None:
    del name
    proof = rehearsed(planned(recipe, firmware), steps)

    assert [(story.rule, story.danger, story.world) for story in proof.stories] == []
