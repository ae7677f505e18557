"""Which condition a group is in, by the roles that its units are configured for and act in."""

import pytest

from hacfg.plan.situation import WORDING
from hacfg.state import GROUP, UNKNOWN, Address, Value
from tests.plan.core.parts import HEALTHY, SILENT, Found, in_roles, situation, without_kinds
from tests.plan.groups import Json, declared, group

OFF = Found()
LEADS = Found("primary", "primary")
FOLLOWS = Found("secondary", "secondary", in_sync=True)

CONDITIONS: dict[str, tuple[tuple[Found, ...], str]] = {
    "HA is off on both": ((OFF, OFF), "off"),
    "as configured": ((LEADS, FOLLOWS), "healthy"),
    "the second is off": ((LEADS, OFF), "building"),
    "the second is not in sync": ((LEADS, Found("secondary", "secondary")), "building"),
    "the second acts before it is configured": ((LEADS, Found("off", "secondary")), "building"),
    "the second stopped": ((LEADS, Found("secondary", "off")), "abnormal"),
    "the second failed": ((LEADS, Found("secondary", "failed")), "abnormal"),
    "a primary that follows": ((LEADS, Found("primary", "secondary")), "building"),
    "the second leads": ((Found("primary", "secondary"), Found("secondary", "primary")),
                         "failed over"),
    "the second leads alone": ((OFF, Found("secondary", "primary", in_sync=True)), "failed over"),
    "a unit that is off leads": ((Found("off", "primary"), FOLLOWS), "failed over"),
    "both lead": ((LEADS, Found("secondary", "primary")), "split brain"),
    "both lead, of one nothing else is known": ((LEADS, Found(UNKNOWN, "primary")), "split brain"),
    "nobody leads": ((Found("primary", "off"), FOLLOWS), "abnormal"),
    "nobody leads, one of them is off": ((OFF, FOLLOWS), "abnormal"),
    "one acts though both are off": ((Found("off", "failed"), OFF), "abnormal"),
    "the second waits": ((Found("primary", "off"), Found("secondary", "hold-off", in_sync=True)),
                         "hold-off"),
    "one waits, another leads": ((LEADS, Found("secondary", "hold-off")), "abnormal"),
    "a configured role is not known": ((LEADS, Found(UNKNOWN, "secondary")), "unknown"),
    "a role that a unit acts in is not known": ((LEADS, Found("off", UNKNOWN)), "unknown"),
    "whether it is in sync is not known": (
        (LEADS, Found("secondary", "secondary", UNKNOWN)), "unknown"),
    "whether a primary is in sync is nothing to know": (
        (Found("primary", "primary", UNKNOWN), FOLLOWS), "healthy"),
    "whether a unit in no group is in sync is nothing to know": (
        (LEADS, Found("off", "off", UNKNOWN)), "building"),
}  # fmt: skip  # one case a row


@pytest.mark.parametrize("case", CONDITIONS)
def test_the_roles_of_the_units_tell_the_condition_of_the_group(case: str) -> None:
    found, condition = CONDITIONS[case]

    assert in_roles(*found).condition == condition
    assert condition in WORDING


def test_a_unit_that_leaves_counts_for_the_condition_like_the_others() -> None:
    document = declared("7.2", "config-only", 3)
    document["units"][2]["state"] = "absent"
    late = Found("secondary", "secondary")

    on = in_roles(LEADS, FOLLOWS, late, document=document)

    assert on.condition == "building"
    assert [unit.name for unit in on.units] == ["mx1", "mx2"]
    assert [unit.name for unit in on.leaving] == ["mx3"]
    assert [unit.name for unit in on.everyone] == ["mx1", "mx2", "mx3"]
    assert on.leaving[0].in_sync is False


def test_a_unit_that_leaves_and_was_not_read_is_not_there() -> None:
    document = declared("7.2", "config-only", 3)
    document["units"][2]["state"] = "absent"
    one = group(document)
    readings = one.readings(one.blank())
    del readings["mx3"]

    on = situation(one, readings=readings)

    assert [unit.name for unit in on.everyone] == ["mx1", "mx2"]


