"""What the settings of a unit mean for HA, in both generations."""

import pytest

from hacfg.fortimail.ha.settings import (
    address_of,
    bare,
    heartbeat_of,
    heartbeat_ports,
    is_backup,
    is_watched,
    kind_of,
    on_failure_of,
    role_of,
    store_of,
    virtual_ips_of,
    without_address,
)
from hacfg.fortimail.ha.state import Heartbeat
from tests.ha.held import CABLING, PER_UNIT, SHARED, Held

CABLES, PLUGGED = CABLING


def listening(held: Held, *, farm: bool = False) -> tuple[str, ...]:
    return heartbeat_of(held, CABLES, PLUGGED, "secret", farm=farm).links


@pytest.mark.parametrize(
    ("mode", "role", "kind"),
    [
        (None, "off", None),
        ("off", "off", None),
        ("primary", "primary", "pair"),
        ("secondary", "secondary", "pair"),
        ("config-primary", "primary", "farm"),
        ("config-secondary", "secondary", "farm"),
    ],
)
def test_up_to_7_2_the_mode_of_a_unit_is_its_role_and_the_kind_of_the_group(mode, role, kind):
    held = PER_UNIT.having("ha", mode=mode)

    assert (role_of(held), kind_of(held)) == (role, kind)


@pytest.mark.parametrize(
    ("enabled", "mode", "member", "role", "kind"),
    [
        (True, "active-passive", "mx1", "primary", "pair"),
        (True, "active-active", "mx2", "secondary", "farm"),
        (True, "active-passive", "mx9", "off", None),
        (False, "active-active", "mx1", "off", None),
        (None, "active-active", "mx1", "off", None),
    ],
)
def test_from_7_6_the_member_table_has_the_role_of_a_unit_with_ha_on(
    enabled, mode, member, role, kind
):
    held = SHARED.having("ha", enabled=enabled, mode=mode)
    held.member = member

    assert (role_of(held), kind_of(held)) == (role, kind)


def test_what_a_unit_does_after_a_failure_is_off_unless_it_says_otherwise():
    assert on_failure_of(PER_UNIT) == "become-secondary"
    assert on_failure_of(PER_UNIT.having("ha", on_failure=None)) == "off"


def test_the_backup_is_marked_in_the_units_own_member_row():
    marked = SHARED.having("ha_member", "mx1", primary_backup=True)

    assert is_backup(marked)
    assert not is_backup(SHARED)
    assert not is_backup(SHARED.having("ha_member", "mx2", primary_backup=True))


@pytest.mark.parametrize(
    ("held", "watched"),
    [
        (PER_UNIT, False),
        (PER_UNIT.having("ha_interface", "port1", port_monitor=True), True),
        (PER_UNIT.having("ha_interface", "port1", port_monitor=False), False),
        (PER_UNIT.having("ha_service", "remote-smtp", enabled=True), True),
        (PER_UNIT.having("ha_service", "remote-smtp", enabled=False), False),
    ],
    ids=["nothing", "port", "port off", "service", "service off"],
)
def test_a_unit_is_watched_where_any_port_or_service_is(held, watched):
    assert is_watched(held) is watched


def test_virtual_ips_in_force_are_sorted_and_bare_and_those_ignored_are_none():
    held = PER_UNIT.having("ha_interface", "port2", virtual_ip="192.0.2.9/24")
    held = held.having("ha_interface", "port2", virtual_ip6="2001:db8::9/64")
    held = held.having(
        "ha_interface", "port3", virtual_ip="192.0.2.10/24", virtual_ip_action="ignore"
    )

    assert virtual_ips_of(held) == ("192.0.2.9", "198.51.100.25", "2001:db8::9")


@pytest.mark.parametrize(
    ("storage", "store"),
    [
        ({}, ""),
        ({"kind": "local"}, "local"),
        ({"kind": "nas", "host": "nas1", "directory": "/vol"}, "nas1:/vol"),
        ({"kind": "nas", "host": "nas1"}, "nas1:"),
    ],
    ids=["unread", "local", "nas", "no directory"],
)
def test_the_store_is_one_word(storage, store):
    assert store_of(Held("per-unit", {"mail_storage": {"": storage}})) == store


