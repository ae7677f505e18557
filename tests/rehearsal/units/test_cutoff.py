"""Which members of a large farm are rehearsed for all, and which steps are theirs."""

from dataclasses import replace

import pytest

from hacfg.plan.rehearsal.cutoff import choose_cast
from hacfg.plan.situation import Situation
from hacfg.plan.steps import AnyStep
from hacfg.state import UNKNOWN, Address
from tests.rehearsal.units.parts import awaiting_sync, gate
from tests.rehearsal.units.situations import Declare, all_of, as_found, found, unit_is
from tests.rehearsal.units.steps import ALERTS, awaited, told, typed, write

NOTHING = all_of()


def farm(size: int = 6, declare: Declare = NOTHING) -> Situation:
    return found(declare, farm=True, size=size)


def on(unit: str, kind: str = "ha", number: int = 1, guards: tuple[str, ...] = ()):
    """Return a write on a unit."""
    return write(Address(unit, kind), {"comment": "x"}, number, guards=[*guards])


def dropped(situation: Situation, *steps: AnyStep) -> str:
    """Return who is not rehearsed, in a word."""
    return "".join(sorted(name[2:] for name in choose_cast(situation, steps).dropped))


@pytest.mark.parametrize("size", [2, 4])
def test_a_small_group_is_rehearsed_whole(size):
    situation, steps = farm(size), [on("mx2")]

    cast = choose_cast(situation, steps)

    assert (cast.situation, cast.steps) == (situation, tuple(steps))
    assert (cast.dropped, cast.unplayed) == (frozenset(), frozenset())


def test_a_farm_of_which_one_member_stays_is_rehearsed_whole():
    leave = [unit_is(number, state="absent") for number in range(1, 6)]

    assert dropped(farm(6, all_of(*leave))) == ""
    assert dropped(farm(6, all_of(*leave[:-1]))) != ""


def test_four_members_that_are_alike_stand_for_all():
    cast = choose_cast(farm(), [])

    assert [unit.name for unit in cast.situation.everyone] == ["mx1", "mx2", "mx3", "mx4"]
    assert [unit.name for unit in cast.situation.topology.units] == ["mx1", "mx2", "mx3", "mx4"]
    assert cast.dropped == {"mx5", "mx6"}


def test_units_that_leave_are_left_out_as_well():
    leave = all_of(*(unit_is(number, state="absent") for number in (3, 4, 5)))

    cast = choose_cast(farm(6, leave), [])

    assert [unit.name for unit in cast.situation.units] == ["mx1", "mx2"]
    assert [unit.name for unit in cast.situation.leaving] == ["mx4", "mx5"]
    assert cast.dropped == {"mx3", "mx6"}


def test_a_lost_unit_is_nobody_that_is_left_out():
    cast = choose_cast(farm(7, unit_is(6, state="absent", lost=True)), [])

    assert cast.dropped == {"mx5", "mx6"}
    assert [unit.name for unit in cast.situation.topology.lost_units] == ["mx7"]


def test_the_unit_that_leads_and_the_declared_primary_are_always_rehearsed():
    leads = as_found(as_found(farm(), "mx1", effective="secondary"), "mx6", effective="primary")
    elsewhere = replace(leads, leader=replace(leads.leader, unit="mx6"))

    assert dropped(elsewhere) == "45"


@pytest.mark.parametrize(
    "seen",
    [
        {"configured": "off"},
        {"effective": "failed"},
        {"in_sync": UNKNOWN},
        {"blank": True},
    ],
    ids=["configured", "effective", "in sync", "blank"],
)
def test_a_member_that_was_found_otherwise_is_a_sort_of_its_own(seen):
    assert dropped(as_found(farm(), "mx6", **seen)) == "45"


