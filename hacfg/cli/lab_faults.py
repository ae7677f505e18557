"""What goes wrong with simulated units, and how time passes for them."""

from difflib import get_close_matches
from typing import Annotated

import typer

from hacfg.cli.help import described
from hacfg.cli.labs import Lab, Unit, lab_door
from hacfg.cli.session import session_of
from hacfg.report.escape import shown

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
CLOCK = described("Set a unit's clock ahead, or right again.", "hacfg lab clock mx2 90")
CERTIFICATE = described("Give a unit another certificate.", "hacfg lab certificate mx2 20")

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


def fault(
    context: typer.Context,
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
    from hacfg.lab.troubles import EFFECTS

    lab_door(name).fault(unit, kind, after=after, times=times, path=path, method=method, ms=ms)
    words = {str(effect): words for effect, words in EFFECTS.items()}[kind]
    return _told(context, f"{unit}: {words}.")


def repair(
    context: typer.Context,
    unit: Annotated[str | None, typer.Argument(metavar="UNIT", help="Which unit.")] = None,
    *,
    name: Lab = None,
) -> int:
    """End all faults."""
    lab_door(name).repair(unit)
    return _told(context, "Repaired.")


def cut(context: typer.Context, link: Link = "all", *, name: Lab = None) -> int:
    """Unplug a heartbeat cable."""
    lab_door(name).cut(link)
    return _told(context, f"Unplugged: {link}.")


def plug(context: typer.Context, link: Link = "all", *, name: Lab = None) -> int:
    """Plug a heartbeat cable in again."""
    lab_door(name).plug(link)
    return _told(context, f"Plugged in: {link}.")


def advance(
    seconds: Annotated[float, typer.Argument(metavar="SECONDS", min=0, help="Lab seconds.")],
    *,
    name: Lab = None,
) -> int:
    """Let lab time pass at once."""
    lab_door(name).advance(seconds)
    return 0


def clock(
    context: typer.Context,
    unit: Unit,
    seconds: Annotated[float, typer.Argument(metavar="SECONDS", help="0: as this host's.")],
    *,
    name: Lab = None,
) -> int:
    """Set a unit's clock ahead of this host's."""
    lab_door(name).clock(unit, seconds)
    return _told(context, f"{unit}: its clock is {seconds:g} s ahead.")


def certificate(
    context: typer.Context,
    unit: Unit,
    days: Annotated[float, typer.Argument(metavar="DAYS", min=0, help="How long it holds.")],
    *,
    name: Lab = None,
) -> int:
    """Give a unit another certificate."""
    lab_door(name).certificate(unit, days)
    return _told(context, f"{unit}: its certificate ends in {days:g} days.")


def _told(context: typer.Context, words: str) -> int:
    session_of(context).terminal.out(f"{shown(words)}\n")
    return 0


def add_to(lab: typer.Typer) -> None:
    """Add these commands to `hacfg lab`."""
    lab.command("fault", help=FAULT)(fault)
    lab.command("repair", help=REPAIR)(repair)
    lab.command("cut", help=CUT)(cut)
    lab.command("plug", help=PLUG)(plug)
    lab.command("advance", help=ADVANCE)(advance)
    lab.command("clock", help=CLOCK)(clock)
    lab.command("certificate", help=CERTIFICATE)(certificate)
