"""`hacfg compare`: two units side by side, live or saved. Reads only."""

from pathlib import Path
from typing import Annotated

import typer

from hacfg.cli.exits import DONE
from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.options import Dialect, Full, Json, SecretCommands
from hacfg.cli.session import session_of

HELP = described(
    "Show what two units do not have in common.",
    "hacfg compare mx1 mx2 --in topology.yaml",
    "hacfg compare monday.json:mx1 tuesday.json:mx1",
    "hacfg compare monday.json:mx1 mx1 --in topology.yaml",
)
SideArgument = Annotated[
    str,
    typer.Argument(metavar="[FILE:]UNIT", help="A unit of --in, of a topology or a saved state."),
]
In = Annotated[
    Path | None,
    typer.Option("--in", metavar="FILE", help="The topology or saved state of plain names."),
]


def compare(
    context: typer.Context,
    left: SideArgument,
    right: SideArgument,
    *,
    source: In = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    json: Json = False,
    json_into: JsonInto = None,
    full: Full = False,
) -> int:
    """Show what two units do not have in common."""
    from hacfg.report.compare_json import compare_json
    from hacfg.report.compare_text import compare_text
    from hacfg.usecases.comparing import Wanted
    from hacfg.usecases.options import CompareOptions

    session = session_of(context)
    write_beside(session, json_into)
    sides = [Wanted(*side_of(text, source)) for text in (left, right)]
    files = dict.fromkeys(side.file for side in sides if not side.is_saved)
    groups = {}
    for file in files:
        (groups[file], *others) = session.usecases.load([file], dialect or [])
        if others:
            raise typer.BadParameter("name one file, not a folder", param_hint="--in")
    options = CompareOptions(
        session.terminal.environ,
        dialects=tuple(dialect or ()),
        allow_commands=allow_secret_commands,
    )
    found = session.usecases.compare_units(sides[0], sides[1], groups, options)
    session.data(compare_json(found), json=json)
    if not json:
        session.terminal.out(compare_text(found, session.style(full=full)))
    return DONE


def side_of(text: str, source: Path | None) -> tuple[str, Path]:
    """Return unit and file of one side."""
    file, separator, unit = text.rpartition(":")
    if separator and file and unit:
        return unit, Path(file)
    if source is None:
        raise typer.BadParameter(f"say where {text!r} is: --in FILE, or FILE:{text}")
    return text, source
