"""`hacfg lab`: simulated units to try things on."""

import json as json_module
from typing import Annotated

import typer

from hacfg.cli import lab_faults, lab_hands, lab_start
from hacfg.cli.help import described, help_for
from hacfg.cli.labs import Lab, lab_door, lab_folder
from hacfg.cli.options import Json
from hacfg.cli.session import session_of
from hacfg.errors import Problem, Refused

HELP = described(
    "Simulate the units of a topology, to try things on.",
    "hacfg lab start topology.yaml --blank",
    "hacfg plan .hacfg/lab/mail-east/topology.yaml --allow unverified-wire",
    "hacfg lab edit mx1 ha on_failure=off",
    "hacfg lab fault mx2 http-500 --times 3",
    "hacfg lab stop",
)
STATUS = described("Show how the units of a lab stand.", "hacfg lab status")
STOP = described("End a lab and remove its files.", "hacfg lab stop", "hacfg lab stop mail-east")
DUMP = described(
    "Print the whole state of a lab, secrets masked.",
    "hacfg lab dump > saved.json",
    "hacfg lab start topology.yaml --actual saved.json",
)
LOG = described(
    "Show the calls that the units were asked.", "hacfg lab log", "hacfg lab log --json"
)

lab = typer.Typer(help=HELP, rich_markup_mode=None)


@lab.callback(invoke_without_command=True)
def without_command(context: typer.Context) -> None:
    """Show help if nothing else is asked for."""
    if context.invoked_subcommand is None:
        session_of(context).terminal.out(help_for(context))


def status(context: typer.Context, *, name: Lab = None, json: Json = False) -> int:
    """Show how the units of a lab stand."""
    from hacfg.lab.lifecycle import status as status_of
    from hacfg.report.lab_text import dead_text, status_text

    session = session_of(context)
    folder = lab_folder(name)
    known = status_of(folder)
    if known is None:
        raise Refused(Problem(f"no lab {folder.name} was started here"))
    if known.answer is None:
        session.terminal.out(dead_text(known.info.name))
    elif json:
        session.terminal.out(json_module.dumps(known.answer) + "\n")
    else:
        session.terminal.out(status_text(known.answer, session.style()))
    return 0


def stop(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which lab, by name or by folder.")
    ] = None,
) -> int:
    """End a lab."""
    from hacfg.lab.lifecycle import stop as stop_lab

    folder = lab_folder(name, "hacfg lab stop")
    ended = stop_lab(folder)
    said = "is stopped" if ended else "was not running"
    session_of(context).terminal.out(f"The lab {folder.name} {said}.\n")
    return 0


def dump(context: typer.Context, *, name: Lab = None) -> int:
    """Print the whole state of a lab."""
    state = lab_door(name).dump()
    session_of(context).terminal.out(json_module.dumps(state, indent=2) + "\n")
    return 0


def log(context: typer.Context, *, name: Lab = None, json: Json = False) -> int:
    """Show the calls that the units were asked."""
    from hacfg.report.lab_text import log_text

    calls = lab_door(name).log()
    text = json_module.dumps(calls) + "\n" if json else log_text(calls)
    session_of(context).terminal.out(text)
    return 0


lab.command("start", help=lab_start.START)(lab_start.start)
lab.command("status", help=STATUS)(status)
lab.command("stop", help=STOP)(stop)
lab.command("dump", help=DUMP)(dump)
lab.command("log", help=LOG)(log)
lab_hands.add_to(lab)
lab_faults.add_to(lab)
