"""Who says that a unit is drained: a command, its SNMP agent, or a person."""

from urllib.parse import urlsplit

import pytest

from hacfg.plan.agents import asked_agents
from hacfg.plan.steps import Gate, WaitStep
from hacfg.report.step_notes import step_notes
from hacfg.report.style import Style
from hacfg.state import Address
from tests.plan.groups import WIRE, Json, declared, group, plan

LIMIT = {"messages": 1, "stable_for": 60}
COMMAND = {"command": ["./drained", "{unit}"]}
API_HOST = urlsplit(declared()["units"][1]["api"]["url"]).hostname
COMMUNITY: Json = {"community": {"env": "MX_COMMUNITY"}}
USER: Json = {
    "host": "192.0.2.99",
    "port": 1161,
    "user": {
        "name": "nms",
        "auth": {"protocol": "sha1", "password": {"env": "MX_AUTH"}},
        "privacy": {"protocol": "aes", "password": {"env": "MX_PRIVACY"}},
    },
}


def drained(entry: Json, snmp: Json | None) -> WaitStep:
    """Return the gate before a unit with mail of its own joins."""
    document = declared()
    document["mail_entry"] = {"kind": "virtual-ip", **entry}
    if snmp:
        document["units"][1]["snmp"] = snmp
    one = group(document)
    rows = one.blank()
    rows[Address("mx2", "domain", "example.com")] = {}
    steps = plan(one, one.readings(rows), WIRE | {"config-overwrite"}).outline.steps
    (found,) = [s for s in steps if isinstance(s, WaitStep) and s.gate.condition == "drained"]
    return found


CASES: list[tuple[Json, Json | None, str, bool]] = [
    ({}, None, "person", False),
    ({}, COMMUNITY, "person", False),
    ({"queue_below": LIMIT}, None, "person", False),
    ({"queue_below": LIMIT}, COMMUNITY, "snmp", True),
    ({"drained": COMMAND}, COMMUNITY, "command", False),
    ({"drained": COMMAND, "queue_below": LIMIT}, None, "command", False),
    ({"drained": COMMAND, "queue_below": LIMIT}, COMMUNITY, "command", True),
]


@pytest.mark.parametrize(("entry", "snmp", "source", "asked"), CASES)
def test_the_source_is_what_is_declared_and_can_be_asked(
    entry: Json, snmp: Json | None, source: str, *, asked: bool
) -> None:
    gate = drained(entry, snmp).gate

    assert (gate.source, gate.queue is not None) == (source, asked)
    assert (gate.command == ["./drained", "mx2"]) is ("drained" in entry)


@pytest.mark.parametrize(
    ("snmp", "agent"),
    [
        (COMMUNITY, {"host": API_HOST, "port": 161, "user": None}),
        (USER, {"host": "192.0.2.99", "port": 1161, "user": "nms"}),
    ],
)
def test_the_gate_says_whom_to_ask_and_holds_no_reference(snmp: Json, agent: Json) -> None:
    step = drained({"queue_below": LIMIT}, snmp)

    (found,) = asked_agents([step]).values()
    assert agent.items() <= found.model_dump().items()
    assert "env" not in Gate.model_dump_json(step.gate)


def test_people_read_what_is_asked_of_whom() -> None:
    step = drained({"drained": COMMAND, "queue_below": LIMIT}, COMMUNITY)

    assert step_notes(step, [step], Style()) == [
        "says the command: ./drained mx2",
        "says its SNMP agent: fewer than 1 message in its queues, for 1 min on end",
    ]


@pytest.mark.parametrize("allow", [frozenset[str](), WIRE])
@pytest.mark.parametrize("snmp", [None, COMMUNITY])
def test_a_role_is_asked_of_snmp_where_the_rest_names_may_not_be_relied_on(
    snmp: Json | None, allow: frozenset[str]
) -> None:
    document = declared()
    if snmp:
        document["units"][0]["snmp"] = snmp
    one = group(document)
    steps = plan(one, one.readings(one.blank()), allow).outline.steps

    gates = [s.gate for s in steps if isinstance(s, WaitStep) and s.gate.condition == "role"]
    assert {gate.unit for gate in gates} == {"mx1"}
    expected = "rest" if allow else "snmp" if snmp else "person"
    assert {gate.source for gate in gates} == {expected}
    assert set(asked_agents(steps)) == ({"mx1"} if expected == "snmp" else set())
