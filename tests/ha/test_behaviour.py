"""What groups do over many moves: every order of a pair's build, failover, split brain, farms."""

import itertools

import pytest

from hacfg.fortimail.ha import (
    FACTS,
    MOVES,
    REPORTED_ONLY,
    RULES,
    Fault,
    Group,
    Unit,
    enabled,
    faults,
    is_in_sync,
    shown,
    strike,
    takes_mail,
)
from hacfg.fortimail.ha.faults import FaultName
from hacfg.fortimail.ha.state import Configured
from hacfg.fortimail.ha.writes import join, restore, set_mode, set_on_failure
from tests.ha.exploring import ends, primaries, reachable
from tests.ha.groups import (
    BEAT,
    FARM,
    GOOD,
    OTHER,
    PAIR,
    SHARED,
    STANDALONE,
    after,
    farm,
    healthy,
    with_first,
    with_second,
    world_with,
)

WRONG = BEAT._replace(password="wrong")


def subsets(limit: int):
    for size in range(limit + 1):
        yield from itertools.combinations(FACTS, size)


@pytest.mark.parametrize("facts", list(subsets(2)), ids=lambda facts: "+".join(facts) or "none")
def test_a_pair_built_in_order_ends_in_sync_whatever_the_units_do_first(facts):
    world = world_with(*facts)
    for primary in ends(world, set_mode(STANDALONE, 0, "primary")):
        found = ends(world, set_mode(primary, 1, "secondary"))

        assert {(u.conf, u.eff, u.cfg) for g in found for u in g.units} == {
            ("primary", "primary", GOOD),
            ("secondary", "secondary", GOOD),
        }


def test_while_a_pair_is_built_there_are_never_two_primaries():
    start = set_mode(set_mode(STANDALONE, 0, "primary"), 1, "secondary")

    assert {primaries(group) for group in reachable(PAIR, start)} == {0, 1}


def test_a_secondary_switched_on_first_waits_unless_lonely_units_promote():
    start = set_mode(STANDALONE, 1, "secondary")

    assert ends(PAIR, start) == {start}
    lonely = world_with("lonely-promotes")
    assert {shown(group.units[1]) for group in ends(lonely, start)} == {"primary"}


def test_a_join_ends_in_sync():
    alone = with_second(conf="off", eff="off", cfg=OTHER)
    joined = join(SHARED, alone, 1, 0, "secret")

    (end,) = ends(SHARED, joined)

    assert [is_in_sync(SHARED, end, index) for index in (0, 1)] == [True, True]
    assert end.units[1].cfg == GOOD._replace(version=4)


def test_a_primary_that_reboots_during_a_first_sync_may_lose_its_configuration():
    """The trap that a join under restore-role avoids."""
    joining = with_second(eff="joining", cfg=OTHER)
    rebooted = strike(PAIR, joining, Fault("announces-reboot", 0))

    lost = {group.units[0].cfg for group in reachable(PAIR, rebooted, RULES)}

    assert OTHER in lost


def test_under_restore_role_a_reboot_during_a_first_sync_loses_nothing():
    joining = set_on_failure(PAIR, with_second(eff="joining", cfg=OTHER), 0, "restore-role")
    rebooted = strike(PAIR, joining, Fault("announces-reboot", 0))

    kept = {group.units[0].cfg for group in reachable(PAIR, rebooted, RULES)}

    assert kept == {GOOD}


def test_all_cables_cut_is_a_split_brain_that_does_not_heal():
    apart = strike(PAIR, healthy(), Fault("links-fail"))
    (split,) = ends(PAIR, apart)

    assert split == after(apart, 1, eff="primary", queue=True)
    together = split._replace(links=(True, True))
    assert ends(PAIR, together) == {together}


def test_restore_on_the_configured_secondary_ends_a_split_brain():
    split = with_second(eff="primary", cfg=GOOD._replace(version=5))

    assert ends(PAIR, restore(PAIR, split, 1)) == {healthy()}


def test_one_cut_cable_of_two_changes_nothing():
    cut = strike(PAIR, healthy(), Fault("link-fails", 0))

    assert list(enabled(PAIR, cut, MOVES)) == []


@pytest.mark.parametrize(
    ("on_failure", "modes"),
    [
        ("become-secondary", ("secondary", "primary")),
        ("restore-role", ("primary", "secondary")),
        ("off", ("off", "primary")),
    ],
)
def test_after_a_failed_port_is_repaired_the_primary_does_as_on_failure_says(on_failure, modes):
    group = strike(PAIR, with_first(on_failure=on_failure), Fault("port-fails", 0))
    (failed_over,) = ends(PAIR, group)

    repaired = after(failed_over, 0, sound=True)

    assert {tuple(shown(u) for u in end.units) for end in ends(PAIR, repaired)} == {modes}


