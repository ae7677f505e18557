"""Rows of member tables that no unit explains, and what they stop."""

import pytest

from hacfg.plan.draft import Draft
from hacfg.plan.ours import Notice
from hacfg.plan.refusals import APART
from hacfg.state import Address
from tests.plan.core.parts import HEALTHY, Found, draft, members, roles, situation
from tests.plan.core.steps import lacking, waits, writes
from tests.plan.groups import declared, group
from tests.plan.simulated import Rows


def listed(kind: str, *keys: str) -> Rows:
    """Return rows of a member table of mx1."""
    return {Address("mx1", kind, key): {} for key in keys}


def farm_with(rows: Rows, found: tuple[Found, ...] = HEALTHY) -> Draft:
    """Return a draft on a farm of two up to 7.2 whose units hold these rows, too."""
    one = group(declared("7.2", "config-only"))
    held = roles(one.blank(), found, farm=True)
    return draft(situation(one, held | rows))


def members_with(rows: Rows) -> Draft:
    """Return a draft on a farm of two from 7.6 whose units hold these rows, too."""
    one = group(declared("7.6", "config-only"))
    held = members(one.blank(), {"mx1": "primary", "mx2": "secondary"})
    return draft(situation(one, rows | held))


@pytest.mark.parametrize(
    ("kind", "keys", "strangers"),
    [
        ("ha_peer", ("10.0.0.1", "10.0.0.2", "10.0.1.2"), []),
        ("ha_peer", ("10.0.0.2", "10.0.0.9", "10.0.0.8"), ["10.0.0.9", "10.0.0.8"]),
        ("ha_peer", ("mx2",), ["mx2"]),
        ("ha_interface", ("port9",), []),
        ("ha_member", ("mx1", "mx2"), []),
        ("ha_member", ("mx1", "mx9"), ["mx9"]),
        ("ha_member", ("10.0.0.1",), ["10.0.0.1"]),
    ],
)
def test_membership_is_not_changed_around_a_row_that_no_unit_explains(
    kind: str, keys: tuple[str, ...], strangers: list[str]
) -> None:
    on = (members_with if kind == "ha_member" else farm_with)(listed(kind, *keys))

    assert lacking(on, writes(1, procedure="join mx2")) == [
        Notice(
            id="stranger",
            severity="error",
            message="mx1 lists a member that no unit of the topology explains",
            where=f"mx1 {kind} {key}",
            next="declare the unit, with state: absent if it is to leave",
        )
        for key in strangers
    ]


@pytest.mark.parametrize(
    ("procedures", "stops"),
    [
        ([], False),
        (sorted(APART), False),
        ([*sorted(APART), "settle"], True),
        (["settle", "unit settings"], True),
    ],
)
def test_a_stranger_stops_what_changes_roles_heartbeat_or_members_alone(
    procedures: list[str], *, stops: bool
) -> None:
    on = farm_with(listed("ha_peer", "10.0.0.9"))
    steps = [writes(n, procedure=procedure) for n, procedure in enumerate(procedures, 1)]

    assert [notice.id for notice in lacking(on, *steps)] == ["stranger"] * stops


def test_a_gate_of_membership_counts_like_a_write() -> None:
    on = farm_with(listed("ha_peer", "10.0.0.9"))

    assert [notice.id for notice in lacking(on, waits(1, procedure="await mx2"))] == ["stranger"]


def test_only_the_table_of_the_unit_that_leads_counts() -> None:
    other = farm_with({Address("mx2", "ha_peer", "10.0.0.9"): {}})
    nobody = farm_with(listed("ha_peer", "10.0.0.9"), (Found("primary", "off"), Found()))

    assert lacking(other, writes(1)) == []
    assert nobody.situation.leader.unit is None
    assert [notice.id for notice in lacking(nobody, writes(1))] == ["condition"]
