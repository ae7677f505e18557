"""Steps that the tests of scripts are made of, and what they do to the model."""

from collections.abc import Iterable
from typing import Any, Final

from hacfg.fortimail.ha import Group, World
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import Stage
from hacfg.plan.steps import ActionStep, AnyStep, Gate, ManualStep, Operation, SetStep, WaitStep
from hacfg.plan.values import PlanAttributes, PlanState
from hacfg.state import Address
from tests.ha.groups import PAIR

HA: Final = Address("mx1", "ha")
HA2: Final = Address("mx2", "ha")
PORT: Final = Address("mx1", "interface", "port1")
ALERTS: Final = Address("mx1", "alert_email", "noc@example.net")
TEXTS: Final[dict[str, Any]] = {"procedure": "p", "reason": "r"}
EFFECT: Final[dict[str, Any]] = {**TEXTS, "title": "does it", "before": {}}


def write(
    address: Address,
    attributes: PlanAttributes | None = None,
    number: int = 1,
    operation: Operation = "update",
    **more: object,
) -> SetStep:
    """Return a step that hacfg writes a row by."""
    own: dict[str, Any] = {**EFFECT, "after": {address: attributes}, **more}
    return SetStep(
        number=number,
        unit=address.owner,
        kind=address.kind,
        key=address.key,
        operation=operation,
        attributes=attributes or {},
        **own,
    )


def typed(after: PlanState, unit: str = "mx1", action: str = "", **more: object) -> ManualStep:
    """Return a step that a person types."""
    own: dict[str, Any] = {**EFFECT, "number": 1, **more}
    return ManualStep(unit=unit, action=action, after=after, lines=[], why_manual="w", **own)


def told(action: str, unit: str, after: PlanState | None = None, **more: object) -> ActionStep:
    """Return a step that tells a unit to do something."""
    own: dict[str, Any] = {**EFFECT, "number": 1, **more}
    return ActionStep(unit=unit, action=action, arguments={}, after=after or {}, **own)


def awaited(gate: Gate, number: int = 1) -> WaitStep:
    """Return a step that awaits a gate."""
    return WaitStep(number=number, unit=gate.unit, gate=gate, **TEXTS)


def played(on: Stage, steps: Iterable[AnyStep], group: Group, world: World | None = None) -> Group:
    """Return what the steps make of a group."""
    for cue in write_script(on, list(steps)).cues:
        if cue.do is not None:
            group = cue.do(world or PAIR._replace(generation=on.generation), group)
    return group
