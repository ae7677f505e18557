"""What the procedures on running groups do: order, gates, guards, temporary values."""

from itertools import pairwise
from typing import Any

import pytest

from hacfg.errors import InvalidInput
from hacfg.plan.assumed import parse_assumptions
from hacfg.plan.guards import GUARDS
from hacfg.plan.steps import SetStep, WaitStep
from hacfg.state import Address, Secret
from tests.plan.groups import WIRE, Group, Planned, declared, group, plan
from tests.plan.simulated import Rows
from tests.plan.worlds import FIRMWARES, built

FIRMWARE = pytest.mark.parametrize("firmware", FIRMWARES)
EVERYTHING = frozenset(GUARDS)
Path = tuple[str | int, ...]


def edited(document: dict[str, Any], path: Path, value: object) -> None:
    *above, last = path
    node: Any = document
    for step in above:
        node = node[step]
    node[last] = value


def running(one: Group) -> Rows:
    """Return what the units hold once the group is built, and has a domain."""
    rows = built(one, one.blank(), plan(one, one.readings(one.blank())).outline.steps)
    for unit in one.topology.units:
        rows[Address(unit.name, "domain", "example.com")] = {}
    return rows


def told(found: Planned) -> list[str]:
    """Return the steps as a person tells them, gates by their condition."""
    return [
        f"{step.unit} {step.gate.condition if isinstance(step, WaitStep) else step.title}"
        for step in found.outline.steps
    ]


def guards_of(found: Planned) -> set[str]:
    return {g for s in found.outline.steps if not isinstance(s, WaitStep) for g in s.guards}


STRUCTURAL: dict[str, tuple[Path, object]] = {
    "base port": (("ha", "heartbeat", "base_port"), 21000),
    "lost threshold": (("ha", "heartbeat", "lost_threshold"), 30),
    "heartbeat port": (("units", 0, "heartbeat", 1, "port"), "port4"),
    "heartbeat address": (("units", 0, "heartbeat", 1, "address"), "10.0.1.9/24"),
}


@FIRMWARE
@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
@pytest.mark.parametrize("case", STRUCTURAL)
def test_the_heartbeat_changes_while_one_unit_is_in_ha(firmware: str, mode: str, case: str) -> None:
    document = declared(firmware, mode)
    rows = running(group(document))
    edited(document, *STRUCTURAL[case])
    one = group(document)

    found = plan(one, one.readings(rows), EVERYTHING)

    steps = found.outline.steps
    first, off = steps[:2]
    assert isinstance(first, SetStep)
    assert (first.unit, first.kind, first.guards) == ("mx2", "ha", ["heartbeat-change"])
    assert set(first.temporary) == {"mode" if firmware == "7.2" else "enabled"}
    assert isinstance(off, WaitStep)
    assert off.gate.wording == "HA is off on mx2"
    joined = [step.number for step in steps if step.procedure == "join mx2"]
    for step, gate in pairwise(steps[2:]):
        if isinstance(step, SetStep) and step.procedure == "change the heartbeat":
            assert (step.unit, step.guards) == ("mx1", ["heartbeat-change"])
            assert step.number < min(joined)
            assert isinstance(gate, WaitStep)
            assert gate.gate.wording == "mx1 acts as primary"
    assert found.outline.lacking == found.outline.later == ()
    again = plan(one, one.readings(built(one, rows, steps)))
    assert (again.changes, again.outline.steps) == ((), ())


@FIRMWARE
def test_a_named_password_is_changed_like_the_heartbeat(firmware: str) -> None:
    one = group(declared(firmware))

    found = plan(one, one.readings(running(one)), EVERYTHING, frozenset({"ha.password"}))

    sent = [
        step
        for step in found.outline.steps
        if isinstance(step, SetStep) and Secret("ha.password") in step.attributes.values()
    ]
    assert found.outline.steps[0].procedure == "change the heartbeat"
    assert sent[0].unit == "mx1"
    assert sent[0].guards == ["heartbeat-change"]
    assert found.outline.lacking == ()


