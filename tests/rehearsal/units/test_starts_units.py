"""What a unit has when a plan begins: whose configuration, which mail, how it listens."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha import Config, Group, World
from hacfg.plan.rehearsal.stage import FORMER, set_stage
from hacfg.plan.rehearsal.starts import OLDER, find_starts
from hacfg.plan.situation import Situation
from hacfg.state import UNKNOWN
from tests.rehearsal.units.situations import as_found, found, happened, holds, without_mail

STORE = "nas1.example.net:/vol/mail"
CONFIG = Config("mx1", 0, ("198.51.100.25",), STORE)


def only(situation: Situation, *facts: str) -> Group:
    """Return the one state that a group is in."""
    (start,) = find_starts(World(facts=frozenset(facts)), situation, set_stage(situation))
    return start.group


@pytest.mark.parametrize(
    ("word", "in_sync", "blank", "config", "holds_mail"),
    [
        ("secondary", True, False, ("mx1", 0), False),
        ("secondary", False, False, ("mx2", 0), True),
        ("primary", False, False, ("mx2", 0), True),
        ("failed", False, False, ("mx1", OLDER), True),
        ("failed", True, False, ("mx1", 0), True),
        ("hold-off", UNKNOWN, False, ("mx1", OLDER), True),
        ("primary", False, True, ("blank", 0), False),
        ("failed", False, True, ("blank", OLDER), False),
        ("primary", False, UNKNOWN, ("mx2", 0), True),
    ],
)
def test_a_unit_in_ha_has_its_own_configuration_or_one_of_the_group(
    word, in_sync, blank, config, holds_mail
):
    one = as_found(found(), "mx2", effective=word, in_sync=in_sync, blank=blank)

    unit = only(one).units[1]

    assert unit.cfg == CONFIG._replace(lineage=config[0], version=config[1])
    assert (unit.queue, unit.kept) == (holds_mail, STORE if holds_mail else "")


@pytest.mark.parametrize(
    ("values", "brought"),
    [
        ({"effective": "secondary", "in_sync": False}, True),
        ({"effective": "secondary", "in_sync": True}, False),
        ({"effective": "secondary", "in_sync": False, "blank": True}, False),
        ({"effective": "primary", "in_sync": False}, False),
    ],
    ids=["joining", "in sync", "blank", "leads"],
)
def test_a_unit_that_is_still_joining_may_have_brought_its_mail_along(values, brought):
    one = as_found(found(), "mx2", **values)

    assert [unit.brought for unit in only(one).units] == [False, brought]


def test_a_member_of_a_farm_in_sync_holds_mail():
    assert [unit.queue for unit in only(found(farm=True)).units] == [True, True]


def test_the_unit_that_leads_has_the_configuration_that_counts():
    one = found()
    named = set_stage(one, source="mx2")

    (start,) = find_starts(World(), one, named)

    assert [unit.cfg.lineage for unit in start.group.units] == ["mx2", "mx2"]
    blank = only(found(happen=without_mail("mx1")))
    assert [unit.cfg.lineage for unit in blank.units] == ["blank", "blank"]
    assert (blank.units[0].queue, blank.units[0].kept) == (False, "")


def test_a_unit_listens_with_the_password_that_the_plan_begins_with():
    one = found()

    (start,) = find_starts(World(), one, set_stage(one, ["ha.password"]))

    assert {unit.hb.password for unit in start.group.units} == {FORMER}


def test_what_settings_mean_is_in_the_state():
    unwatched = found(happen=happened(
        holds("mx2", "ha_interface", "port1", port_monitor=False),
        holds("mx2", "ha_service", "remote-smtp", enabled=False),
        holds("mx2", "ha_service", "local-ports", enabled=False),
    ))  # fmt: skip  # one change a line

    assert [unit.watch for unit in only(unwatched).units] == [True, False]
    backed = found(happen=holds("mx2", "ha_member", "mx2", primary_backup=True), firmware="7.6")
    assert [unit.backup for unit in only(backed).units] == [False, True]


def test_a_unit_that_hacfg_reaches_by_a_virtual_ip_is_not_led_to():
    one = found()
    on = replace(set_stage(one), hosts={"mx1": "192.0.2.1", "mx2": "198.51.100.25"})

    (start,) = find_starts(World(), one, on)

    assert [unit.path for unit in start.group.units] == [True, False]
