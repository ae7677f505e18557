"""A plan with one step left out, or with two neighbours in the wrong order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hacfg.fortimail.ha import FACTS
from hacfg.plan.steps import ActionStep, AnyStep, Gate, ManualStep, SetStep, WaitStep
from tests.plan.groups import Planned
from tests.rehearsal.rehearsing import World, rehearsed

WORLDS: tuple[World, ...] = (
    frozenset(FACTS),
    frozenset(),
    *(frozenset({fact}) for fact in FACTS),
)
"""All doubtful facts, none, and each alone."""


@dataclass(frozen=True)
class Mutant:
    """Other steps than were planned, and what was done to them."""

    label: str
    steps: tuple[AnyStep, ...]
    before: bool
    """Whether it is the order of two steps."""


def mutants(steps: Sequence[AnyStep]) -> Iterator[Mutant]:
    """Yield a plan without each of its steps, and with each pair of neighbours reversed."""
    for place, step in enumerate(steps):
        rest = (*steps[:place], *steps[place + 1 :])
        yield Mutant(f"no {label(step)}", rest, before=False)
        if place and _are_ordered(steps[place - 1], step):
            swapped = (*steps[: place - 1], step, steps[place - 1], *steps[place + 1 :])
            words = f"{label(step)} < {label(steps[place - 1])}"
            yield Mutant(words, swapped, before=True)


def _are_ordered(first: AnyStep, second: AnyStep) -> bool:
    """Tell whether a procedure orders two steps: those of one stage have no order."""
    same = (first.unit, first.procedure, first.reason) == (
        second.unit,
        second.procedure,
        second.reason,
    )
    return not same


def label(step: AnyStep) -> str:
    """Return what a step does, whatever the unit and the generation."""
    match step:
        case WaitStep():
            return _of_gate(step.gate)
        case ActionStep() | ManualStep():
            return step.action or "manual"
        case SetStep(kind="ha"):
            return _of_ha(step.attributes)
        case SetStep(kind="ha_interface"):
            names = step.attributes.keys()
            return "virtual ip" if any("virtual_ip" in n for n in names) else "heartbeat port"
        case SetStep():
            return step.kind


def _of_gate(gate: Gate) -> str:
    roles = [str((values or {}).get("effective_mode")) for values in gate.expect.values()]
    role = roles[0].removeprefix("config-") if gate.condition == "role" else ""
    return f"wait {gate.condition} {role}".strip()


def _of_ha(attributes: Mapping[str, object]) -> str:
    if attributes.get("enabled") is False or attributes.get("mode") == "off":
        return "off"
    if str(attributes.get("mode")).endswith("secondary"):
        return "join"
    if "mode" in attributes or "enabled" in attributes:
        return "lead"
    if set(attributes) == {"on_failure"}:
        return "on_failure"
    listening = {"base_port", "password", "lost_threshold"} & attributes.keys()
    return "listening" if listening else "ha settings"


def first_danger(one: Planned, steps: Sequence[AnyStep]) -> str:
    """Return what a rehearsal finds wrong first; "" if it finds nothing in any world."""
    for world in WORLDS:
        proof = rehearsed(one, steps, [world])
        if proof.stories:
            return proof.stories[0].danger
    return ""
