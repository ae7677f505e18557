"""How an apply ended: told to people or machines, with its exit code and how to go on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hacfg.apply.events import ApplyResult, StepResult
from hacfg.apply.outcomes import outcomes
from hacfg.cli.exits import DONE, EXITS
from hacfg.cli.session import Session, now
from hacfg.cli.signals import ENDINGS, Stopper
from hacfg.errors import Category, HacfgError, Problem, Stopped
from hacfg.report.apply_stream import result_line, undone_line
from hacfg.report.apply_text import Ending, ending_text, undone_text
from hacfg.report.commands import plan_again, plan_what_is_left
from hacfg.report.stream import diagnostic_line

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.usecases.options import ApplyOptions


@dataclass(frozen=True, slots=True)
class Manner:
    """How applying is asked for on the command line."""

    auto_approve: bool = False
    json: bool = False
    shown: bool = True
    """Whether the plan is shown before it is carried out."""


@dataclass(frozen=True, slots=True)
class Undone:
    """A run that was rolled back, and how its steps stand now."""

    run: str
    steps: tuple[StepResult, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A plan, what came of it, and the run that it took back, if any."""

    document: "PlanDocument"
    result: ApplyResult
    undone: Undone | None = None


def tell_end(session: Session, ended: Ended, stopper: Stopper, manner: Manner) -> int:
    """Tell how an apply ended and return its exit code."""
    result, document = ended.result, ended.document
    stopper.wrote |= result.wrote
    code = _code(result, stopper)
    session.data(result_line(result, document, now()), json=manner.json)
    _tell_machines(session, ended.undone, manner)
    diagnose(session, Stopped(*_reasons(result)), manner)
    if manner.json:
        return code
    ending = Ending(code, _next(ended), _text(ended.undone))
    if result.complete:
        session.terminal.out("\n" + ending_text(result, document, ending, session.style()))
    else:
        session.terminal.err("\n" + ending_text(result, document, ending, session.error_style()))
    return code


def tell_undone(session: Session, undone: Undone | None, manner: Manner) -> None:
    """Tell how the steps of a run stand of which nothing was left to take back."""
    _tell_machines(session, undone, manner)
    if not manner.json:
        session.terminal.out(_text(undone))


def undone_by(session: Session, options: "ApplyOptions") -> Undone | None:
    """Return the run that was rolled back, as its journal tells it."""
    if not options.undoes:
        return None
    told = session.usecases.story(options.store, options.undoes)
    steps = told.document.hacfg.steps
    return Undone(options.undoes, outcomes(steps, told.entries, rolled_back=True))


def diagnose(session: Session, error: HacfgError, manner: Manner) -> None:
    """Tell machines what is wrong."""
    lines = (diagnostic_line(problem, now()) for problem in error.problems)
    session.data("".join(lines), json=manner.json)


def _tell_machines(session: Session, undone: Undone | None, manner: Manner) -> None:
    line = undone_line(undone.run, undone.steps, now()) if undone else ""
    session.data(line, json=manner.json)


def _text(undone: Undone | None) -> str:
    return undone_text(undone.run, undone.steps) if undone else ""


def _reasons(result: ApplyResult) -> tuple[Problem, ...]:
    return () if result.stopped is None else (result.stopped,)


def _code(result: ApplyResult, stopper: Stopper) -> int:
    if result.complete:
        return DONE
    if stopper.asked is not None and not result.wrote:
        return EXITS[ENDINGS[stopper.asked]]
    return EXITS[Category.STOPPED]


def _next(ended: Ended) -> str:
    result = ended.result
    if ended.undone:
        return f"what was taken back: hacfg history {ended.undone.run}"
    if result.complete:
        return f"see that nothing is left: {plan_what_is_left(ended.document)}"
    go_on = f"go on: hacfg apply --resume {result.run}; or "
    return f"{go_on if result.wrote else ''}plan again: {plan_again(ended.document)}"
