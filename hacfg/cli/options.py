"""Options that several commands share, and the checks that make a wrong one a usage error."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.plan.guards import GUARDS

if TYPE_CHECKING:
    from hacfg.usecases.options import StoreChoice

_ATTESTATION = re.compile(r"^[A-Za-z0-9_-]+\.[a-z_]+@\d+$")
_VARIABLE = r"[A-Za-z_][A-Za-z0-9_]*"
_SECRET = re.compile(
    rf"^(?P<slot>[^=\s]+)=(?P<source>env(?=:{_VARIABLE}$)|file):(?P<name>.+)$", re.ASCII
)
_SPAN = re.compile(r"^([1-9]\d{0,5})([smh])$", re.ASCII)
_SECONDS: Mapping[str, int] = {"s": 1, "m": 60, "h": 3600}


def known_guards(names: list[str] | None) -> list[str]:
    """Return the guards if all are known; say what was probably meant if not."""
    for name in names or []:
        if name not in GUARDS:
            near = get_close_matches(name, GUARDS, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(GUARDS))}"
            raise typer.BadParameter(f"{name!r} is no guard; {hint}")
    return names or []


def attestations(texts: list[str] | None) -> list[str]:
    """Return what is attested if it names a unit, what is so, and a step."""
    for text in texts or []:
        if not _ATTESTATION.match(text):
            raise typer.BadParameter(f"{text!r} is not UNIT.CONDITION@STEP, like mx2.in_sync@6")
    return texts or []


def time_span(text: str) -> str:
    """Return a time span if it is one."""
    if text and not _SPAN.match(text):
        raise typer.BadParameter(f"{text!r} is no time span, like 90s, 10m or 1h")
    return text


def seconds_of(text: str) -> float:
    """Return the seconds of a time span; 0: none is given."""
    found = _SPAN.match(text)
    return int(found[1]) * _SECONDS[found[2]] if found else 0


def secret_references(texts: Iterable[str]) -> Mapping[str, Mapping[str, object]]:
    """Return `SLOT=env:NAME` as references by slot."""
    found: dict[str, Mapping[str, object]] = {}
    for text in texts:
        match = _SECRET.match(text)
        if not match:
            # What was given may be a secret by mistake, so only its slot is repeated.
            slot = text.partition("=")[0] if "=" in text else "it"
            raise typer.BadParameter(
                f"{slot!r} needs a reference, like ha.password=env:NEW_PASSWORD",
                param_hint="--secret",
            )
        found[match["slot"]] = {match["source"]: match["name"]}
    return found


def store_choice(url: str | None) -> "StoreChoice":
    """Return the store that is asked for: by URL, or the file under the current folder."""
    from hacfg.usecases.options import StoreChoice

    return StoreChoice(url or None, Path.cwd())


def _complete_guards(incomplete: str) -> list[tuple[str, str]]:
    return [(name, text) for name, text in GUARDS.items() if name.startswith(incomplete)]


Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", help="Topology files, or folders that hold them."),
]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="GUARD",
        help="Allow what a guard holds back; once for each guard.",
        callback=known_guards,
        autocompletion=_complete_guards,
    ),
]
SetSecret = Annotated[
    list[str] | None,
    typer.Option(
        "--set-secret",
        metavar="SLOT",
        help="Send this secret though nothing shows that it differs, e.g. ha.password.",
    ),
]
Dialect = Annotated[
    list[Path] | None,
    typer.Option(
        "--dialect",
        metavar="FILE",
        help="A dialect that replaces or extends one that is shipped.",
    ),
]
SecretCommands = Annotated[
    bool,
    typer.Option("--allow-secret-commands", help="Run the commands that secret references name."),
]
Recover = Annotated[
    bool,
    typer.Option(
        "--recover", help="Plan the way back from a failover, a split brain or stopped units."
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume",
        metavar="SUBJECT=VALUE",
        help="Vouch for what cannot be read, e.g. group.source=mx1 or fact.rude-start=false.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines to standard output.")]
Full = Annotated[bool, typer.Option("--full", help="Show what is folded otherwise.")]
Attest = Annotated[
    list[str] | None,
    typer.Option(
        "--attest",
        metavar="UNIT.CONDITION@STEP",
        help="Vouch for what no unit reports, e.g. mx2.in_sync@6.",
        callback=attestations,
    ),
]
SecretReference = Annotated[
    list[str] | None,
    typer.Option(
        "--secret",
        metavar="SLOT=env:NAME",
        help="Take a secret of the plan from elsewhere: env:NAME or file:PATH.",
    ),
]
AutoApprove = Annotated[
    bool, typer.Option("--auto-approve", help="Do not ask before the first step.")
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="HACFG_STORE",
        show_envvar=True,
        help="Where journal and locks are: postgresql://..., by default a file in .hacfg/ here.",
    ),
]
