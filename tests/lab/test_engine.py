"""Lab time: when units move, and that it repeats."""

from itertools import pairwise

import pytest

from hacfg.fortimail.ha import FACTS, MOVES, Fault, Group, World, enabled, fire, strike
from hacfg.fortimail.ha.writes import set_mode
from hacfg.lab.clock import Clock
from hacfg.lab.engine import Engine
from tests.ha.groups import (
    GOOD,
    PAIR,
    STANDALONE,
    backed_farm,
    healthy,
    with_first,
    with_second,
    world_with,
)

BUILT = set_mode(set_mode(STANDALONE, 0, "primary"), 1, "secondary")


def trace(seed: int, world: World = PAIR, start: Group = BUILT) -> list[Group]:
    """Every group that one run of the lab passes through."""
    seen = [start]

    def moved(_: Group, after: Group) -> Group:
        seen.append(after)
        return after

    Engine(world, start, moved, seed).settle()
    return seen


def quiet(start: Group = BUILT, world: World = PAIR) -> Engine:
    return Engine(world, start, lambda _, after: after)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    "start",
    [
        BUILT,
        BUILT._replace(kind="farm"),
        strike(PAIR, healthy(), Fault("false-alarm", 0)),
        set_mode(healthy(), 0, "off"),
        strike(PAIR, backed_farm(), Fault("loses-power", 0)),
    ],
    ids=["pair", "farm", "false alarm", "switching off", "backup"],
)
@pytest.mark.parametrize("facts", [(), tuple(FACTS)], ids=["no fact", "all facts"])
def test_a_run_of_the_lab_is_a_path_of_the_model(seed, start, facts):
    world = world_with(*facts)
    steps = trace(seed, world, start)

    for before, after in pairwise(steps):
        following = {fire(world, before, *move) for move in enabled(world, before, MOVES)}
        assert after in following


def test_the_same_seed_gives_the_same_run():
    assert trace(7) == trace(7)


def test_a_prompt_move_takes_about_a_second():
    engine = quiet()

    engine.advance(0.8)
    assert engine.group == BUILT
    engine.advance(0.4)
    assert engine.group.units[0].eff == "primary"


def test_a_lapse_takes_about_15_seconds_and_its_timer_is_forgotten_when_the_cause_is_gone():
    alone = with_first(up=False, eff="off")
    engine = quiet(alone)

    engine.advance(10)
    engine.put(healthy())
    assert engine.next_due is None
    engine.put(alone)
    engine.advance(13)
    assert engine.group == alone
    engine.advance(4)
    assert engine.group.units[1].eff == "primary"


def test_a_hold_off_outlasts_a_reboot():
    held = with_second(eff="hold_off")._replace(links=(False, False))
    engine = quiet(held)

    engine.advance(800)
    assert engine.group == held
    engine.advance(200)
    assert engine.group.units[1].eff == "primary"


def test_time_that_passed_is_not_gone_back():
    engine = quiet(healthy())

    engine.advance_to(5)
    engine.advance_to(3)

    assert engine.now == 5


def test_settling_ends_where_nothing_more_may_happen():
    engine = quiet()

    engine.settle()

    assert engine.next_due is None
    assert [unit.cfg for unit in engine.group.units] == [GOOD, GOOD]


@pytest.mark.parametrize(("scale", "passed"), [(None, 0), (0, 2), (100, 200)])
def test_the_clock_runs_as_its_scale_says(scale, passed):
    wall = iter([10.0, 12.0, 12.0])
    clock = Clock(scale, 5, lambda: next(wall))

    assert clock.now() == 5 + passed
    clock.skip(60)
    assert clock.now() == 65 + passed