@FIRMWARE
def test_senders_know_both_addresses_while_a_virtual_ip_moves(firmware: str) -> None:
    document = declared(firmware)
    del document["mail_entry"]
    rows = running(group(document))
    document["virtual_ips"][0]["address"] = "198.51.100.26/24"
    one = group(document)

    found = plan(one, one.readings(rows), EVERYTHING)

    assert told(found) == ["mx1 senders", "mx1 ha interface port1", "mx2 in-sync", "mx1 senders"]
    before, after = (
        s.gate for s in found.outline.steps
        if isinstance(s, WaitStep) and s.gate.condition == "senders"
    )  # fmt: skip  # one expression
    assert before.detail == ["198.51.100.25", "198.51.100.26"]
    assert after.detail == ["198.51.100.26"]
    assert guards_of(found) == {"virtual-ip-change"}
    assert plan(one, one.readings(rows)).lacking == ["guard:virtual-ip-change"]


@FIRMWARE
@pytest.mark.parametrize(
    ("value", "word"),
    [
        ({"kind": "local"}, "local"),
        (
            {"kind": "nas", "protocol": "nfs", "host": "nas2.example.net", "directory": "/new"},
            "nas2.example.net:/new",
        ),
    ],
)
def test_mail_data_lies_there_before_the_store_changes(
    firmware: str, value: dict[str, str], word: str
) -> None:
    document = declared(firmware)
    rows = running(group(document))
    document["mail_storage"] = value
    one = group(document)

    found = plan(one, one.readings(rows), EVERYTHING)

    gate = found.outline.steps[0]
    assert isinstance(gate, WaitStep)
    assert (gate.gate.condition, gate.gate.detail, gate.unit) == ("data", [word], "mx1")
    assert [line.split()[1] for line in told(found)] == ["data", "mail", "in-sync"]
    assert guards_of(found) == {"storage-change"}


@FIRMWARE
def test_a_farm_becomes_a_pair_and_a_pair_a_farm_with_one_unit_in_ha(firmware: str) -> None:
    for mode, other in (("config-only", "active-passive"), ("active-passive", "config-only")):
        rows = running(group(declared(firmware, mode)))
        one = group(declared(firmware, other))

        found = plan(one, one.readings(rows), EVERYTHING)

        switched = [s.number for s in found.outline.steps if s.unit == "mx2" and s.type == "set"]
        lead = next(
            s
            for s in found.outline.steps
            if isinstance(s, SetStep) and s.unit == "mx1" and "mode" in s.attributes
        )
        assert switched[0] == 1
        assert lead.guards == ["mode-change"]
        joined = [s.number for s in found.outline.steps if s.procedure == "join mx2"]
        assert lead.number < min(joined)
        assert found.outline.lacking == ()
        conditions = [s.gate.condition for s in found.outline.steps if isinstance(s, WaitStep)]
        assert ("opened" in conditions[:3]) == (other == "config-only")


@FIRMWARE
def test_a_role_is_handed_over_to_a_unit_that_is_in_sync_and_guarded(firmware: str) -> None:
    document = declared(firmware)
    rows = running(group(document))
    for unit, role in zip(document["units"], ("secondary", "primary"), strict=True):
        unit["role"] = role
    one = group(document)

    found = plan(one, one.readings(rows), EVERYTHING)

    assert found.outline.steps[0].procedure == "hand over from mx1 to mx2"
    assert "role-change" in guards_of(found)
    off = "mx1 ha primary->off" if firmware == "7.2" else "mx1 ha on->off"
    assert told(found)[:3] == [off, "mx1 role", "mx2 role"]
    assert "guard:role-change" in plan(one, one.readings(rows)).lacking


