"""`hacfg status`: how are the groups now? Reads only."""

import datetime
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.exits import DONE, EXITS
from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.looking import look
from hacfg.cli.options import Dialect, Json, Paths, SecretCommands, StoreUrl, store_choice
from hacfg.cli.session import Session, session_of
from hacfg.errors import Category

if TYPE_CHECKING:
    from hacfg.topology.load import Loaded
    from hacfg.usecases.options import StatusOptions, StoreChoice
    from hacfg.usecases.standing import Group, Standing

HELP = described(
    "Show how groups are now, and what mends them.",
    "hacfg status topology.yaml",
    "hacfg status topology.yaml --watch --interval 5",
    "hacfg status groups/ --json",
)
_CLEAR = "\x1b[2J\x1b[H"

Watch = Annotated[bool, typer.Option("--watch", help="Look again and again, until interrupted.")]
Interval = Annotated[
    float, typer.Option("--interval", min=1, help="Seconds between two looks, with --watch.")
]
Rounds = Annotated[
    int | None, typer.Option("--rounds", min=1, help="Stop after so many looks, with --watch.")
]


def status(
    context: typer.Context,
    paths: Paths,
    *,
    watch: Watch = False,
    interval: Interval = 10,
    rounds: Rounds = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    store: StoreUrl = None,
    json: Json = False,
    json_into: JsonInto = None,
) -> int:
    """Show how groups are now."""
    from hacfg.usecases.options import StatusOptions

    session = session_of(context)
    loaded = session.usecases.load(paths, dialect or [])
    write_beside(session, json_into)
    choice = store_choice(store)
    options = StatusOptions(
        session.terminal.environ,
        _now(),
        dialects=tuple(dialect or ()),
        allow_commands=allow_secret_commands,
    )
    if watch:
        return _watched(session, Watched(loaded, choice), options, (interval, rounds), json=json)
    options = replace(options, past=session.usecases.remember(choice, loaded))
    return _once(session, loaded, options, json=json)


@dataclass(frozen=True, slots=True)
class Watched:
    """The groups that are looked at again and again, and the store that knows of them."""

    loaded: "Sequence[Loaded]"
    choice: "StoreChoice"


def status_code(standing: "Standing") -> int:
    """Return the exit code of a look: whether all units answered, not how the group is."""
    silent = any(not unit.is_reachable for unit in standing.units)
    return EXITS[Category.UNIT] if silent else DONE


def _once(
    session: Session, loaded: "Sequence[Loaded]", options: "StatusOptions", *, json: bool
) -> int:
    def tell(standing: "Standing", gap: str) -> int:
        _tell(session, standing, gap, "", json=json)
        return status_code(standing)

    return look(session, loaded, lambda one: session.usecases.standing_of(one, options), tell)


def _watched(
    session: Session,
    watched: Watched,
    options: "StatusOptions",
    pace: tuple[float, int | None],
    *,
    json: bool,
) -> int:
    """Look until interrupted; sessions stay open, so that units see one login."""
    (interval, rounds), code, number = pace, DONE, 0
    pause, since = threading.Event(), Since()
    with ExitStack() as stack:
        groups = {
            one.topology.name: stack.enter_context(session.usecases.open_group(one, options))
            for one in watched.loaded
        }
        while rounds is None or number < rounds:
            if number:
                pause.wait(interval)
            code = _round(session, watched, groups, since, json=json)
            number += 1
    return code


def _round(
    session: Session,
    watched: Watched,
    groups: "Mapping[str, Group]",
    since: "Since",
    *,
    json: bool,
) -> int:
    if session.terminal.stdout.isatty() and not json:
        session.terminal.out(_CLEAR)
    now, past = _now(), session.usecases.remember(watched.choice, watched.loaded)

    def work(one: "Loaded") -> "Standing":
        name = one.topology.name
        return groups[name].look(now, past[name])

    def tell(standing: "Standing", gap: str) -> int:
        _tell(session, standing, gap, since.of(standing), json=json)
        return status_code(standing)

    return look(session, watched.loaded, work, tell)


class Since:
    """When each group was seen to change to the condition that it is in."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, str]] = {}

    def of(self, standing: "Standing") -> str:
        """Return since when a group is as it is now; empty if it was so at the first look."""
        name = standing.condition.name
        known = self._seen.get(standing.group)
        if known is None or known[0] != name:
            when = standing.now.astimezone().strftime("%H:%M:%S") if known else ""
            self._seen[standing.group] = (name, when)
        return self._seen[standing.group][1]


def _tell(session: Session, standing: "Standing", gap: str, since: str, *, json: bool) -> None:
    from hacfg.report.status_json import status_json
    from hacfg.report.status_text import status_text

    session.data(status_json(standing), json=json)
    if not json:
        session.terminal.out(gap + status_text(standing, session.style(), since))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
