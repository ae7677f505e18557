"""`hacfg history`: past runs, and the story of one."""

from typing import Annotated

import typer

from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.options import Json, StoreUrl, store_choice
from hacfg.cli.session import session_of

HELP = described(
    "List past runs; or tell what happened in one, step by step.",
    "hacfg history",
    "hacfg history --group mail-east",
    "hacfg history 7f3a91c2 --json",
)
RunName = Annotated[
    str, typer.Argument(metavar="[RUN]", help="The run to tell of.", show_default=False)
]
Group = Annotated[str, typer.Option("--group", metavar="GROUP", help="Only runs of this group.")]


def history(
    context: typer.Context,
    run: RunName = "",
    *,
    group: Group = "",
    store: StoreUrl = None,
    json: Json = False,
    json_into: JsonInto = None,
) -> int:
    """Tell of past runs."""
    from hacfg.report import history_json, history_text

    session = session_of(context)
    write_beside(session, json_into)
    choice, style = store_choice(store), session.style()
    if run:
        found = session.usecases.story(choice, run)
        data, text = history_json.story_json(found), history_text.story_text(found, style)
    else:
        runs = session.usecases.history(choice, group)
        data, text = history_json.history_json(runs), history_text.history_text(runs, style)
    session.data(data, json=json)
    if not json:
        session.terminal.out(text)
    return 0
