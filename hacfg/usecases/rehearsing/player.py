"""Plays a plan's surroundings on a lab: its time, its faults, and the people it asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hacfg.apply.events import Event, StepResult
from hacfg.apply.waiting import POLL, Clock
from hacfg.errors import Refused
from hacfg.lab.door import Door
from hacfg.plan.steps import Gate, ManualStep, WaitStep
from hacfg.usecases.rehearsing.faults import FaultAt, strike
from hacfg.usecases.rehearsing.people import answered, looks_for, typed
from hacfg.usecases.rehearsing.timeline import Moment, Sort, acts_of, mail_takers

PAUSE: Final = 1.0
"""Lab seconds that pass before a step begins, as they do between two calls to a real unit."""
IDLE: Final = 30.0
"""Lab seconds after which a wait looks again though no unit did anything."""
LONGEST: Final = 3600.0
"""Lab seconds that the group is given after the plan to come to rest."""


@dataclass(slots=True)
class Player:
    """One rehearsal under way; all time is the lab's, which passes only where this says so."""

    door: Door
    faults: Sequence[FaultAt]
    secret_words: Mapping[str, str]
    """What a runbook shows in the place of a secret, to the made-up secret."""
    moments: list[Moment] = field(default_factory=list)
    results: list[StepResult] = field(default_factory=list)
    seconds: float = 0.0
    step: int = 0
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    moving: bool = False

    @property
    def clock(self) -> Clock:
        """Lab time, for apply."""
        return Clock(lambda: self.seconds, self.sleep)

    def begin(self) -> None:
        """Note how the group stands before the first step."""
        self.look()
        self.note("start", "before the first step")

    def look(self) -> None:
        """Ask the lab how its units stand."""
        status = self.door.status()
        self.units, self.moving = status["units"], bool(status["moves"])

    def note(self, sort: Sort, words: str, outcome: str = "") -> None:
        """Add a moment to the timeline."""
        acts, mail = acts_of(self.units), mail_takers(self.units)
        self.moments.append(Moment(self.seconds, self.step, sort, words, acts, mail, outcome))

    def sleep(self, seconds: float) -> None:
        """Let lab time pass; in a wait for the units, until one of them does something."""
        if seconds < POLL:
            self.pass_time(seconds)
            return
        before, end = self.units, self.seconds + IDLE
        self.pass_time(seconds)
        while self.units == before and self.seconds < end:
            self.pass_time(PAUSE if self.moving else end - self.seconds)

    def pass_time(self, seconds: float) -> None:
        """Let lab time pass, and note it if the units moved."""
        self.door.advance(seconds)
        self.seconds += seconds
        self.look()
        last = self.moments[-1]
        if (last.acts, last.mail) != (acts_of(self.units), mail_takers(self.units)):
            self.note("move", "the units move")

    def rest(self) -> None:
        """Let the group come to rest, as far as it does within the longest time."""
        end = self.seconds + LONGEST
        while self.moving and self.seconds < end:
            self.pass_time(PAUSE)
        self.note("end", "at the end")

    def tell(self, event: Event) -> None:
        """Take what apply tells: a step begins or ends."""
        if event.type == "started":
            self._started(event)
        elif event.type != "waiting":
            self._ended(event)

    def _started(self, event: Event) -> None:
        self.step = event.step.number
        self.pass_time(PAUSE)
        for fault in self.faults:
            if fault.step == self.step:
                self._strike(fault)

    def _strike(self, fault: FaultAt) -> None:
        try:
            strike(self.door, fault, self.units)
        except Refused as error:
            self.note("no-fault", f"{fault} does not happen: {error.problems[0].message}")
            return
        self.look()
        self.note("fault", fault.words)

    def _ended(self, event: Event) -> None:
        step = event.step
        if isinstance(step, ManualStep) and event.type == "done":
            self.door.cli(step.unit, typed(step.lines, self.secret_words))
        self.look()
        if event.type == "skipped" or event.type == "failed" or event.type == "done":  # noqa: PLR1714  # so that types follow
            self.results.append(StepResult(step.number, event.type, event.seconds, event.note))
        self.note("step", event.note, event.type)

    def confirm(self, step: WaitStep) -> bool:
        """Do what a person does for a gate, and say whether it is so then."""
        done = answered(self.door, step.gate, self.units)
        so = self._wait_for(step.gate)
        self.look()
        self.note("person", done if so else f"{done}; but it does not come to be so")
        return so

    def _wait_for(self, gate: Gate) -> bool:
        """Wait as a person would, for as long as the gate says."""
        end = self.seconds + gate.timeout
        self.look()
        while not looks_for(gate, self.units):
            if self.seconds >= end:
                return False
            self.sleep(PAUSE)
        return True
