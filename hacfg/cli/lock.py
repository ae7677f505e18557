"""`hacfg lock`: who works on which group, and ending a lock whose holder is gone."""

from typing import Annotated

import typer

from hacfg.cli.exits import EXITS
from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.options import Json, StoreUrl, store_choice
from hacfg.cli.session import session_of
from hacfg.errors import Category, MissingAnswer, Problem
from hacfg.report.escape import shown

HELP = described(
    "Show or break the locks that keep two applies off one group.",
    "hacfg lock show",
    "hacfg lock break mail-east",
)
SHOW = described(
    "Show who works on which group, until when.",
    "hacfg lock show",
    "hacfg lock show mail-east --json",
)
BREAK = described(
    "End the lock of a group; its holder, if it still runs, stops before its next write.",
    "hacfg lock break mail-east",
    "hacfg lock break mail-east --yes",
)
Group = Annotated[str, typer.Argument(metavar="GROUP", help="The group.", show_default=False)]
Sure = Annotated[bool, typer.Option("--yes", help="Do not ask: its holder is certainly gone.")]

lock = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)


@lock.command("show", help=SHOW)
def show(
    context: typer.Context,
    group: Group = "",
    *,
    store: StoreUrl = None,
    json: Json = False,
    json_into: JsonInto = None,
) -> int:
    """Show locks."""
    from hacfg.report.history_json import locks_json
    from hacfg.report.history_text import locks_text

    session = session_of(context)
    write_beside(session, json_into)
    found = session.usecases.locks(store_choice(store), group)
    session.data(locks_json(found), json=json)
    if not json:
        session.terminal.out(locks_text(found, session.style()))
    return 0


@lock.command("break", help=BREAK)
def break_(
    context: typer.Context, group: Group, *, store: StoreUrl = None, yes: Sure = False
) -> int:
    """End a lock."""
    session = session_of(context)
    if not yes:
        if not session.terminal.can_ask:
            raise MissingAnswer(
                Problem(
                    f"nobody can be asked whether the holder of the lock on {group} is gone",
                    next="say so: --yes",
                )
            )
        question = (
            f"Is whoever holds the lock on {shown(group)} certainly gone? Only 'yes' is a yes: "
        )
        if session.terminal.ask(question).lower() != "yes":
            session.terminal.err("The lock stays.\n")
            return EXITS[Category.REFUSED]
    broken = session.usecases.break_lock(store_choice(store), group)
    told = (
        f"The lock of {shown(broken.owner)} on {shown(group)} is ended."
        if broken
        else (f"{shown(group)} was not locked.")
    )
    session.terminal.out(f"{told}\n")
    return 0
