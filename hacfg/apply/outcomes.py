"""How each step of a past run ended, from the lines of its journal."""

from collections.abc import Mapping, Sequence
from typing import Final

from hacfg.apply.events import Outcome, StepResult
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.store.records import Entry, EntryType

_ENDINGS: Final[Mapping[EntryType, Outcome]] = {
    "intent": "failed",
    "failed": "failed",
    "verified": "done",
    "asked": "done",
    "gate": "done",
    "skipped": "skipped",
}
"""What the last line about a step says of it; a write whose end nobody noted did not end well."""


def outcomes(
    steps: Sequence[AnyStep], known: Sequence[Entry], *, rolled_back: bool = False
) -> tuple[StepResult, ...]:
    """Return how each step ended; of a run that was rolled back, what it wrote counts as that."""
    return tuple(_outcome(step, known, rolled_back=rolled_back) for step in steps)


def _outcome(step: AnyStep, known: Sequence[Entry], *, rolled_back: bool) -> StepResult:
    mine = [e for e in known if e.step == step.number and e.type in _ENDINGS]
    ended: Outcome = _ENDINGS[mine[-1].type] if mine else "not-started"
    wrote = any(entry.type in {"intent", "asked"} for entry in mine)
    if rolled_back and wrote and ended != "failed" and _comes_back(step):
        ended = "rolled-back"
    return StepResult(step.number, ended, note=mine[-1].note if mine else "")


def _comes_back(step: AnyStep) -> bool:
    return not isinstance(step, WaitStep) and step.inverse is not None
