"""When a play is done, and whether its groups serve."""

import pytest

from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.play import RUNS, STOPPED, State
from tests.ha.groups import PAIR, healthy, with_first, world_with
from tests.rehearsal.units.parts import play, with_accounts

CUES = (Cue(1, 0), Cue(2, 1))


@pytest.mark.parametrize(
    ("at", "stopped", "done"),
    [(2, RUNS, True), (2, STOPPED, False), (1, RUNS, False), (0, STOPPED, False)],
)
def test_a_plan_is_done_once_hacfg_did_all_of_it(at, stopped, done):
    assert play(*CUES).is_done(State(0, at, stopped, 0, 0)) is done


@pytest.mark.parametrize(("group", "serves"), [(healthy(), True), (with_first(up=False), False)])
def test_a_group_serves_if_senders_reach_a_unit_that_takes_mail(group, serves):
    assert play().serves(with_accounts(group)) is serves


def test_each_of_several_groups_serves_or_not_on_its_own():
    one = play()

    assert [one.serves(group) for group in (healthy(), with_first(up=False), healthy())] == [
        True,
        False,
        True,
    ]


def test_a_play_has_the_world_of_its_graph():
    world = world_with("rude-start")

    assert play(world=world).world == world
    assert play().world == PAIR
