"""`hacfg lab`: simulated units to try things on."""

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli import lab_hands
from hacfg.cli.help import described, help_for
from hacfg.cli.labs import Lab, lab_door, lab_folder
from hacfg.cli.options import Dialect, Json, SecretCommands
from hacfg.cli.session import Session, session_of
from hacfg.errors import Problem, Refused

if TYPE_CHECKING:
    from hacfg.lab.lifecycle import Started

HELP = described(
    "Simulate the units of a topology, to try things on.",
    "hacfg lab start topology.yaml --blank",
    "hacfg plan .hacfg/lab/mail-east/topology.yaml --allow unverified-wire",
    "hacfg lab edit mx1 ha on_failure=off",
    "hacfg lab fault mx2 http-500 --times 3",
    "hacfg lab stop",
)
START = described(
    "Start simulated units over HTTPS on loopback.",
    "hacfg lab start topology.yaml --blank",
    "hacfg lab start topology.yaml --actual saved.json --time-scale 0",
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


def start(
    context: typer.Context,
    topology: Annotated[Path, typer.Argument(metavar="TOPOLOGY", help="What to simulate.")],
    *,
    blank: Annotated[bool, typer.Option("--blank", help="Units fresh from the box.")] = False,
    actual: Annotated[
        Path | None,
        typer.Option("--actual", metavar="FILE", help="Units as `lab dump` saved."),
    ] = None,
    time_scale: Annotated[
        float,
        typer.Option(
            "--time-scale", metavar="X", min=0, help="Lab seconds in a second; 0: settle at once."
        ),
    ] = 20,
    stand_still: Annotated[
        bool, typer.Option("--stand-still", help="No time passes but by `lab advance`.")
    ] = False,
    reading: Annotated[
        list[str] | None,
        typer.Option("--reading", metavar="NAME", help="A doubtful fact that shall hold."),
    ] = None,
    latency: Annotated[
        float, typer.Option("--latency", metavar="MS", min=0, help="Time added to every answer.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Order in which units move.")] = 0,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where its files go [.hacfg/lab/NAME].")
    ] = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
) -> int:
    """Start simulated units."""
    from hacfg.fortimail.catalogue import load_catalogue
    from hacfg.lab.declared import Options, lab_secrets
    from hacfg.lab.extra import need_extra
    from hacfg.lab.lifecycle import folder_of
    from hacfg.lab.lifecycle import start as start_lab

    need_extra()
    session = session_of(context)
    (loaded, *others) = session.usecases.load([topology], dialect or [])
    if others:
        raise typer.BadParameter("a lab is one group; name one file", param_hint="TOPOLOGY")
    options = Options(
        blank=blank,
        actual=actual,
        time_scale=None if stand_still else time_scale,
        readings=tuple(reading or ()),
        latency_ms=latency,
        seed=seed,
    )
    where = folder or folder_of(loaded.topology.name, Path.cwd())
    environ = session.terminal.environ
    secrets = lab_secrets(loaded, environ, allow_commands=allow_secret_commands)
    started = start_lab(loaded, load_catalogue(dialect or []), where, options, secrets)
    session.terminal.out(_started(started, session))
    return 0


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

    folder = lab_folder(name)
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


def _started(started: "Started", session: Session) -> str:
    from hacfg.lab.lifecycle import folder_of
    from hacfg.report.lab_text import started_text

    info = started.info
    path = _relative(started.topology)
    usual = started.topology == folder_of(info.name, Path.cwd()) / path.name
    return started_text(
        info, str(path), started.note, session.style(), folder="" if usual else str(path.parent)
    )


def _relative(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


lab.command("start", help=START)(start)
lab.command("status", help=STATUS)(status)
lab.command("stop", help=STOP)(stop)
lab.command("dump", help=DUMP)(dump)
lab.command("log", help=LOG)(log)
lab_hands.add_to(lab)
