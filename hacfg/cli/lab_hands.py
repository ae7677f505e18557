"""What hands do to simulated units behind hacfg's back: edits and CLI lines."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.help import described
from hacfg.cli.labs import Lab, Unit, assignments, kind_and_key, lab_door
from hacfg.cli.session import session_of
from hacfg.errors import InvalidInput, Problem
from hacfg.report.escape import shown

if TYPE_CHECKING:
    from hacfg.cli.terminal import Terminal

EDIT = described(
    "Change a unit as a person would in its web interface.",
    "hacfg lab edit mx1 ha on_failure=off",
    "hacfg lab edit mx2 'interface[port5]' address=10.9.9.9/30",
    "hacfg lab edit mx1 'syslog[0]' --create server=192.0.2.77 port=514",
    "hacfg lab edit mx1 'alert_email[noc@example.net]' --delete",
)
CLI = described(
    "Type CLI lines into a unit, from a file or standard input.",
    "hacfg lab cli mx1 lines.txt",
    "printf 'config system ha\\nset mode off\\nend\\n' | hacfg lab cli mx1",
)
_STANDARD_INPUT = Path("-")


def edit(
    context: typer.Context,
    unit: Unit,
    what: Annotated[str, typer.Argument(metavar="KIND[KEY]", help="A resource of the unit.")],
    attributes: Annotated[
        list[str] | None,
        typer.Argument(metavar="ATTRIBUTE=VALUE", help='yes, no, a number, text, ["a", "b"].'),
    ] = None,
    *,
    create: Annotated[bool, typer.Option("--create", help="Make the row.")] = False,
    delete: Annotated[bool, typer.Option("--delete", help="Take the row away.")] = False,
    name: Lab = None,
) -> int:
    """Change a unit behind hacfg's back."""
    kind, key = kind_and_key(what)
    values = assignments(attributes or [])
    if create == delete and not values:
        raise typer.BadParameter("say what to set", param_hint="ATTRIBUTE=VALUE")
    door = lab_door(name)
    if delete:
        door.delete(unit, kind, key)
    elif create:
        door.create(unit, kind, key or "0", values)
    else:
        door.edit(unit, kind, values, key)
    session_of(context).terminal.out(f"{shown(unit)} {shown(what)}: changed by hand.\n")
    return 0


def cli(
    context: typer.Context,
    unit: Unit,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="File of lines; - for standard input.")
    ] = _STANDARD_INPUT,
    *,
    name: Lab = None,
) -> int:
    """Type CLI lines into a unit."""
    terminal = session_of(context).terminal
    answer = lab_door(name).ask("cli", unit=unit, text=_lines(file, terminal))
    for line in answer.get("output") or ():
        terminal.out(f"{shown(line)}\n")
    return 0


def add_to(lab: typer.Typer) -> None:
    """Add these commands to `hacfg lab`."""
    lab.command("edit", help=EDIT)(edit)
    lab.command("cli", help=CLI)(cli)


def _lines(file: Path, terminal: "Terminal") -> str:
    if str(file) == "-":
        return terminal.stdin.read()
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(Problem(f"{file} cannot be read: {type(error).__name__}")) from None
