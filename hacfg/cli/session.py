"""What every command has at hand: use cases, terminal, and what went wrong so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hacfg.cli.exits import EXITS
from hacfg.cli.terminal import Terminal
from hacfg.cli.usecases import Usecases
from hacfg.errors import HacfgError, Problem
from hacfg.report.problems import problems_text
from hacfg.report.snippets import showable_line

if TYPE_CHECKING:
    from hacfg.report.style import Style
    from hacfg.source import Position

UNFOLDED = 10_000
_MOST = 2_000_000
"""Bytes of a file that are read to show one of its lines."""


@dataclass(slots=True)
class Session:
    """One run of hacfg."""

    terminal: Terminal
    usecases: Usecases = field(default_factory=Usecases)
    debug: bool = False
    beside: Path | None = None
    """File that holds what machines read, beside what is shown; emptied already."""

    def style(self, *, full: bool = False, brief: bool = False) -> "Style":
        """Return how data may look."""
        return self.terminal.style(self.terminal.stdout, full=full, brief=brief)

    def data(self, text: str, *, json: bool) -> None:
        """Write what machines read: as data if that was asked for, and into the file beside it."""
        if json:
            self.terminal.out(text)
        if self.beside is not None:
            self.terminal.append(text, self.beside)

    def error_style(self) -> "Style":
        """Return how progress and errors may look."""
        return self.terminal.style(self.terminal.stderr)

    def fail(self, error: HacfgError, group: str = "") -> int:
        """Tell what is wrong and return the exit code that it earns."""
        heading = f"{group}\n" if group else ""
        told = self._problems(error.problems)
        self.terminal.err(heading + (told or f"{type(error).__name__}\n"))
        return EXITS[error.category]

    def _problems(self, problems: Sequence[Problem]) -> str:
        style = self.error_style()
        if not self.terminal.stderr.isatty():
            # A message stays in one line where programs search and editors jump.
            return problems_text(problems, replace(style, width=UNFOLDED))
        return problems_text(problems, style, read_line)


def session_of(context: typer.Context) -> Session:
    """Return the session that a command runs in."""
    session = context.find_object(Session)
    if session is None:
        raise TypeError("a command was run without a session")
    return session


def now() -> str:
    """Return the time, RFC 3339, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_line(position: "Position") -> str | None:
    """Return the line of a file at a position, if it can be read and may be shown."""
    try:
        with Path(position.file).open(encoding="utf-8") as file:
            lines = file.read(_MOST).splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    return showable_line(lines, position.line)
