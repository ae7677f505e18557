"""Carrying out the steps of a plan, one by one, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from hacfg.apply.carrier import Carrier
from hacfg.apply.events import ApplyResult, Ending, Event, StepResult
from hacfg.errors import HacfgError
from hacfg.plan.backup import wanted
from hacfg.plan.steps import AnyStep
from hacfg.plan.values import PlanState

BEFORE: Final = "done before"
"""What is said of steps that an earlier attempt at the same run carried through."""


@dataclass(slots=True)
class Execution:
    """One run of a plan, and how far it got."""

    carrier: Carrier
    results: list[StepResult] = field(default_factory=list)

    def run(
        self, run_id: str, steps: Sequence[AnyStep], begun: int, ends: PlanState
    ) -> ApplyResult:
        """Carry out all steps but the first `begun`, which an earlier attempt carried through.

        Stops at the first that fails; raises if nothing was written yet. `ends`: what has to be
        read once all of them are done.
        """
        self.skip(steps[:begun])
        self.carrier.backups = tuple(wanted(steps))
        try:
            for step in steps[begun:]:
                self._step(step)
        except HacfgError as error:
            if not self.carrier.wrote:
                raise
            return self.stopped(run_id, steps, error)
        try:
            if steps and ends:
                self.carrier.look_back(steps[-1], ends)
        except HacfgError as error:
            return self.stopped(run_id, steps, error)
        return ApplyResult(run_id, tuple(self.results), wrote=self.carrier.wrote)

    def skip(self, steps: Sequence[AnyStep]) -> None:
        """Count steps as done that an earlier attempt carried through."""
        self.carrier.carried_out += steps
        self.results += [StepResult(step.number, "done", note=BEFORE) for step in steps]

    def stopped(self, run_id: str, steps: Sequence[AnyStep], error: HacfgError) -> ApplyResult:
        """Return how the run ended if this error ended it."""
        rest = [StepResult(s.number, "not-started") for s in steps[len(self.results) :]]
        return ApplyResult(
            run_id, (*self.results, *rest), error.problems[0], wrote=self.carrier.wrote
        )

    def _step(self, step: AnyStep) -> None:
        self.carrier.stop_if_asked()
        begin = self.carrier.clock.now()
        self.carrier.tell(Event("started", step))
        try:
            outcome, note = self.carrier.carry_out(step)
        except HacfgError as error:
            self.carrier.journal.failed(step, error.problems[0])
            self._end(step, begin, "failed", str(error.problems[0]))
            raise
        self.carrier.carried_out.append(step)
        self._end(step, begin, outcome, note)

    def _end(self, step: AnyStep, begin: float, outcome: Ending, note: str) -> None:
        seconds = self.carrier.clock.now() - begin
        self.results.append(StepResult(step.number, outcome, seconds, note))
        self.carrier.tell(Event(outcome, step, seconds, note))
