"""Progress of an apply: a line that is written over on a terminal, plain lines elsewhere."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hacfg.apply.events import Event
from hacfg.cli.session import Session, now
from hacfg.errors import Problem
from hacfg.report.apply_stream import event_line
from hacfg.report.apply_text import live_line, step_line
from hacfg.report.manual import manual_text

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.plan.steps import ManualStep

_CLEAR = "\r\x1b[K"
_PASSING = frozenset({"started", "waiting"})
_WRITES = frozenset({"set", "action"})
_QUIET = 30.0
"""Seconds between two plain lines that say that a step still waits."""


@dataclass(slots=True)
class Progress:
    """Tells what happens to the steps of one plan."""

    session: Session
    document: "PlanDocument"
    run: str
    json: bool = False
    step: int = 0
    """The step that was last heard of."""
    touched: bool = False
    """Whether a unit was, or may have been, written to."""
    said: float = 0.0
    """Seconds of the last plain line about a step that waits."""

    def tell(self, event: Event) -> None:
        """Take one event."""
        self.step = event.step.number
        self.touched |= event.type == "started" and event.step.type in _WRITES
        self.session.data(event_line(event, now()), json=self.json)
        if self.json:
            return
        if event.type == "started" and event.step.type == "manual":
            self._ask_for(event.step)
        elif self.session.terminal.is_live:
            self._live(event)
        else:
            self._plain(event)

    def doubt(self) -> Problem:
        """Return what is not known once the apply was cut off."""
        return Problem(
            f"cut off during step {self.step}; whether it took effect is not known",
            next=f"go on, what took effect is recognised: hacfg apply --resume {self.run}",
        )

    def _live(self, event: Event) -> None:
        style = self.session.error_style()
        if event.type in _PASSING:
            line = live_line(event, self.document, style.width - 1)
            self.session.terminal.err(_CLEAR + line)
        else:
            self.session.terminal.err(f"{_CLEAR}{step_line(event, self.document, style)}\n")

    def _ask_for(self, step: "ManualStep") -> None:
        """Show what a person has to type; the gate that follows waits for it."""
        self.session.terminal.err(f"\n{manual_text(step, self.session.error_style())}\n")

    def _plain(self, event: Event) -> None:
        if event.type == "started":
            self.said = 0.0
        if event.type == "waiting" and event.seconds - self.said < _QUIET:
            return
        if event.type == "started" and event.step.type != "wait":
            return
        self.said = event.seconds
        line = step_line(event, self.document, self.session.error_style())
        self.session.terminal.err(f"{line}\n")
