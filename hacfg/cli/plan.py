"""`hacfg plan`: what would apply do? Writes nothing to any unit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.exits import worst
from hacfg.cli.failures import failed
from hacfg.cli.help import described
from hacfg.cli.options import (
    Allow,
    Dialect,
    Full,
    Json,
    Paths,
    SecretCommands,
    SetSecret,
    StoreUrl,
)
from hacfg.cli.planning import plan_code, plan_each, plan_file, plan_options
from hacfg.cli.session import Session, session_of
from hacfg.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from hacfg.cli.groups import Attempt
    from hacfg.plan.document import PlanDocument
    from hacfg.topology.load import Loaded

HELP = described(
    "Show what apply would do, in which order and why.",
    "hacfg plan topology.yaml",
    "hacfg plan topology.yaml --out mail-east.plan.json",
    "hacfg plan groups/ --out plans/ --detailed-exitcode",
    "hacfg plan topology.yaml --allow unverified-wire",
)
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE|FOLDER", help="Save the plan; a folder if there are several groups."
    ),
]
Detailed = Annotated[
    bool, typer.Option("--detailed-exitcode", help="Exit 2 if changes are pending.")
]


def plan(
    context: typer.Context,
    paths: Paths,
    *,
    out: Out = None,
    detailed_exitcode: Detailed = False,
    allow: Allow = None,
    set_secret: SetSecret = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    store: StoreUrl = None,
    json: Json = False,
    full: Full = False,
) -> int:
    """Show what apply would do."""
    session = session_of(context)
    options = plan_options(
        session, allow, set_secret, dialect, commands=allow_secret_commands, store=store
    )
    loaded = session.usecases.load(paths, dialect or [])
    files = {
        one.topology.name: plan_file(out, one.topology.name, several=len(loaded) > 1)
        for one in loaded
    }
    if out is not None and len(loaded) > 1:
        _make_folder(out)
    codes: list[int] = []
    for attempt in plan_each(session, loaded, options):
        name = attempt.item.topology.name
        if attempt.result is None:
            codes.append(_failed(session, attempt, several=len(loaded) > 1))
            continue
        _save(session, attempt.result, files[name])
        _show(session, attempt.result, files[name], json=json, full=full, first=not codes)
        codes.append(plan_code(attempt.result, detailed=detailed_exitcode))
    return worst(codes)


def _make_folder(folder: Path) -> None:
    """Make the folder that plans go to, but none above it: that would be a mistyped path."""
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        missing = Problem(f"{folder} cannot be made: there is no folder {folder.parent}")
        raise InvalidInput(missing) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InvalidInput(Problem(f"{folder} cannot be made: {why}")) from error


def _failed(session: Session, attempt: "Attempt[Loaded, PlanDocument]", *, several: bool) -> int:
    error = attempt.error or RuntimeError("a plan without result and without error")
    return failed(session, error, attempt.item.topology.name if several else "")


def _save(session: Session, document: "PlanDocument", file: Path | None) -> None:
    if file is None:
        return
    try:
        session.usecases.write_plan(document, file)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InvalidInput(Problem(f"{file} cannot be written: {why}")) from error


def _show(
    session: Session,
    document: "PlanDocument",
    file: Path | None,
    *,
    json: bool,
    full: bool,
    first: bool,
) -> None:
    from hacfg.report.plan_json import plan_json
    from hacfg.report.plan_text import carry_on_text, plan_text

    if json:
        session.terminal.out(plan_json(document))
        return
    style = session.style(full=full)
    gap = "" if first else "\n\n"
    text = plan_text(document, style) + carry_on_text(document, style, str(file or ""))
    session.terminal.out(gap + text)
