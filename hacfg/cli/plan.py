"""`hacfg plan`: what would apply do? Writes nothing to any unit."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.exits import worst
from hacfg.cli.failures import failed, unwritable
from hacfg.cli.forms import (
    Format,
    JsonInto,
    Summary,
    one_by_one,
    sheet,
    wanted_form,
    write_beside,
    write_plan_form,
)
from hacfg.cli.help import described
from hacfg.cli.options import (
    Allow,
    Assume,
    Dialect,
    Full,
    Json,
    Paths,
    Recover,
    SecretCommands,
    SetSecret,
    StoreUrl,
)
from hacfg.cli.planning import plan_code, plan_each, plan_file, plan_options
from hacfg.cli.session import Session, session_of
from hacfg.errors import InvalidInput, Problem
from hacfg.report.forms import Form

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
    "hacfg plan topology.yaml --recover --allow role-change",
)
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE|FOLDER", help="Save the plan; a folder if there are several groups."
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say of each step what the plan may come to without it.")
]
WhyNot = Annotated[
    bool, typer.Option("--why-not", help="Find what would make a refused plan safe.")
]
Detailed = Annotated[
    bool, typer.Option("--detailed-exitcode", help="Exit 2 if changes are pending.")
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict-practices",
        help="Refuse for every broken practice, not only for those that the plan would break.",
    ),
]


def plan(
    context: typer.Context,
    paths: Paths,
    *,
    out: Out = None,
    detailed_exitcode: Detailed = False,
    allow: Allow = None,
    recover: Recover = False,
    explain: Explain = False,
    why_not: WhyNot = False,
    assume: Assume = None,
    set_secret: SetSecret = None,
    strict_practices: Strict = False,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    store: StoreUrl = None,
    format: Format = None,  # noqa: A002  # the option is named so, in the environment too
    json: Json = False,
    json_into: JsonInto = None,
    summary: Summary = False,
    full: Full = False,
) -> int:
    """Show what apply would do."""
    session = session_of(context)
    form = wanted_form(Form, format, json=json)
    paper = sheet(session, full=full, summary=summary)
    options = plan_options(
        session,
        allow,
        set_secret,
        dialect,
        commands=allow_secret_commands,
        recover=recover,
        assume=assume,
        explain=explain,
        why_not=why_not,
        store=store,
    )
    options = replace(options, strict_practices=strict_practices)
    loaded = session.usecases.load(paths, dialect or [])
    files = {
        one.topology.name: plan_file(out, one.topology.name, several=len(loaded) > 1)
        for one in loaded
    }
    one_by_one(form, len(loaded))
    if out is not None and len(loaded) > 1:
        _make_folder(out)
    write_beside(session, json_into)
    codes: list[int] = []
    for attempt in plan_each(session, loaded, options):
        name = attempt.item.topology.name
        if attempt.result is None:
            codes.append(_failed(session, attempt, several=len(loaded) > 1))
            continue
        _save(session, attempt.result, files[name])
        if form is Form.text and codes:
            session.terminal.out("\n\n")
        write_plan_form(session, attempt.result, form, replace(paper, file=str(files[name] or "")))
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
        raise unwritable(file, error) from error
