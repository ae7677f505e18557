"""What the units said becomes values of units and of the group; what was not seen is UNKNOWN."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from hacfg.errors import Problem
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.fortimail.regroup import Leader, find_leader, regroup
from hacfg.fortimail.roles import (
    configured_role,
    effective_role,
    is_blank,
    is_in_sync,
    mode_value,
)
from hacfg.source import OnUnit
from hacfg.state import GROUP, UNKNOWN, Address, Value
from tests.plan.groups import catalogue
from tests.plan.simulated import Rows, blank_rows, reading_of

KINDS = ("ha", "ha_interface", "ha_status", "mail_storage", "snmp", "syslog")


def dialect(firmware: str) -> Dialect:
    found = catalogue().for_firmware(firmware)
    assert found is not None
    return found


def unit(name: str, configured: str = "off", acting: str = "off", firmware: str = "7.2") -> Reading:
    """Return a reading of a unit that is configured for one role and acts in one."""
    rows = blank_rows(name, dialect(firmware))
    if firmware == "7.2":
        rows[Address(name, "ha")]["mode"] = configured
    else:
        rows[Address(name, "ha")]["enabled"] = configured != "off"
        rows[Address(name, "ha_member", name)] = {"role": configured}
    rows[Address(name, "ha_status")]["effective_mode"] = acting
    return reading_of(name, dialect(firmware), rows)


def silent(name: str) -> Reading:
    return Reading(name, problems={"": Problem("did not answer", OnUnit(name))})


def with_kind(
    reading: Reading, kind: str, resources: Mapping[Address, dict[str, Value]]
) -> Reading:
    return replace(reading, kinds={**reading.kinds, kind: KindReading(resources)})


def without_kind(reading: Reading, kind: str) -> Reading:
    kinds = {name: found for name, found in reading.kinds.items() if name != kind}
    return replace(
        reading, kinds=kinds, problems={kind: Problem(f"no {kind}", OnUnit(reading.unit))}
    )


LEADERS: dict[str, tuple[list[Reading], str | None, str]] = {
    "blank units": ([unit("mx1"), unit("mx2")], "mx1", "declared primary, HA is off"),
    "the declared primary acts": (
        [unit("mx1", "primary", "primary"), unit("mx2", "secondary", "secondary")],
        "mx1",
        "acts as primary",
    ),
    "failed over": (
        [unit("mx1", "primary", "failed"), unit("mx2", "secondary", "primary")],
        "mx2",
        "acts as primary",
    ),
    "a farm's primary acts": (
        [unit("mx1", "config-primary", "config-primary"), unit("mx2")],
        "mx1",
        "acts as primary",
    ),
    "two act": (
        [unit("mx2", "secondary", "primary"), unit("mx1", "primary", "primary")],
        None,
        "mx1 and mx2 act as primary at the same time",
    ),
    "none acts": (
        [unit("mx1", "primary", "off"), unit("mx2", "secondary", "secondary")],
        None,
        "no unit acts as primary, though HA is not off on mx1, mx2",
    ),
    "the secondary is off and the primary does not act": (
        [unit("mx1", "primary", "hold-off"), unit("mx2")],
        None,
        "no unit acts as primary, though HA is not off on mx1",
    ),
    "the primary is silent": (
        [silent("mx1"), unit("mx2")],
        None,
        "mx1 did not answer and no other unit acts as primary",
    ),
    "the primary is silent and the other acts": (
        [silent("mx1"), unit("mx2", "secondary", "primary")],
        "mx2",
        "acts as primary",
    ),
    "the other is silent": (
        [unit("mx1"), silent("mx2")],
        None,
        "no unit acts as primary, and the role of mx2 is unknown",
    ),
    "the other is silent and the primary acts": (
        [unit("mx1", "primary", "primary"), silent("mx2")],
        "mx1",
        "acts as primary",
    ),
    "all are silent": (
        [silent("mx1"), silent("mx2")],
        None,
        "mx1 did not answer and no other unit acts as primary",
    ),
    "two others are silent": (
        [unit("mx1"), silent("mx2"), silent("mx3")],
        None,
        "no unit acts as primary, and the role of mx2, mx3 is unknown",
    ),
}


@pytest.mark.parametrize("case", LEADERS)
def test_the_leader_is_the_acting_primary_or_nobody(case: str) -> None:
    readings, leader, why = LEADERS[case]

    found = find_leader("mx1", {reading.unit: reading for reading in readings})

    assert (found.unit, found.why) == (leader, why)


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
def test_group_values_are_the_leaders_and_copies_of_others_do_not_count(firmware: str) -> None:
    readings = {name: unit(name, firmware=firmware) for name in ("mx1", "mx2")}
    rows: Rows = blank_rows("mx2", dialect(firmware))
    rows[Address("mx2", "mail_storage")]["host"] = "theirs"
    rows[Address("mx2", "syslog", "192.0.2.9:514")] = {"server": "192.0.2.9", "port": 514}
    readings["mx2"] = reading_of("mx2", dialect(firmware), rows)

    actual = regroup(readings, Leader("mx1", ""), KINDS)

    assert actual.value(Address(GROUP, "mail_storage"), "host") is None
    assert actual.exists(Address(GROUP, "syslog", "192.0.2.9:514")) is False
    assert {a.owner for a in actual.resources if a.kind in {"mail_storage", "syslog"}} == {GROUP}
    followed = regroup(readings, Leader("mx2", ""), KINDS)
    assert followed.value(Address(GROUP, "mail_storage"), "host") == "theirs"
    assert followed.exists(Address(GROUP, "syslog", "192.0.2.9:514")) is True


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
def test_values_whose_sharing_is_unproved_are_kept_for_each_unit(firmware: str) -> None:
    readings = {name: unit(name, firmware=firmware) for name in ("mx1", "mx2")}

    actual = regroup(readings, Leader("mx1", ""), KINDS)

    assert actual.value(Address("mx1", "snmp"), "enabled") is False
    assert actual.value(Address("mx2", "snmp"), "enabled") is False
    assert Address(GROUP, "snmp") not in actual.resources


def test_one_resource_is_told_apart_by_who_shares_its_attributes() -> None:
    readings = {name: unit(name) for name in ("mx1", "mx2")}

    actual = regroup(readings, Leader("mx1", ""), KINDS)

    assert set(actual.resources[Address(GROUP, "ha_interface", "port1")]) == {
        "virtual_ip",
        "virtual_ip_action",
    }
    for name in readings:
        own = actual.resources[Address(name, "ha_interface", "port1")]
        assert set(own) == {"heartbeat", "peer_address", "port_monitor"}


def test_a_key_that_the_answer_lacked_is_unknown_and_a_value_that_is_not_set_is_none() -> None:
    reading = with_kind(
        unit("mx1"), "mail_storage", {Address("mx1", "mail_storage"): {"host": None}}
    )

    actual = regroup({"mx1": reading}, Leader("mx1", ""), KINDS)

    storage = Address(GROUP, "mail_storage")
    assert actual.value(storage, "host") is None
    assert actual.value(storage, "directory") is UNKNOWN
    assert "password" not in actual.resources[storage]


def test_a_kind_that_the_dialect_does_not_know_leaves_the_others_alone() -> None:
    reading = unit("mx1")
    strange = replace(reading, kinds={"strange": KindReading(), **reading.kinds})

    actual = regroup({"mx1": strange}, Leader("mx1", ""), KINDS)

    assert actual == regroup({"mx1": reading}, Leader("mx1", ""), KINDS)
    assert actual.value(Address("mx1", "ha"), "mode") == "off"


def test_what_a_unit_did_not_tell_is_unread_with_the_reason() -> None:
    readings = {"mx1": without_kind(unit("mx1"), "syslog"), "mx2": silent("mx2")}

    actual = regroup(readings, Leader("mx1", ""), KINDS)

    assert actual.unread["mx1", "syslog"] == "no syslog"
    assert actual.unread[GROUP, "syslog"] == "no syslog"
    assert (GROUP, "ha") not in actual.unread
    assert {kind for owner, kind in actual.unread if owner == "mx2"} == set(KINDS)
    assert actual.unread["mx2", "ha"] == "did not answer"
    assert actual.value(Address("mx2", "ha"), "mode") is UNKNOWN
    assert actual.exists(Address("mx2", "ha")) is UNKNOWN


def test_another_units_unread_kind_leaves_the_groups_alone() -> None:
    readings = {"mx1": unit("mx1"), "mx2": without_kind(unit("mx2"), "mail_storage")}

    actual = regroup(readings, Leader("mx1", ""), KINDS)

    assert ("mx2", "mail_storage") in actual.unread
    assert actual.is_read(Address(GROUP, "mail_storage"))


def test_without_a_leader_every_group_value_is_unknown() -> None:
    readings = {name: unit(name, "primary", "primary") for name in ("mx1", "mx2")}

    actual = regroup(readings, Leader(None, "two act"), KINDS)

    assert {kind for owner, kind in actual.unread if owner == GROUP} == set(KINDS)
    assert set(actual.unread.values()) == {"two act"}
    assert actual.value(Address(GROUP, "mail_storage"), "host") is UNKNOWN
    assert actual.value(Address("mx1", "ha"), "mode") == "primary"


CONFIGURED = [
    ("7.2", "off", "off"),
    ("7.2", "primary", "primary"),
    ("7.2", "secondary", "secondary"),
    ("7.2", "config-primary", "primary"),
    ("7.2", "config-secondary", "secondary"),
    ("7.6", "off", "off"),
    ("7.6", "primary", "primary"),
    ("7.6", "secondary", "secondary"),
]


@pytest.mark.parametrize(("firmware", "word", "role"), CONFIGURED)
def test_the_configured_role_is_one_word_in_both_generations(
    firmware: str, word: str, role: str
) -> None:
    assert configured_role(unit("mx1", word, firmware=firmware)) == role


ACTING = {
    "off": "off",
    "primary": "primary",
    "secondary": "secondary",
    "config-primary": "primary",
    "config-secondary": "secondary",
    "failed": "failed",
    "hold-off": "hold-off",
}


@pytest.mark.parametrize("word", ACTING)
def test_the_effective_role_is_one_word_in_both_kinds_of_group(word: str) -> None:
    assert effective_role(unit("mx1", "primary", word)) == ACTING[word]


def test_roles_that_were_not_seen_are_unknown() -> None:
    unseen = {
        "silent": silent("mx1"),
        "without ha": without_kind(unit("mx1"), "ha"),
        "no key": with_kind(unit("mx1"), "ha", {Address("mx1", "ha"): {}}),
        "7.6 without a key": with_kind(unit("mx1", firmware="7.6"), "ha", {}),
        "7.6 without a row": with_kind(unit("mx1", "secondary", firmware="7.6"), "ha_member", {}),
    }

    assert {name: configured_role(reading) for name, reading in unseen.items()} == dict.fromkeys(
        unseen, UNKNOWN
    )
    assert effective_role(without_kind(unit("mx1"), "ha_status")) is UNKNOWN
    assert is_in_sync(without_kind(unit("mx1"), "ha_status")) is UNKNOWN
    assert is_in_sync(unit("mx1")) is False


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
@pytest.mark.parametrize(
    ("kind", "key", "blank"),
    [
        ("policy_ip", "1", True),
        ("policy_ip", "2", False),
        ("domain", "example.com", False),
        ("policy_recipient", "1", False),
        ("admin", "someone", True),
    ],
)
def test_a_unit_is_blank_without_domains_and_policies_of_its_own(
    firmware: str,
    kind: str,
    key: str,
    blank: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    reading = unit("mx1", firmware=firmware)

    assert is_blank(reading) is True
    assert is_blank(with_kind(reading, kind, {Address("mx1", kind, key): {}})) is blank


def test_whether_a_unit_is_blank_is_unknown_unless_all_that_tells_it_was_read() -> None:
    assert is_blank(silent("mx1")) is UNKNOWN
    for kind in ("domain", "policy_ip", "policy_recipient"):
        assert is_blank(without_kind(unit("mx1"), kind)) is UNKNOWN


MODES = [
    ("7.2", "active-passive", "primary", "primary"),
    ("7.2", "active-passive", "secondary", "secondary"),
    ("7.2", "config-only", "primary", "config-primary"),
    ("7.2", "config-only", "secondary", "config-secondary"),
    ("7.6", "active-passive", "primary", "active-passive"),
    ("7.6", "config-only", "secondary", "active-active"),
]


@pytest.mark.parametrize(("firmware", "mode", "role", "word"), MODES)
def test_each_generation_has_its_words_for_the_mode(
    firmware: str, mode: str, role: str, word: str
) -> None:
    assert mode_value(dialect(firmware), mode, role) == word
