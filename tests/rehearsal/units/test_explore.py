"""Where a play may lead: every move, one fault at each point, hacfg stopping anywhere."""

import pytest

from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.graph import Label
from hacfg.plan.rehearsal.play import RUNS, STOPPED, State
from tests.ha.groups import cut, world_with
from tests.rehearsal.units.exploring import explored, way
from tests.rehearsal.units.states import PAIR_AT_REST, pair_with

NOTHING = Cue(1, 0)


def test_a_group_at_rest_for_which_nothing_is_to_do_stays_as_it_is():
    one = explored()

    first = State(0, 0, RUNS, 0, 0)
    assert one.parents == {first: (None, Label("start"))}
    assert one.ends == {first: None}
    assert (one.found, one.transitions) == ({}, 0)


def test_each_cue_leads_on_from_what_the_one_before_led_to():
    off = Cue(1, 1, do=lambda _, group: change(group, 1, conf="off"))
    one = explored(off, NOTHING)

    (last,) = one.ends
    assert way(one, last) == ["0", "switches-off", "1"]
    assert one.graph.groups[last.group] == pair_with(1, conf="off", eff="off")
    assert one.parents[State(1, 1, RUNS, 0, 0)] == (State(0, 0, RUNS, 0, 0), Label("cue", "0"))
    assert len(one.parents) == 5
    assert one.transitions == 5


def test_a_cue_does_what_the_world_says():
    seen = []

    def notes(world, group):
        seen.append(world)
        return group

    explored(Cue(1, 0, do=notes), world=world_with("x"))

    assert set(seen) == {world_with("x")}


@pytest.mark.parametrize(
    ("group", "before", "apart"),
    [
        (PAIR_AT_REST, 0, 0),
        (PAIR_AT_REST, 1, 1),
        (PAIR_AT_REST._replace(links=(True, False)), 0, 0),
        (cut(PAIR_AT_REST), 0, 1),
    ],
    ids=["together", "apart before", "one link down", "all links down"],
)
def test_that_units_were_apart_once_is_known_from_then_on(group, before, apart):
    one = explored(NOTHING, group=group, apart=before)

    assert {state.apart for state in one.parents} == {apart}


def test_hacfg_may_stop_at_each_point_and_does_nothing_then():
    one = explored(NOTHING, NOTHING, alone=False)

    stops = {state for state, (_, label) in one.parents.items() if label == Label("stop")}
    calm = {state for state in stops if not state.fault}
    assert calm == {State(0, at, STOPPED, 0, 0) for at in (0, 1)}
    assert all(state.stopped == STOPPED and state.at < 2 for state in stops)
    assert {one.parents[state] for state in calm} == {
        (State(0, at, RUNS, 0, 0), Label("stop")) for at in (0, 1)
    }
    assert all(state.at < 2 for state in one.parents if state.stopped)
    assert any(state.stopped and state.fault for state in one.parents)
    assert {state.apart for state in stops} == {0, 1}


def test_one_fault_happens_at_each_point_and_no_second_one():
    one = explored(NOTHING, alone=False)

    faults = [(s, p) for s, (p, label) in one.parents.items() if p and label.sort == "fault"]
    assert all(parent.fault == 0 != state.fault for state, parent in faults)
    assert {state.at for state, _ in faults} == {0, 1}
    assert {fault.name for state, _ in faults if (fault := one.graph.faults[state.fault])} == {
        "loses-power", "announces-reboot", "port-fails", "false-alarm",
        "api-stops", "link-fails", "links-fail",
    }  # fmt: skip  # all of them
    others = [(s, p) for s, (p, label) in one.parents.items() if p and label.sort != "fault"]
    assert all(state.fault == parent.fault for state, parent in others)


def test_units_are_apart_from_the_fault_on_that_takes_all_links():
    one = explored(NOTHING, alone=False)

    name = [fault.name if fault else "" for fault in one.graph.faults]
    assert all(state.apart == int(name[state.fault] == "links-fail") for state in one.parents)
    assert any(state.apart and one.graph.groups[state.group].links[0] for state in one.parents)


def test_without_faults_none_happens_and_hacfg_does_not_stop():
    one = explored(NOTHING)

    assert {(state.fault, state.stopped) for state in one.parents} == {(0, RUNS)}


def test_the_first_way_to_a_state_is_a_shortest_one():
    one = explored(NOTHING, NOTHING, alone=False)

    depth = {state: len(way(one, state)) for state in one.parents}
    assert list(depth.values()) == sorted(depth.values())
