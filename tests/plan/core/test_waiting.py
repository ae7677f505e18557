"""What gates wait for, who says that they are met, how long, and what is believed from then on."""

from typing import Any

import pytest

from hacfg.plan.draft import Draft, Mandate
from hacfg.plan.gates import (
    wait_for_hand,
    wait_for_role,
    wait_for_sync,
)
from hacfg.plan.steps import Agent, Gate, WaitStep
from hacfg.state import Address, Value
from tests.plan.core.parts import HEALTHY, SECOND, STATUS, draft, in_roles
from tests.plan.groups import WIRE, Json, declared

AGENT = Agent(host="192.0.2.1", port=161)
SNMP: Json = {"community": {"env": "MX_COMMUNITY"}}
COMMAND = {"command": ["./entry", "{unit}", "a {unit}"]}


def pair(
    allowed: frozenset[str] = WIRE, *, mode: str = "active-passive", size: int = 2, **more: Any
) -> Draft:
    """Return a draft on a healthy group that declares this, too."""
    document = declared("7.2", mode, size) | more
    found = (*HEALTHY, *[HEALTHY[1]] * (size - 2))
    made = draft(in_roles(*found, document=document), mandate=Mandate(allowed))
    made.procedure = "p"
    return made


def only(on: Draft) -> WaitStep:
    (step,) = on.steps
    assert isinstance(step, WaitStep)
    return step


@pytest.mark.parametrize(
    ("role", "wording", "reason"),
    [
        ("off", "HA is off on mx2", "until then it acts as before"),
        ("primary", "mx2 acts as primary", "the next step relies on it"),
        ("secondary", "mx2 acts as secondary", "the next step relies on it"),
    ],
)
@pytest.mark.parametrize("farm", [False, True])
def test_a_role_is_awaited_and_believed_from_then_on(
    role: str, wording: str, reason: str, *, farm: bool
) -> None:
    on = pair()
    on.is_farm = farm
    word = f"config-{role}" if farm and role != "off" else role

    wait_for_role(on, "mx2", role)

    assert only(on) == WaitStep(
        number=1,
        unit="mx2",
        procedure="p",
        reason=reason,
        gate=Gate(
            condition="role",
            unit="mx2",
            expect={SECOND: {"effective_mode": word}},
            timeout=300,
            source="rest",
            wording=wording,
        ),
    )
    assert on.read("mx2", "ha_status", "effective_mode") == word


@pytest.mark.parametrize(
    ("also", "wording"),
    [
        ((), "mx2 is in sync"),
        (("mx1",), "mx2 is in sync, and mx1 still"),
        (("mx1", "mx3"), "mx2 is in sync, and mx1, mx3 still"),
    ],
)
def test_sync_is_awaited_of_a_unit_and_of_those_that_were_in_sync_before(
    also: tuple[str, ...], wording: str
) -> None:
    on = pair(mode="config-only", size=3)
    for unit in ("mx1", "mx2", "mx3"):
        on.expected[Address(unit, "ha_status")] = {}
    synced: dict[str, Value] = {"effective_mode": "config-secondary", "in_sync": True}

    wait_for_sync(on, "mx2", also=also)

    gate = only(on).gate
    assert gate == Gate(
        condition="in-sync",
        unit="mx2",
        expect={Address(unit, "ha_status"): synced for unit in ("mx2", *also)},
        timeout=1800,
        source="rest",
        wording=wording,
    )
    assert only(on).reason == "until then its configuration is not the group's"
    assert [unit for unit in ("mx1", "mx2", "mx3") if on.is_in_sync(unit)] == sorted({"mx2", *also})


def test_the_reason_for_awaiting_sync_can_be_another() -> None:
    on = pair()

    wait_for_sync(on, "mx2", "it has to know")

    assert only(on).reason == "it has to know"


def test_what_a_person_does_is_awaited_by_what_it_leaves() -> None:
    on = pair()
    row = Address("mx1", "syslog", "192.0.2.9:514")

    wait_for_hand(on, "mx1", {row: {"port": 514}, STATUS: None}, 3)

    step = only(on)
    assert step.reason == "a person does the step before"
    assert step.gate == Gate(
        condition="holds",
        unit="mx1",
        expect={row: {"port": 514}, STATUS: None},
        timeout=3600,
        source="rest",
        wording="mx1 has what step 3 says",
    )
    assert (on.expected[row], on.expected[STATUS]) == ({"port": 514}, None)


@pytest.mark.parametrize("snmp", [False, True])
@pytest.mark.parametrize(
    ("condition", "allowed", "source"),
    [("role", WIRE, "rest"), ("role", frozenset(), "snmp"), ("in-sync", frozenset(), "person"),
     ("holds", frozenset(), "person")],
)  # fmt: skip  # one table
def test_of_what_rest_may_not_be_believed_an_agent_says_the_role_alone(
    condition: str, allowed: frozenset[str], source: str, *, snmp: bool
) -> None:
    on = pair(allowed)
    if snmp:
        document = declared("7.2")
        document["units"][0]["snmp"] = SNMP
        on = draft(in_roles(*HEALTHY, document=document), mandate=Mandate(allowed))
    if condition == "role":
        wait_for_role(on, "mx1", "primary")
    elif condition == "in-sync":
        wait_for_sync(on, "mx1")
    else:
        wait_for_hand(on, "mx1", {STATUS: {"in_sync": True}}, 1)

    gate = only(on).gate
    assert gate.source == ("person" if source == "snmp" and not snmp else source)
    assert gate.agent == (AGENT if gate.source == "snmp" else None)
