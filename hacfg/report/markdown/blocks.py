"""Pieces of a Markdown text that may be shortened, and how they are made to fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hacfg.report.layout import count

_LEAST = 3
"""Lines of a piece that are worth showing if not all of it fits."""

_NOTE = 600
"""Bytes kept free for saying what was left out."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece: it is closed by its tail wherever its lines are cut off."""

    name: str
    """What it holds, for saying that some of it is left out."""
    lines: Sequence[str]
    """The lines, each whole or left out."""
    head: str = ""
    """What opens it: a title, a fence, the first rows of a table."""
    tail: str = ""
    """What closes what the head opened."""

    def text(self, lines: int) -> str:
        """Return the piece with so many of its lines."""
        opened, closed = ([part] if part else [] for part in (self.head, self.tail))
        return "\n".join([*opened, *self.lines[:lines], *closed]) + "\n"


def size(text: str) -> int:
    """Return the bytes of a text: never fewer than its characters, however a reader counts."""
    return len(text.encode())


def fitted(blocks: Iterable[Block], limit: int, everything: str) -> str:
    """Return the pieces in at most `limit` bytes; what is left out is said, and where it all is."""
    room = limit - _NOTE
    texts: list[str] = []
    missing: list[str] = []
    for block in blocks:
        lines = _most(block, room)
        if lines is None:
            missing.append(block.name)
            continue
        if left := len(block.lines) - lines:
            missing.append(f"{count(left, 'line')} of {block.name}")
        texts.append(block.text(lines))
        room -= size(texts[-1]) + 1
    if missing:
        texts.append(_note(missing, everything))
    return "\n".join(texts)


def _most(block: Block, room: int) -> int | None:
    """Return how many lines fit; None if too few do for the piece to say anything."""
    if size(block.text(len(block.lines))) <= room:
        return len(block.lines)
    free = room - size(block.text(0))
    lines = 0
    for line in block.lines:
        free -= size(line) + 1
        if free < 0:
            break
        lines += 1
    return lines if lines >= _LEAST else None


def _note(missing: Sequence[str], everything: str) -> str:
    named = ", ".join(missing)
    if size(named) > _NOTE // 2:
        named = f"{len(missing)} parts"
    return f"_Left out here, it would be too long: {named}. All of it: {everything}_\n"
