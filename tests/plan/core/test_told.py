"""What a plan lacks, what it tells, and what it leaves for a later one."""

from dataclasses import replace

import pytest

from hacfg.plan.compose import Shown, unsafe_notices
from hacfg.plan.ours import Notice
from hacfg.state import Address
from tests.plan.core.documents import composed, proof, story
from tests.plan.core.parts import SILENT
from tests.plan.groups import group, plan
from tests.rehearsal.scenarios import Recipe, base_port, document, fail_over, planned, prepared

KNOWN = "or if you know it: --assume"


def note(id_: str, severity: str) -> Notice:
    return Notice.model_validate({"id": id_, "severity": severity, "message": "m"})


def test_errors_are_what_a_plan_lacks_and_the_rest_is_told() -> None:
    found = prepared("a used unit joins", "7.2")
    lacks = replace(found.outline, lacking=(note("own", "error"),))
    made = replace(found.made, outline=lacks)
    given = [note("e", "error"), note("w", "warning"), note("n", "note")]

    said = composed(made, *given, shown=Shown(proof(story()))).hacfg

    assert [one.id for one in said.lacking] == ["e", "own", "unsafe"]
    assert [one.id for one in said.notices] == ["w", "n", "backup"]


def test_what_could_not_be_read_is_told_first_and_named() -> None:
    one = group(document("7.2"))
    rows = one.blank()
    del rows[Address("mx1", "ha")]["base_port"]
    readings = one.readings(rows)
    readings["mx2"] = replace(readings["mx2"], problems={"license": SILENT})

    said = composed(plan(one, readings).made, note("w", "warning")).hacfg

    assert [one.id for one in said.notices] == ["unread", "w"]
    assert said.unknown == ["fortimail_ha.mx1 base_port"]


@pytest.mark.parametrize(
    ("settled_by", "next_"),
    [
        ([], "wait"),
        (["fact.a=false"], f"wait; {KNOWN} fact.a=false"),
        (["fact.a=false", "fact.b=true"], f"wait; {KNOWN} fact.a=false; {KNOWN} fact.b=true"),
    ],
)
def test_an_unsafe_plan_is_refused_for_its_shortest_story(
    settled_by: list[str], next_: str
) -> None:
    found = unsafe_notices(proof(story(settled_by=settled_by), story(title="another")))

    assert list(found) == [
        Notice(
            id="unsafe",
            severity="error",
            message="this can end in two primaries (S1: never two primaries)",
            next=next_,
        )
    ]


def test_a_safe_plan_and_one_that_was_not_rehearsed_are_not_refused() -> None:
    assert list(unsafe_notices(proof())) == []
    assert list(unsafe_notices(None)) == []


def test_what_is_left_for_a_later_plan_is_no_change_of_this_one() -> None:
    found = planned(Recipe(base_port, fail_over), "7.2")

    said = composed(found.made)

    assert found.outline.later
    assert said.hacfg.later == list(found.outline.later)
    left = {one.address for one in found.changes} - {one.address for one in said.hacfg.changes}
    assert left == {Address("mx1", "ha"), Address("mx2", "ha")}
    assert len(said.resource_changes) == len(said.hacfg.changes)
    kept = replace(found.made, outline=replace(found.outline, later=()))
    assert len(composed(kept).resource_changes) == len(found.changes)