@pytest.mark.parametrize(
    ("fifth", "sixth", "alike"),
    [
        (on("mx5"), on("mx6", number=2), True),
        (on("mx5"), on("mx6", "snmp"), False),
        (on("mx5"), write(Address("mx6", "ha"), {"role": "x"}), False),
        (on("mx5"), write(Address("mx6", "ha", "row"), {"comment": "x"}), True),
        (on("mx5", guards=("outage",)), on("mx6"), False),
        (on("mx5", guards=("outage",)), on("mx6", guards=("outage",)), True),
        (on("mx5"), typed({Address("mx6", "ha"): {"comment": "x"}}, "mx6"), False),
        (on("mx5"), told("x", "mx6", {Address("mx6", "ha"): {"comment": "x"}}), False),
        (on("mx5"), write(Address("mx6", "ha"), operation="delete"), False),
        (awaited(gate("role")), awaited(gate("role")), True),
        (awaited(gate("role")), awaited(gate("drained")), False),
        (awaited(gate("role")), awaited(gate("role").model_copy(update={"source": "snmp"})), False),
        (awaited(gate("role")), on("mx6"), False),
        (typed({Address("mx5", "a"): {"x": 1}, Address("mx5", "b"): {}}, "mx5"),
         typed({Address("mx6", "b"): {}, Address("mx6", "a"): {"x": 2}}, "mx6"), True),
    ],
    ids=[
        "the same", "another kind", "another attribute", "another row", "a guard", "the same guard",
        "by hand", "told", "a row that goes", "the same gate", "another gate", "another source",
        "gate and write", "in another order",
    ],
)  # fmt: skip  # a case is a row
def test_members_to_which_something_else_is_done_are_different_sorts(fifth, sixth, alike):
    steps = [
        step.model_copy(update={"unit": unit})
        for unit, step in (("mx5", fifth), ("mx6", sixth))
    ]  # fmt: skip  # one comprehension

    # Of mx2, mx3 and mx4 those are left out that are too many.
    assert dropped(farm(), *steps) == ("46" if alike else "34")


def test_the_order_of_the_deeds_makes_a_sort():
    first, second = on("mx5"), on("mx5", "snmp")
    other = [step.model_copy(update={"unit": "mx6"}) for step in (second, first)]

    assert dropped(farm(), first, second, *other) == "34"


def test_what_is_done_to_others_in_between_makes_no_sort():
    assert dropped(farm(), on("mx5"), on("mx2", "snmp"), on("mx6")) == "46"


def test_where_each_member_is_a_sort_of_its_own_all_are_rehearsed():
    steps = [on(f"mx{number}", f"kind{number}") for number in range(2, 7)]

    assert dropped(farm(), *steps) == ""


def test_the_commonest_sort_fills_up_to_four_members():
    assert dropped(farm(7), on("mx2"), on("mx3")) == "367"


def test_a_unit_that_leaves_and_the_primary_backup_are_sorts_of_their_own():
    assert dropped(farm(6, unit_is(5, state="absent"))) == "45"
    backed = found(unit_is(5, primary_backup=True), firmware="7.6", farm=True, size=6)
    assert dropped(backed) == "45"


def test_the_steps_are_those_of_the_members_that_are_rehearsed():
    every = awaited(awaiting_sync("mx2", "mx5", "mx6"), 9)
    ha1, ha5 = Address("mx1", "ha"), Address("mx5", "ha")
    lists = told("sync", "mx1", {ha1: {"x": 1}, ha5: None}, before={ha1: {}, ha5: {}}, number=8)
    steps = [*(on(f"mx{number}", number=number) for number in range(2, 7)), lists, every]

    cast = choose_cast(farm(), steps)

    assert cast.dropped == {"mx5", "mx6"}
    assert [step.number for step in cast.steps] == [2, 3, 4, 8, 9]
    *_, acts, waits = cast.steps
    assert acts == told("sync", "mx1", {ha1: {"x": 1}}, before={ha1: {}}, number=8)
    assert waits == awaited(awaiting_sync("mx2"), 9)
    assert cast.unplayed == {ha5, Address("mx6", "ha")}


def test_what_a_rehearsed_member_writes_for_another_one_is_played():
    row = Address("mx1", "ha_member", "mx6")
    cast = choose_cast(
        farm(), [told("row", "mx1", {row: {}}), write(ALERTS, {}), on("mx6", "snmp")]
    )

    assert cast.dropped == {"mx4", "mx5"}
    assert cast.unplayed == frozenset()
