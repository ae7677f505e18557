"""`hacfg init`: a first topology file to fill in."""

from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from hacfg.cli.failures import unwritable
from hacfg.cli.help import described
from hacfg.cli.session import session_of
from hacfg.errors import InvalidInput, Problem
from hacfg.report.escape import shown

HELP = described(
    "Write a topology file with recommended values to fill in.",
    "hacfg init",
    "hacfg init farm.yaml --mode config-only --name mail-west --firmware 7.6",
)


_FILE = Path("topology.yaml")


class Mode(StrEnum):
    """The two kinds of group."""

    active_passive = "active-passive"
    config_only = "config-only"


def init(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")] = _FILE,
    *,
    mode: Annotated[
        Mode, typer.Option("--mode", help="A pair with failover, or a farm.")
    ] = Mode.active_passive,
    name: Annotated[str, typer.Option("--name", help="Name of the group.")] = "mail-east",
    firmware: Annotated[str, typer.Option("--firmware", help="Firmware of the units.")] = "7.2",
) -> int:
    """Write a topology file to fill in."""
    from hacfg.topology.template import template

    session = session_of(context)
    text = template(mode=mode.value, name=name, firmware=firmware)
    try:
        with file.open("x", encoding="utf-8") as handle:
            handle.write(text)
    except FileExistsError:
        raise InvalidInput(
            Problem(f"{file} is there already", next="choose another name; nothing was written")
        ) from None
    except OSError as error:
        raise unwritable(file, error) from error
    session.terminal.out(_next(file))
    return 0


def _next(file: Path) -> str:
    name = quote(shown(str(file)))
    return (
        f"Wrote {shown(str(file))}. Put in your own addresses, then:\n"
        f"  hacfg validate {name}\n"
        f"  hacfg plan {name}\n"
    )
