"""Whatever is true of the doubtful facts, up to three at once or all: a plan adds no danger."""

import pytest

from tests.rehearsal.figures import TOGETHER, in_all_worlds
from tests.rehearsal.scenarios import SCENARIOS

QUICK = {"move a virtual IP", "farm: lost mx4"}
ROWS = [pytest.param(*one, marks=() if one[0] in QUICK else pytest.mark.slow) for one in SCENARIOS]


@pytest.mark.parametrize(("name", "firmware"), ROWS)
def test_a_plan_adds_no_danger_in_any_world(name: str, firmware: str) -> None:
    proof = in_all_worlds(name, firmware).proof

    facts = set().union(*proof.worlds)
    assert [(story.rule, story.title, story.world) for story in proof.stories] == []
    assert [*sorted(facts)] in proof.worlds
    assert sum(len(world) <= 1 for world in proof.worlds) == 1 + len(facts)
    assert max(map(len, proof.worlds)) == max(len(facts), min(TOGETHER, len(facts)))
