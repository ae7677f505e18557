"""Carrying out one plan: shown, approved, run, and how it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hacfg.apply.events import ApplyResult
from hacfg.cli.answers import approve
from hacfg.cli.confirming import settle
from hacfg.cli.exits import DONE, EXITS
from hacfg.cli.failures import failed
from hacfg.cli.planning import plan_code
from hacfg.cli.progress import Progress
from hacfg.cli.session import Session, now
from hacfg.cli.signals import ENDINGS, CutOff, Stopper, handled_by
from hacfg.errors import Category, HacfgError, Interrupted, Problem, Stopped
from hacfg.report.apply_stream import planned_lines, result_line
from hacfg.report.apply_text import Ending, ending_text, run_line
from hacfg.report.escape import shown
from hacfg.report.plan_text import plan_text
from hacfg.report.plan_verdict import is_pending
from hacfg.report.stream import diagnostic_line

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.usecases.options import ApplyOptions

_FINISHING = "\nFinishing this step, then stopping. Once more ends at once.\n"


@dataclass(frozen=True, slots=True)
class Manner:
    """How applying is asked for on the command line."""

    auto_approve: bool = False
    json: bool = False
    shown: bool = True
    """Whether the plan is shown before it is carried out."""
    undoes: str = ""
    """The run that is rolled back."""


def apply_each(
    session: Session, documents: "Sequence[PlanDocument]", options: "ApplyOptions", manner: Manner
) -> list[int]:
    """Carry out plans one after the other; a signal during one ends them all."""
    stopper = Stopper(lambda: session.terminal.err(_FINISHING))
    codes: list[int] = []
    for number, document in enumerate(documents, 1):
        codes.append(_unless_cut_off(session, document, options, manner, stopper))
        rest = documents[number:]
        ending = stopper.ending()
        if ending and (rest or codes[-1]):
            _tell_not_begun(session, rest)
            return [*codes, EXITS[ending]]
    return codes


def _unless_cut_off(
    session: Session,
    document: "PlanDocument",
    options: "ApplyOptions",
    manner: Manner,
    stopper: Stopper,
) -> int:
    try:
        return apply_one(session, document, options, manner, stopper)
    except CutOff as error:
        stopper.asked = error.number
        return failed(session, error, document.hacfg.group if stopper.wrote else "")


def _tell_not_begun(session: Session, documents: "Sequence[PlanDocument]") -> None:
    if documents:
        names = ", ".join(shown(document.hacfg.group) for document in documents)
        session.terminal.err(f"Not begun: {names}\n")


def apply_one(
    session: Session,
    document: "PlanDocument",
    options: "ApplyOptions",
    manner: Manner,
    stopper: Stopper,
) -> int:
    """Carry out one plan and return its exit code."""
    _show(session, document, manner)
    if code := plan_code(document):
        return code
    if not is_pending(document):
        if options.undoes:
            session.usecases.note_rolled_back(options.store, options.undoes)
        return DONE
    try:
        if options.confirm_within:
            session.usecases.check_way_back(document)
        if not manner.auto_approve:
            approve(session, document)
        return _run(session, document, options, manner, stopper)
    except HacfgError as error:
        _diagnose(session, error, manner)
        return failed(session, error)


def _show(session: Session, document: "PlanDocument", manner: Manner) -> None:
    session.data(planned_lines(document, now()), json=manner.json)
    wanted = manner.shown or plan_code(document) or not is_pending(document)
    if wanted and not manner.json:
        session.terminal.out(plan_text(document, session.style()))


def _diagnose(session: Session, error: HacfgError, manner: Manner) -> None:
    lines = (diagnostic_line(problem, now()) for problem in error.problems)
    session.data("".join(lines), json=manner.json)


def _run(
    session: Session,
    document: "PlanDocument",
    options: "ApplyOptions",
    manner: Manner,
    stopper: Stopper,
) -> int:
    from hacfg.usecases.owner import new_run

    # Several groups: a run each.
    options = replace(options, run=options.run or new_run())
    progress = Progress(session, document, options.run, json=manner.json)
    if not manner.json:
        session.terminal.err(f"\n{run_line(document, options.run, session.error_style())}\n")
    try:
        with handled_by(stopper.handle):
            result = _in_doubt(
                lambda: session.usecases.apply_plan(document, options, progress.tell, stopper),
                progress,
            )
    except Interrupted as error:
        code = failed(session, error)
        return EXITS[ENDINGS[stopper.asked]] if stopper.asked is not None else code
    code = _end(session, document, result, stopper, replace(manner, undoes=options.undoes))
    if not options.confirm_within:
        return code
    back = replace(manner, auto_approve=True, shown=False)
    with handled_by(stopper.handle):
        return settle(
            session,
            options,
            result,
            stopper,
            lambda plan, terms: apply_one(session, plan, terms, back, stopper),
        )


def _in_doubt(run: Callable[[], ApplyResult], progress: Progress) -> ApplyResult:
    """Say which step is in doubt when the second signal, or a defect, cut it off."""
    try:
        return run()
    except HacfgError:
        raise
    except (CutOff, Exception) as error:
        if not progress.touched:
            raise
        if not isinstance(error, CutOff):
            failed(progress.session, error)
        raise Stopped(progress.doubt()) from error


def _end(
    session: Session,
    document: "PlanDocument",
    result: ApplyResult,
    stopper: Stopper,
    manner: Manner,
) -> int:
    stopper.wrote |= result.wrote
    code = _code(result, stopper)
    ending = Ending(code, _next(document, result, manner.undoes))
    session.data(result_line(result, document, now()), json=manner.json)
    _diagnose(session, Stopped(*_reasons(result)), manner)
    if manner.json:
        return code
    if result.complete:
        session.terminal.out("\n" + ending_text(result, document, ending, session.style()))
    else:
        session.terminal.err("\n" + ending_text(result, document, ending, session.error_style()))
    return code


def _reasons(result: ApplyResult) -> tuple[Problem, ...]:
    return () if result.stopped is None else (result.stopped,)


def _code(result: ApplyResult, stopper: Stopper) -> int:
    if result.complete:
        return DONE
    if stopper.asked is not None and not result.wrote:
        return EXITS[ENDINGS[stopper.asked]]
    return EXITS[Category.STOPPED]


def _next(document: "PlanDocument", result: ApplyResult, undoes: str) -> str:
    if undoes and result.complete:
        return f"what was taken back: hacfg history {undoes}"
    allowed = "".join(f" --allow {guard}" for guard in document.hacfg.allowed)
    again = f"hacfg plan {document.hacfg.topology}{allowed}"
    if result.complete:
        return f"see that nothing is left: {again}"
    go_on = f"go on: hacfg apply --resume {result.run}; or "
    return f"{go_on if result.wrote else ''}plan again: {again}"