def test_all_that_was_found_of_a_unit_is_told() -> None:
    one = group(declared("7.2"))
    rows = one.blank() | {Address("mx2", "domain", "example.com"): {}}

    on = situation(one, rows)

    first, second = on.units
    assert (first.configured, first.effective, first.in_sync, first.blank) == ("off",) * 2 + (
        first.reading.get("ha_status", "in_sync"),
        True,
    )
    assert second.blank is False
    assert second.declared is one.topology.units[1]
    assert second.reading.unit == second.name == "mx2"
    assert second.dialect is one.dialect
    assert on.topology is one.topology
    assert on.generations == {"per-unit"}
    assert (on.leader.unit, on.leading, on.primary.name) == ("mx1", "mx1", "mx1")


@pytest.mark.parametrize(
    ("found", "leading"), [(HEALTHY, "mx1"), ((OFF, LEADS), "mx2"), ((LEADS, LEADS), "mx1")]
)
def test_what_the_group_shares_is_held_by_the_unit_that_leads_or_shall(
    found: tuple[Found, ...], leading: str
) -> None:
    on = in_roles(*found)

    assert on.holder(Address(GROUP, "ha")).name == on.leading == leading
    assert on.holder(Address("mx1", "ha")).name == "mx1"
    assert on.holder(Address("mx2", "ha")).name == "mx2"


@pytest.mark.parametrize(
    ("configured", "domain", "idle"),
    [("off", False, True), ("off", True, False), ("primary", False, False)],
)
def test_a_unit_is_idle_if_it_is_blank_and_in_no_group(
    configured: Value, *, domain: bool, idle: bool
) -> None:
    one = group(declared("7.2"))
    rows = one.blank() | ({Address("mx1", "domain", "example.com"): {}} if domain else {})
    rows[Address("mx1", "ha")]["mode"] = configured

    assert situation(one, rows).unit("mx1").idle is idle


def test_a_unit_of_which_it_is_not_known_whether_it_is_blank_is_not_idle() -> None:
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    readings["mx1"] = without_kinds(readings["mx1"], "domain")

    assert situation(one, readings=readings).unit("mx1").idle is False


@pytest.mark.parametrize(
    ("is_on", "rows", "unlisted"),
    [
        (True, [], True),
        (True, ["mx2"], True),
        (True, ["mx1"], False),
        (False, [], False),
        (None, [], False),
        (True, None, False),
    ],
    ids=["no row", "another's row", "its row", "HA off", "not known", "table not read"],
)
def test_a_unit_is_unlisted_if_ha_is_on_and_its_own_table_has_no_row_for_it(
    *, is_on: bool | None, rows: list[str] | None, unlisted: bool
) -> None:
    one = group(declared("7.6"))
    held = one.blank()
    held[Address("mx1", "ha")]["enabled"] = is_on
    held |= {Address("mx1", "ha_member", name): {"role": "primary"} for name in rows or ()}
    readings = one.readings(held)
    if rows is None:
        readings["mx1"] = without_kinds(readings["mx1"], "ha_member")

    assert situation(one, readings=readings).unit("mx1").is_unlisted is unlisted


@pytest.mark.parametrize(
    ("found", "settled"),
    [
        (Found("primary", "primary"), True),
        (Found("secondary", "secondary", in_sync=True), True),
        (Found("secondary", "secondary"), False),
        (Found("secondary", "secondary", UNKNOWN), False),
        (Found("secondary", "off", in_sync=True), False),
        (Found("primary", "off", in_sync=True), False),
        (Found(), True),
    ],
)
def test_a_unit_is_settled_if_it_acts_as_configured_and_a_secondary_is_in_sync(
    found: Found, *, settled: bool
) -> None:
    assert in_roles(found, OFF).unit("mx1").settled is settled


def test_a_dialect_stands_in_where_a_unit_did_not_answer() -> None:
    document: Json = declared("7.2")
    one = group(document)
    readings = one.readings(one.blank())
    silent = without_kinds(readings["mx2"], *readings["mx2"].kinds)
    readings["mx2"] = type(silent)("mx2", problems={"": SILENT})

    on = situation(one, readings=readings)

    assert on.unit("mx2").dialect is one.dialect
    assert on.unit("mx2").configured is UNKNOWN
    assert on.condition == "unknown"
