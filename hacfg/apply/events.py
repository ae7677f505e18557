"""What apply tells while it runs, and what it leaves when it ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from hacfg.errors import Problem
from hacfg.plan.steps import AnyStep

Ending = Literal["done", "skipped", "failed"]
Outcome = Literal["done", "skipped", "failed", "not-started", "rolled-back"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one step; seconds since the step began.

    started: the step begins; waiting: its gate or read-back is not there yet (note: what is seen);
    done, skipped, failed: how it ended (note: `read back`, why it was skipped, what failed).
    """

    type: Literal["started", "waiting", "done", "skipped", "failed"]
    step: AnyStep
    seconds: float = 0.0
    note: str = ""


Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class StepResult:
    """How one step ended."""

    number: int
    outcome: Outcome
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ApplyResult:
    """How an apply ended: every step of the plan, and why it stopped, if it did."""

    run: str
    steps: tuple[StepResult, ...]
    stopped: Problem | None = None
    wrote: bool = False
    """Whether anything was, or may have been, written."""

    @property
    def complete(self) -> bool:
        """Tell whether nothing was left undone."""
        return self.stopped is None

    def count(self, outcome: Outcome) -> int:
        """Return how many steps ended so."""
        return tally(self.steps)[outcome]


def tally(steps: Iterable[StepResult]) -> dict[Outcome, int]:
    """Return how many steps ended in each way."""
    found = [step.outcome for step in steps]
    return {outcome: found.count(outcome) for outcome in OUTCOMES}
