"""What units accept, and that what they refuse changes nothing."""

import pytest

from hacfg.fortimail.ha import RefusedByUnit
from hacfg.fortimail.ha.writes import (
    SECONDARY_REFUSES,
    edit,
    join,
    restore,
    send_to_unit,
    send_to_virtual_ips,
    set_heartbeat,
    set_mode,
    set_on_failure,
    set_store,
    set_virtual_ips,
)
from tests.ha.groups import (
    BEAT,
    GOOD,
    PAIR,
    SHARED,
    STANDALONE,
    after,
    cut,
    healthy,
    with_first,
    with_second,
    world_with,
)

HOLDING = with_second(eff="hold_off")
JOINING = with_second(eff="joining")
WRONG = BEAT._replace(password="wrong")


def test_switching_ha_on_passes_through_a_start():
    assert set_mode(STANDALONE, 0, "primary") == after(
        STANDALONE, 0, conf="primary", eff="starting"
    )


LONE = with_second(conf="off", eff="off", queue=True)
"""A healthy primary, and a unit on its own that holds mail."""


def test_a_unit_brings_the_mail_along_that_it_holds_when_ha_is_switched_on():
    assert set_mode(LONE, 1, "secondary") == after(
        LONE, 1, conf="secondary", eff="starting", brought=True
    )
    assert join(SHARED, LONE, 1, 0, "secret").units[1].brought


@pytest.mark.parametrize("values", [{"queue": False}, {"conf": "secondary"}], ids=str)
def test_a_unit_without_mail_or_in_ha_already_brings_none(values):
    assert not set_mode(after(LONE, 1, **values), 1, "primary").units[1].brought


def test_what_was_brought_stays_so_through_another_start():
    brought = after(LONE, 1, queue=False, brought=True)

    assert set_mode(brought, 1, "secondary").units[1].brought
    assert join(SHARED, brought, 1, 0, "secret").units[1].brought


def test_a_unit_whose_ha_is_switched_off_acts_as_before_for_a_moment():
    assert set_mode(healthy(), 1, "off") == with_second(conf="off", eff="secondary")


@pytest.mark.parametrize(
    "write",
    [
        lambda group: set_mode(group, 0, "primary"),
        lambda group: set_heartbeat(world_with("silent-restart"), group, 0, BEAT),
        lambda group: set_on_failure(SHARED, group, 1, "off"),
        lambda group: set_virtual_ips(group, 1, ("vip",)),
        lambda group: restore(PAIR, group, 0),
        lambda group: send_to_virtual_ips(group, frozenset({"vip"})),
        lambda group: send_to_unit(group, 0, sent=False),
    ],
    ids=["mode", "heartbeat", "on-failure", "virtual ip", "restore", "senders", "unit"],
)
def test_writing_what_is_there_changes_nothing(write):
    assert write(healthy()) == healthy()


@pytest.mark.parametrize(
    ("facts", "eff"), [((), "primary"), (("silent-restart",), "starting")], ids=str
)
def test_a_heartbeat_write_restarts_ha_only_where_that_fact_holds(facts, eff):
    written = set_heartbeat(world_with(*facts), healthy(), 0, WRONG)

    assert written == with_first(hb=WRONG, eff=eff)


def test_a_heartbeat_write_restarts_nothing_while_ha_is_off():
    written = set_heartbeat(world_with("silent-restart"), STANDALONE, 0, WRONG)

    assert written == after(STANDALONE, 0, hb=WRONG)


def test_an_edit_on_the_acting_primary_is_a_new_version():
    assert edit(healthy(), 0) == with_first(cfg=GOOD._replace(version=4))


def test_a_virtual_ip_is_an_edit():
    new = set_virtual_ips(healthy(), 0, ("other",))

    assert new == with_first(cfg=GOOD._replace(version=4, vips=("other",)))


@pytest.mark.parametrize("group", [healthy(), HOLDING, JOINING], ids=["synced", "hold", "joining"])
@pytest.mark.parametrize(
    "write",
    [
        lambda group: edit(group, 1, "comment"),
        lambda group: set_virtual_ips(group, 1, ("other",)),
        lambda group: set_heartbeat(SHARED, group, 1, WRONG),
        lambda group: set_on_failure(SHARED, group, 1, "restore-role"),
    ],
    ids=["edit", "virtual ip", "password", "on-failure"],
)
def test_an_effective_secondary_refuses_shared_settings(write, group):
    with pytest.raises(RefusedByUnit, match="HA secondary can't set attribute") as refused:
        write(group)

    assert refused.value.number == SECONDARY_REFUSES


def test_what_a_unit_holds_for_itself_is_written_on_a_secondary_too():
    assert set_on_failure(PAIR, healthy(), 1, "off") == healthy()
    assert set_on_failure(PAIR, healthy(), 1, "restore-role") == with_second(
        on_failure="restore-role"
    )
    assert set_heartbeat(PAIR, healthy(), 1, WRONG) == with_second(hb=WRONG)


