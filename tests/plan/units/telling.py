"""Whole plans, told in short lines that a person can read: what they promise, step by step."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from hacfg.plan.steps import ActionStep, AnyStep, ManualStep, SetStep, WaitStep
from hacfg.state import Secret, Value
from tests.plan.groups import Planned
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import Recipe, planned

DECIDED = ("ha", "ha_member")
"""Kinds whose values the procedures decide; those of the others are as declared."""


def tell_all(recipes: Mapping[str, Recipe]) -> str:
    """Return the plans of recipes in both generations; plans that are the same are told once."""
    return "\n".join(_sections(recipes))


def _sections(recipes: Mapping[str, Recipe]) -> Iterator[str]:
    for name, recipe in recipes.items():
        told: dict[str, list[str]] = {}
        for firmware in FIRMWARES:
            told.setdefault(tell(planned(recipe, firmware)), []).append(firmware)
        for text, firmwares in told.items():
            heading = f"{name}, " if name else ""
            yield f"# {heading}FortiMail {' and '.join(firmwares)}\n{text}"


def tell(found: Planned) -> str:
    """Return the steps of a plan under their procedures, and what it leaves or lacks."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Planned) -> Iterator[str]:
    for procedure, steps in groupby(found.outline.steps, key=lambda step: step.procedure):
        yield f"{procedure}:"
        for reason, alike in groupby(steps, key=lambda step: step.reason):
            yield f"  - {reason}"
            yield from (f"    {line}" for line in _told(alike))
    if not found.outline.steps:
        yield "no steps"
    for word, notices in (("lacks", found.outline.lacking), ("later", found.outline.later)):
        yield from (f"{word}: {notice.id}: {notice.message}" for notice in notices)


def _told(steps: Iterable[AnyStep]) -> Iterator[str]:
    """Yield steps, and those that differ in nothing but what they write in one line."""
    for (who, notes), alike in groupby(steps, key=_frame):
        yield f"{who}: {'; '.join(_deed(step) for step in alike)}{notes}"


def _frame(step: AnyStep) -> tuple[str, str]:
    if isinstance(step, WaitStep):
        return "wait", ""
    who = "by hand, on" if isinstance(step, ManualStep) else "on"
    return f"{who} {step.unit}", "".join(f"  [{note}]" for note in _notes(step))


def _deed(step: AnyStep) -> str:
    return _awaited(step) if isinstance(step, WaitStep) else f"{step.title}{_values(step)}"


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
            f"{address.owner} {address.resource} {name} {_word(value)}"
            for address, values in step.after.items()
            for name, value in (values or {}).items()
        ]
        return f"{_list(step.arguments)}, then {', '.join(reads)}"
    if isinstance(step, SetStep) and step.kind in DECIDED and step.operation != "delete":
        return _list(step.attributes)
    return ""


def _list(values: dict[str, Value]) -> str:
    return f" ({', '.join(f'{name} {_word(value)}' for name, value in values.items())})"


def _word(value: Value) -> str:
    if isinstance(value, Secret):
        return f"<{value.slot}>"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