def failed_over(firmware: str) -> tuple[Group, Rows]:
    one = group(declared(firmware))
    rows = running(one)
    rows[Address("mx1", "ha_status")] |= {"effective_mode": "off", "in_sync": False}
    rows[Address("mx2", "ha_status")] |= {"effective_mode": "primary", "in_sync": False}
    for address in list(rows):
        if address.owner == "mx1" and address.kind not in {"ha_status", "interface", "ha"}:
            rows.setdefault(Address("mx2", address.kind, address.key), dict(rows[address]))
    return one, rows


@FIRMWARE
def test_recover_brings_the_primary_in_as_secondary_of_the_unit_that_leads(firmware: str) -> None:
    one, rows = failed_over(firmware)

    found = plan(one, one.readings(rows), EVERYTHING, recover=True)

    assert found.situation.condition == "failed over"
    assert found.outline.steps[-1].procedure != "shared settings"
    assert "role-change" in guards_of(found)
    assert any("mx1 in-sync" in line for line in told(found))


@FIRMWARE
def test_without_recover_a_failover_leaves_roles_for_later(firmware: str) -> None:
    one, rows = failed_over(firmware)
    rows[Address("mx1", "ha")]["lost_threshold"] = 99
    rows[Address("mx2", "ha")]["lost_threshold"] = 99

    found = plan(one, one.readings(rows), EVERYTHING)

    assert found.outline.lacking == ()
    assert found.outline.later
    assert {notice.id for notice in found.outline.later} == {"left"}
    assert all("--recover" in notice.next for notice in found.outline.later)
    assert {s.procedure for s in found.outline.steps} <= {"shared settings", "unit settings"}


UNITS = frozenset({"mx1", "mx2"})


def test_assumptions_are_read_by_what_they_are_about() -> None:
    texts = ("mx1.effective_role=primary", "mx2.in_sync=true", "mx2.accounts=kept",
             "group.source=mx1")  # fmt: skip  # one list

    found = parse_assumptions(texts, UNITS, farm=True)

    assert found.readings == {
        ("mx1", "effective_role"): "config-primary",
        ("mx2", "in_sync"): True,
    }
    assert found.source == "mx1"
    assert found.kept_accounts == frozenset({"mx2"})
    assert found.words == texts


@pytest.mark.parametrize(
    "text",
    ["", "mx1", "mx3.in_sync=true", "mx1.in_sync=yes", "mx1.effective_role=leader",
     "group.source=mx9", "fact.unheard-of=true", "mx1.accounts=lost"],
)  # fmt: skip  # one list
def test_what_cannot_be_assumed_is_refused_by_its_text(text: str) -> None:
    with pytest.raises(InvalidInput, match="can be assumed"):
        parse_assumptions((text,), UNITS, farm=False)


def test_an_assumption_stands_in_for_a_role_that_was_not_read_and_contradicts_none() -> None:
    one = group(declared())
    rows = running(one)
    del rows[Address("mx1", "ha_status")]["effective_mode"]

    unread = plan(one, one.readings(rows), WIRE)
    assumed = plan(one, one.readings(rows), WIRE, assume=("mx1.effective_role=primary",))

    assert unread.situation.condition == "unknown"
    assert assumed.situation.condition == "healthy"
    with pytest.raises(InvalidInput, match="the unit says otherwise"):
        plan(one, one.readings(rows), WIRE, assume=("mx2.effective_role=primary",))


def test_a_member_of_a_farm_that_follows_a_wrong_address_joins_again() -> None:
    one = group(declared("7.2", "config-only", 3))
    rows = running(one)
    rows[Address("mx3", "ha")]["primary_address"] = "10.0.0.9"

    found = plan(one, one.readings(rows), EVERYTHING)

    assert found.outline.lacking == ()
    assert found.outline.steps[-1].unit == "mx3"
    again = plan(one, one.readings(built(one, rows, found.outline.steps)))
    assert (again.changes, again.outline.steps) == ((), ())
