"""`hacfg rehearse`: play a plan on a copy of the units. Reads the units, writes to none."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.apply import documents_of
from hacfg.cli.exits import DONE, EXITS, worst
from hacfg.cli.failures import failed
from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.options import (
    Allow,
    Assume,
    Dialect,
    Json,
    Recover,
    SecretCommands,
    SecretReference,
    SetSecret,
    secret_references,
)
from hacfg.cli.planning import plan_code, plan_options
from hacfg.cli.session import Session, session_of
from hacfg.errors import Category, HacfgError

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.usecases.rehearsing import RehearseOptions

HELP = described(
    "Play a plan on a lab that begins as a copy of the live units.",
    "hacfg rehearse mail-east.plan.json",
    "hacfg rehearse mail-east.plan.json --fault mx2:reboot@4",
    "hacfg rehearse topology.yaml --allow unverified-wire --fault all:links-cut@4",
    "hacfg rehearse mail-east.plan.json --reading rude-start --seed 7 --json",
)


def faults(texts: list[str] | None) -> list[str]:
    """Return what shall go wrong if all of it can; say what was probably meant if not."""
    from hacfg.usecases.rehearsing.faults import parse_fault

    for text in texts or []:
        try:
            parse_fault(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    return texts or []


Source = Annotated[
    Path, typer.Argument(metavar="PLAN|TOPOLOGY", help="A saved plan, a topology, or a folder.")
]
Fault = Annotated[
    list[str] | None,
    typer.Option(
        "--fault",
        metavar="SUBJECT:FAULT@STEP",
        help="What goes wrong as a step begins, e.g. mx2:reboot@4; repeatable.",
        callback=faults,
    ),
]
Reading = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="FACT", help="A doubtful fact that shall hold."),
]
Seed = Annotated[int, typer.Option("--seed", help="Order in which units move.")]


def rehearse(
    context: typer.Context,
    source: Source,
    *,
    fault: Fault = None,
    reading: Reading = None,
    seed: Seed = 0,
    secret: SecretReference = None,
    allow: Allow = None,
    recover: Recover = False,
    assume: Assume = None,
    set_secret: SetSecret = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    json: Json = False,
    json_into: JsonInto = None,
) -> int:
    """Play a plan on a copy of the units."""
    from hacfg.usecases.rehearsing import RehearseOptions, parse_fault

    session = session_of(context)
    options = RehearseOptions(
        environ=session.terminal.environ,
        faults=tuple(map(parse_fault, fault or ())),
        readings=tuple(reading or ()),
        seed=seed,
        secrets=secret_references(secret or ()),
        allow_commands=allow_secret_commands,
    )
    choices = plan_options(
        session,
        allow,
        set_secret,
        dialect,
        commands=allow_secret_commands,
        recover=recover,
        assume=assume,
    )
    write_beside(session, json_into)
    documents, codes = documents_of(session, source, choices)
    for document in documents:
        _check_places(document, options)
    return worst([*codes, *(_one(session, one, options, json=json) for one in documents)])


def _check_places(document: "PlanDocument", options: "RehearseOptions") -> None:
    from hacfg.usecases.rehearsing import misplaced

    units = [unit.name for unit in document.hacfg.units]
    steps = len(document.hacfg.steps)
    for problem in misplaced(options.faults, units, steps) if steps else ():
        raise typer.BadParameter(problem, param_hint="--fault")


def _one(
    session: Session, document: "PlanDocument", options: "RehearseOptions", *, json: bool
) -> int:
    from hacfg.report.plan_text import plan_text
    from hacfg.report.plan_verdict import is_pending
    from hacfg.report.rehearsal_json import rehearsal_json
    from hacfg.report.rehearsal_text import rehearsal_text

    code = plan_code(document)
    if code or not is_pending(document):
        # What keeps a plan from being carried out keeps it from being played.
        session.terminal.err(plan_text(document, session.error_style()))
        return code
    try:
        rehearsal = session.usecases.rehearse_plan(document, options)
    except HacfgError as error:
        return failed(session, error)
    code = DONE if rehearsal.result.complete else EXITS[Category.STOPPED]
    session.data(rehearsal_json(rehearsal), json=json)
    if not json:
        session.terminal.out(rehearsal_text(rehearsal, code, session.style()))
    return code
