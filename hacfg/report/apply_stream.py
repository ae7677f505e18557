"""An apply for machines: one JSON object a line, with Terraform's types and keys."""

from collections.abc import Mapping, Sequence

from hacfg.apply.events import ApplyResult, Event, StepResult, tally
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import ChangeView
from hacfg.plan.steps import AnyStep
from hacfg.report.step_notes import step_title
from hacfg.report.stream import Level, stream_line
from hacfg.state import Address

_TYPES: Mapping[str, tuple[str, str, Level]] = {
    "started": ("apply_start", "started", "info"),
    "waiting": ("apply_progress", "waiting", "info"),
    "done": ("apply_complete", "done", "info"),
    "skipped": ("apply_complete", "skipped", "info"),
    "failed": ("apply_errored", "failed", "error"),
}
"""Our event to Terraform's type, the word for people, the level."""


def planned_lines(document: PlanDocument, now: str) -> str:
    """Return one line for each change of the plan, then their summary."""
    changes = "".join(_planned(change, now) for change in document.hacfg.changes)
    return changes + summary_line(document.counts, "plan", now)


def summary_line(
    counts: tuple[int, int, int], operation: str, now: str, more: Mapping[str, object] | None = None
) -> str:
    """Return the frozen summary of a plan, or the one of an apply with more about it."""
    add, change, remove = counts
    verbs = {"plan": "Plan: {} to add, {} to change, {} to destroy."}
    wording = verbs.get(operation, "Apply complete! Resources: {} added, {} changed, {} destroyed.")
    message = wording.format(add, change, remove)
    changes = {"add": add, "change": change, "import": 0, "remove": remove, "operation": operation}
    return stream_line("change_summary", message, now, {"changes": changes, **(more or {})})


def event_line(event: Event, now: str) -> str:
    """Return what happened to one step."""
    kind, word, level = _TYPES[event.type]
    hook = {
        "resource": _resource(_address(event.step)),
        "action": _action(event.step),
        "step": event.step.number,
        "outcome": event.type,
        "note": event.note,
        "elapsed_seconds": round(event.seconds, 3),
    }
    message = f"{event.step.number} {event.step.unit}: {step_title(event.step)} {word}"
    return stream_line(kind, message, now, {"hook": hook}, level)


def result_line(result: ApplyResult, document: PlanDocument, now: str) -> str:
    """Return how the apply ended: the summary, or what was done before it stopped."""
    payload = _table(result.run, result.steps, wrote=result.wrote)
    if result.complete:
        return summary_line(document.counts, "apply", now, payload)
    return stream_line("apply_stopped", "Apply stopped part-way.", now, payload, "error")


def undone_line(run: str, steps: Sequence[StepResult], now: str) -> str:
    """Return how the steps of a run ended that was rolled back."""
    payload = _table(run, steps, wrote=True)
    return stream_line("apply_rolled_back", f"Run {run} is rolled back.", now, payload, "warn")


def _table(run: str, steps: Sequence[StepResult], *, wrote: bool) -> dict[str, object]:
    """Return how the steps of a run ended, and how many in each way."""
    ended = [{"number": step.number, "outcome": step.outcome, "note": step.note} for step in steps]
    return {"hacfg": {"run": run, "wrote": wrote, "outcomes": tally(steps), "steps": ended}}


def _planned(change: ChangeView, now: str) -> str:
    payload = {"change": {"resource": _resource(change.address), "action": change.action}}
    return stream_line("planned_change", f"{change.address}: Plan to {change.action}", now, payload)


def _address(step: AnyStep) -> Address:
    if step.type == "set":
        return Address(step.unit, step.kind, step.key)
    return Address(step.unit, "step")


def _action(step: AnyStep) -> str:
    return step.operation if step.type == "set" else {"wait": "read"}.get(step.type, "update")


def _resource(address: Address) -> dict[str, object]:
    kind = f"fortimail_{address.kind}"
    return {
        "addr": str(address),
        "module": "",
        "resource": str(address),
        "implied_provider": "fortimail",
        "resource_type": kind,
        "resource_name": address.owner,
        "resource_key": address.key or None,
    }
