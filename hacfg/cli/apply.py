"""`hacfg apply`: carry out a saved plan, or plan, ask and carry out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg import __version__
from hacfg.cli.exits import worst
from hacfg.cli.failures import failed
from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.options import (
    Allow,
    Assume,
    Attest,
    AutoApprove,
    Dialect,
    Json,
    Recover,
    SecretCommands,
    SecretReference,
    SetSecret,
    StoreUrl,
    seconds_of,
    secret_references,
    store_choice,
    time_span,
)
from hacfg.cli.planning import plan_each, plan_options
from hacfg.cli.session import Session, now, session_of

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument
    from hacfg.usecases.options import ApplyOptions, PlanOptions

_YAML = frozenset({".yaml", ".yml"})
HELP = described(
    "Carry out a saved plan; or plan a topology, ask, and go.",
    "hacfg apply mail-east.plan.json",
    "hacfg apply topology.yaml --allow unverified-wire",
    "hacfg apply plans/",
    "hacfg apply mail-east.plan.json --auto-approve --json",
    "hacfg apply mail-east.plan.json --secret ha.password=env:NEW_PASSWORD",
    "hacfg apply mail-east.plan.json --confirm-within 10m",
    "hacfg apply --resume",
)
Source = Annotated[
    Path | None,
    typer.Argument(
        metavar="PLAN|TOPOLOGY|RUN",
        help="A saved plan, a topology, or a folder; with --resume a run.",
        show_default=False,
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with a run that stopped: the named one, or the only one there is."
    ),
]
ConfirmWithin = Annotated[
    str,
    typer.Option(
        "--confirm-within",
        metavar="TIME",
        help="Roll back unless `hacfg confirm RUN` comes within this time, e.g. 10m.",
        callback=time_span,
        show_default=False,
    ),
]
SoleApplier = Annotated[
    bool,
    typer.Option(
        "--sole-applier", help="In CI without PostgreSQL: vouch that nothing else applies."
    ),
]


def apply(
    context: typer.Context,
    source: Source = None,
    *,
    auto_approve: AutoApprove = False,
    resume: Resume = False,
    attest: Attest = None,
    secret: SecretReference = None,
    allow: Allow = None,
    recover: Recover = False,
    assume: Assume = None,
    set_secret: SetSecret = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    store: StoreUrl = None,
    sole_applier: SoleApplier = False,
    confirm_within: ConfirmWithin = "",
    json: Json = False,
    json_into: JsonInto = None,
) -> int:
    """Carry out a plan."""
    from hacfg.cli.applying import apply_each
    from hacfg.cli.ending import Manner
    from hacfg.report.stream import version_line

    session = session_of(context)
    options = replace(
        apply_options(session, attest, secret, commands=allow_secret_commands),
        store=store_choice(store),
        sole_applier=sole_applier,
        confirm_within=seconds_of(confirm_within),
    )
    choices = plan_options(
        session,
        allow,
        set_secret,
        dialect,
        commands=allow_secret_commands,
        recover=recover,
        assume=assume,
        store=store,
    )
    write_beside(session, json_into)
    session.data(version_line(__version__, now()), json=json)
    codes: list[int] = []
    if resume:
        found = session.usecases.open_run(options.store, str(source or ""))
        options = replace(options, run=found.run.id, resume=True)
        documents, shown = [found.document], not auto_approve
    elif source is None:
        raise typer.BadParameter("name a saved plan or a topology", param_hint="PLAN|TOPOLOGY")
    else:
        documents, codes = documents_of(session, source, choices)
        # Who approved a saved plan has read it.
        shown = not (auto_approve and plan_files(source))
    manner = Manner(auto_approve=auto_approve, json=json, shown=shown)
    return worst([*codes, *apply_each(session, documents, options, manner)])


def apply_options(
    session: Session,
    attest: Sequence[str] | None,
    secret: Sequence[str] | None,
    *,
    commands: bool,
) -> "ApplyOptions":
    """Return the choices of the command line for carrying a plan out."""
    from hacfg.cli.answers import confirm
    from hacfg.usecases.options import ApplyOptions

    return ApplyOptions(
        environ=session.terminal.environ,
        attested=frozenset(attest or ()),
        secrets=secret_references(secret or ()),
        allow_commands=commands,
        ci=session.terminal.in_ci,
        confirm=(lambda step: confirm(session, step)) if session.terminal.can_ask else None,
    )


def documents_of(
    session: Session, source: Path, choices: "PlanOptions"
) -> "tuple[list[PlanDocument], list[int]]":
    """Return the plans that are meant, and the exit codes of groups that have none."""
    if plans := plan_files(source):
        _only_for_topologies(choices)
        return [session.usecases.read_plan(plan) for plan in plans], []
    attempts = plan_each(session, session.usecases.load([source], choices.dialects), choices)
    errors = [(one.item, one.error) for one in attempts if one.error]
    codes = [failed(session, error, item.topology.name) for item, error in errors]
    return [one.result for one in attempts if one.result is not None], codes


def plan_files(source: Path) -> list[Path]:
    """Return the saved plans that are meant: the file, or those of a folder without topologies."""
    if not source.is_dir():
        return [source] if is_plan(source) else []
    topologies = [file for file in source.iterdir() if file.suffix in _YAML]
    return [] if topologies else sorted(source.glob("*.plan.json"))


def is_plan(source: Path) -> bool:
    """Tell whether a file is a saved plan: by its name, or by how it begins."""
    if source.suffix in _YAML or source.is_dir():
        return False
    if source.suffix == ".json" or not source.is_file():
        return source.suffix == ".json"
    with source.open("rb") as file:
        return file.read(64).lstrip().startswith(b"{")


def _only_for_topologies(choices: "PlanOptions") -> None:
    given = {
        "--allow": choices.allow,
        "--recover": choices.recover,
        "--assume": choices.assume,
        "--set-secret": choices.set_secrets,
        "--dialect": choices.dialects,
    }
    for name, value in given.items():
        if value:
            raise typer.BadParameter(
                "a saved plan is carried out as it is; give this to `hacfg plan`", param_hint=name
            )
