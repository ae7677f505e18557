"""What a plan in the making knows: of each unit, by now; what a step relies on; what was asked."""

import pytest

from hacfg.plan.draft import runs_as_farm
from hacfg.state import UNKNOWN, Address, Value
from tests.plan.core.parts import (
    HA,
    PORT,
    STATUS,
    Found,
    draft,
    expecting,
    roles,
    situation,
)
from tests.plan.groups import declared, group


def test_what_is_expected_takes_the_place_of_what_was_read_attribute_by_attribute() -> None:
    on = expecting(ha={"mode": "off", "base_port": 1}, ha_interface=None)
    on.expected[PORT] = {"heartbeat": "primary"}

    on.expect({HA: {"mode": "primary"}, STATUS: None, Address("mx1", "ha_interface"): {"a": 1}})

    assert on.read("mx1", "ha", "mode") == "primary"
    assert on.read("mx1", "ha", "base_port") == 1
    assert on.read("mx1", "ha_status", "effective_mode") is UNKNOWN
    assert on.read("mx1", "ha_interface", "heartbeat", "port1") == "primary"
    assert on.read("mx1", "ha_interface", "heartbeat") is UNKNOWN
    assert on.read("mx1", "ha_interface", "a") == 1
    assert on.read("mx1", "unheard_of", "a") is UNKNOWN
    assert on.expected[STATUS] is None


def test_steps_are_counted_from_one() -> None:
    assert expecting().number == 1


@pytest.mark.parametrize(
    ("mode", "is_on"),
    [("off", False), ("primary", True), ("config-secondary", True), (UNKNOWN, False),
     (None, False)],
)  # fmt: skip  # one table
def test_ha_is_on_up_to_7_2_in_any_mode_but_off(mode: Value, *, is_on: bool) -> None:
    assert expecting(ha={"mode": mode, "enabled": not is_on}).is_on("mx1") is is_on


@pytest.mark.parametrize(
    ("enabled", "is_on"), [(True, True), (False, False), (UNKNOWN, False), (None, False)]
)
def test_ha_is_on_from_7_6_if_it_is_switched_on(enabled: Value, *, is_on: bool) -> None:
    one = group(declared("7.6"))
    on = draft(situation(one))
    on.expected[HA] = {"enabled": enabled, "mode": "active-passive"}

    assert on.is_shared("mx1")
    assert on.is_on("mx1") is is_on
    assert not expecting().is_shared("mx1")


@pytest.mark.parametrize(
    ("word", "in_sync", "role", "follows"),
    [
        ("primary", True, "primary", False),
        ("config-primary", True, "primary", False),
        ("secondary", True, "secondary", True),
        ("config-secondary", True, "secondary", True),
        ("config-secondary", False, "secondary", False),
        ("secondary", UNKNOWN, "secondary", False),
        ("failed", True, "failed", False),
        (UNKNOWN, True, "unknown", False),
        (None, True, "unknown", False),
        (True, True, "unknown", False),
    ],
)
def test_a_unit_follows_if_it_acts_as_secondary_and_is_in_sync(
    word: Value, in_sync: Value, role: str, *, follows: bool
) -> None:
    on = expecting(ha_status={"effective_mode": word, "in_sync": in_sync})

    assert on.acts_as("mx1") == role
    assert on.is_in_sync("mx1") is (in_sync is True)
    assert on.follows("mx1") is follows


@pytest.mark.parametrize("role", ["off", "primary", "secondary", "failed"])
def test_a_farm_has_words_of_its_own_for_who_leads_and_follows(role: str) -> None:
    on = expecting()
    farm = expecting()
    farm.is_farm = True

    assert on.word(role) == role
    assert farm.word(role) == (f"config-{role}" if role in {"primary", "secondary"} else role)


def test_a_guard_is_for_units_that_carry_mail() -> None:
    one = group(declared("7.2"))
    on = draft(situation(one, one.blank() | {Address("mx2", "domain", "example.com"): {}}))

    assert on.unless_idle("mx1", "role-change") == ()
    assert on.unless_idle("mx2", "role-change") == ("role-change",)
    assert on.has_senders("mx2")
    assert not on.has_senders("mx1")


@pytest.mark.parametrize(
    ("modes", "declares_farm", "farm"),
    [
        (("off", "off"), True, True),
        (("off", "off"), False, False),
        (("primary", "secondary"), True, False),
        (("config-primary", "off"), False, True),
        (("off", "config-secondary"), False, True),
        (("off", "secondary"), True, False),
        ((UNKNOWN, "config-secondary"), False, True),
        ((UNKNOWN, UNKNOWN), True, True),
        ((UNKNOWN, UNKNOWN), False, False),
    ],
)
def test_up_to_7_2_the_modes_of_the_units_tell_whether_the_group_is_a_farm(
    modes: tuple[Value, ...], *, declares_farm: bool, farm: bool
) -> None:
    one = group(declared("7.2", "config-only" if declares_farm else "active-passive"))
    rows = roles(one.blank(), [Found(mode) for mode in modes])

    assert runs_as_farm(situation(one, rows)) is farm


@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
@pytest.mark.parametrize(("held", "farm"), [("active-active", True), ("active-passive", False)])
def test_from_7_6_the_shared_document_tells_it(mode: str, held: str, *, farm: bool) -> None:
    one = group(declared("7.6", mode))
    rows = one.blank()
    rows[HA] |= {"enabled": True, "mode": held}
    rows[Address("mx1", "ha_member", "mx1")] = {"role": "primary"}

    assert runs_as_farm(situation(one, rows)) is farm
    rows[HA]["enabled"] = False
    assert runs_as_farm(situation(one, rows)) is (mode == "config-only")
