"""Carrying out the steps of a plan, one by one, and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hacfg.apply.compare import in_words, judge
from hacfg.apply.events import ApplyResult, Ending, Event, StepResult, Tell
from hacfg.apply.journal import Journal
from hacfg.apply.live import Seen, Unit
from hacfg.apply.losses import no_longer_blank
from hacfg.apply.waiting import Clock, Patience, command_says, not_yet, wait_until
from hacfg.errors import (
    HacfgError,
    Interrupted,
    MissingAnswer,
    Problem,
    ReplyLost,
    Stale,
    Stopped,
    Unreachable,
)
from hacfg.plan.steps import ActionStep, AnyStep, EffectStep, ManualStep, SetStep, WaitStep
from hacfg.source import OnUnit

READ_BACK: Final = 60.0
"""Seconds after a write until it has to be read back; a unit may restart HA meanwhile."""

Ended = tuple[Ending, str]


@dataclass(frozen=True, slots=True)
class Person:
    """What can be had from people: attestations given, and someone to ask, if there is one."""

    attested: frozenset[str] = frozenset()
    confirm: Callable[[WaitStep], bool] | None = None

    def says(self, name: str, step: WaitStep) -> bool:
        """Tell whether a person says so; raise MissingAnswer if nobody can be asked."""
        flag = f"{name}@{step.number}"
        if flag in self.attested:
            return True
        if self.confirm is None:
            where = OnUnit(step.unit)
            raise MissingAnswer(
                Problem(f"step {step.number} needs a person", where, next=f"--attest {flag}")
            )
        return self.confirm(step)


@dataclass(slots=True)
class Execution:
    """One run of a plan: the units, the people, and how far it got."""

    units: Mapping[str, Unit]
    person: Person
    clock: Clock
    tell: Tell
    should_stop: Callable[[], bool]
    journal: Journal
    results: list[StepResult] = field(default_factory=list)
    wrote: bool = False

    def run(self, run_id: str, steps: Sequence[AnyStep]) -> ApplyResult:
        """Carry out all steps; stop at the first that fails; raise if nothing was written yet."""
        for step in steps:
            try:
                self._stop_if_asked()
                self._step(step)
            except HacfgError as error:
                if not self.wrote:
                    raise
                begun = len(self.results)
                rest = tuple(StepResult(s.number, "not-started") for s in steps[begun:])
                stopped = error.problems[0]
                return ApplyResult(run_id, (*self.results, *rest), stopped, wrote=True)
        return ApplyResult(run_id, tuple(self.results), wrote=self.wrote)

    def _step(self, step: AnyStep) -> None:
        begin = self.clock.now()
        self.tell(Event("started", step))
        try:
            outcome, note = self._one(step)
        except HacfgError as error:
            self._end(step, begin, "failed", str(error.problems[0]))
            raise
        self._end(step, begin, outcome, note)

    def _end(self, step: AnyStep, begin: float, outcome: Ending, note: str) -> None:
        seconds = self.clock.now() - begin
        self.results.append(StepResult(step.number, outcome, seconds, note))
        self.tell(Event(outcome, step, seconds, note))

    def _one(self, step: AnyStep) -> Ended:
        match step:
            case WaitStep():
                return self._gate(step)
            case ManualStep():
                return self._by_hand(step)
            case _:
                return self._write(step)

    def _write(self, step: SetStep | ActionStep) -> Ended:
        if self._already(step):
            return "skipped", "already as planned"
        self.journal.intent(step)
        note = "read back"
        try:
            self.units[step.unit].carry_out(step)
        except ReplyLost:
            # Never sent again: what it did is read back, as after a reply that came.
            note = "reply lost, read back"
        self.wrote = True
        self._read_back(step)
        self.journal.verified(step, note)
        return "done", note

    def _already(self, step: EffectStep) -> bool:
        verdict, differing = judge(step, self._look(step))
        if verdict == "differs":
            error = Stopped if self.wrote else Stale
            raise error(
                *(
                    Problem(
                        f"before step {step.number}, the unit is not as the plan expects",
                        OnUnit(d.address.owner, d.address.resource, d.attribute),
                        seen=in_words(d.seen),
                        expected=in_words(d.expected),
                        next="find out who changed it, then plan again",
                    )
                    for d in differing
                )
            )
        if verdict == "go on" and (lost := no_longer_blank(self.units[step.unit], step)):
            raise (Stopped if self.wrote else Stale)(lost)
        return verdict == "took effect"

    def _look(self, step: EffectStep) -> Seen:
        """Read what a step relies on; a unit that restarts meanwhile is waited for."""
        seen: Seen = {}
        addresses = [*step.before, *step.after]

        def reached() -> str:
            try:
                for name in dict.fromkeys(address.owner for address in addresses):
                    seen.update(self.units[name].look(addresses))
            except Unreachable as error:
                return error.problems[0].message
            return ""

        if silent := wait_until(reached, self._patience(step, READ_BACK, self.should_stop)):
            self._stop_if_asked()
            raise (Stopped if self.wrote else Unreachable)(
                Problem(
                    f"before step {step.number}, the unit was silent for {READ_BACK:.0f} s",
                    OnUnit(step.unit),
                    seen=silent,
                    next="once it answers, plan again: what took effect is recognised",
                )
            )
        return seen

    def _read_back(self, step: SetStep | ActionStep) -> None:
        # A write that was sent is seen to its end, even if a person asks to stop.
        patience = self._patience(step, READ_BACK, lambda: False)
        if seen := wait_until(lambda: not_yet(self.units, step.after), patience):
            raise Stopped(
                Problem(
                    f"step {step.number} was sent, but is not read back within {READ_BACK:.0f} s",
                    OnUnit(step.unit),
                    seen=seen,
                    next="look at the unit, then plan again: what took effect is recognised",
                )
            )

    def _by_hand(self, step: ManualStep) -> Ended:
        if self._already(step):
            return "skipped", "already as planned"
        # The gate that follows shows that it happened; from here on the unit may have changed.
        self.wrote = True
        return "done", "asked of a person"

    def _gate(self, step: WaitStep) -> Ended:
        gate = step.gate
        if gate.source == "person":
            if not self.person.says(gate.attestation, step):
                raise self._not_confirmed(step)
            return "done", "attested by a person"
        patience = self._patience(step, gate.timeout, self.should_stop)
        if seen := wait_until(lambda: self._open(step), patience):
            self._stop_if_asked()
            raise Stopped(
                Problem(
                    f"step {step.number}: {gate.wording} did not come within {gate.timeout} s",
                    OnUnit(gate.unit),
                    seen=seen,
                    expected=gate.wording,
                    next="look at the unit; once it is so, plan again",
                )
            )
        return "done", gate.wording

    def _open(self, step: WaitStep) -> str:
        if step.gate.source == "command":
            return command_says(step.gate.command)
        return not_yet(self.units, step.gate.expect)

    def _patience(self, step: AnyStep, timeout: float, should_stop: Callable[[], bool]) -> Patience:
        def tell(seconds: float, seen: str) -> None:
            self.tell(Event("waiting", step, seconds, seen))

        return Patience(timeout, self.clock, tell, should_stop)

    def _stop_if_asked(self) -> None:
        if self.should_stop():
            error = Stopped if self.wrote else Interrupted
            raise error(Problem("interrupted", next="plan again: what took effect is recognised"))

    def _not_confirmed(self, step: WaitStep) -> HacfgError:
        error = Stopped if self.wrote else Interrupted
        return error(Problem(f"step {step.number} was not confirmed", OnUnit(step.unit)))
