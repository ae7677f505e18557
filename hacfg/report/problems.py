"""Errors for people: where, what, then what was seen, what was expected, and what to do."""

from collections.abc import Callable, Iterable
from itertools import groupby

from hacfg.errors import HacfgError, Problem
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, fold, row, widest
from hacfg.report.snippets import speaks_of_secrets
from hacfg.report.style import Style
from hacfg.source import OnUnit, Position

ReadLine = Callable[[Position], str | None]
"""Gives the line of a file that may be shown, or None."""

_MANY, _FEW = 4, 12
"""From how many problems that are alike they are folded, and how many of them are then named."""

_TEXT = 1200
"""Characters of a message that are shown."""


def error_text(error: HacfgError, style: Style, read_line: ReadLine | None = None) -> str:
    """Return all problems of an error as text."""
    return problems_text(error.problems, style, read_line)


def problems_text(
    problems: Iterable[Problem], style: Style, read_line: ReadLine | None = None
) -> str:
    """Return problems as text, one paragraph each; those that only differ in place are folded."""
    lines: list[str] = []
    for _, alike in groupby(problems, key=_sort):
        same = list(alike)
        if len(same) >= _MANY and all(isinstance(one.where, OnUnit) for one in same):
            lines += _folded(same, style)
        else:
            lines += [line for one in same for line in problem_lines(one, style, read_line)]
    return "".join(f"{line}\n" for line in lines)


def _sort(problem: Problem) -> tuple[str, str]:
    return problem.message, problem.next


def _folded(problems: list[Problem], style: Style) -> list[str]:
    first = problems[0]
    head = f"{shown(first.message, _TEXT)}: {len(problems)} times"
    places = [(shown(one.where), _comparison(one)) for one in problems[:_FEW]]
    column = widest((place for place, _ in places), 40)
    rest = max(style.width - column - 4, 20)
    lines = [style.paint(head, "bold")]
    for place, seen in places:
        lines += row([Cell(place, column), Cell(seen, rest)], style)
    if len(problems) > _FEW:
        lines.append(f"  and {len(problems) - _FEW} more")
    return [*lines, *detail_lines(Problem("", next=first.next), style)]


def _comparison(problem: Problem) -> str:
    parts = (("seen", problem.seen), ("expected", problem.expected))
    return ", ".join(f"{label} {shown(text)}" for label, text in parts if text)


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
    if read_line is None or not isinstance(where, Position) or speaks_of_secrets(str(problem)):
        return []
    line = read_line(where)
    if line is None:
        return []
    number = str(where.line)
    start = len(line) - len(line.lstrip())
    caret = " " * max(0, where.column - 1 - start) + "^"
    return [
        f"  {style.paint(number, 'dim')} | {shown(line.strip(), style.width - 8)}",
        f"  {' ' * len(number)} | {style.paint(caret, 'red')}",
    ]
