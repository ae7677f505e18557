"""What is dangerous of what a play leads to, and from which moment on."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha import Config
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.hazards import Hazard
from hacfg.plan.rehearsal.play import RUNS, State
from tests.ha.groups import cut
from tests.rehearsal.units.exploring import dangers, explored, left, struck, way
from tests.rehearsal.units.parts import waits
from tests.rehearsal.units.states import PAIR_AT_REST, pair_with

NOTHING = Cue(1, 0)
TWO = pair_with(1, eff="primary", conf="primary")
CLOSED = PAIR_AT_REST._replace(sent=frozenset())
LOCKED = pair_with(1, account="mx3")
OFF_FOR_GOOD = change(pair_with(0, on_failure="off"), 1, conf="off", eff="off")
LONELY = change(
    pair_with(0, conf="off", eff="off", queue=False),
    1,
    eff="primary",
    on_failure="become-secondary",
    queue=True,
)
OFF_ALONE = change(LONELY, 1, on_failure="off")
STRANDED = pair_with(1, eff="off", queue=True)


def never(*_):
    return False


def to(group):
    """Return what leads to a group."""
    return lambda *_: group


@pytest.mark.parametrize(
    ("group", "apart", "found"),
    [
        (TWO, 0, {("two-primaries", "", -1)}),
        (TWO, 1, set()),
        (cut(TWO), 0, set()),
        (PAIR_AT_REST, 0, set()),
    ],
    ids=["together", "apart once", "apart", "one"],
)
def test_two_primaries_are_a_danger_unless_all_links_were_down_at_once(group, apart, found):
    assert dangers(explored(group=group, apart=apart)) == found


def test_what_is_dangerous_of_a_state_is_so_wherever_it_is_met():
    blank = change(pair_with(0, cfg=Config(vips=("vip",))), 1, cfg=Config(vips=("vip",)))
    one = explored(Cue(1, 0, do=to(blank)), NOTHING)

    assert one.found == {Hazard("blank-serves", 0, 0): State(1, 1, RUNS, 0, 0)}


def test_hacfg_is_locked_out_while_it_runs_and_what_is_left_then_by_a_fault_only():
    assert dangers(explored(NOTHING, group=LOCKED)) == {("astray", "", 1)}
    alone = left(LOCKED)
    assert {hazard.danger for hazard in alone} == {"astray"}
    assert {hazard.unit for hazard in alone} == {1}
    assert all(hazard.fault for hazard in alone)


def test_hacfg_that_stopped_is_not_locked_out():
    one = explored(NOTHING, group=LOCKED, alone=False)

    locked = [state for hazard, state in one.found.items() if hazard.danger == "astray"]
    assert locked
    assert not any(state.stopped for state in locked)


@pytest.mark.parametrize(
    ("cues", "serves", "found"),
    [
        ((NOTHING, NOTHING), True, {("no-mail", "", -1)}),
        ((NOTHING, NOTHING), False, set()),
        ((replace(NOTHING, stops_mail=True), NOTHING), True, set()),
        (
            (replace(NOTHING, stops_mail=True), replace(NOTHING, restores_mail=True)),
            True,
            {("no-mail", "", -1)},
        ),
        ((NOTHING, replace(NOTHING, stops_mail=True)), True, {("no-mail", "", -1)}),
    ],
    ids=["unannounced", "it never flowed", "announced", "over", "announced too late"],
)
def test_mail_that_stops_is_a_danger_outside_of_what_is_announced(cues, serves, found):
    first = replace(cues[0], do=to(CLOSED))

    assert dangers(explored(first, *cues[1:], serves=serves)) == found


def test_mail_that_stops_before_anything_is_done_is_not_announced():
    assert dangers(explored(replace(NOTHING, stops_mail=True), group=CLOSED)) == {
        ("no-mail", "", -1)
    }


def test_mail_stops_for_the_time_of_a_fault_without_danger():
    one = explored(NOTHING, alone=False)

    assert "no-mail" not in {hazard.danger for hazard in one.found}


@pytest.mark.parametrize(
    ("cues", "found"),
    [((NOTHING,), {("queue-stranded", "", -1)}), ((waits(1, never),), {("unfinished", "", -1)})],
    ids=["done", "never done"],
)
def test_what_is_dangerous_of_a_group_at_rest_counts_where_the_plan_is_done(cues, found):
    assert dangers(explored(*cues, group=STRANDED)) == found


def test_what_is_dangerous_of_a_group_at_rest_does_not_count_where_hacfg_stopped():
    clears = Cue(1, 1, do=to(PAIR_AT_REST))
    one = explored(clears, group=STRANDED, alone=False)

    assert any(state.stopped for state in one.ends)
    assert ("queue-stranded", "", -1) not in dangers(one)


def test_a_group_that_is_left_alone_counts_at_rest_with_and_without_a_fault():
    found = left(STRANDED)

    assert Hazard("queue-stranded", 0) in found
    assert any(hazard.danger == "queue-stranded" and hazard.fault for hazard in found)


def test_mail_ends_where_the_plan_is_over_and_it_does_not_flow_after_a_fault():
    fragile = Cue(1, 0, do=to(pair_with(1, conf="off", eff="off", api=True)))
    lasting = OFF_FOR_GOOD

    assert "mail-ends" not in {found[0] for found in dangers(explored(fragile, alone=False))}
    one = explored(Cue(1, 0, do=to(lasting)), alone=False)
    assert {found for found in dangers(one) if found[0] == "mail-ends"} == {
        ("mail-ends", "false-alarm", -1),
        ("mail-ends", "port-fails", -1),
    }
    never_did = explored(NOTHING, group=lasting, serves=False, alone=False)
    assert "mail-ends" not in {found[0] for found in dangers(never_did)}


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (
            (Cue(1, 0, do=to(LONELY)),),
            {"loses-power", "announces-reboot"},
        ),
        ((Cue(1, 0, do=to(LONELY), lonely=True),), set()),
        ((Cue(1, 0, do=to(LONELY), lonely=True), replace(NOTHING, lonely=True)), set()),
        (
            (Cue(1, 0, do=to(LONELY), lonely=True), NOTHING, waits(1, never)),
            {"loses-power", "announces-reboot"},
        ),
        (
            (Cue(1, 0, do=to(LONELY)), replace(NOTHING, lonely=True), waits(1, never)),
            {"loses-power", "announces-reboot"},
        ),
        ((Cue(1, 0, do=to(OFF_FOR_GOOD), lonely=True),), {"false-alarm", "port-fails"}),
        ((Cue(1, 0, do=to(OFF_ALONE), lonely=True),), set()),
    ],
    ids=[
        "not allowed",
        "allowed",
        "for longer",
        "no more",
        "allowed too late",
        "one is to lead",
        "it stops for good",
    ],
)
def test_mail_may_end_where_a_unit_leads_by_leave_that_is_not_configured_to(cues, expected):
    one = explored(*cues, alone=False)

    ended = {hazard for hazard in one.found if hazard.danger == "mail-ends"}
    assert {struck(one, hazard) for hazard in ended} == expected


def test_a_group_that_is_left_alone_is_lonely_by_leave_only_where_that_was_given():
    leave = replace(NOTHING, lonely=True)

    ended = [
        any(hazard.danger == "mail-ends" for hazard in left(LONELY, leave, at=at)) for at in (0, 1)
    ]

    assert ended == [True, False]


def test_mail_ends_where_hacfg_stops_while_it_does_not_flow():
    shut, open_ = Cue(1, 0, do=to(CLOSED), stops_mail=True), Cue(2, 0, do=to(PAIR_AT_REST))
    one = explored(shut, open_, alone=False)

    calm = {hazard: state for hazard, state in one.found.items() if not hazard.fault}
    assert {hazard.danger for hazard in calm} == {"mail-ends"}
    assert way(one, calm[Hazard("mail-ends", 0)]) == ["0", "delivers-queue", "stop"]
    assert dangers(explored(shut, open_)) == set()


def test_mail_ends_where_a_fault_lets_the_plan_wait_for_ever():
    one = explored(replace(NOTHING, do=to(CLOSED), stops_mail=True), waits(1, never), alone=False)

    ended = {struck(one, hazard): state for hazard, state in one.found.items() if hazard.fault}
    assert not ended["api-stops"].stopped
    assert one.graph.is_settled(ended["api-stops"].group)
