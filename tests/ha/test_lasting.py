"""What takes a moment, what happens in one instant, and what stays when roles have moved."""

import pytest

from hacfg.fortimail.ha import FACTS, MOVES, RULES, Fault, enabled, fire, strike, takes_mail
from hacfg.fortimail.ha.moves import become_primary, scene
from hacfg.fortimail.ha.rules import PROMOTABLE, several_promote
from hacfg.fortimail.ha.state import MAY_BE_LEFT, is_standalone, leader, processes_mail
from hacfg.fortimail.ha.writes import (
    see_to_data,
    set_backup,
    set_kind,
    set_mode,
    set_path,
    set_store,
)
from tests.ha.exploring import ends, primaries, reachable
from tests.ha.groups import (
    FARM,
    GOOD,
    OTHER,
    PAIR,
    STANDALONE,
    after,
    backed_farm,
    cut,
    farm,
    healthy,
    with_first,
    with_second,
    world_with,
)

BY_NAME = {rule.name: rule for rule in RULES}


def all_rules(world, group):
    return reachable(world, group, RULES)


def test_the_backup_of_a_farm_takes_over_when_the_primary_is_gone():
    lost = strike(FARM, backed_farm(), Fault("loses-power", 0))

    assert {tuple(unit.eff for unit in end.units) for end in ends(FARM, lost)} == {
        ("off", "primary", "secondary")
    }


def test_a_primary_that_comes_back_follows_the_backup():
    lost = strike(FARM, backed_farm(), Fault("loses-power", 0))
    (led_by_backup,) = ends(FARM, lost)
    (boots,) = [
        (rule, i) for rule, i in enabled(FARM, led_by_backup) if rule.name == "power-returns"
    ]

    (end,) = ends(FARM, fire(FARM, led_by_backup, *boots))

    assert [unit.eff for unit in end.units] == ["secondary", "primary", "secondary"]
    assert {unit.cfg for unit in end.units} == {farm().units[0].cfg}


def test_a_farm_has_one_primary_whatever_single_unit_reboots():
    for index in range(3):
        struck = strike(FARM, backed_farm(), Fault("announces-reboot", index))

        assert max(primaries(group) for group in all_rules(FARM, struck)) == 1


def test_a_backup_that_hears_its_primary_does_nothing():
    assert list(enabled(world_with(*FACTS), backed_farm())) == []


def test_the_backup_of_a_pair_is_no_other_secondary():
    alone = after(with_second(backup=True), 0, up=False, eff="off")

    names = [rule.name for rule, index in enabled(PAIR, alone, MOVES) if index == 1]

    assert names == ["takes-over"]


def test_a_backup_whose_ha_is_switched_off_does_not_take_over():
    group = after(after(backed_farm(), 0, up=False, eff="off"), 1, conf="off")

    assert [rule.name for rule, index in enabled(FARM, group, MOVES) if index == 1] == [
        "switches-off"
    ]


def test_being_a_backup_and_the_kind_of_the_group_are_settings():
    assert set_backup(farm(), 1, backup=True) == backed_farm()
    assert set_kind(healthy(), "farm") == healthy()._replace(kind="farm")


def test_until_it_is_off_a_primary_leads_and_takes_mail():
    leaving = set_mode(healthy(), 0, "off")

    assert leader(PAIR, leaving, 1) == 0
    assert takes_mail(PAIR, leaving, 0)
    assert not is_standalone(leaving.units[0])


def test_once_it_is_off_a_unit_stands_alone_and_the_secondary_takes_over():
    left = fire(PAIR, set_mode(healthy(), 0, "off"), BY_NAME["switches-off"], 0)

    assert is_standalone(left.units[0])
    assert processes_mail(PAIR, left, 0)
    assert {end.units[1].eff for end in ends(PAIR, left)} == {"primary"}


@pytest.mark.parametrize(
    "eff", ["starting", "guard", "joining", "primary", "secondary", "hold_off", "failed"]
)
def test_switching_off_ends_whatever_a_unit_was_doing(eff):
    group = with_second(conf="off", eff=eff)

    assert fire(PAIR, group, BY_NAME["switches-off"], 1) == with_second(conf="off", eff="off")
    assert (BY_NAME["switches-off"], 1) in list(enabled(PAIR, group))


def test_a_unit_switched_on_again_before_it_was_off_starts_anew():
    assert set_mode(with_second(conf="off"), 1, "secondary") == with_second(eff="starting")


STARTING = after(with_first(eff="starting"), 1, eff="secondary")


def test_two_become_primary_in_the_same_instant_only_where_that_fact_holds():
    assert max(primaries(group) for group in all_rules(PAIR, STARTING)) == 1

    together = world_with("same-instant")
    assert max(primaries(group) for group in all_rules(together, STARTING)) == 2


def test_the_primary_of_a_farm_and_its_backup_may_lead_from_the_same_instant_on():
    world = world_with("same-instant")
    two = backed_farm()._replace(units=backed_farm().units[:2])
    starts = after(two, 0, eff="starting")

    found = [i for rule, i in enabled(world, starts) if rule.name == "promote-together"]

    assert found == [0]
    assert primaries(fire(world, starts, BY_NAME["promote-together"], 0)) == 2


