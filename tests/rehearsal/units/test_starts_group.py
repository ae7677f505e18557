"""What is the same for all units of a group that begins: cables, accounts, senders, lost units."""

import pytest

from hacfg.fortimail.ha import Config, World
from hacfg.plan.rehearsal.stage import SHARED, set_stage
from hacfg.plan.rehearsal.starts import OLDER, find_starts
from hacfg.plan.situation import Situation
from hacfg.state import UNKNOWN
from tests.rehearsal.units.situations import (
    Happen,
    all_of,
    as_found,
    found,
    happened,
    holds,
    off,
    unit_is,
)

VIRTUAL_IPS = "senders use the virtual IPs"
OWN = "senders use the units' own addresses"
ACCOUNTS = World(facts=frozenset({"join-replaces-accounts"}))


def starts(situation: Situation, world: World | None = None):
    """Return the states that a group may be in."""
    return find_starts(world or World(), situation, set_stage(situation))


def shows(unit: str, **links: str) -> Happen:
    """Let a unit show what it hears on its heartbeat links."""
    return holds(unit, "ha_status", "", **links)


def undeclared(wanted):
    """Declare nothing of how senders reach the group."""
    del wanted["mail_entry"]


@pytest.mark.parametrize(
    ("happen", "links"),
    [
        (off(), (True, True)),
        (shows("mx1", primary_heartbeat="down"), (False, True)),
        (shows("mx2", primary_heartbeat="down"), (False, True)),
        (shows("mx2", secondary_heartbeat="down"), (True, False)),
        (shows("mx2", secondary_heartbeat="up", primary_heartbeat="up"), (True, True)),
        (shows("mx1", secondary_heartbeat="down", primary_heartbeat="down"), (False, False)),
        (happened(off("mx2"), shows("mx1", primary_heartbeat="down")), (True, True)),
        (happened(off("mx1", "mx2"), shows("mx1", primary_heartbeat="down")), (True, True)),
    ],
    ids=[
        "none",
        "the first",
        "the first, by the other",
        "the second",
        "up",
        "both",
        "the other is off",
        "both are off",
    ],
)
def test_a_cable_is_down_that_a_unit_does_not_hear_on_while_all_are_in_ha(happen, links):
    (start,) = starts(found(happen=happen))

    assert start.group.links == links


@pytest.mark.parametrize(
    ("seen", "accounts"),
    [
        ({}, [SHARED, SHARED]),
        ({"effective": "failed", "in_sync": False}, [SHARED, "mx2"]),
        ({"effective": "primary", "in_sync": False}, [SHARED, "mx2"]),
    ],
    ids=["in sync", "an older configuration", "another one"],
)
def test_units_that_were_in_sync_have_the_same_accounts_where_a_join_replaces_them(seen, accounts):
    one = as_found(found(), "mx2", **seen)

    (start,) = starts(one, ACCOUNTS)
    (plain,) = starts(one)

    assert [unit.account for unit in start.group.units] == accounts
    assert [unit.account for unit in plain.group.units] == ["mx1", "mx2"]


def test_units_with_ha_off_have_their_own_accounts():
    (start,) = starts(found(happen=off("mx1", "mx2")), ACCOUNTS)

    assert [unit.account for unit in start.group.units] == ["mx1", "mx2"]


@pytest.mark.parametrize(
    ("happen", "role"),
    [
        (off(), "secondary"),
        (off("mx1"), "primary"),
        (holds("mx1", "ha", mode="secondary"), "primary"),
    ],
    ids=["led", "off", "nobody is to lead"],
)
def test_a_unit_that_is_lost_is_dead_for_good_or_about_to_come_back(happen, role):
    one = found(unit_is(1, state="absent", lost=True), happen)

    dead, back = (start.group.units[1] for start in starts(one))

    peer = starts(one)[0].group.units[0]
    assert (dead.conf, dead.eff, dead.up, dead.api, dead.gone) == (role, "off", False, False, True)
    assert (dead.hb, dead.on_failure) == (peer.hb, "become-secondary")
    assert dead.cfg == Config("mx1", OLDER)
    assert (dead.queue, dead.kept, dead.account) == (False, "", "mx2")
    assert back == dead._replace(up=True, eff="starting", gone=False)


def test_of_several_units_that_are_lost_each_may_come_back():
    lost = all_of(*(unit_is(n, state="absent", lost=True) for n in (1, 2)))

    found_ = starts(found(lost, farm=True, size=3))

    assert [[unit.up for unit in start.group.units] for start in found_] == [
        [True, False, False],
        [True, False, True],
        [True, True, False],
        [True, True, True],
    ]


def test_a_unit_that_is_lost_never_takes_the_accounts_of_the_others():
    one = found(unit_is(1, state="absent", lost=True))

    assert {start.group.units[1].account for start in starts(one, ACCOUNTS)} == {"mx2"}


def test_where_no_way_in_is_declared_each_is_a_state():
    by_vip, by_unit = starts(found(undeclared))

    assert (by_vip.words, by_vip.group.sent) == (VIRTUAL_IPS, frozenset({"198.51.100.25"}))
    assert (by_unit.words, by_unit.group.sent) == (OWN, frozenset())
    assert by_unit.group.units[0].sent
    assert by_vip.group.units == tuple(u._replace(sent=False) for u in by_unit.group.units)


def test_a_state_that_two_ways_in_lead_to_is_told_once():
    (start,) = starts(found(undeclared, farm=True))

    assert start.words == VIRTUAL_IPS
    assert start.group.kind == "farm"


@pytest.mark.parametrize(
    ("seen", "happen", "words"),
    [
        ({}, off(), ""),
        ({"effective": "primary"}, off(), ""),
        ({"effective": "failed"}, off(), ""),
        ({"effective": "hold-off"}, off(), "mx2 is in hold-off; "),
        ({"effective": "off"}, off(), "mx2 is off; "),
        ({"in_sync": False}, off(), "mx2 is joining; "),
        ({}, off("mx2"), ""),
    ],
    ids=["in sync", "primary", "failed", "hold-off", "off", "joining", "HA off"],
)
def test_a_state_is_told_by_what_was_taken_for_granted(seen, happen, words):
    (start,) = starts(as_found(found(happen=happen), "mx2", **seen))

    assert start.words == words + VIRTUAL_IPS


def test_each_unit_of_which_something_is_taken_for_granted_is_told():
    one = found(happen=holds("mx1", "ha", base_port=7))
    for name in ("mx1", "mx2"):
        one = as_found(one, name, effective="off", in_sync=UNKNOWN)

    assert [start.words.removesuffix("; " + VIRTUAL_IPS) for start in starts(one)] == [
        "mx1 is guard; mx2 is starting",
        "mx1 is guard; mx2 is guard",
        "mx1 is guard; mx2 is off",
        "mx1 is off; mx2 is starting",
        "mx1 is off; mx2 is guard",
        "mx1 is off; mx2 is off",
    ]
