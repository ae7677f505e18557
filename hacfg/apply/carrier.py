"""Carrying out one step: compared with the unit before, written once, read back, awaited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hacfg.apply import messages
from hacfg.apply.compare import is_told, judge
from hacfg.apply.events import Ending, Event, Tell
from hacfg.apply.journal import READ_BACK as NOTED
from hacfg.apply.journal import Journal
from hacfg.apply.live import Seen, Unit
from hacfg.apply.losses import no_longer_blank
from hacfg.apply.person import Person
from hacfg.apply.waiting import (
    SAYS,
    Clock,
    Patience,
    gate_says,
    not_yet,
    steady_for,
    wait_until,
)
from hacfg.errors import HacfgError, Interrupted, Problem, ReplyLost, Stale, Stopped, Unreachable
from hacfg.plan.backup import NAME
from hacfg.plan.steps import ActionStep, AnyStep, EffectStep, ManualStep, SetStep, WaitStep
from hacfg.plan.values import PlanState

READ_BACK: Final = 60.0
"""Seconds after a write until it has to be read back; a unit may restart HA meanwhile."""
SETTLE: Final = 5.0
"""Seconds that a write of an attempt that died is given to show, before it counts as not sent."""

Ended = tuple[Ending, str]


@dataclass(slots=True)
class Carrier:
    """Who carries out the steps of one run: the units, the people, and what is known so far."""

    units: Mapping[str, Unit]
    person: Person
    clock: Clock
    tell: Tell
    should_stop: Callable[[], bool]
    journal: Journal
    wrote: bool = False
    """Whether this run, in this attempt or an earlier one, wrote to any unit."""
    backups: tuple[WaitStep, ...] = ()
    """What a person vouches for before a step that nothing brings back, with its number."""
    carried_out: list[AnyStep] = field(default_factory=list)

    def carry_out(self, step: AnyStep) -> Ended:
        """Carry out one step; return how it ended, and how that is known; raise if it fails."""
        match step:
            case WaitStep():
                note = self._gate(step)
                self.journal.note(step, "gate", note)
                return "done", note
            case ManualStep():
                return self._by_hand(step)
            case _:
                return self._write(step)

    def _write(self, step: SetStep | ActionStep) -> Ended:
        if self._already(step):
            return self._skip(step)
        self._backed_up(step)
        self.journal.intent(step)
        note, reply = NOTED, "answered"
        try:
            self.units[step.unit].carry_out(step)
        except ReplyLost:
            # Never sent again: what it did is read back, as after a reply that came.
            note, reply = "reply lost, read back", "lost"
        self.wrote = True
        self.journal.note(step, "reply", reply)
        self._read_back(step)
        self.journal.note(step, "verified", note)
        return "done", note

    def _backed_up(self, step: EffectStep) -> None:
        for question in self.backups:
            if question.number != step.number:
                continue
            if not self.person.says(f"{question.unit}.{NAME}", question):
                raise self._ended(messages.not_confirmed(question))
            self.journal.note(step, "attested", question.gate.wording)

    def _skip(self, step: EffectStep) -> Ended:
        note = "already as planned"
        self.journal.note(step, "skipped", note)
        return "skipped", note

    def _already(self, step: EffectStep) -> bool:
        intended = self.journal.intended(step)
        seen = self._settled(step) if intended else self._look(step)
        verdict, differing = judge(step, seen, intended=intended)
        if verdict == "differs":
            problems = messages.changed(step, differing, self.carried_out)
            raise (Stopped if self.wrote else Stale)(*problems)
        if verdict == "go on" and (lost := no_longer_blank(self.units[step.unit], step)):
            raise (Stopped if self.wrote else Stale)(lost)
        return verdict == "took effect"

    def _settled(self, step: EffectStep) -> Seen:
        """Read what a step relies on, once its write, if it was sent, had time to show."""
        if is_told(step):
            patience = self._patience(step, SETTLE, self._is_over)
            wait_until(lambda: not_yet(self.units, step.after), patience)
        return self._look(step)

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

        if unreached := wait_until(reached, self._patience(step, READ_BACK, self._is_over)):
            self.stop_if_asked()
            problem = messages.silent(step, READ_BACK, unreached)
            raise (Stopped if self.wrote else Unreachable)(problem)
        return seen

    def _read_back(self, step: SetStep | ActionStep) -> None:
        # A write that was sent is seen to its end, even if a person asks to stop.
        patience = self._patience(step, READ_BACK, lambda: False)
        if seen := wait_until(lambda: not_yet(self.units, step.after), patience):
            raise Stopped(messages.not_read_back(step, READ_BACK, seen))

    def _by_hand(self, step: ManualStep) -> Ended:
        if self._already(step):
            return self._skip(step)
        self._backed_up(step)
        # The gate that follows shows that it happened; from here on the unit may have changed.
        self.journal.note(step, "asked")
        self.wrote = True
        return "done", "asked of a person"

    def _gate(self, step: WaitStep) -> str:
        gate = step.gate
        if gate.source == "person":
            if not self.person.says(gate.attestation, step):
                raise self._ended(messages.not_confirmed(step))
            return "attested by a person"
        patience = self._patience(step, gate.timeout, self._is_over)
        if seen := wait_until(lambda: gate_says(self.units, gate), patience, steady_for(gate)):
            self.stop_if_asked()
            raise Stopped(messages.not_met(step, seen))
        return f"{gate.wording}{SAYS.get(gate.source, '')}"

    def look_back(self, last: AnyStep, ends: PlanState) -> None:
        """Look at all roles once more: what went wrong after a step, no later step has seen."""
        patience = self._patience(last, READ_BACK, lambda: False)
        if seen := wait_until(lambda: not_yet(self.units, ends), patience):
            raise Stopped(messages.not_as_planned(seen))

    def _patience(self, step: AnyStep, timeout: float, should_stop: Callable[[], bool]) -> Patience:
        def tell(seconds: float, seen: str) -> None:
            self.tell(Event("waiting", step, seconds, seen))

        return Patience(timeout, self.clock, tell, should_stop)

    def _is_over(self) -> bool:
        return self.should_stop() or self.journal.is_lost()

    def stop_if_asked(self) -> None:
        """Raise if a person asked to stop, or the lock was lost."""
        self.journal.check()
        if self.should_stop():
            raise self._ended(messages.interrupted())

    def _ended(self, problem: Problem) -> HacfgError:
        return (Stopped if self.wrote else Interrupted)(problem)