def test_two_that_became_primary_together_stay_so():
    together = world_with("same-instant")
    both = fire(together, STARTING, BY_NAME["promote-together"], 0)

    assert {primaries(end) for end in ends(together, both)} == {2}


def test_one_that_may_become_primary_alone_has_nobody_to_do_it_with():
    group = after(with_second(eff="secondary"), 0, up=False, eff="off")
    world = world_with("same-instant")

    assert not any(several_promote(scene(world, group, index)) for index in (0, 1))


def test_the_move_of_several_stands_at_the_first_of_them_only():
    world = world_with("same-instant")

    found = [i for rule, i in enabled(world, STARTING) if rule.name == "promote-together"]

    assert found == [0]


def test_whoever_may_become_primary_by_itself_may_do_it_together():
    rules = [rule for rule in MOVES if rule.then is become_primary]

    assert frozenset().union(*(rule.at for rule in rules)) == PROMOTABLE


HOME = with_first(cfg=GOOD._replace(store="local"), kept="local")
MOVED = set_store(HOME, 0, "nas:/mail")


def test_a_new_store_is_an_edit_and_leaves_the_data_where_it_was():
    config = GOOD._replace(store="nas:/mail", version=4)

    assert with_first(cfg=config, kept="local") == MOVED


def test_no_move_of_the_units_brings_the_data_along():
    assert {group.units[0].kept for group in all_rules(PAIR, MOVED)} == {"local"}


def test_whoever_takes_mail_has_its_data_in_its_store():
    empty = after(HOME, 0, kept="", queue=False)

    (filled,) = ends(PAIR, after(empty, 1, cfg=empty.units[0].cfg))

    assert (filled.units[0].kept, filled.units[0].queue) == ("local", True)
    assert filled.units[1].kept == ""


def test_mail_data_of_a_store_that_could_not_be_read_is_nowhere_and_that_is_no_endless_move():
    assert list(enabled(PAIR, with_first(queue=True, kept=""))) == []


def test_a_person_sees_to_the_data_of_every_unit():
    seen_to = see_to_data(MOVED)

    assert [unit.kept for unit in seen_to.units] == [MAY_BE_LEFT, MAY_BE_LEFT]
    assert see_to_data(seen_to) == seen_to


def test_what_a_person_saw_to_stays_so_whatever_mail_comes():
    seen_to = see_to_data(after(HOME, 0, queue=False))

    filled = fire(PAIR, seen_to, BY_NAME["takes-in-mail"], 0).units[0]

    assert (filled.kept, filled.queue) == (MAY_BE_LEFT, True)


JOINING = after(with_first(account="mx1"), 1, eff="joining", cfg=OTHER, account="mx2")
REPLACED = world_with("join-replaces-accounts")


@pytest.mark.parametrize(("world", "account"), [(PAIR, "mx2"), (REPLACED, "mx1")], ids=str)
def test_a_first_sync_replaces_the_accounts_only_where_that_fact_holds(world, account):
    synced = fire(world, JOINING, BY_NAME["syncs-first"], 1)

    assert synced.units[1].account == account


def test_a_later_sync_leaves_the_accounts_alone():
    stale = after(JOINING, 1, eff="secondary")

    synced = fire(REPLACED, stale, BY_NAME["syncs-change"], 1)

    assert synced.units[1] == stale.units[1]._replace(cfg=GOOD)


def test_the_path_of_hacfg_is_moved_by_people_only():
    astray = set_path(healthy(), 1, path=False)

    assert astray == with_second(path=False)
    struck = strike(PAIR, astray, Fault("loses-power", 0))
    assert {group.units[1].path for group in all_rules(PAIR, struck)} == {False}


def test_a_pair_switched_off_unit_by_unit_ends_with_two_units_of_their_own():
    group = set_mode(set_mode(healthy(), 1, "off"), 0, "off")

    assert {tuple(unit.eff for unit in end.units) for end in ends(PAIR, group)} == {("off", "off")}


def test_cables_that_are_cut_while_both_start_leave_each_to_itself():
    found = ends(PAIR, cut(set_mode(set_mode(STANDALONE, 0, "primary"), 1, "secondary")))

    assert {(end.units[0].eff, end.units[1].eff) for end in found} == {("primary", "starting")}


def test_units_become_primary_together_under_different_passwords_too():
    wrong = after(STARTING, 1, hb=STARTING.units[1].hb._replace(password="wrong"))

    both = fire(world_with("same-instant"), wrong, BY_NAME["promote-together"], 0)

    assert [unit.eff for unit in both.units] == ["primary", "primary"]


def test_a_unit_that_holds_queued_mail_has_its_data_in_its_store_too():
    queued = after(HOME, 0, kept="", queue=True)

    assert (BY_NAME["takes-in-mail"], 0) in list(enabled(PAIR, queued))
    assert fire(PAIR, queued, BY_NAME["takes-in-mail"], 0).units[0].kept == "local"