@pytest.mark.parametrize("fault", ["loses-power", "announces-reboot", "port-fails", "links-fail"])
def test_after_a_fault_that_ends_some_unit_takes_mail_again(fault):
    struck = strike(PAIR, healthy(), Fault(fault, 0))
    settled = {g for g in reachable(PAIR, struck, RULES) if not list(enabled(PAIR, g, RULES))}

    assert settled
    assert all(any(takes_mail(PAIR, g, i) for i in (0, 1)) for g in settled)


def test_an_announced_reboot_makes_the_secondary_wait():
    held = strike(PAIR, healthy(), Fault("announces-reboot", 0))

    assert held == after(with_second(eff="hold_off"), 0, up=False, eff="off")


def test_a_reboot_in_a_farm_makes_nobody_wait():
    struck = strike(FARM, farm(), Fault("announces-reboot", 0))

    assert struck == after(farm(), 0, up=False, eff="off")


OF_A_UNIT: list[FaultName] = [
    "loses-power",
    "announces-reboot",
    "port-fails",
    "api-stops",
    "lost-for-good",
]


def test_every_single_fault_of_a_pair_can_be_listed_and_struck():
    found = list(faults(healthy()))

    assert sorted(found) == sorted(
        [
            *(Fault(name, index) for name in OF_A_UNIT for index in (0, 1)),
            Fault("false-alarm", 0),
            Fault("link-fails", 0),
            Fault("link-fails", 1),
            Fault("links-fail"),
        ]
    )
    assert all(strike(PAIR, healthy(), fault) != healthy() for fault in found)
    assert {"lost-for-good"} == REPORTED_ONLY


def test_the_last_link_that_is_up_can_fail_once():
    one_up = strike(PAIR, healthy(), Fault("link-fails", 0))

    names = [fault for fault in faults(one_up) if fault.name.startswith("link")]

    assert names == [Fault("link-fails", 1)]


@pytest.mark.parametrize(
    ("values", "missing"),
    [({"sound": False}, "port-fails"), ({"api": False}, "api-stops")],
    ids=["port", "api"],
)
def test_what_failed_does_not_fail_again(values, missing):
    found = {fault.name for fault in faults(with_second(**values)) if fault.number == 1}

    assert missing not in found


def test_a_unit_without_power_has_no_faults_of_its_own():
    found = list(faults(with_second(up=False, eff="off")))

    assert [f for f in found if f.number == 1 and f.name != "link-fails"] == []


@pytest.mark.parametrize(
    ("group", "facts", "eff"),
    [
        (with_second(eff="joining"), (), "hold_off"),
        (with_second(eff="guard"), (), "guard"),
        (with_second(conf="off", eff="off"), (), "off"),
        (with_second()._replace(links=(False, False)), (), "secondary"),
        (with_second(hb=WRONG), (), "secondary"),
        (with_second(hb=WRONG), ("password-only-sync",), "hold_off"),
        (with_first(eff="secondary"), (), "secondary"),
    ],
    ids=["joining", "guard", "off", "cut", "password", "password only sync", "no primary"],
)
def test_only_who_follows_the_primary_and_hears_it_waits_for_its_reboot(group, facts, eff):
    struck = strike(world_with(*facts), group, Fault("announces-reboot", 0))

    assert struck.units[1].eff == eff


def test_a_farm_watches_no_port():
    assert "port-fails" not in {fault.name for fault in faults(farm())}


def test_a_farm_ends_in_sync_and_every_unit_takes_mail():
    blank = tuple(Unit(hb=BEAT, cfg=cfg, sent=True) for cfg in (GOOD, OTHER, OTHER))
    start = Group(blank, kind="farm")
    roles: tuple[Configured, ...] = ("primary", "secondary", "secondary")
    for index, role in enumerate(roles):
        start = set_mode(start, index, role)

    found = ends(FARM, start)

    assert {unit.cfg for group in found for unit in group.units} == {GOOD}
    assert all(takes_mail(FARM, group, index) for group in found for index in range(3))


@pytest.mark.parametrize(("facts", "serves"), [((), False), (("joining-serves",), True)])
def test_whether_a_joining_farm_unit_takes_mail_is_a_doubtful_fact(facts, serves):
    joining = after(farm(), 1, eff="joining", cfg=OTHER)

    assert takes_mail(world_with(*facts, base=FARM), joining, 1) is serves


def test_states_are_few_and_hashable():
    start = set_mode(set_mode(STANDALONE, 0, "primary"), 1, "secondary")

    assert len(reachable(world_with(*FACTS), start)) < 100