OPEN = with_second(conf="off", eff="off")


def test_joining_copies_the_document_and_adds_a_member():
    joined = join(SHARED, with_second(conf="off", eff="off", hb=WRONG), 1, 0, "secret")

    assert joined == after(
        with_first(cfg=GOOD._replace(version=4)),
        1,
        eff="starting",
        on_failure="become-secondary",
    )


@pytest.mark.parametrize(
    ("world", "group", "password", "words"),
    [
        (PAIR, OPEN, "secret", "no join"),
        (SHARED, healthy(), "secret", "HA is enabled"),
        (SHARED, OPEN, "wrong", "password is wrong"),
        (SHARED, cut(OPEN), "secret", "does not answer"),
        (SHARED, after(OPEN, 0, eff="starting"), "secret", "does not answer"),
    ],
    ids=["old firmware", "ha is on", "password", "cables", "no primary"],
)
def test_joining_is_refused(world, group, password, words):
    with pytest.raises(RefusedByUnit, match=words):
        join(world, group, 1, 0, password)


def test_restore_on_a_configured_secondary_gives_the_role_back():
    split = with_second(eff="primary")

    assert restore(PAIR, split, 1) == with_second(eff="starting")


def test_restore_on_a_configured_primary_in_a_split_brain_does_nothing():
    split = with_second(eff="primary")

    assert restore(PAIR, split, 0) == split


def test_restore_on_a_configured_primary_that_follows_swaps_the_roles():
    swapped = after(with_first(eff="secondary"), 1, eff="primary")

    assert restore(PAIR, swapped, 0) == with_second(eff="joining")


def test_restore_restarts_a_unit_that_stopped():
    assert restore(PAIR, with_first(eff="off"), 0) == with_first(eff="starting")


def test_restore_needs_ha():
    with pytest.raises(RefusedByUnit, match="HA is disabled"):
        restore(PAIR, STANDALONE, 0)


def test_restore_reclaims_from_a_unit_that_has_not_yet_synced():
    swapped = after(with_first(eff="joining"), 1, eff="primary")

    assert restore(PAIR, swapped, 0) == with_second(eff="joining")


def test_restore_looks_at_the_world():
    swapped = after(with_first(eff="secondary", hb=WRONG), 1, eff="primary")
    heard = restore(world_with("password-only-sync"), swapped, 0)

    assert [unit.eff for unit in heard.units] == ["primary", "joining"]
    assert [unit.eff for unit in restore(PAIR, swapped, 0).units] == ["primary", "primary"]


REFUSALS = {
    "edit": lambda group: edit(group, 1, "color"),
    "edit of no name": lambda group: edit(group, 1),
    "virtual ip": lambda group: set_virtual_ips(group, 1, ("other",)),
    "store": lambda group: set_store(group, 1, "nas"),
    "password": lambda group: set_heartbeat(SHARED, group, 1, WRONG),
    "on-failure": lambda group: set_on_failure(SHARED, group, 1, "restore-role"),
    "no join": lambda group: join(PAIR, group, 1, 0, "secret"),
    "ha on": lambda group: join(SHARED, group, 1, 0, "secret"),
    "wrong password": lambda _: join(SHARED, OPEN, 1, 0, "wrong"),
    "no ha": lambda _: restore(PAIR, STANDALONE, 0),
}
SAID = {
    "edit": "HA secondary can't set attribute color",
    "edit of no name": "HA secondary can't set attribute comment",
    "virtual ip": "HA secondary can't set attribute virtual-ip",
    "store": "HA secondary can't set attribute storage",
    "password": "HA secondary can't set attribute password or hb-base-port",
    "on-failure": "HA secondary can't set attribute action-on-failure",
    "no join": "Unknown action: this firmware has no join",
    "ha on": "HA is enabled: disable it before joining",
    "wrong password": "Failed to join: the primary does not answer, or the password is wrong",
    "no ha": "HA is disabled",
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_is_said_in_these_words(case):
    with pytest.raises(RefusedByUnit) as refused:
        REFUSALS[case](healthy())

    assert (refused.value.words, str(refused.value)) == (SAID[case], SAID[case])


def test_from_7_6_a_secondary_accepts_new_addresses_of_its_heartbeat():
    moved = BEAT._replace(links=("a", "c"))

    assert set_heartbeat(SHARED, healthy(), 1, moved) == with_second(hb=moved)


def test_whoever_is_being_switched_off_refuses_no_setting_any_more():
    leaving = with_second(conf="off")

    assert edit(leaving, 1).units[1].cfg == GOOD._replace(version=4)


def test_joining_takes_the_base_port_of_the_primary():
    away = after(OPEN, 1, hb=BEAT._replace(port=1))

    assert join(SHARED, away, 1, 0, "secret").units[1].hb == BEAT
