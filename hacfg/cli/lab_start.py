"""`hacfg lab start`: simulated units for a topology."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.help import described
from hacfg.cli.options import Dialect, SecretCommands
from hacfg.cli.session import Session, session_of

if TYPE_CHECKING:
    from hacfg.lab.lifecycle import Started

START = described(
    "Start simulated units over HTTPS on loopback.",
    "hacfg lab start topology.yaml --blank",
    "hacfg lab start topology.yaml --actual saved.json --time-scale 0",
)


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
