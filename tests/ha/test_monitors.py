"""Monitored ports and services: failures that are seen, failures that are not, and false alarms."""

import pytest

from hacfg.fortimail.ha import (
    MOVES,
    REPAIRS,
    RULES,
    Fault,
    enabled,
    faults,
    fire,
    shown,
    strike,
    takes_mail,
)
from hacfg.fortimail.ha.writes import set_watch
from tests.ha.exploring import ends, reachable
from tests.ha.groups import FARM, PAIR, after, farm, healthy, with_first

ALARM = Fault("false-alarm", 0)
UNWATCHED = with_first(watch=False)
ON_FAILURE = [
    ("become-secondary", ("secondary", "primary")),
    ("restore-role", ("primary", "secondary")),
    ("off", ("off", "primary")),
]


def test_watching_is_a_setting_of_the_unit_alone():
    assert set_watch(healthy(), 0, watch=False) == UNWATCHED


@pytest.mark.parametrize(("on_failure", "modes"), ON_FAILURE)
def test_a_false_alarm_moves_the_role_and_the_sound_primary_recovers_as_on_failure_says(
    on_failure, modes
):
    group = strike(PAIR, with_first(on_failure=on_failure), ALARM)

    assert shown(group.units[0]) != "primary"
    assert modes in {tuple(shown(unit) for unit in end.units) for end in ends(PAIR, group)}


def test_after_a_false_alarm_a_primary_whose_on_failure_is_off_stays_off():
    group = strike(PAIR, with_first(on_failure="off"), ALARM)

    assert group == with_first(on_failure="off", eff="off")
    assert {end.units[0].eff for end in ends(PAIR, group)} == {"off"}


@pytest.mark.parametrize("on_failure", ["become-secondary", "restore-role"])
def test_a_false_alarm_needs_no_repair(on_failure):
    group = strike(PAIR, with_first(on_failure=on_failure), ALARM)

    assert group == with_first(on_failure=on_failure, eff="failed")
    assert list(enabled(PAIR, group, REPAIRS)) == []
    assert "failed" not in {end.units[0].eff for end in ends(PAIR, group)}


@pytest.mark.parametrize(
    ("group", "unit"),
    [
        (UNWATCHED, 0),
        (healthy(), 1),
        (with_first(sound=False), 0),
        (with_first(up=False, eff="off"), 0),
        (farm(), 0),
    ],
    ids=["unwatched", "secondary", "failed already", "without power", "farm"],
)
def test_only_a_sound_watched_acting_primary_of_a_pair_can_be_taken_for_failed(group, unit):
    assert Fault("false-alarm", unit) not in set(faults(group))


def test_a_failed_port_that_nobody_watches_moves_no_role():
    group = strike(PAIR, UNWATCHED, Fault("port-fails", 0))

    assert group == with_first(watch=False, sound=False)
    assert list(enabled(PAIR, group, MOVES)) == []


def test_a_failed_port_that_nobody_watches_stops_mail_until_it_is_repaired():
    group = strike(PAIR, UNWATCHED, Fault("port-fails", 0))

    assert not any(takes_mail(PAIR, group, index) for index in (0, 1))
    ((repair, index),) = enabled(PAIR, group, RULES)
    assert fire(PAIR, group, repair, index) == UNWATCHED


def test_a_unit_whose_ha_is_switched_off_is_not_taken_for_failed():
    group = with_first(sound=False, conf="off")

    assert [rule.name for rule, index in enabled(PAIR, group, MOVES) if index == 0] == [
        "switches-off"
    ]


@pytest.mark.parametrize(
    ("unit", "eff"), [(0, "failed"), (1, "secondary")], ids=["primary", "secondary"]
)
def test_only_the_acting_primary_gives_its_role_away_for_a_failed_port(unit, eff):
    group = strike(PAIR, healthy(), Fault("port-fails", unit))

    found = {after_moves.units[unit].eff for after_moves in reachable(PAIR, group)}

    assert eff in found
    assert ("failed" in found) is (unit == 0)


def test_a_farm_is_not_moved_by_a_port():
    group = after(farm(), 0, sound=False)

    assert list(enabled(FARM, group, MOVES)) == []


def test_a_failed_secondary_of_a_pair_recovers_only_once_its_port_works():
    group = with_first(eff="failed", sound=False)

    assert "recovers-as-secondary" not in {rule.name for rule, _ in enabled(PAIR, group)}
