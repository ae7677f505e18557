"""Each condition that rules are made of, where it holds and where it does not."""

import pytest

from hacfg.fortimail.ha.conditions import (
    ANY,
    POLITE,
    after_failure,
    answers,
    both,
    can_boot,
    configured,
    delivers,
    down,
    has,
    has_source,
    in_pair,
    is_backup,
    keeps_data,
    led,
    modes,
    queued,
    reached,
    some_link_down,
    sound,
    stale,
    unless,
    watched,
)
from hacfg.fortimail.ha.moves import Scene, scene
from tests.ha.groups import (
    BEAT,
    GOOD,
    OTHER,
    PAIR,
    after,
    backed_farm,
    cut,
    farm,
    healthy,
    with_first,
    with_second,
    world_with,
)


def seen(group, index=1, world=PAIR) -> Scene:
    return scene(world, group, index)


HEALTHY = seen(healthy())
FIRST = seen(healthy(), 0)
WRONG = with_second(hb=BEAT._replace(password="wrong"))

HOLDS = [
    ("pair", in_pair, HEALTHY, seen(farm())),
    ("led", led, HEALTHY, FIRST),
    ("source", has_source, HEALTHY, seen(WRONG, 1, world_with("password-only-sync"))),
    ("stale", stale, seen(with_second(cfg=OTHER)), HEALTHY),
    ("stale, led by nobody", stale, seen(with_second(cfg=OTHER)), FIRST),
    ("sound", sound, HEALTHY, seen(with_second(sound=False))),
    ("reached", reached, FIRST, HEALTHY),
    ("queued", queued, FIRST, HEALTHY),
    ("backup", is_backup, seen(backed_farm()), seen(farm())),
    ("backup of a pair", is_backup, seen(backed_farm()), seen(with_second(backup=True))),
    ("watched", watched, HEALTHY, seen(with_second(watch=False))),
    ("delivers", delivers, FIRST, HEALTHY),
    ("delivers, failed", delivers, FIRST, seen(with_first(sound=False), 0)),
    ("answers", answers, HEALTHY, seen(with_second(api=False))),
    ("down", down, seen(with_second(up=False)), HEALTHY),
    ("can boot", can_boot, seen(with_second(up=False)), HEALTHY),
    ("lost", can_boot, seen(with_second(up=False)), seen(with_second(up=False, gone=True))),
    ("link", some_link_down, seen(cut(healthy(), True, False), 0), FIRST),  # noqa: FBT003  # which links are up
    ("link, second unit", some_link_down, seen(cut(healthy()), 0), seen(cut(healthy()), 1)),
    ("data", keeps_data, seen(with_second(kept="x", cfg=GOOD._replace(store="y"))),
     seen(with_second(cfg=GOOD._replace(store="y")))),
    ("store not known", keeps_data, HEALTHY, seen(with_second(cfg=GOOD._replace(store="y")))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "where", "not_where"), [case[1:] for case in HOLDS], ids=[c[0] for c in HOLDS]
)
def test_a_condition_holds_where_it_says_and_nowhere_else(condition, where, not_where):
    assert condition(where) is True
    assert condition(not_where) is False


def test_conditions_are_put_together():
    assert both(led, sound)(HEALTHY)
    assert not both(led, sound)(FIRST)
    assert not both(led, unless(sound))(HEALTHY)
    assert both()(HEALTHY)
    assert unless(led)(FIRST)
    assert not unless(led)(HEALTHY)


def test_modes_are_a_set_of_those_that_there_are():
    assert modes("off", "primary") == {"off", "primary"}
    assert modes("off", "primary") < ANY


def test_only_a_configured_primary_that_hears_another_gives_way_and_not_in_a_rude_world():
    swapped = after(with_first(eff="starting"), 1, eff="primary")

    assert POLITE(seen(swapped, 0))
    assert not POLITE(seen(swapped, 0, world_with("rude-start")))
    assert not POLITE(FIRST)
    assert not POLITE(HEALTHY)


@pytest.mark.parametrize(
    ("condition", "value", "where", "not_where"),
    [
        (has, "rude-start", seen(healthy(), 1, world_with("rude-start")), HEALTHY),
        (after_failure, "become-secondary", FIRST, HEALTHY),
        (configured, "secondary", HEALTHY, FIRST),
    ],
    ids=["fact", "on failure", "role"],
)
def test_a_condition_about_a_value_holds_where_it_is_so(condition, value, where, not_where):
    assert condition(value)(where) is True
    assert condition(value)(not_where) is False
