"""Whole plans, told in short lines that a person can read: what they promise, step by step."""

from collections.abc import Iterator

from hacfg.plan.steps import ActionStep, AnyStep, ManualStep, SetStep, WaitStep
from hacfg.state import Secret, Value
from tests.plan.groups import Planned

DECIDED = ("ha", "ha_member")
"""Kinds whose values the procedures decide; those of the others are as declared."""


def tell(found: Planned) -> str:
    """Return the steps of a plan under their procedures, and what it leaves or lacks."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Planned) -> Iterator[str]:
    procedure = reason = ""
    for step in found.outline.steps:
        if step.procedure != procedure:
            procedure, reason = step.procedure, ""
            yield f"{procedure}:"
        if step.reason != reason:
            reason = step.reason
            yield f"  - {reason}"
        yield f"    {_told(step)}"
    if not found.outline.steps:
        yield "no steps"
    for word, notices in (("lacks", found.outline.lacking), ("later", found.outline.later)):
        yield from dict.fromkeys(f"{word}: {notice.id}" for notice in notices)


def _told(step: AnyStep) -> str:
    if isinstance(step, WaitStep):
        return f"wait: {_awaited(step)}"
    who = "by hand, on" if isinstance(step, ManualStep) else "on"
    notes = "".join(f"  [{note}]" for note in _notes(step))
    return f"{who} {step.unit}: {step.title}{_values(step)}{notes}"


def _awaited(step: WaitStep) -> str:
    gate = step.gate
    about = "" if gate.unit in gate.wording else f" ({gate.unit})"
    by = {"person": " [a person says so]", "command": f" [runs {' '.join(gate.command)}]"}
    detail = f" [{gate.condition}: {', '.join(gate.detail)}]" if gate.detail else ""
    return f"{gate.wording}{about}{by.get(gate.source, '')}{detail}"


def _notes(step: SetStep | ActionStep | ManualStep) -> Iterator[str]:
    if not step.is_calm or step.outage:
        yield f"mail {step.mail}{', no unit takes it' if step.outage else ''}"
    if step.guards:
        yield f"guards {', '.join(step.guards)}"
    if step.temporary:
        yield f"temporary {', '.join(step.temporary)}"
    if step.overwrites:
        yield f"overwrites {', '.join(step.overwrites)}"
    if others := list(_relied_on(step)):
        yield f"relies on {', '.join(others)}"
    if step.blank:
        yield f"only while {step.unit} is blank"
    if step.inverse is None and not isinstance(step, ActionStep):
        yield "cannot be undone"


def _relied_on(step: SetStep | ActionStep | ManualStep) -> Iterator[str]:
    """Yield the other units whose role a step relies on, and the role."""
    for address, values in step.before.items():
        if address.kind == "ha_status" and address.owner != step.unit and values:
            synced = " in sync" if values.get("in_sync") else ""
            yield f"{address.owner} {values['effective_mode']}{synced}"


def _values(step: SetStep | ActionStep | ManualStep) -> str:
    """Return what is written where the procedures decide it, or what an action is given."""
    if isinstance(step, ActionStep):
        reads = [
            f"{address.resource} {name} {_word(value)}"
            for address, values in step.after.items()
            for name, value in (values or {}).items()
        ]
        return f"{_list(step.arguments)}, then {step.unit} reads {', '.join(reads)}"
    if isinstance(step, SetStep) and step.kind in DECIDED and step.operation != "delete":
        return _list(step.attributes)
    return ""


def _list(values: dict[str, Value]) -> str:
    return f" ({', '.join(f'{name} {_word(value)}' for name, value in values.items())})"


def _word(value: Value) -> str:
    if isinstance(value, Secret):
        return f"<{value.slot}>"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
