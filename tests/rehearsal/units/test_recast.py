"""Which roles units would read as in a state of the model."""

import pytest

from hacfg.fortimail.ha import World
from hacfg.fortimail.ha.state import BLANK, change
from tests.ha.groups import FARM, GOOD, OTHER
from tests.rehearsal.units.parts import read, resting, start

GROUPS = [(firmware, farm) for firmware in ("7.2", "7.6") for farm in (False, True)]


@pytest.mark.parametrize(("firmware", "farm"), GROUPS)
def test_a_group_that_is_as_it_was_read_reads_the_same(firmware, farm):
    found = read(start(firmware, farm=farm), firmware, farm=farm)

    assert found == dict(resting(firmware, farm=farm).readings)


@pytest.mark.parametrize(
    ("eff", "word"),
    [
        ("primary", "primary"),
        ("secondary", "secondary"),
        ("joining", "secondary"),
        ("guard", "off"),
        ("hold_off", "hold-off"),
        ("failed", "failed"),
    ],
)
def test_a_unit_shows_its_effective_mode_in_the_words_of_the_api(eff, word):
    shown = read(change(start(), 1, eff=eff))["mx2"]

    assert shown.get("ha_status", "effective_mode") == word


@pytest.mark.parametrize(
    ("eff", "word"),
    [("primary", "config-primary"), ("secondary", "config-secondary"), ("failed", "failed")],
)
def test_roles_of_a_farm_have_words_of_their_own(eff, word):
    shown = read(change(start(farm=True), 1, eff=eff), farm=True, world=FARM)["mx2"]

    assert shown.get("ha_status", "effective_mode") == word
    assert shown.get("ha", "mode") == "config-secondary"


@pytest.mark.parametrize(
    ("values", "in_sync"),
    [
        ({}, True),
        ({"cfg": OTHER}, False),
        ({"eff": "joining"}, False),
        ({"eff": "primary"}, False),
        ({"eff": "off"}, False),
    ],
    ids=["follows", "another configuration", "joins", "leads", "off"],
)
def test_only_a_secondary_shows_that_it_is_in_sync(values, in_sync):
    assert read(change(start(), 1, **values))["mx2"].get("ha_status", "in_sync") is in_sync


def test_each_unit_shows_its_own_sync():
    found = read(change(start(), 1, cfg=GOOD))

    assert [found[name].get("ha_status", "in_sync") for name in ("mx1", "mx2")] == [False, False]


def test_whether_a_unit_is_in_sync_is_as_the_world_has_it():
    group = change(start(), 1, hb=start().units[1].hb._replace(password="old"))

    heard = read(group, world=World(facts=frozenset({"password-only-sync"})))

    assert heard["mx2"].get("ha_status", "in_sync") is True
    assert read(group)["mx2"].get("ha_status", "in_sync") is False


def test_what_a_unit_shows_beside_its_role_stays_as_it_was_read():
    before = resting().readings["mx1"]

    found = read(change(start(), 0, eff="failed"))["mx1"]

    assert before.get("ha_status", "primary_heartbeat") == "none"
    assert found.get("ha_status", "primary_heartbeat") == "none"
    assert (found.facts, found.dialect, found.moving) == (
        before.facts,
        before.dialect,
        before.moving,
    )


@pytest.mark.parametrize("conf", ["off", "primary", "secondary"])
def test_the_role_that_a_unit_is_configured_for_is_its_mode(conf):
    found = read(change(start(), 1, conf=conf, on_failure="restore-role"))["mx2"]

    assert (found.get("ha", "mode"), found.get("ha", "on_failure")) == (conf, "restore-role")


@pytest.mark.parametrize(
    ("conf", "enabled", "row"),
    [("off", False, "secondary"), ("primary", True, "primary"), ("secondary", True, "secondary")],
)
def test_from_7_6_the_role_is_in_the_table_of_members(conf, enabled, row):
    found = read(change(start("7.6"), 1, conf=conf, on_failure="restore-role"), "7.6")["mx2"]

    assert (found.get("ha", "enabled"), found.get("ha", "mode")) == (enabled, "active-passive")
    assert (found.get("ha_member", "role", "mx2"), found.get("ha_member", "role", "mx1")) == (
        row,
        "primary",
    )
    assert found.get("ha", "on_failure") == "restore-role"


def test_the_start_of_these_tests_is_a_group_in_use():
    assert BLANK not in {unit.cfg.lineage for unit in start().units}
    assert [unit.eff for unit in start().units] == ["primary", "secondary"]
