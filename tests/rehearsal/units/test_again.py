"""Planning again from where hacfg stopped: which states, what is shown, and what may come of it."""

import pytest

from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.play import STOPPED
from hacfg.plan.rehearsal.stage import FORMER
from tests.rehearsal.units.parts import play, read, start
from tests.rehearsal.units.replanning import Planner, ended, planning, wrong
from tests.rehearsal.units.steps import HA, write


@pytest.mark.parametrize(
    ("values", "planned"),
    [
        ({"fault": 0, "at": 1}, 0),
        ({"at": 1}, 1),
        ({"fault": 0, "at": 0, "stopped": STOPPED}, 1),
        ({"fault": 0, "at": 1, "stopped": STOPPED}, 1),
    ],
    ids=["as planned", "a fault", "stopped", "stopped at the end"],
)
def test_where_a_plan_did_not_end_as_planned_it_is_planned_again(values, planned):
    one, planner = play(Cue(1, 0)), Planner()
    ended(one, start(), **values)

    assert wrong(one, planner, (write(HA, {"x": 1}),)) == []
    assert len(planner.shown) == planned


def test_planning_again_sees_what_the_units_would_read_as():
    off = change(start(), 1, conf="off", eff="off")
    one, planner = play(), Planner()
    ended(one, off)

    assert wrong(one, planner) == []
    assert planner.shown == [read(off)]


@pytest.mark.parametrize(
    ("values", "unsent"),
    [({}, True), ({"conf": "off", "eff": "off"}, False)],
    ids=["in HA", "off"],
)
def test_a_new_password_is_still_to_be_sent_while_a_unit_in_ha_has_the_former_one(values, unsent):
    former = start().units[1].hb._replace(password=FORMER)
    one, planner = play(), Planner()
    ended(one, start())
    ended(one, change(start(), 1, hb=former, **values))

    wrong(one, planner)

    assert planner.unsent == [False, unsent]


def test_a_group_in_which_hacfg_stopped_is_planned_for_once_and_told_each_time():
    one, planner = play(), Planner(problems=("no way", "at all"))
    states = [ended(one, start(), fault=fault) for fault in (1, 2)]

    assert wrong(one, planner) == [(state, "no way; at all") for state in states]
    assert len(planner.shown) == 1


def test_a_question_that_only_a_person_can_answer_is_a_way_on():
    one, planner = play(), Planner(questions=("a", "b"), problems=("none",))
    ended(one, start())

    again, found = planning(one, planner)

    assert found == []
    assert list(again.questions) == ["a", "b"]
    assert again.settled == {start(): ""}


def test_a_unit_that_hacfg_cannot_log_in_to_is_a_question_and_nothing_is_planned():
    one, planner = play(), Planner(problems=("none",))
    ended(one, change(start(), 1, account="mx3"))

    again, found = planning(one, planner)

    assert found == planner.shown == []
    assert list(again.questions) == ["an account for hacfg on mx2"]


def test_the_questions_of_all_states_are_asked():
    one, planner = play(), Planner(questions=("a",))
    ended(one, start())
    ended(one, change(start(), 1, account="mx3"))

    again, _ = planning(one, planner)

    assert list(again.questions) == ["a", "an account for hacfg on mx2"]
