"""Waiting: the gates between steps, how long, and who says that they are met."""

from collections.abc import Mapping
from typing import Final

from hacfg.plan.carry import source_of
from hacfg.plan.draft import Draft, Expected
from hacfg.plan.steps import Condition, Gate, WaitStep
from hacfg.state import Address
from hacfg.topology.models import Topology

TIMEOUTS: Final[Mapping[Condition, int]] = {
    "role": 300,
    "in-sync": 1800,
    "holds": 3600,
    "command": 3600,
}
"""Seconds that gates wait if the topology does not say: a slow unit is not a wrong one."""


def wait(draft: Draft, gate: Gate, reason: str) -> None:
    """Add a gate; what it waits for is what should be read from then on."""
    step = WaitStep(
        number=draft.number, unit=gate.unit, procedure=draft.procedure, reason=reason, gate=gate
    )
    draft.steps.append(step)
    draft.expect(gate.expect)


def wait_for_role(draft: Draft, unit: str, effective_mode: str, role: str) -> None:
    """Wait until a unit acts in a role."""
    expect: Expected = {Address(unit, "ha_status"): {"effective_mode": effective_mode}}
    gate = _gate(draft, unit, "role", expect, f"{unit} acts as {role}")
    wait(draft, gate, "the next step relies on it")


def wait_for_sync(draft: Draft, unit: str, effective_mode: str) -> None:
    """Wait until a unit acts as secondary and has the primary's configuration."""
    expect: Expected = {
        Address(unit, "ha_status"): {"effective_mode": effective_mode, "in_sync": True}
    }
    gate = _gate(draft, unit, "in-sync", expect, f"{unit} is in sync")
    wait(draft, gate, "until then its configuration is not the group's")


def wait_for_hand(draft: Draft, unit: str, after: Expected, step: int) -> None:
    """Wait until what a person was asked to do has happened."""
    gate = _gate(draft, unit, "holds", after, f"{unit} has what step {step} says")
    wait(draft, gate, "a person does the step before")


def wait_for_command(draft: Draft, unit: str, command: list[str], wording: str) -> None:
    """Wait until a command of the user's says yes."""
    words = [word.replace("{unit}", unit) for word in command]
    gate = _gate(draft, unit, "command", {}, wording)
    wait(draft, gate.model_copy(update={"command": words, "source": "command"}), "as declared")


def _gate(
    draft: Draft,
    unit: str,
    condition: Condition,
    expect: Expected,
    wording: str,
) -> Gate:
    timeout = _timeout(draft.situation.topology, condition)
    kinds = {address.kind for address in expect}
    source = source_of(draft.unit(unit).dialect, kinds, draft.allowed)
    return Gate(
        condition=condition,
        unit=unit,
        expect=dict(expect),
        timeout=timeout,
        source=source,
        wording=wording,
    )


def _timeout(topology: Topology, condition: Condition) -> int:
    declared = {str(name): seconds for name, seconds in topology.gate_timeouts.items()}
    return declared.get(condition, declared.get("default", TIMEOUTS[condition]))
