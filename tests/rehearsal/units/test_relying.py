"""Which roles a step relies on, who is not as it relies on, and which roles come by themselves."""

import pytest

from hacfg.plan.rehearsal.cue import Cue, Expected
from hacfg.plan.rehearsal.relying import amiss, drifts, relied_on
from hacfg.state import GROUP, UNKNOWN, Address
from tests.ha.groups import BEAT, OTHER, PAIR, healthy, with_first, with_second, world_with
from tests.rehearsal.units.parts import graph, stage

DOWN = with_first(up=False, eff="off")
FIRST, SECOND = Address("mx1", "ha"), Address("mx2", "ha")
SHOWS = Address("mx2", "ha_status")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ({FIRST: {"mode": "primary"}}, [Expected(0, "primary", None, synced=False)]),
        ({SECOND: {"mode": "config-secondary"}}, [Expected(1, "secondary", None, synced=False)]),
        ({SECOND: {"enabled": True, "mode": "x"}}, [Expected(1, "on", None, synced=False)]),
        ({SECOND: {"enabled": False, "mode": "x"}}, [Expected(1, "off", None, synced=False)]),
        ({SHOWS: {"effective_mode": "off"}}, [Expected(1, None, "off", synced=False)]),
        (
            {SHOWS: {"effective_mode": "config-secondary", "in_sync": True}},
            [Expected(1, None, "secondary", synced=True)],
        ),
        (
            {SHOWS: {"effective_mode": "secondary", "in_sync": UNKNOWN}},
            [Expected(1, None, "secondary", synced=False)],
        ),
        (
            {SECOND: {"mode": "secondary"}, SHOWS: {"effective_mode": "secondary"}},
            [Expected(1, "secondary", "secondary", synced=False)],
        ),
        (
            {SECOND: None, SHOWS: {"effective_mode": "off"}},
            [Expected(1, None, "off", synced=False)],
        ),
        (
            {SECOND: {"mode": "off"}, FIRST: {"mode": "primary"}},
            [Expected(1, "off", None, synced=False), Expected(0, "primary", None, synced=False)],
        ),
        ({FIRST: {"mode": UNKNOWN}}, [Expected(0, None, None, synced=False)]),
    ],
    ids=[
        "a role",
        "of a farm",
        "HA on",
        "HA off",
        "what it shows",
        "in sync",
        "sync not seen",
        "both",
        "no row",
        "two units",
        "a role not seen",
    ],
)
def test_a_step_relies_on_the_roles_that_it_has_to_read_before(before, expected):
    assert list(relied_on(stage(), before)) == expected


@pytest.mark.parametrize(
    "before",
    [
        {},
        {FIRST: {"on_failure": "off"}},
        {FIRST: None},
        {Address("mx1", "interface", "port1"): {"mode": "primary"}},
        {Address("mx1", "ha", "port1"): {"mode": "primary"}},
        {SHOWS: {"in_sync": True}},
        {SHOWS: None},
        {Address("mx9", "ha"): {"mode": "primary"}},
        {Address(GROUP, "ha"): {"mode": "primary"}},
    ],
    ids=[
        "nothing",
        "a setting",
        "no row",
        "another kind",
        "a row",
        "sync alone",
        "no status",
        "a stranger",
        "the group",
    ],
)
def test_a_step_relies_on_no_other_values(before):
    assert list(relied_on(stage(), before)) == []


def cue(*, configured=None, effective=None, synced=False):
    return Cue(1, 0, expects=(Expected(1, configured, effective, synced),))


@pytest.mark.parametrize(
    ("one", "group", "wrong"),
    [
        (cue(), healthy(), set()),
        (cue(configured="secondary"), healthy(), set()),
        (cue(configured="primary"), healthy(), {(1, "secondary")}),
        (cue(configured="on"), healthy(), set()),
        (cue(configured="on"), with_second(conf="primary"), set()),
        (cue(configured="on"), with_second(conf="off"), {(1, "secondary")}),
        (cue(configured="off"), with_second(conf="off"), set()),
        (cue(configured="off"), healthy(), {(1, "secondary")}),
        (cue(effective="secondary"), healthy(), set()),
        (cue(effective="secondary"), with_second(eff="joining"), set()),
        (cue(effective="off"), with_second(eff="guard"), set()),
        (cue(effective="secondary"), with_second(eff="primary"), {(1, "primary")}),
        (cue(effective="primary"), with_second(eff="starting"), {(1, "off")}),
        (cue(synced=True), healthy(), set()),
        (cue(synced=True), with_second(cfg=OTHER), {(1, "secondary")}),
        (cue(synced=False), with_second(cfg=OTHER), set()),
        (cue(configured="primary", effective="secondary"), healthy(), {(1, "secondary")}),
        (cue(configured="secondary", effective="primary"), healthy(), {(1, "secondary")}),
    ],
)
def test_a_unit_is_amiss_if_it_is_not_as_the_cue_relies_on(one, group, wrong):
    assert amiss(PAIR, group, one) == wrong


def test_whether_a_unit_is_in_sync_is_as_the_world_has_it():
    group = with_second(hb=BEAT._replace(password="old"))

    assert amiss(PAIR, group, cue(synced=True)) == {(1, "secondary")}
    assert amiss(world_with("password-only-sync"), group, cue(synced=True)) == set()


def test_each_unit_that_is_amiss_is_told():
    expects = (Expected(0, "off", None, synced=False), Expected(1, None, "primary", synced=False))

    assert amiss(PAIR, healthy(), Cue(1, 0, expects=expects)) == {(0, "primary"), (1, "secondary")}


def test_in_a_group_that_is_settled_no_role_drifts():
    found = graph()

    assert drifts(found, [found.number(healthy())]) == frozenset()


def test_roles_drift_to_all_that_units_may_come_to_show():
    found = graph()

    assert drifts(found, {found.number(DOWN)}) == {
        (0, "primary"),
        (0, "secondary"),
        (1, "primary"),
    }


def test_what_any_group_of_the_start_shows_is_no_drift():
    found = graph()
    start = [found.number(DOWN), found.number(with_second(eff="primary"))]

    assert drifts(found, start) == {(0, "secondary")}
    assert start == [0, 1]


def test_a_unit_that_holds_off_is_as_a_step_relies_on():
    before = {SHOWS: {"effective_mode": "hold-off"}}
    one = Cue(1, 1, expects=tuple(relied_on(stage(), before)))

    assert amiss(PAIR, with_second(eff="hold_off"), one) == frozenset()
