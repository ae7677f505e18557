"""After an apply that has to be confirmed: wait for that, or roll back."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hacfg.apply.events import ApplyResult
from hacfg.cli.exits import DONE, EXITS
from hacfg.cli.failures import failed
from hacfg.cli.session import Session
from hacfg.cli.signals import Stopper
from hacfg.errors import Category, HacfgError, Problem, Stopped
from hacfg.report.escape import shown
from hacfg.report.layout import duration

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.usecases.options import ApplyOptions

CarryOut = Callable[["PlanDocument", "ApplyOptions"], int]


def settle(
    session: Session,
    options: "ApplyOptions",
    result: ApplyResult,
    stopper: Stopper,
    carry_out: CarryOut,
) -> int:
    """Return the exit code of an apply that is rolled back unless it is confirmed in time."""
    if result.complete:
        return _awaited(session, options, result.run, stopper, carry_out)
    if result.wrote and stopper.asked is None:
        session.terminal.err("\nIt failed part-way, so it is rolled back.\n")
        return _rolled_back(session, options, result.run, carry_out)
    return EXITS[Category.STOPPED]


def _awaited(
    session: Session, options: "ApplyOptions", run: str, stopper: Stopper, carry_out: CarryOut
) -> int:
    within = duration(options.confirm_within)
    session.terminal.err(f"\nRolled back in {within} unless confirmed: hacfg confirm {run}\n")
    confirmed = session.usecases.wait_confirmed(options.store, run, stopper)
    if confirmed:
        session.terminal.err("Confirmed.\n")
        return DONE
    if confirmed is None:
        return session.fail(
            Stopped(
                Problem(
                    f"run {run} still waits to be confirmed, and nobody watches the time any more",
                    next=f"hacfg confirm {run}, or hacfg rollback {run}",
                )
            )
        )
    session.terminal.err("Not confirmed in time, so it is rolled back.\n")
    return _rolled_back(session, options, run, carry_out)


def _rolled_back(session: Session, options: "ApplyOptions", run: str, carry_out: CarryOut) -> int:
    from hacfg.usecases.options import PlanOptions

    planning = PlanOptions(
        options.environ, allow_commands=options.allow_commands, store=options.store
    )
    back = replace(options, run="", resume=False, undoes=run, confirm_within=0)
    try:
        way = session.usecases.plan_rollback(run, None, planning)
        code = carry_out(way.document, back)
    except HacfgError as error:
        failed(session, error)
        code = EXITS[Category.STOPPED]
    if code == DONE:
        session.terminal.err(f"Run {shown(run)} is rolled back.\n")
        return EXITS[Category.ROLLED_BACK]
    session.terminal.err(f"Run {shown(run)} could not be rolled back. Next: hacfg rollback {run}\n")
    return EXITS[Category.STOPPED]
