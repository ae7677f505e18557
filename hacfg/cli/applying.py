"""Carrying out one plan: shown, approved, run, and how it ended."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hacfg.apply.events import ApplyResult
from hacfg.cli.answers import approve
from hacfg.cli.confirming import settle
from hacfg.cli.ending import Ended, Manner, diagnose, tell_end, tell_undone, undone_by
from hacfg.cli.exits import DONE, EXITS
from hacfg.cli.failures import failed
from hacfg.cli.planning import plan_code
from hacfg.cli.progress import Progress
from hacfg.cli.session import Session, now
from hacfg.cli.signals import ENDINGS, CutOff, Stopper, handled_by
from hacfg.errors import HacfgError, Interrupted, Stopped
from hacfg.report.apply_stream import planned_lines
from hacfg.report.apply_text import run_line
from hacfg.report.escape import shown
from hacfg.report.plan_text import plan_text
from hacfg.report.plan_verdict import is_pending

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.usecases.options import ApplyOptions

_FINISHING = "\nFinishing this step, then stopping. Once more ends at once.\n"


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
            tell_undone(session, undone_by(session, options), manner)
        return DONE
    try:
        if options.confirm_within:
            session.usecases.check_way_back(document)
        if not manner.auto_approve:
            approve(session, document)
        return _run(session, document, options, manner, stopper)
    except HacfgError as error:
        diagnose(session, error, manner)
        return failed(session, error)


def _show(session: Session, document: "PlanDocument", manner: Manner) -> None:
    session.data(planned_lines(document, now()), json=manner.json)
    wanted = manner.shown or plan_code(document) or not is_pending(document)
    if wanted and not manner.json:
        session.terminal.out(plan_text(document, session.style()))


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
    undone = undone_by(session, options) if result.complete else None
    code = tell_end(session, Ended(document, result, undone), stopper, manner)
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
