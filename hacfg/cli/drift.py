"""`hacfg drift`: are the units still as declared? Reads only."""

import datetime
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.exits import DONE, EXITS
from hacfg.cli.failures import unwritable
from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.looking import look
from hacfg.cli.options import Dialect, Full, Json, Paths, SecretCommands, StoreUrl, store_choice
from hacfg.cli.session import Session, session_of
from hacfg.errors import Category

if TYPE_CHECKING:
    from hacfg.usecases.drifting import Drifted
    from hacfg.usecases.options import DriftOptions

HELP = described(
    "Find out what changed on the units since they were as declared.",
    "hacfg drift topology.yaml",
    "hacfg drift topology.yaml --baseline mail-east.plan.json",
    "hacfg drift groups/ --known known.yaml --metrics /var/lib/node_exporter/hacfg.prom",
    "hacfg drift topology.yaml --save monday.json",
    "hacfg drift topology.yaml --all-fields --baseline monday.json",
)
Baseline = Annotated[
    list[Path] | None,
    typer.Option(
        "--baseline", metavar="FILE", help="The last applied plan, or a saved state; repeatable."
    ),
]
AllFields = Annotated[
    bool,
    typer.Option("--all-fields", help="Report undeclared changes since a saved state, apart."),
]
KnownFile = Annotated[
    Path | None,
    typer.Option("--known", metavar="FILE", help="Drift that raises no alarm until its last day."),
]
Metrics = Annotated[
    Path | None, typer.Option("--metrics", metavar="FILE", help="Write metrics for Prometheus.")
]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Save what the units said.")
]


def drift(
    context: typer.Context,
    paths: Paths,
    *,
    baseline: Baseline = None,
    all_fields: AllFields = False,
    known: KnownFile = None,
    metrics: Metrics = None,
    save: Save = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    store: StoreUrl = None,
    json: Json = False,
    json_into: JsonInto = None,
    full: Full = False,
) -> int:
    """Find out what changed on the units."""
    from hacfg.report.drift_json import drift_json
    from hacfg.report.drift_text import drift_text

    session = session_of(context)
    loaded = session.usecases.load(paths, dialect or [])
    if save is not None and len(loaded) > 1:
        raise typer.BadParameter("a state is of one group; name one file", param_hint="--save")
    files = Files(tuple(baseline or ()), known, metrics, save)
    options = replace(
        _options(session, files),
        dialects=tuple(dialect or ()),
        allow_commands=allow_secret_commands,
        all_fields=all_fields,
    )
    untold = [one for one in loaded if one.topology.name not in options.applied]
    if untold:
        options = replace(options, past=session.usecases.remember(store_choice(store), untold))
    write_beside(session, json_into)
    found: list[Drifted] = []

    def tell(drifted: "Drifted", gap: str) -> int:
        code = drift_code(drifted)
        session.data(drift_json(drifted), json=json)
        if not json:
            session.terminal.out(gap + drift_text(drifted, session.style(full=full), code))
        found.append(drifted)
        return code

    code = look(session, loaded, lambda one: session.usecases.drift_group(one, options), tell)
    _write(found, options, files)
    return code


@dataclass(frozen=True, slots=True)
class Files:
    """The files that drift reads and writes beside the topology."""

    baselines: tuple[Path, ...]
    known: Path | None
    metrics: Path | None
    save: Path | None


def drift_code(drifted: "Drifted") -> int:
    """Return the exit code that drift earns: a unit that was not read counts more."""
    if drifted.silent:
        return EXITS[Category.UNIT]
    return EXITS[Category.FOUND] if drifted.is_alarm else DONE


def _options(session: Session, files: Files) -> "DriftOptions":
    from hacfg.usecases.baseline import read_baselines
    from hacfg.usecases.known import read_known
    from hacfg.usecases.options import DriftOptions

    plans, states = read_baselines(files.baselines)
    known = read_known(files.known) if files.known else ()
    now = datetime.datetime.now(datetime.UTC)
    return DriftOptions(
        session.terminal.environ,
        now.replace(microsecond=0),
        applied=plans,
        saved=states,
        known=known,
    )


def _write(found: "list[Drifted]", options: "DriftOptions", files: Files) -> None:
    """Write what was asked for; a file that cannot be written is wrong input."""
    from hacfg.report.drift_metrics import write_metrics
    from hacfg.usecases.baseline import write_state

    try:
        if files.metrics is not None:
            write_metrics(found, options.now.timestamp(), files.metrics)
        for drifted in found:
            if drifted.state is not None and files.save is not None:
                write_state(drifted.state, files.save)
    except OSError as error:
        raise unwritable(error.filename, error) from error
