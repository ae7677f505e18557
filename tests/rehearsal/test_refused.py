"""Which of the plans that are told in files are refused, and why: all others are proved safe."""

from pathlib import Path

import pytest

from hacfg.plan.proof import Story
from tests.goldens import assert_golden
from tests.plan.groups import Planned
from tests.plan.units.recipes import FILES
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import planned

REFUSED = Path(__file__).parent / "refused"
KINDS = [kind for kind in FILES if kind.startswith("more: ")]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_told_plan_is_proved_safe_or_stands_in_the_list_of_what_is_refused(kind: str) -> None:
    lines = [
        f"{firmware}, {name}: {why}\n"
        for firmware in FIRMWARES
        for name, recipe in FILES[kind].items()
        if (why := _refusal(planned(recipe, firmware)))
    ]

    assert_golden(REFUSED / f"{kind.removeprefix('more: ')}.txt", "".join(lines) or "none\n")


def _refusal(one: Planned) -> str:
    if one.outline.lacking:
        return "; ".join(notice.message for notice in one.outline.lacking)
    proof = one.proof
    return "" if proof is None or proof.safe else "; ".join(map(_told, proof.stories))


def _told(story: Story) -> str:
    settled = f" ({', '.join(story.settled_by)} settles it)" if story.settled_by else ""
    return f"{story.rule} {story.title}{settled}"
