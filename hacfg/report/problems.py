"""Errors for people: where, what, then what was seen, what was expected, and what to do."""

from collections.abc import Callable, Iterable

from hacfg.errors import HacfgError, Problem
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, fold, row
from hacfg.report.style import Style
from hacfg.source import Position

ReadLine = Callable[[Position], str | None]
"""Gives the line of a file that may be shown, or None."""

_TEXT = 1200
"""Characters of a message that are shown."""


def error_text(error: HacfgError, style: Style, read_line: ReadLine | None = None) -> str:
    """Return all problems of an error as text."""
    return problems_text(error.problems, style, read_line)


def problems_text(
    problems: Iterable[Problem], style: Style, read_line: ReadLine | None = None
) -> str:
    """Return problems as text, one paragraph each."""
    return "".join(
        f"{line}\n" for problem in problems for line in problem_lines(problem, style, read_line)
    )


def problem_lines(problem: Problem, style: Style, read_line: ReadLine | None = None) -> list[str]:
    """Return one problem: its place comes first, so that editors find it."""
    message = shown(problem.message, _TEXT)
    place = f"{shown(problem.where)}: " if problem.where else ""
    first, *others = fold(f"{place}{message}", style.width)
    lines = [style.paint(first, "bold"), *(f"  {line}" for line in others)]
    return [*lines, *_snippet(problem, style, read_line), *detail_lines(problem, style)]


def detail_lines(problem: Problem, style: Style) -> list[str]:
    """Return what was seen, what was expected, and what to do."""
    details = (("seen", problem.seen), ("expected", problem.expected), ("next", problem.next))
    return [
        line
        for label, text in details
        if text
        for line in row(
            [Cell(label, 8, "dim"), Cell(shown(text, _TEXT), style.width - 12)], style, 2
        )
    ]


def _snippet(problem: Problem, style: Style, read_line: ReadLine | None) -> list[str]:
    where = problem.where
    line = read_line(where) if read_line and isinstance(where, Position) else None
    if line is None or not isinstance(where, Position):
        return []
    number = str(where.line)
    start = len(line) - len(line.lstrip())
    caret = " " * max(0, where.column - 1 - start) + "^"
    return [
        f"  {style.paint(number, 'dim')} | {shown(line.strip(), style.width - 8)}",
        f"  {' ' * len(number)} | {style.paint(caret, 'red')}",
    ]
