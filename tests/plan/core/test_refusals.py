"""What stands in the way of a plan: guards, what nobody declared, and rows that nobody explains."""

import pytest

from hacfg.plan.changes import Desired
from hacfg.plan.draft import Draft, Mandate
from hacfg.plan.guards import GUARDS
from hacfg.plan.ours import Notice
from hacfg.source import Position
from hacfg.state import Address
from tests.plan.core.parts import HEALTHY, LINES, draft, in_roles
from tests.plan.core.steps import joins, lacking, waits, writes
from tests.plan.groups import Json, declared


def pair(document: Json | None = None, allowed: frozenset[str] = frozenset()) -> Draft:
    """Return a draft on a healthy pair."""
    return draft(in_roles(*HEALTHY, document=document), mandate=Mandate(allowed))


@pytest.mark.parametrize("guard", GUARDS)
def test_each_guard_that_was_not_allowed_is_told_with_its_step(guard: str) -> None:
    step = writes(4, "mx2", guards=[guard])

    assert lacking(pair(), waits(3), step) == [
        Notice(
            id=f"guard:{guard}",
            severity="error",
            message=f"step 4, t: {GUARDS[guard]}",
            where="mx2",
            next=f"if that is what you want: --allow {guard}",
        )
    ]
    assert lacking(pair(allowed=frozenset({guard})), step) == []


def test_a_guard_is_told_for_each_step_that_falls_under_it_and_one_that_is_allowed_is_not() -> None:
    on = pair(allowed=frozenset({"row-removal"}))
    both = ["row-removal", "role-change"]

    found = lacking(on, writes(1, guards=both), waits(2), writes(3, guards=both))

    assert [(notice.id, notice.message.partition(",")[0]) for notice in found] == [
        ("guard:role-change", "step 1"),
        ("guard:role-change", "step 3"),
    ]


def without_links(*numbers: int, mode: str = "active-passive", size: int = 2) -> Json:
    """Declare units that have no primary heartbeat link."""
    document = declared("7.2", mode, size)
    for number in numbers:
        document["units"][number - 1]["heartbeat"][0]["link"] = "secondary"
    return document


@pytest.mark.parametrize(
    ("without", "joining", "told"),
    [
        ((), ("mx2",), []),
        ((1,), ("mx2",), ["mx1"]),
        ((2,), ("mx2",), ["mx2"]),
        ((3,), ("mx2",), []),
        ((1, 2, 3), ("mx3",), ["mx1", "mx3"]),
        ((1, 2, 3), ("mx2", "mx3"), ["mx1", "mx2", "mx3"]),
        ((1, 2, 3), (), []),
    ],
)
def test_who_meets_others_needs_a_primary_heartbeat_link(
    without: tuple[int, ...], joining: tuple[str, ...], told: list[str]
) -> None:
    document = without_links(*without, mode="config-only", size=3)
    on = draft(in_roles(*HEALTHY, HEALTHY[1], document=document))

    found = lacking(
        on, writes(1), *(joins(number, name, name) for number, name in enumerate(joining, 2))
    )

    assert found == [
        Notice(
            id="undeclared",
            severity="error",
            message=f"{name} has no heartbeat port with link: primary to meet the others",
            where=name,
            next="declare its heartbeat ports; best two, or one cable is a split brain",
        )
        for name in told
    ]


def test_a_step_of_another_unit_in_a_join_lets_nobody_join() -> None:
    step = writes(1, "mx1", procedure="join mx2")

    assert lacking(pair(without_links(1, 2)), step) == []


def test_a_join_to_a_pair_has_to_know_what_the_primary_does_once_it_failed() -> None:
    document = declared("7.2", on_failure=None)
    places = {
        (Address("group", "mail_storage"), "password"): Position("group.yaml", 3),
        (Address("mx1", "ha"), "mode"): Position("group.yaml", 5),
        (Address("mx1", "ha"), "password"): LINES[7],
    }
    on = draft(in_roles(*HEALTHY, document=document), desired=Desired(places=places))
    nowhere = draft(in_roles(*HEALTHY, document=document))

    expected = Notice(
        id="undeclared",
        severity="error",
        message="a join writes ha.on_failure for a while and has to know its final value",
        where="group.yaml:7:1",
        next="declare ha.on_failure, best: become-secondary",
    )
    assert lacking(on, joins(1, "mx2", "mx2")) == [expected]
    assert lacking(nowhere, joins(1, "mx2", "mx2")) == [expected.model_copy(update={"where": ""})]
    assert lacking(pair(document), writes(1)) == []
    assert lacking(pair(), joins(1, "mx2", "mx2")) == []


def test_a_farm_has_no_use_for_what_a_failed_primary_does() -> None:
    document = declared("7.2", "config-only", 3)
    on = draft(in_roles(*HEALTHY, HEALTHY[1], document=document))

    assert on.situation.topology.ha.on_failure is None
    assert lacking(on, joins(1, "mx3", "mx3")) == []
