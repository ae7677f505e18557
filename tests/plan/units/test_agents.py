"""Whom a plan has asked beside the REST API: agents, queues, and where mail service greets."""

import pytest

from hacfg.plan.agents import agent_named, agent_of, asked_agents, asked_services, queue_gate
from hacfg.plan.steps import Agent, Answering, AnyStep, Gate, QueueGate, SetStep, WaitStep
from tests.plan.groups import Json, declared, group

LIMIT = {"messages": 5, "stable_for": 60}
COMMUNITY: Json = {"community": {"env": "MX_COMMUNITY"}}
USER: Json = {
    "host": "192.0.2.99",
    "port": 1161,
    "user": {"name": "nms", "auth": {"protocol": "sha1", "password": {"env": "MX_AUTH"}}},
}
PRIVATE: Json = {
    "user": {
        "name": "nms",
        "auth": {"protocol": "sha256", "password": {"env": "MX_AUTH"}},
        "privacy": {"protocol": "aes", "password": {"env": "MX_PRIVACY"}},
    }
}
OPEN: Json = {"user": {"name": "nms"}}


def topology(snmp: Json | None = None, entry: Json | None = None):
    """Return a pair, of which mx2 has an SNMP agent."""
    document = declared(parts=frozenset())
    if snmp:
        document["units"][1]["snmp"] = snmp
    if entry:
        document["mail_entry"] = {"kind": "units", **entry}
    return group(document).topology


@pytest.mark.parametrize(
    ("snmp", "agent"),
    [
        (None, None),
        (COMMUNITY, Agent(host="192.0.2.2", port=161)),
        (USER, Agent(host="192.0.2.99", port=1161, user="nms", auth="sha1")),
        (PRIVATE, Agent(host="192.0.2.2", port=161, user="nms", auth="sha256", privacy="aes")),
        (OPEN, Agent(host="192.0.2.2", port=161, user="nms")),
    ],
    ids=["none", "a community", "a user elsewhere", "a user in private", "a user"],
)
def test_an_agent_is_asked_as_it_is_declared_at_the_units_own_host_if_no_other_is(snmp, agent):
    one = topology(snmp)

    assert agent_of(one.units[1]) == agent
    assert agent_named(one, "mx2") == agent
    assert agent_named(one, "mx1") is None
    assert agent_named(one, "mx9") is None


@pytest.mark.parametrize(
    ("name", "snmp", "entry", "is_asked"),
    [
        ("mx2", COMMUNITY, {"queue_below": LIMIT}, True),
        ("mx1", COMMUNITY, {"queue_below": LIMIT}, False),
        ("mx2", None, {"queue_below": LIMIT}, False),
        ("mx2", COMMUNITY, {"answers": {"port": 25}}, False),
        ("mx2", COMMUNITY, None, False),
    ],
    ids=["both", "of another unit", "no agent", "no limit", "no entry"],
)
def test_queues_are_asked_for_where_a_limit_and_an_agent_are_declared(name, snmp, entry, is_asked):
    agent = Agent(host="192.0.2.2", port=161)

    found = queue_gate(topology(snmp, entry), name)

    assert found == (QueueGate(below=5, stable_for=60, agent=agent) if is_asked else None)


def waiting(unit: str, **of_gate) -> WaitStep:
    gate = Gate(condition="role", unit=unit, timeout=1, source="snmp", wording="", **of_gate)
    return WaitStep(number=1, unit=unit, procedure="", reason="", gate=gate)


WRITING = SetStep(
    number=1, unit="mx9", procedure="", reason="", title="", before={}, after={}, kind="ha",
    operation="update", attributes={},
)  # fmt: skip  # nothing of it counts but that it is no gate
FIRST, SECOND = Agent(host="192.0.2.1", port=161), Agent(host="192.0.2.2", port=162)


def test_the_agents_that_gates_ask_are_known_by_their_units():
    queue = QueueGate(below=1, stable_for=1, agent=SECOND)
    steps: list[AnyStep] = [
        WRITING,
        waiting("mx1", agent=FIRST),
        waiting("mx3"),
        waiting("mx2", queue=queue),
    ]

    assert asked_agents(steps) == {"mx1": FIRST, "mx2": SECOND}


def test_of_a_gate_with_a_queue_it_is_the_agent_that_tells_of_the_queue():
    queue = QueueGate(below=1, stable_for=1, agent=SECOND)

    assert asked_agents([waiting("mx2", queue=queue, agent=FIRST)]) == {"mx2": SECOND}


def test_every_host_where_mail_service_has_to_greet_is_known_with_its_unit():
    hosts = [Answering(host=host, port=25) for host in ("192.0.2.1", "192.0.2.3")]
    steps: list[AnyStep] = [
        WRITING,
        waiting("mx1", answers=hosts),
        waiting("mx2", answers=hosts[:1]),
    ]

    assert list(asked_services(steps)) == [
        ("mx1", "192.0.2.1"), ("mx1", "192.0.2.3"), ("mx2", "192.0.2.1"),
    ]  # fmt: skip  # one row for each unit
