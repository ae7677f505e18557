"""Whose backup a person has to vouch for, and before which step."""

import pytest

from hacfg.plan.backup import backup_notices, vouched_as, wanted
from hacfg.plan.ours import Notice
from hacfg.plan.steps import AnyStep, Gate, WaitStep
from tests.plan.core.steps import by_hand, joins, waits, writes

CASES: dict[str, tuple[list[AnyStep], list[tuple[str, int]]]] = {
    "nothing": ([], []),
    "a value that can be put back": ([writes(inverse={"a": 1})], []),
    "a value that cannot be put back": ([writes(inverse=None)], []),
    "a row that can be made again": ([writes(operation="delete", inverse={"a": 1})], []),
    "a row whose secrets are gone": ([writes(3, "mx2", "delete")], [("mx2", 3)]),
    "a new row": ([writes(operation="create", inverse=None)], []),
    "one that joins": ([waits(1), joins(2, "mx2", "mx2")], [("mx2", 2)]),
    "one that joins by hand": ([by_hand(2, "mx2")], [("mx2", 2)]),
    "one that is blank joins": ([writes(2, overwrites=["mx2"], blank=["domain"])], []),
    "two at once": ([writes(2, overwrites=["mx1", "mx2"])], [("mx1", 2), ("mx2", 2)]),
    "one that may lose it twice is asked for once, at the first": (
        [joins(1, "mx2", "mx2"), waits(2), joins(3, "mx2", "mx2"), joins(4, "mx3", "mx3")],
        [("mx2", 1), ("mx3", 4)],
    ),
    "what comes after a blank one counts": (
        [writes(1, overwrites=["mx2"], blank=["domain"]), joins(2, "mx2", "mx2")],
        [("mx2", 2)],
    ),
    "it loses its own and what it has": (
        [writes(1, "mx1", "delete", overwrites=["mx2"])],
        [("mx2", 1), ("mx1", 1)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_backup_is_asked_for_at_the_first_step_that_may_lose_something(case: str) -> None:
    steps, asked = CASES[case]

    assert [(question.unit, question.number) for question in wanted(steps)] == asked


def test_the_question_says_what_is_vouched_for_and_why() -> None:
    (question,) = wanted([joins(7, "mx2", "mx2")])

    assert question == WaitStep(
        number=7,
        unit="mx2",
        procedure="backup",
        reason="nothing brings back what this step replaces",
        gate=Gate(
            condition="holds",
            unit="mx2",
            timeout=1,
            source="person",
            wording="there is a configuration backup of mx2, not older than 24 hours",
        ),
    )
    assert vouched_as(question) == "mx2.backup@7"


def test_it_is_told_beforehand_with_the_flag_that_answers_it() -> None:
    (notice,) = backup_notices([joins(7, "mx2", "mx2")])

    assert notice == Notice(
        id="backup",
        severity="note",
        message=(
            "before step 7, apply asks for a person's word that there is a configuration backup "
            "of mx2, not older than 24 hours: nothing brings back what this step replaces"
        ),
        where="mx2",
        next="make one; where nobody can be asked: --attest mx2.backup@7",
    )
