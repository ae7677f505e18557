"""`hacfg show`: a saved plan, as `plan` showed it, or in any other form."""

from pathlib import Path
from typing import Annotated

import typer

from hacfg.cli.forms import (
    Format,
    JsonInto,
    Limit,
    Summary,
    sheet,
    wanted_form,
    write_beside,
    write_plan_form,
)
from hacfg.cli.help import described
from hacfg.cli.options import Full, Json
from hacfg.cli.session import session_of
from hacfg.report.forms import Form

HELP = described(
    "Show a saved plan; one that was edited is refused.",
    "hacfg show mail-east.plan.json",
    "hacfg show mail-east.plan.json --summary",
    "hacfg show mail-east.plan.json --json | jq .hacfg.steps",
    "hacfg show mail-east.plan.json --format markdown > comment.md",
    "hacfg show mail-east.plan.json --format html > runbook.html",
)
PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `plan --out` wrote.")]


def show(
    context: typer.Context,
    file: PlanFile,
    *,
    format: Format = None,  # noqa: A002  # the option is named so, in the environment too
    json: Json = False,
    json_into: JsonInto = None,
    summary: Summary = False,
    full: Full = False,
    limit: Limit = None,
) -> int:
    """Show a saved plan."""
    session = session_of(context)
    form = wanted_form(Form, format, json=json)
    paper = sheet(session, full=full, summary=summary, file=str(file), limit=limit)
    document = session.usecases.read_plan(file)
    write_beside(session, json_into)
    write_plan_form(session, document, form, paper)
    return 0