def test_heartbeat_ports_are_those_marked_up_to_7_2():
    held = PER_UNIT.having("ha_interface", "port1", heartbeat="disable")

    assert heartbeat_ports(held) == {"port5": "primary", "port6": "secondary"}


def test_from_7_6_the_first_heartbeat_port_counts_as_primary():
    held = SHARED.having("ha_interface", "port4", heartbeat=False)
    held = held.having("ha_interface", "port7", heartbeat=True)

    assert heartbeat_ports(held) == {
        "port5": "primary",
        "port6": "secondary",
        "port7": "secondary",
    }


def test_a_heartbeat_port_without_address_is_named():
    held = PER_UNIT.having("interface", "port6", address=None)

    assert without_address(held) == ["port6"]
    assert without_address(PER_UNIT) == []


def test_a_pair_up_to_7_2_meets_where_each_port_points_at_the_others():
    other = PER_UNIT.having("ha", mode="secondary")
    for port, network in (("port5", 0), ("port6", 1)):
        other = other.having("ha_interface", port, peer_address=f"10.255.{network}.1")
        other = other.having("interface", port, address=f"10.255.{network}.2/28")

    assert listening(PER_UNIT) == listening(other)
    assert listening(PER_UNIT) == (
        "primary 10.255.0.1 10.255.0.2",
        "secondary 10.255.1.1 10.255.1.2",
    )


def test_a_port_that_points_at_nobody_hears_nobody():
    held = PER_UNIT.having("ha_interface", "port5", peer_address=None)

    assert listening(held) == ("", "secondary 10.255.1.1 10.255.1.2")


def test_a_port_without_address_hears_nobody():
    held = PER_UNIT.having("interface", "port5", address=None)

    assert listening(held) == ("", "secondary 10.255.1.1 10.255.1.2")


def test_from_7_6_units_meet_in_a_network():
    assert listening(SHARED) == ("10.255.0.0/28", "10.255.1.0/28")


@pytest.mark.parametrize(
    ("mode", "primary_address", "links"),
    [
        ("config-primary", None, ("10.255.0.0/28", "10.255.1.0/28")),
        ("config-secondary", "10.255.0.1", ("10.255.0.0/28", "10.255.1.0/28")),
        ("config-secondary", None, ("", "")),
    ],
)
def test_a_farm_secondary_up_to_7_2_meets_whom_it_points_at(mode, primary_address, links):
    held = PER_UNIT.having("ha", mode=mode, primary_address=primary_address)

    assert listening(held, farm=True) == links


def test_a_cable_that_is_in_no_heartbeat_port_carries_nothing():
    held = PER_UNIT.having("ha_interface", "port6", heartbeat="disable")

    assert listening(held) == ("primary 10.255.0.1 10.255.0.2", "")


def test_a_port_that_nobody_cabled_has_a_cable_of_its_own_name():
    beat = heartbeat_of(PER_UNIT, ("port5",), {}, "secret", farm=False)

    assert beat == Heartbeat("secret", 20000, ("primary 10.255.0.1 10.255.0.2",))


def test_a_base_port_that_could_not_be_read_is_0():
    held = PER_UNIT.having("ha", base_port=None)

    assert heartbeat_of(held, CABLES, PLUGGED, "", farm=False).port == 0


def test_an_address_is_bare_without_its_prefix_length():
    assert (bare("192.0.2.1/24"), bare("192.0.2.1")) == ("192.0.2.1", "192.0.2.1")


@pytest.mark.parametrize(
    ("near", "own"),
    [
        ("10.255.0.9", "10.255.0.1/28"),
        ("10.255.1.9", "10.255.1.1/28"),
        ("192.0.2.1", None),
        ("no address", None),
    ],
)
def test_the_own_address_in_the_network_of_another(near, own):
    held = PER_UNIT.having("interface", "port1", address=None)

    assert address_of(held, near) == own
