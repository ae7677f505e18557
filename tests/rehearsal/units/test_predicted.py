"""Ends of a plan that are otherwise than its own steps predict."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha import Group, World
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.gates import met_of
from hacfg.plan.rehearsal.held import Held
from hacfg.plan.rehearsal.verdict import Found
from hacfg.state import Address, Value
from tests.ha.groups import PAIR
from tests.rehearsal.units.ends import BUILT, NOT_AS_DECLARED, OFF, end, undone
from tests.rehearsal.units.parts import gate, play, stage, waits


@pytest.mark.parametrize(
    "group",
    [
        change(BUILT, 0, conf="secondary"),
        OFF,
        change(BUILT, 0, on_failure="off"),
        change(BUILT, 1, on_failure="restore-role"),
    ],
    ids=["role of the first", "HA of the second", "on_failure", "on_failure of the second"],
)
def test_a_unit_that_ends_otherwise_than_its_settings_say_is_not_as_declared(group):
    one = play()
    state = end(one, group)

    assert undone(one) == [Found(NOT_AS_DECLARED, state)]


def test_of_a_unit_that_is_lost_nothing_is_predicted():
    wider = replace(stage(), names=("lost", *stage().names))
    lost = BUILT.units[1]._replace(conf="off", eff="off")
    one = play(on=wider)
    end(one, Group((lost, *BUILT.units), sent=BUILT.sent))

    assert undone(one) == []

    state = end(one, Group((lost, *OFF.units), sent=BUILT.sent))
    assert undone(one) == [Found(NOT_AS_DECLARED, state)]


def leads(_world: World, group: Group) -> bool:
    return group.units[0].eff == "primary"


def follows(_world: World, group: Group) -> bool:
    return group.units[0].eff == "secondary"


@pytest.mark.parametrize(
    ("cues", "predicted"),
    [
        ((waits(0, leads),), True),
        ((waits(0, follows),), False),
        ((waits(0, follows), waits(0, leads)), True),
        ((waits(0, leads), waits(0, follows)), False),
        ((waits(0, follows), waits(1, leads)), False),
        ((waits(0, leads), waits(1, follows)), False),
        ((waits(0, follows), Cue(2, 0)), False),
        ((waits(0, leads), Cue(2, 0)), True),
    ],
    ids=[
        "met",
        "not met",
        "the last is met",
        "the last is not",
        "the first unit's is not",
        "the second unit's is not",
        "not met, then a write",
        "met, then a write",
    ],
)
def test_the_last_gate_of_each_unit_is_met_in_the_end(cues, predicted):
    one = play(*cues)
    state = end(one, BUILT)

    assert undone(one) == ([] if predicted else [Found(NOT_AS_DECLARED, state)])


def test_the_last_gates_are_met_as_the_world_has_it():
    group = change(BUILT, 1, hb=BUILT.units[1].hb._replace(password="old"))
    met = met_of(gate("in-sync"), 1, stage().names)
    heard = play(waits(1, met), world=World(facts=frozenset({"password-only-sync"})))
    unheard = play(waits(1, met), world=PAIR)
    end(heard, group)
    end(unheard, group)

    assert undone(heard) == []
    assert [one.hazard for one in undone(unheard)] == [NOT_AS_DECLARED]


@pytest.mark.parametrize(
    ("first", "last", "wanted", "left"),
    [
        ("off", "restore-role", "become-secondary", True),
        ("off", "become-secondary", "become-secondary", False),
        ("off", "off", "become-secondary", False),
        ("off", "restore-role", None, False),
        (None, "off", "become-secondary", True),
    ],
    ids=["temporary", "as declared", "never written", "nothing declared", "first written"],
)
def test_a_value_of_on_failure_that_a_plan_needs_for_a_while_does_not_stay(
    first, last, wanted, left
):
    held = [_holding(value) for value in (first, "restore-role", last)]
    one = play()
    state = end(one, change(change(BUILT, 0, on_failure=last), 1, on_failure="become-secondary"))

    assert undone(one, on_failure=wanted, held=held) == (
        [Found(NOT_AS_DECLARED, state)] if left else []
    )


def _holding(on_failure: Value) -> dict[str, Held]:
    return {
        **stage().held,
        "mx1": stage().held["mx1"].put(Address("mx1", "ha"), {"on_failure": on_failure}),
    }
