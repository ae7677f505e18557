"""What no unit says: a command does, queues that an agent counts, or a person; and for how long."""

import pytest

from hacfg.plan.draft import Draft
from hacfg.plan.gates import (
    TIMEOUTS,
    give_up_after,
    wait_for_people,
)
from hacfg.plan.steps import Agent, Condition, Gate, QueueGate, WaitStep
from hacfg.topology.models import Topology
from tests.plan.core.parts import HEALTHY, draft, in_roles
from tests.plan.groups import Json, declared

AGENT = Agent(host="192.0.2.1", port=161)
SNMP: Json = {"community": {"env": "MX_COMMUNITY"}}
COMMAND = {"command": ["./entry", "{unit}", "a {unit}"]}


def only(on: Draft) -> WaitStep:
    (step,) = on.steps
    assert isinstance(step, WaitStep)
    return step


ENTRY: dict[str, tuple[Json | None, Json | None, Condition, str, list[str]]] = {
    "no entry": (None, None, "drained", "person", []),
    "an agent and no limit": ({}, SNMP, "drained", "person", []),
    "commands": ({"drained": COMMAND, "opened": COMMAND}, None, "isolated", "person", []),
    "a command that says it is drained": (
        {"drained": COMMAND}, None, "drained", "command", ["./entry", "mx1", "a mx1"]),
    "a command that says something else": ({"drained": COMMAND}, None, "opened", "person", []),
    "a command that says it is opened": (
        {"opened": COMMAND}, None, "opened", "command", ["./entry", "mx1", "a mx1"]),
}  # fmt: skip  # one case a row


@pytest.mark.parametrize("case", ENTRY)
def test_what_no_unit_says_a_command_does_if_it_is_declared_or_a_person(case: str) -> None:
    entry, snmp, condition, source, command = ENTRY[case]
    document = declared("7.2")
    if entry is not None:
        document["mail_entry"] = {"kind": "virtual-ip", **entry}
    else:
        document.pop("mail_entry", None)
    if snmp:
        document["units"][0]["snmp"] = snmp
    on = draft(in_roles(*HEALTHY, document=document))
    on.procedure = "p"

    wait_for_people(on, "mx1", condition, "it is so", "why", iter(["detail"]))

    gate = Gate(
        condition=condition, unit="mx1", detail=["detail"], command=command, timeout=3600,
        source="command" if source == "command" else "person", wording="it is so",
    )  # fmt: skip  # one list
    assert only(on) == WaitStep(number=1, unit="mx1", procedure="p", reason="why", gate=gate)


@pytest.mark.parametrize(
    ("condition", "asked"), [("drained", True), ("opened", False), ("data", False)]
)
def test_queues_are_asked_for_only_where_a_unit_has_to_be_drained(
    condition: Condition, *, asked: bool
) -> None:
    document = declared("7.2")
    document["units"][0]["snmp"] = SNMP
    limit = {"messages": 3, "stable_for": 60}
    document["mail_entry"] = {"kind": "virtual-ip", "queue_below": limit}
    on = draft(in_roles(*HEALTHY, document=document))

    wait_for_people(on, "mx1", condition, "it is so", "why")

    gate = only(on).gate
    queue = QueueGate(below=3, stable_for=60, agent=AGENT)
    assert (gate.queue, gate.source) == ((queue, "snmp") if asked else (None, "person"))
    assert gate.detail == []


COMMANDS: tuple[Condition, ...] = ("answers", "drained", "opened", "senders", "isolated", "data")


@pytest.mark.parametrize("condition", TIMEOUTS)
def test_a_gate_gives_up_after_what_is_declared_for_it_or_for_all_or_as_usual(
    condition: Condition,
) -> None:
    def seconds(**timeouts: int) -> int:
        times = {name.replace("_", "-"): value for name, value in timeouts.items()}
        topology = Topology.model_validate(declared("7.2") | {"gate_timeouts": times})
        return give_up_after(topology, condition)

    each = {"role": 11, "in-sync": 12, **dict.fromkeys(COMMANDS, 13), "holds": 14}
    assert seconds(role=11, in_sync=12, command=13, default=14) == each[condition]
    assert seconds(default=14) == 14
    assert seconds() == TIMEOUTS[condition]
    assert seconds(reachable=15) == TIMEOUTS[condition]
