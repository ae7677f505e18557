"""Columns, folding and right-hand notes for text of a given width."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from hacfg.report.style import Style

GAP = "  "
_PAINT = re.compile(r"\x1b\[[\d;]*m")
"""Our own colours; all other escape sequences were made visible before."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: its text, the columns it may take, how it looks."""

    text: str
    width: int
    look: str = ""


def width_of(text: str) -> int:
    """Return how many columns a terminal gives to the text."""
    return sum(_columns(character) for character in _PAINT.sub("", text))


def pad(text: str, width: int) -> str:
    """Return the text, filled with spaces to a width."""
    return text + " " * max(0, width - width_of(text))


def fold(text: str, width: int) -> list[str]:
    """Return the text in lines of a width; a word that is longer stays whole."""
    lines = textwrap.wrap(text, max(width, 8), break_long_words=False, break_on_hyphens=False)
    return lines or [""]


def row(cells: Sequence[Cell], style: Style, indent: int = 2) -> list[str]:
    """Return cells side by side, each folded into its own column."""
    folded = zip_longest(*(fold(cell.text, cell.width) for cell in cells), fillvalue="")
    return [" " * indent + _line(cells, texts, style) for texts in folded]


def labelled(
    label: str, text: str, style: Style, *, column: int = 12, indent: int = 0
) -> list[str]:
    """Return a label with its text folded beside it."""
    rest = style.width - indent - column - len(GAP)
    return row([Cell(label, column, "bold"), Cell(text, rest)], style, indent)


def with_note(left: str, note: str, style: Style) -> str:
    """Return a line with a note at the right edge, shortened from its left if it does not fit."""
    room = style.width - width_of(left) - len(GAP)
    text = note if width_of(note) <= room else f"...{note[-max(room - 3, 12) :]}"
    gap = max(len(GAP), style.width - width_of(left) - width_of(text))
    return f"{left}{' ' * gap}{style.paint(text, 'dim')}" if note else left


def widest(texts: Iterable[str], most: int) -> int:
    """Return the width of the widest text, but at most so many columns."""
    return min(most, max((width_of(text) for text in texts), default=0))


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 unit`, `2 units`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(seconds: float) -> str:
    """Return a time as people say it: `20 s`, `2 min`, `1 h`."""
    whole = round(seconds)
    for size, unit in ((3600, "h"), (60, "min")):
        if whole >= size and whole % size == 0:
            return f"{whole // size} {unit}"
    return f"{whole} s"


def numbers(found: Iterable[int]) -> str:
    """Return numbers as people write them: `1-3, 5`."""
    return ", ".join(_ranges(sorted(found)))


def _line(cells: Sequence[Cell], texts: Sequence[str], style: Style) -> str:
    pairs = list(zip(cells, texts, strict=True))
    while pairs and not pairs[-1][1]:
        pairs.pop()
    return GAP.join(_painted(cell, text, pairs[-1][0] is cell, style) for cell, text in pairs)


def _painted(cell: Cell, text: str, last: bool, style: Style) -> str:  # noqa: FBT001  # private
    filling = "" if last else " " * max(0, cell.width - width_of(text))
    return style.paint(text, cell.look) + filling


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _ranges(ordered: Sequence[int]) -> Iterator[str]:
    start = 0
    for place, number in enumerate(ordered):
        if place + 1 < len(ordered) and ordered[place + 1] == number + 1:
            continue
        first = ordered[start]
        yield str(first) if first == number else f"{first}-{number}"
        start = place + 1
