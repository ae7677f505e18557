"""Whose configuration is lost on the way, and what becomes of a group that is left alone."""

from dataclasses import replace

import pytest

from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.explore import explore, leave_alone
from hacfg.plan.rehearsal.hazards import Hazard
from hacfg.plan.rehearsal.play import RUNS, Play, State
from tests.ha.groups import OTHER, cut
from tests.rehearsal.units.exploring import dangers, explored, left, way
from tests.rehearsal.units.parts import graph, play, stage, waits
from tests.rehearsal.units.states import PAIR_AT_REST, pair_with

NOTHING = Cue(1, 0)
TWO = pair_with(1, eff="primary", conf="primary")
JOINING = pair_with(1, eff="joining", cfg=OTHER)
CLOSED = PAIR_AT_REST._replace(sent=frozenset())


def to(group):
    """Return what leads to a group."""
    return lambda *_: group


def test_a_configuration_of_another_origin_that_is_replaced_is_lost():
    one = explored(group=JOINING)

    assert dangers(one) == {("overwritten", "", 1)}
    (state,) = one.found.values()
    assert way(one, state) == ["syncs-first"]


OWN = Cue(1, 1, overwrites=frozenset({1}))
WAITS = waits(1, lambda _, group: group.units[1].eff == "secondary")


@pytest.mark.parametrize(
    ("cues", "lost"),
    [
        ((OWN, Cue(2, 1, do=to(JOINING))), False),
        ((OWN, NOTHING, Cue(2, 1, do=to(JOINING))), False),
        ((NOTHING, Cue(2, 1, do=to(JOINING), overwrites=frozenset({1}))), False),
        ((Cue(2, 1, do=to(JOINING)), WAITS, OWN), True),
        ((Cue(1, 1, overwrites=frozenset({0})), Cue(2, 1, do=to(JOINING))), True),
    ],
    ids=["before", "long before", "by the same", "afterwards", "of another unit"],
)
def test_a_configuration_whose_loss_is_announced_by_then_is_not_lost(cues, lost):
    assert dangers(explored(*cues)) == ({("overwritten", "", 1)} if lost else set())


def test_an_announced_loss_to_another_configuration_than_the_one_that_counts_is_a_loss():
    on = replace(stage(), source="mx2")

    assert dangers(explored(OWN, Cue(2, 1, do=to(JOINING)), on=on)) == {("overwritten", "", 1)}


def test_a_cue_that_puts_another_configuration_in_place_is_no_loss_by_a_move():
    blank = pair_with(1, cfg=OTHER, eff="failed", on_failure="off")

    assert dangers(explored(Cue(1, 1, do=to(blank)))) == set()


def test_a_group_that_is_left_alone_is_so_from_where_the_plan_got_to():
    shut = (replace(NOTHING, stops_mail=True), replace(NOTHING, restores_mail=True))

    assert Hazard("mail-ends", 0) in left(CLOSED, *shut, at=2)
    assert Hazard("mail-ends", 0) not in left(CLOSED, *shut, at=2, serves=False)
    overwritten = Hazard("overwritten", 0, 1)
    assert overwritten in left(JOINING, OWN, at=0)
    assert overwritten not in left(JOINING, OWN, at=1)


def test_a_group_that_was_apart_when_it_was_left_alone_may_have_two_primaries():
    assert {h for h in left(TWO) if not h.fault} == {Hazard("two-primaries", 0)}
    assert not {h for h in left(cut(TWO)) if h.danger == "two-primaries"}


def test_nobody_does_anything_to_a_group_that_is_left_alone():
    assert "two-primaries" not in {h.danger for h in left(PAIR_AT_REST, Cue(1, 0, do=to(TWO)))}


def test_what_becomes_of_a_group_that_is_left_alone_is_not_found_of_the_play():
    one = play()

    assert leave_alone(one, TWO, at=0, serves=True)
    assert (one.found, one.parents, one.ends) == ({}, {}, {})


def test_a_unit_that_leaves_with_mail_is_named_where_the_plan_is_done():
    standalone = pair_with(1, conf="off", eff="off", sent=True, queue=True)
    one = Play(graph(leaving=frozenset({1})), stage(), ())

    explore(one, standalone, serves=True, alone=True)

    assert list(one.found) == [Hazard("leaves-with-mail", 0, 1)]


def test_a_play_is_explored_with_faults_from_units_that_were_together():
    one = play()

    explore(one, PAIR_AT_REST, serves=True)

    assert {0, 1} == {state.apart for state in one.parents}
    assert State(0, 0, RUNS, 0, 0) in one.parents
