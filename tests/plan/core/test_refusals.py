"""What stands in the way of a plan: guards, what nobody declared, and rows that nobody explains."""

import pytest

from hacfg.plan.changes import Desired
from hacfg.plan.draft import Draft, Mandate
from hacfg.plan.guards import GUARDS
from hacfg.plan.ours import Notice
from hacfg.plan.refusals import APART, refusals
from hacfg.plan.steps import AnyStep
from hacfg.source import Position
from hacfg.state import Address
from tests.plan.core.parts import HEALTHY, Found, draft, in_roles, members, roles, situation
from tests.plan.core.steps import joins, waits, writes
from tests.plan.groups import Json, declared, group
from tests.plan.simulated import Rows

LINE = Position("group.yaml", 7)


def lacking(on: Draft, *steps: AnyStep) -> list[Notice]:
    """Return what a draft with these steps lacks."""
    on.steps.extend(steps)
    found, later = refusals(on, whole=True)
    assert later == ()
    return list(found)


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

    found = lacking(on, writes(1), *(joins(number, name) for number, name in enumerate(joining, 2)))

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
        (Address("mx1", "ha"), "password"): LINE,
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
    assert lacking(on, joins(1, "mx2")) == [expected]
    assert lacking(nowhere, joins(1, "mx2")) == [expected.model_copy(update={"where": ""})]
    assert lacking(pair(document), writes(1)) == []
    assert lacking(pair(), joins(1, "mx2")) == []


def test_a_farm_has_no_use_for_what_a_failed_primary_does() -> None:
    document = declared("7.2", "config-only", 3)
    on = draft(in_roles(*HEALTHY, HEALTHY[1], document=document))

    assert on.situation.topology.ha.on_failure is None
    assert lacking(on, joins(1, "mx3")) == []


def listed(kind: str, *keys: str) -> Rows:
    """Return rows of a member table of mx1."""
    return {Address("mx1", kind, key): {} for key in keys}


def farm_with(rows: Rows, found: tuple[Found, ...] = HEALTHY) -> Draft:
    """Return a draft on a farm of two up to 7.2 whose units hold these rows, too."""
    one = group(declared("7.2", "config-only"))
    held = roles(one.blank(), found, farm=True)
    return draft(situation(one, held | rows))


def members_with(rows: Rows) -> Draft:
    """Return a draft on a farm of two from 7.6 whose units hold these rows, too."""
    one = group(declared("7.6", "config-only"))
    held = members(one.blank(), {"mx1": "primary", "mx2": "secondary"})
    return draft(situation(one, rows | held))


@pytest.mark.parametrize(
    ("kind", "keys", "strangers"),
    [
        ("ha_peer", ("10.0.0.1", "10.0.0.2", "10.0.1.2"), []),
        ("ha_peer", ("10.0.0.2", "10.0.0.9", "10.0.0.8"), ["10.0.0.9", "10.0.0.8"]),
        ("ha_peer", ("mx2",), ["mx2"]),
        ("ha_interface", ("port9",), []),
        ("ha_member", ("mx1", "mx2"), []),
        ("ha_member", ("mx1", "mx9"), ["mx9"]),
        ("ha_member", ("10.0.0.1",), ["10.0.0.1"]),
    ],
)
def test_membership_is_not_changed_around_a_row_that_no_unit_explains(
    kind: str, keys: tuple[str, ...], strangers: list[str]
) -> None:
    on = (members_with if kind == "ha_member" else farm_with)(listed(kind, *keys))

    assert lacking(on, writes(1, procedure="join mx2")) == [
        Notice(
            id="stranger",
            severity="error",
            message="mx1 lists a member that no unit of the topology explains",
            where=f"mx1 {kind} {key}",
            next="declare the unit, with state: absent if it is to leave",
        )
        for key in strangers
    ]


@pytest.mark.parametrize(
    ("procedures", "stops"),
    [
        ([], False),
        (sorted(APART), False),
        ([*sorted(APART), "settle"], True),
        (["settle", "unit settings"], True),
    ],
)
def test_a_stranger_stops_what_changes_roles_heartbeat_or_members_alone(
    procedures: list[str], *, stops: bool
) -> None:
    on = farm_with(listed("ha_peer", "10.0.0.9"))
    steps = [writes(n, procedure=procedure) for n, procedure in enumerate(procedures, 1)]

    assert [notice.id for notice in lacking(on, *steps)] == ["stranger"] * stops


def test_a_gate_of_membership_counts_like_a_write() -> None:
    on = farm_with(listed("ha_peer", "10.0.0.9"))

    assert [notice.id for notice in lacking(on, waits(1, procedure="await mx2"))] == ["stranger"]


def test_only_the_table_of_the_unit_that_leads_counts() -> None:
    other = farm_with({Address("mx2", "ha_peer", "10.0.0.9"): {}})
    nobody = farm_with(listed("ha_peer", "10.0.0.9"), (Found("primary", "off"), Found()))

    assert lacking(other, writes(1)) == []
    assert nobody.situation.leader.unit is None
    assert [notice.id for notice in lacking(nobody, writes(1))] == ["condition"]
