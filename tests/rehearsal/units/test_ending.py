"""Ends at which apply says that all is done, and it is not."""

import pytest

from hacfg.fortimail.ha import Config
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.play import STOPPED
from hacfg.plan.rehearsal.verdict import Found
from hacfg.state import Address
from hacfg.state import State as Values
from tests.rehearsal.units.ends import (
    BUILT,
    EDIT_LOST,
    FAULT,
    NOT_AS_DECLARED,
    OFF,
    edited,
    end,
    undone,
)
from tests.rehearsal.units.parts import play, stage

PORT = Address("mx1", "ha")
SYSLOG = Address("mx2", "syslog", "192.0.2.50:514")
DOMAIN = Address("mx1", "domain", "example.com")


def test_a_plan_that_ends_as_predicted_and_declared_is_done():
    one = play()
    end(one, BUILT)

    assert undone(one, {PORT: {"base_port": 20001}, DOMAIN: {}}) == []


@pytest.mark.parametrize(
    ("version", "lost"), [(4, True), (3, True), (5, False), (6, False)], ids=str
)
def test_an_edit_is_lost_where_a_fault_ends_with_an_older_configuration(version, lost):
    one = play()
    end(one, edited(4))
    end(one, edited(5))
    state = end(one, edited(version), FAULT)

    found = [Found(EDIT_LOST, state)]
    assert undone(one) == (found if lost else [])


def test_no_edit_is_lost_where_the_unit_that_has_it_stops_and_nobody_leads():
    one = play()
    end(one, edited(1))
    end(one, change(edited(1), 0, eff="off"), FAULT)

    assert undone(one) == []


def test_nothing_was_edited_where_nobody_ever_led():
    one = play()
    end(one, change(edited(1), 0, eff="off"))
    end(one, edited(0), FAULT)

    assert undone(one) == []


def test_no_edit_is_lost_where_no_plan_ends_without_a_fault():
    one = play()
    end(one, change(edited(3), 0, eff="off"), FAULT)

    assert undone(one) == []


def test_only_the_configuration_in_force_counts_as_edited():
    one = play()
    end(one, change(edited(2), 1, cfg=Config("mx2", 9)))
    end(one, edited(3), FAULT)

    assert undone(one) == []


def test_what_a_fault_leaves_is_not_held_against_the_newest():
    one = play()
    end(one, edited(3))
    end(one, edited(7), FAULT)
    end(one, edited(3), FAULT + 1)

    assert undone(one) == []


@pytest.mark.parametrize("values", [{"stopped": STOPPED}, {"missing": 1}], ids=str)
def test_where_hacfg_did_not_do_all_it_does_not_say_so(values):
    one = play(Cue(1, 0))
    end(one, OFF, **values)

    assert undone(one, {PORT: {"base_port": 1}}) == []


def test_each_end_without_a_fault_tells_what_is_not_as_declared():
    one = play()
    ends = [end(one, BUILT), end(one, edited(5))]
    end(one, edited(5), FAULT)
    goal: Values = {SYSLOG: None, PORT: {"base_port": 1}, Address("mx1", "route", "9"): {}}

    why = (
        "mx1 ha: base_port is not as declared; mx1 route 9 is not there; "
        "mx2 syslog 192.0.2.50:514 is still there"
    )
    assert undone(one, goal) == [Found(NOT_AS_DECLARED, state, why) for state in ends]


def test_what_is_declared_has_to_be_so_in_the_end_and_not_before():
    one = play()
    end(one, BUILT)
    before = {**stage().held, "mx1": stage().held["mx1"].put(PORT, {"base_port": 1})}

    assert undone(one, {PORT: {"base_port": 20001}}, held=(before, before, stage().held)) == []


SECONDARY = {"mx1": stage().held["mx1"].put(PORT, {"mode": "secondary"})}
NO_PRIMARY = {**stage().held, **SECONDARY}
"""What a pair holds of which no unit is configured to lead."""
LEFT = change(BUILT, 0, conf="secondary")


def test_a_plan_does_not_leave_a_group_without_a_unit_that_is_to_lead():
    one = play()
    state = end(one, LEFT)

    assert undone(one, held=(stage().held, NO_PRIMARY)) == [Found(NOT_AS_DECLARED, state)]


def test_a_group_that_began_without_one_or_that_ends_may_be_without_one():
    one = play()
    end(one, LEFT)
    assert undone(one, held=(NO_PRIMARY, NO_PRIMARY)) == []

    over, off = play(), change(change(BUILT, 0, conf="off", eff="off"), 1, conf="off", eff="off")
    end(over, off)
    none = {
        name: held.put(Address(name, "ha"), {"mode": "off"}) for name, held in NO_PRIMARY.items()
    }
    assert undone(over, held=(stage().held, none)) == []
