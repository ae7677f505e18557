"""Planning for one group or many: how each ended, what is shown, what is saved."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hacfg.cli.exits import DONE, EXITS, PENDING
from hacfg.cli.groups import Attempt, each
from hacfg.cli.options import store_choice
from hacfg.cli.session import Session, now
from hacfg.errors import Category

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.topology.load import Loaded
    from hacfg.usecases.options import PlanOptions


def plan_options(
    session: Session,
    allow: Sequence[str] | None,
    set_secret: Sequence[str] | None,
    dialect: Sequence[Path] | None,
    *,
    commands: bool,
    store: str | None = None,
    recover: bool = False,
    assume: Sequence[str] | None = None,
    explain: bool = False,
    why_not: bool = False,
) -> "PlanOptions":
    """Return the choices of the command line for planning."""
    from hacfg.usecases.options import PlanOptions

    return PlanOptions(
        environ=session.terminal.environ,
        allow=frozenset(allow or ()),
        set_secrets=frozenset(set_secret or ()),
        dialects=tuple(dialect or ()),
        allow_commands=commands,
        timestamp=now(),
        store=store_choice(store),
        recover=recover,
        assume=tuple(assume or ()),
        explain=explain,
        why_not=why_not,
    )


def plan_each(
    session: Session, loaded: "Sequence[Loaded]", options: "PlanOptions"
) -> "tuple[Attempt[Loaded, PlanDocument], ...]":
    """Plan every group, side by side."""
    return each(loaded, lambda one: session.usecases.plan_group(one, options))


def plan_code(document: "PlanDocument", *, detailed: bool = False) -> int:
    """Return the exit code that a plan earns by itself."""
    from hacfg.report.plan_verdict import is_pending, is_refused, is_stuck

    if not document.complete and not is_stuck(document):
        return EXITS[Category.UNIT]
    if is_refused(document):
        return EXITS[Category.REFUSED]
    return PENDING if detailed and is_pending(document) else DONE


def plan_file(out: Path | None, group: str, *, several: bool) -> Path | None:
    """Return where a group's plan is saved: in a folder if there are several groups."""
    if out is None:
        return None
    if several and (out.exists() or out.suffix == ".json") and not out.is_dir():
        raise typer.BadParameter(
            f"{out} is a file; several groups need a folder", param_hint="--out"
        )
    return out / f"{group}.plan.json" if several or out.is_dir() else out
