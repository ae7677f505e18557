"""Which lines of a file may be shown: never one that might hold a secret."""

import re
from collections.abc import Iterator, Sequence

_SECRETIVE = re.compile(
    r"pa*s+w|passphrase|pwd|secret|token|credential|communit|\bpsk\b|auth", re.IGNORECASE
)


def showable_line(lines: Sequence[str], number: int) -> str | None:
    """Return a line unless it, or a line that it stands under, speaks of a secret."""
    if not 1 <= number <= len(lines):
        return None
    around = [lines[number - 1], *_above(lines, number - 1)]
    return None if any(map(_SECRETIVE.search, around)) else lines[number - 1]


def speaks_of_secrets(text: str) -> bool:
    """Tell whether a message is about a secret; then its line is not shown either."""
    return bool(_SECRETIVE.search(text))


def _above(lines: Sequence[str], place: int) -> Iterator[str]:
    """Yield the line before, whatever it is, and every line that this one is indented under."""
    if place:
        yield lines[place - 1]
    depth = _depth(lines[place])
    for line in reversed(lines[:place]):
        if line.strip() and _depth(line) < depth:
            depth = _depth(line)
            yield line


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
