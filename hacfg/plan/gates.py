"""Waiting: the gates between steps, how long, and who says that they are met."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from hacfg.plan.agents import agent_named, queue_gate
from hacfg.plan.carry import source_of
from hacfg.plan.draft import Draft, Expected
from hacfg.plan.steps import Condition, Gate, Source, WaitStep
from hacfg.state import Address, Attributes, Value
from hacfg.topology.models import Topology

TIMEOUTS: Final[Mapping[Condition, int]] = {
    "role": 300,
    "in-sync": 1800,
    "holds": 3600,
    "answers": 600,
    "drained": 3600,
    "opened": 3600,
    "senders": 3600,
    "isolated": 3600,
    "data": 3600,
}
"""Seconds that gates wait if the topology does not say: a slow unit is not a wrong one."""

OUTSIDE: Final[frozenset[Condition]] = frozenset(
    {"answers", "drained", "opened", "senders", "isolated", "data"}
)
"""What no REST API says: a person does, a command, for queues an SNMP agent, or the service."""

NOTHING: Final[Attributes] = {}

REASONS: Final[Mapping[str, str]] = {
    "off": "until then it acts as before",
    "primary": "the next step relies on it",
    "secondary": "the next step relies on it",
}


def wait(draft: Draft, gate: Gate, reason: str) -> None:
    """Add a gate; what it waits for is what should be read from then on."""
    step = WaitStep(
        number=draft.number, unit=gate.unit, procedure=draft.procedure, reason=reason, gate=gate
    )
    draft.steps.append(step)
    draft.expect(gate.expect)


def wait_for_role(draft: Draft, unit: str, role: str) -> None:
    """Wait until a unit acts in a role."""
    expect: Expected = {Address(unit, "ha_status"): {"effective_mode": draft.word(role)}}
    wording = f"HA is off on {unit}" if role == "off" else f"{unit} acts as {role}"
    wait(draft, _read(draft, unit, "role", expect, wording), REASONS[role])


def wait_for_sync(
    draft: Draft,
    unit: str,
    why: str = "",
    also: Sequence[str] = (),
    holds: Attributes = NOTHING,
) -> None:
    """Wait until a unit, and others, act as secondaries and have the primary's configuration.

    `holds`: what its own HA settings have become by that.
    """
    synced: dict[str, Value] = {"effective_mode": draft.word("secondary"), "in_sync": True}
    expect: Expected = {Address(name, "ha_status"): dict(synced) for name in (unit, *also)}
    if holds:
        expect[Address(unit, "ha")] = dict(holds)
    others = f", and {', '.join(also)} still" if also else ""
    gate = _read(draft, unit, "in-sync", expect, f"{unit} is in sync{others}")
    wait(draft, gate, why or "until then its configuration is not the group's")


def wait_for_hand(draft: Draft, unit: str, after: Expected, step: int) -> None:
    """Wait until what a person was asked to do has happened."""
    gate = _read(draft, unit, "holds", after, f"{unit} has what step {step} says")
    wait(draft, gate, "a person does the step before")


def wait_for_people(  # noqa: PLR0913, PLR0917  # what a gate of theirs is made of
    draft: Draft,
    unit: str,
    condition: Condition,
    wording: str,
    reason: str,
    detail: Iterable[str] = (),
) -> None:
    """Wait for what REST does not say: a command or a queue's limit if declared, or a person."""
    topology = draft.situation.topology
    command = _command(topology, condition)
    queue = queue_gate(topology, unit) if condition == "drained" else None
    gate = Gate(
        condition=condition,
        unit=unit,
        detail=list(detail),
        command=[word.replace("{unit}", unit) for word in command],
        queue=queue,
        timeout=give_up_after(topology, condition),
        source="command" if command else "snmp" if queue else "person",
        wording=wording,
    )
    wait(draft, gate, reason)


def _read(draft: Draft, unit: str, condition: Condition, expect: Expected, wording: str) -> Gate:
    topology = draft.situation.topology
    source = _who_says(draft, unit, expect)
    # The public MIB names the role, which no public document of the REST API does.
    asked = condition == "role" and source == "person"
    agent = agent_named(topology, unit) if asked else None
    return Gate(
        condition=condition,
        unit=unit,
        expect=dict(expect),
        agent=agent,
        timeout=give_up_after(topology, condition),
        source="snmp" if agent else source,
        wording=wording,
    )


def _who_says(draft: Draft, unit: str, expect: Expected) -> Source:
    """Return who says that these values are read: a person, where a unit does not show them."""
    awaited = {(a.owner, a.kind, name) for a, values in expect.items() for name in values or ()}
    if awaited & draft.mandate.vouched:
        return "person"
    kinds = {address.kind for address in expect}
    return source_of(draft.unit(unit).dialect, kinds, draft.allowed)


def _command(topology: Topology, condition: Condition) -> list[str]:
    entry = topology.mail_entry
    if entry is None or condition not in {"drained", "opened"}:
        return []
    found = entry.drained if condition == "drained" else entry.opened
    return found.command if found else []


def give_up_after(topology: Topology, condition: Condition) -> int:
    """Return the seconds that a gate waits: as declared, or as long as is usual."""
    declared = {str(name): seconds for name, seconds in topology.gate_timeouts.items()}
    name = "command" if condition in OUTSIDE else condition
    return declared.get(name, declared.get("default", TIMEOUTS[condition]))
