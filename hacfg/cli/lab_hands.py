"""What hands do to simulated units behind hacfg's back: edits, CLI lines, faults, cables, time."""

from difflib import get_close_matches
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
FAULT = described(
    "Let something go wrong with a unit.",
    "hacfg lab fault mx1 drop-reply --method PUT --path SysHa",
    "hacfg lab fault mx2 slow --ms 5000 --times 0",
    "hacfg lab fault mx1 reboot",
)
REPAIR = described("End all faults, of one unit or of all.", "hacfg lab repair mx2")
CUT = described("Unplug a heartbeat cable.", "hacfg lab cut", "hacfg lab cut primary")
PLUG = described("Plug a heartbeat cable in again.", "hacfg lab plug primary")
ADVANCE = described("Let lab time pass at once.", "hacfg lab advance 60")

_STANDARD_INPUT = Path("-")
Link = Annotated[str, typer.Argument(metavar="LINK", help="A link, or all.")]


def known_fault(name: str) -> str:
    """Return a fault if labs know it; say what was probably meant if not."""
    from hacfg.lab.troubles import EFFECTS

    names = [str(effect) for effect in EFFECTS]
    if name not in names:
        near = get_close_matches(name, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names)}"
        raise typer.BadParameter(f"{name!r} is no fault; {hint}")
    return name


def complete_faults(incomplete: str) -> list[tuple[str, str]]:
    """Return the faults that begin so, for the shell."""
    from hacfg.lab.troubles import EFFECTS

    return [(name, text) for name, text in EFFECTS.items() if name.startswith(incomplete)]


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


def fault(
    unit: Unit,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="FAULT",
            help="What goes wrong.",
            callback=known_fault,
            autocompletion=complete_faults,
        ),
    ],
    *,
    after: Annotated[int | None, typer.Option("--after", min=0, help="Calls before it.")] = None,
    times: Annotated[
        int | None, typer.Option("--times", min=0, help="How often; 0: until repaired.")
    ] = None,
    path: Annotated[str | None, typer.Option("--path", help="Only calls of this path.")] = None,
    method: Annotated[str | None, typer.Option("--method", help="Only calls so made.")] = None,
    ms: Annotated[float | None, typer.Option("--ms", min=0, help="For slow: how much.")] = None,
    name: Lab = None,
) -> int:
    """Let something go wrong with a unit."""
    lab_door(name).fault(unit, kind, after=after, times=times, path=path, method=method, ms=ms)
    return 0


def repair(
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="Which unit.")] = None,
    *,
    name: Lab = None,
) -> int:
    """End all faults."""
    lab_door(name).repair(unit)
    return 0


def cut(link: Link = "all", *, name: Lab = None) -> int:
    """Unplug a heartbeat cable."""
    lab_door(name).cut(link)
    return 0


def plug(link: Link = "all", *, name: Lab = None) -> int:
    """Plug a heartbeat cable in again."""
    lab_door(name).plug(link)
    return 0


def advance(
    seconds: Annotated[float, typer.Argument(metavar="SECONDS", min=0, help="Lab seconds.")],
    *,
    name: Lab = None,
) -> int:
    """Let lab time pass at once."""
    lab_door(name).advance(seconds)
    return 0


def add_to(lab: typer.Typer) -> None:
    """Add these commands to `hacfg lab`."""
    lab.command("edit", help=EDIT)(edit)
    lab.command("cli", help=CLI)(cli)
    lab.command("fault", help=FAULT)(fault)
    lab.command("repair", help=REPAIR)(repair)
    lab.command("cut", help=CUT)(cut)
    lab.command("plug", help=PLUG)(plug)
    lab.command("advance", help=ADVANCE)(advance)


def _lines(file: Path, terminal: "Terminal") -> str:
    if str(file) == "-":
        return terminal.stdin.read()
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(Problem(f"{file} cannot be read: {type(error).__name__}")) from None
