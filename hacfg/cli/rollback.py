"""`hacfg rollback` and `hacfg confirm`: taking a run back, or vouching for it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg import __version__
from hacfg.cli.apply import apply_options
from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.options import (
    Allow,
    Attest,
    AutoApprove,
    Json,
    SecretCommands,
    SecretReference,
    StoreUrl,
    store_choice,
)
from hacfg.cli.planning import plan_options
from hacfg.cli.session import Session, now, session_of
from hacfg.report.escape import shown

if TYPE_CHECKING:
    from hacfg.usecases.rollback import WayBack

ROLLBACK = described(
    "Take a run back: plan what was before it, and go.",
    "hacfg rollback 7f3a91c2",
    "hacfg rollback 7f3a91c2 --auto-approve",
)
CONFIRM = described(
    "Vouch for a run that would otherwise be rolled back.",
    "hacfg confirm 7f3a91c2",
)
RunName = Annotated[str, typer.Argument(metavar="RUN", help="The run.", show_default=False)]
TopologyFile = Annotated[
    Path | None,
    typer.Option(
        "--topology", metavar="FILE", help="The group's topology, if it lies elsewhere by now."
    ),
]


def confirm(context: typer.Context, run: RunName, *, store: StoreUrl = None) -> int:
    """Vouch for a run."""
    session = session_of(context)
    found = session.usecases.confirm_run(store_choice(store), run)
    session.terminal.out(f"Run {shown(found.id)} on {shown(found.group)} is confirmed.\n")
    return 0


def rollback(
    context: typer.Context,
    run: RunName,
    *,
    topology: TopologyFile = None,
    auto_approve: AutoApprove = False,
    attest: Attest = None,
    secret: SecretReference = None,
    allow: Allow = None,
    allow_secret_commands: SecretCommands = False,
    store: StoreUrl = None,
    json: Json = False,
    json_into: JsonInto = None,
) -> int:
    """Take a run back."""
    from hacfg.cli.applying import apply_each
    from hacfg.cli.ending import Manner
    from hacfg.report.stream import version_line

    session = session_of(context)
    planning = plan_options(session, allow, None, None, commands=allow_secret_commands, store=store)
    way = session.usecases.plan_rollback(run, topology, planning)
    write_beside(session, json_into)
    session.data(version_line(__version__, now()), json=json)
    _tell_lost(session, way)
    options = replace(
        apply_options(session, attest, secret, commands=allow_secret_commands),
        store=planning.store,
        undoes=run,
    )
    (code,) = apply_each(session, [way.document], options, Manner(auto_approve, json))
    return code


def _tell_lost(session: Session, way: "WayBack") -> None:
    if way.lost:
        told = ", ".join(map(shown, way.lost))
        session.terminal.err(f"What does not come back: {told}\n")
