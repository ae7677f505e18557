"""Questions to a person, and what happens where nobody can be asked."""

from typing import TYPE_CHECKING

from hacfg.cli.session import Session
from hacfg.errors import MissingAnswer, Problem, Refused
from hacfg.report.escape import shown

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.plan.steps import WaitStep

YES = "yes"


def approve(session: Session, document: "PlanDocument") -> None:
    """Ask whether to carry out a plan; raise unless the answer is yes."""
    group = shown(document.hacfg.group)
    if not session.terminal.can_ask:
        raise MissingAnswer(
            Problem(
                f"nobody can be asked whether to carry out the plan for {group}",
                next="approve it beforehand: --auto-approve",
            )
        )
    number = len(document.hacfg.steps)
    these = f"these {number} steps" if number > 1 else "this step"
    question = f"\nCarry out {these} on {group}? Only '{YES}' is a yes: "
    if session.terminal.ask(question).lower() != YES:
        raise Refused(Problem("not approved; nothing was written"))


def confirm(session: Session, step: "WaitStep") -> bool:
    """Ask whether what a gate awaits is so."""
    from hacfg.report.manual import manual_text

    session.terminal.err("\n" + manual_text(step, session.error_style()))
    return session.terminal.ask(f"Is that so? Only '{YES}' is a yes: ").lower() == YES
