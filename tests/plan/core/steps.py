"""Steps of each kind, as short as they can be."""

from typing import Any

from hacfg.plan.draft import Draft
from hacfg.plan.ours import Notice
from hacfg.plan.refusals import refusals
from hacfg.plan.steps import ActionStep, AnyStep, Gate, ManualStep, Operation, SetStep, WaitStep
from hacfg.plan.values import PlanAttributes, PlanState

GATE = Gate(condition="role", unit="mx1", timeout=5, source="rest", wording="mx1 leads")


def writes(
    number: int = 1,
    unit: str = "mx1",
    operation: Operation = "update",
    inverse: PlanAttributes | None = None,
    **values: Any,
) -> SetStep:
    """Return a step that writes."""
    return SetStep(
        **_common(number, unit, values), kind="ha", operation=operation, attributes={},
        inverse=inverse, **values,
    )  # fmt: skip  # one list


def joins(number: int, unit: str, *overwrites: str) -> ActionStep:
    """Return a step that lets a unit join."""
    values: dict[str, Any] = {"procedure": f"join {unit}", "overwrites": list(overwrites)}
    return ActionStep(**_common(number, unit, values), action="join", arguments={}, **values)


def by_hand(number: int, *overwrites: str) -> ManualStep:
    """Return a step that a person does."""
    values: dict[str, Any] = {"overwrites": list(overwrites)}
    return ManualStep(**_common(number, "mx1", values), lines=[], why_manual="w", **values)


def waits(number: int, expect: PlanState | None = None, procedure: str = "p") -> WaitStep:
    """Return a step that waits."""
    gate = GATE.model_copy(update={"expect": expect or {}})
    return WaitStep(number=number, unit="mx1", procedure=procedure, reason="r", gate=gate)


def lacking(on: Draft, *steps: AnyStep) -> list[Notice]:
    """Return what a draft with these steps lacks; nothing is left for later."""
    on.steps.extend(steps)
    found, later = refusals(on, whole=True)
    assert later == ()
    return list(found)


def _common(number: int, unit: str, values: dict[str, Any]) -> dict[str, Any]:
    found = {"procedure": "p", "reason": "r", "title": "t", "before": {}, "after": {}}
    return {"number": number, "unit": unit} | {n: v for n, v in found.items() if n not in values}
