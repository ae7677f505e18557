"""`hacfg show`: a saved plan, as `plan` showed it."""

from pathlib import Path
from typing import Annotated

import typer

from hacfg.cli.help import described
from hacfg.cli.options import Full, Json
from hacfg.cli.session import session_of

HELP = described(
    "Show a saved plan; one that was edited is refused.",
    "hacfg show mail-east.plan.json",
    "hacfg show mail-east.plan.json --json | jq .hacfg.steps",
)
PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `plan --out` wrote.")]


def show(context: typer.Context, file: PlanFile, *, json: Json = False, full: Full = False) -> int:
    """Show a saved plan."""
    from hacfg.report.plan_json import plan_json
    from hacfg.report.plan_text import carry_on_text, plan_text

    session = session_of(context)
    document = session.usecases.read_plan(file)
    style = session.style(full=full)
    text = plan_text(document, style) + carry_on_text(document, style, str(file))
    session.terminal.out(plan_json(document) if json else text)
    return 0
