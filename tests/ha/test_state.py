"""Who hears whom, who is in sync, who processes and who takes mail."""

import pytest

from hacfg.fortimail.ha import FACTS, Group, Unit, is_in_sync, leader, shown, takes_mail
from hacfg.fortimail.ha.state import hears, may_sync, processes_mail
from hacfg.fortimail.ha.writes import send_to_unit, send_to_virtual_ips
from tests.ha.groups import (
    BEAT,
    FARM,
    GOOD,
    OTHER,
    PAIR,
    after,
    cut,
    farm,
    healthy,
    with_first,
    with_second,
    world_with,
)

WRONG = with_second(hb=BEAT._replace(password="wrong"))
PASSWORD_ONLY_SYNC = world_with("password-only-sync")
CROSSED = with_second(hb=BEAT._replace(links=("b", "a")))
ONE_PORT = with_second(hb=BEAT._replace(links=("a", "")))


@pytest.mark.parametrize(
    ("group", "heard"),
    [
        (healthy(), True),
        (with_first(up=False), False),
        (with_second(up=False), False),
        (with_second(hb=BEAT._replace(port=1)), False),
        (WRONG, False),
        (CROSSED, False),
        (ONE_PORT, True),
        (ONE_PORT._replace(links=(True, False)), True),
        (ONE_PORT._replace(links=(False, True)), False),
        (cut(healthy()), False),
    ],
    ids=[
        "healthy",
        "first down",
        "second down",
        "base port",
        "password",
        "crossed cables",
        "one port",
        "other cable cut",
        "its cable cut",
        "all cut",
    ],
)
def test_two_units_hear_each_other_on_a_link_where_both_listen_alike(group, heard):
    assert hears(PAIR, group, 0, 1) is heard
    assert hears(PAIR, group, 1, 0) is heard


def test_no_unit_hears_itself():
    assert not hears(PAIR, healthy(), 0, 0)


def test_ports_where_nobody_listens_do_not_meet():
    silent = BEAT._replace(links=("", ""))

    assert not hears(PAIR, after(with_first(hb=silent), 1, hb=silent), 0, 1)


def test_units_that_do_not_know_the_same_cables_are_a_mistake():
    short = with_second(hb=BEAT._replace(links=("x",)))

    with pytest.raises(ValueError, match="shorter"):
        hears(PAIR, short, 0, 1)


@pytest.mark.parametrize(("world", "heard"), [(PAIR, False), (PASSWORD_ONLY_SYNC, True)])
def test_a_wrong_password_silences_the_heartbeat_unless_that_fact_holds(world, heard):
    assert hears(world, WRONG, 0, 1) is heard
    assert not may_sync(WRONG, 0, 1)


def test_the_leader_is_the_acting_primary_that_is_heard():
    assert [leader(PAIR, healthy(), index) for index in (0, 1)] == [None, 0]
    assert leader(PAIR, cut(healthy()), 1) is None
    assert [leader(FARM, farm(), index) for index in range(3)] == [None, 0, 0]


def test_who_leads_under_a_wrong_password_is_in_sync_only_by_its_configuration():
    assert is_in_sync(PASSWORD_ONLY_SYNC, WRONG, 1)
    assert not is_in_sync(PAIR, WRONG, 1)


@pytest.mark.parametrize(
    ("group", "in_sync"),
    [
        (healthy(), True),
        (with_second(cfg=OTHER), False),
        (with_second(cfg=GOOD._replace(version=2)), False),
        (with_second(eff="joining"), False),
        (with_second(eff="hold_off"), False),
        (with_second(eff="primary", cfg=OTHER), True),
        (with_first(eff="off"), False),
    ],
    ids=["healthy", "foreign", "older", "joining", "hold-off", "acting primary", "no primary"],
)
def test_in_sync_is_who_follows_with_the_same_configuration_or_leads(group, in_sync):
    assert is_in_sync(PAIR, group, 1) is in_sync


@pytest.mark.parametrize(
    ("eff", "seen"),
    [
        ("off", "off"),
        ("starting", "off"),
        ("guard", "off"),
        ("joining", "secondary"),
        ("secondary", "secondary"),
        ("primary", "primary"),
        ("hold_off", "hold_off"),
        ("failed", "failed"),
    ],
)
def test_a_unit_shows_fewer_modes_than_it_has(eff, seen):
    assert shown(Unit(eff=eff)) == seen


@pytest.mark.parametrize(
    ("unit", "pair", "in_farm"),
    [
        (Unit(), True, True),
        (Unit(up=False), False, False),
        (Unit("primary", "primary"), True, True),
        (Unit("primary", "off"), False, False),
        (Unit("off", "secondary"), False, True),
        (Unit("secondary", "secondary"), False, True),
        (Unit("secondary", "joining"), False, False),
        (Unit("secondary", "guard"), False, False),
    ],
    ids=["alone", "no power", "primary", "stopped", "leaving", "secondary", "joining", "guard"],
)
def test_mail_services_run_alone_on_the_primary_and_on_every_unit_of_a_farm(unit, pair, in_farm):
    assert processes_mail(PAIR, Group((unit,)), 0) is pair
    assert processes_mail(FARM, Group((unit,), kind="farm"), 0) is in_farm


def test_a_unit_that_joins_a_pair_takes_no_mail_whatever_holds():
    assert not processes_mail(world_with(*FACTS), with_second(eff="joining"), 1)


def test_senders_reach_the_acting_primary_at_a_virtual_ip_that_it_holds():
    assert takes_mail(PAIR, healthy(), 0)
    assert not takes_mail(PAIR, healthy(), 1)
    assert not takes_mail(PAIR, send_to_virtual_ips(healthy(), frozenset({"other"})), 0)
    assert not takes_mail(PAIR, with_first(sound=False), 0)


def test_a_farm_holds_no_virtual_ip():
    group = after(farm(), 0, cfg=GOOD, sent=False)._replace(sent=frozenset({"vip"}))

    assert not takes_mail(FARM, group, 0)


def test_senders_may_be_sent_to_a_unit_and_away():
    away = send_to_unit(farm(), 1, sent=False)

    assert away == after(farm(), 1, sent=False)
    assert [takes_mail(FARM, away, index) for index in range(3)] == [True, False, True]
    assert send_to_unit(away, 1, sent=True) == farm()
