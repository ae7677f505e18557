"""What a plan begins with: the units, their passwords, their cables, and whose settings count."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha.state import BLANK
from hacfg.fortimail.regroup import Leader
from hacfg.plan.rehearsal.stage import DECLARED, FORMER, set_stage
from hacfg.state import UNKNOWN
from tests.rehearsal.units.parts import resting, stage
from tests.rehearsal.units.situations import (
    all_of,
    as_found,
    found,
    happened,
    holds,
    off,
    unit_is,
    without_mail,
)
from tests.rehearsal.units.steps import HA2


def test_a_stage_has_the_units_that_were_read_then_those_that_are_lost():
    farm = found(all_of(unit_is(1, state="absent", lost=True), unit_is(2, state="absent")),
                 farm=True, size=4)  # fmt: skip  # one line for what is declared

    on = set_stage(farm)

    assert on.names == ("mx1", "mx4", "mx3", "mx2")
    assert [on.index(name) for name in on.names] == [0, 1, 2, 3]
    assert on.held.keys() == {"mx1", "mx4", "mx3"}
    assert on.passwords.keys() == on.hosts.keys() == {"mx1", "mx4", "mx3"}
    assert on.leaving == {2}
    assert len(on.logins) == 4


def test_units_of_a_group_that_all_leave_are_no_units_that_leave_others():
    disbanded = found(all_of(unit_is(0, state="absent"), unit_is(1, state="absent")))

    assert set_stage(disbanded).leaving == frozenset()


def test_a_unit_that_leaves_its_peer_leaves():
    assert set_stage(found(unit_is(1, state="absent"))).leaving == {1}
    assert set_stage(found()).leaving == frozenset()


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
def test_a_stage_holds_what_was_read(firmware):
    on = set_stage(resting(firmware).situation)

    assert on.generation == {"7.2": "per-unit", "7.6": "shared"}[firmware]
    assert on.held["mx2"].value("interface", "address", "port1") == "198.51.100.2/24"
    assert on.hosts == {"mx1": "192.0.2.1", "mx2": "192.0.2.2"}


@pytest.mark.parametrize(
    ("happen", "rotated", "passwords"),
    [
        (off(), (), {"mx1": DECLARED, "mx2": DECLARED}),
        (off(), ("ha.password",), {"mx1": FORMER, "mx2": FORMER}),
        (off(), ("snmp.auth",), {"mx1": DECLARED, "mx2": DECLARED}),
        (off("mx2"), (), {"mx1": DECLARED, "mx2": "of mx2"}),
        (off("mx1", "mx2"), ("ha.password",), {"mx1": "of mx1", "mx2": "of mx2"}),
    ],
    ids=["in HA", "to be changed", "another changed", "one off", "both off"],
)
def test_units_in_ha_have_the_password_of_the_group_and_others_one_of_their_own(
    happen, rotated, passwords
):
    assert set_stage(found(happen=happen), rotated).passwords == passwords


FARM_WORDS = happened(
    holds("mx1", "ha", mode="config-primary"), holds("mx2", "ha", mode="config-secondary")
)


@pytest.mark.parametrize(
    ("happen", "farm", "kind"),
    [
        (off(), False, "pair"),
        (off(), True, "farm"),
        (FARM_WORDS, False, "farm"),
        (happened(off("mx1"), holds("mx2", "ha", mode="config-secondary")), False, "farm"),
        (off("mx1", "mx2"), False, "pair"),
        (off("mx1", "mx2"), True, "farm"),
        (holds("mx1", "ha", mode="config-primary"), False, "farm"),
        (holds("mx2", "ha", mode="config-secondary"), False, "pair"),
    ],
    ids=[
        "pair",
        "farm",
        "a farm still",
        "the other's",
        "off, a pair declared",
        "off, a farm declared",
        "the first leads",
        "the first leads a pair",
    ],
)
def test_the_kind_of_a_group_is_as_it_runs_and_as_declared_where_none_does(happen, farm, kind):
    assert set_stage(found(happen=happen, farm=farm)).kind == kind


def test_the_kind_of_a_group_is_that_of_the_unit_that_leads():
    mixed = found(happen=holds("mx2", "ha", mode="config-primary"))

    assert set_stage(replace(mixed, leader=Leader("mx2", "acts"))).kind == "farm"
    assert set_stage(replace(mixed, leader=Leader("mx1", "acts"))).kind == "pair"


@pytest.mark.parametrize(
    ("blank", "leader", "named", "source"),
    [
        ((), "mx1", None, "mx1"),
        ((), "mx2", None, "mx2"),
        ((), "mx1", "mx2", "mx2"),
        (("mx1",), "mx1", None, BLANK),
        (("mx1",), "mx1", "mx2", "mx2"),
        (("mx2",), "mx1", "mx2", BLANK),
        ((), None, None, "mx1"),
    ],
)
def test_the_configuration_that_counts_is_that_of_who_leads_or_is_named(
    blank, leader, named, source
):
    one = replace(
        found(happen=happened(*map(without_mail, blank))), leader=Leader(leader, "because")
    )

    assert set_stage(one, source=named).source == source


def test_a_unit_that_may_be_blank_is_taken_for_one_that_is_not():
    assert set_stage(as_found(found(), "mx1", blank=UNKNOWN)).source == "mx1"


@pytest.mark.parametrize(
    ("links", "cables"),
    [
        (("primary", "secondary"), ["primary", "secondary"]),
        (("secondary",), ["secondary", "port5"]),
        (("primary",), ["primary", "port6"]),
    ],
)
def test_each_declared_link_is_a_cable_and_each_other_port_in_use_has_its_own(links, cables):
    def declare(wanted):
        for unit in wanted["units"]:
            unit["heartbeat"] = [one for one in unit["heartbeat"] if one["link"] in links]

    cabling = set_stage(found(declare)).cabling

    assert cabling.keys() == {"mx1", "mx2"}
    for one in cabling.values():
        assert list(one.cables) == cables
        assert set(one.plugged.values()) == set(links)


def test_a_link_that_is_declared_and_not_in_use_yet_is_a_cable_too():
    unused = holds("mx1", "ha_interface", "port6", heartbeat="disable")

    (one, other) = set_stage(found(happen=happened(unused))).cabling.values()

    assert list(one.cables) == ["primary", "secondary"] == list(other.cables)
    assert one.plugged == {"port5": "primary", "port6": "secondary"}


def test_a_unit_listens_by_its_own_cables_with_the_password_and_in_the_group_that_are_said():
    on = stage()
    moved = replace(on, cabling={**on.cabling, "mx2": on.cabling["mx2"]._replace(plugged={})})

    assert on.meaning(on.held["mx2"], "x", "pair").hb.password == "x"
    assert on.meaning(on.held["mx2"], "x", "pair").hb.links[0] == "primary 10.0.0.1 10.0.0.2"
    assert moved.meaning(on.held["mx2"], "x", "pair").hb.links == ("", "")
    assert moved.meaning(on.held["mx1"], "x", "pair").hb.links[0] == "primary 10.0.0.1 10.0.0.2"
    out = on.held["mx2"].put(HA2, {"mode": "off"})
    assert [on.meaning(out, "x", kind).kind for kind in ("pair", "farm")] == ["pair", "farm"]


@pytest.mark.parametrize(
    ("roles", "acting"),
    [
        ({}, "mx1"),
        ({"mx1": "secondary", "mx2": "primary"}, "mx2"),
        ({"mx2": "primary"}, ""),
        ({"mx1": "off"}, ""),
    ],
    ids=["as configured", "failed over", "both", "nobody"],
)
def test_a_stage_knows_who_acts_as_primary_where_one_alone_does(roles, acting):
    one = found()
    for unit, role in roles.items():
        one = as_found(one, unit, effective=role)

    assert set_stage(one).acting == acting
