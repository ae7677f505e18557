"""Which line of which file each key and value comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hacfg.errors import InvalidInput, Problem
from hacfg.source import Position, order_of

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Positions of the values and keys of one file, by their path (`("units", 0, "name")`).

    A mapping or a list stands where its key stands; a row of a list where its first value stands.
    """

    file: str
    positions: Mapping[Path, Position] = field(default_factory=dict)
    keys: Mapping[Path, Position] = field(default_factory=dict)

    def at(self, *path: str | int) -> Position:
        """Return the position of a value, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if position := self.positions.get(path[:length]):
                return position
        return Position(self.file, 1, 1)

    def key(self, *path: str | int) -> Position:
        """Return the position of a key, or of the nearest thing around it."""
        return self.keys.get(path) or self.at(*path)


def dotted(path: Path) -> str:
    """Write a path as people do: `units[0].api.url`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def invalid(problems: Iterable[Problem]) -> InvalidInput:
    """Gather the problems of one or more files, each file from top to bottom."""
    return InvalidInput(*sorted(problems, key=lambda problem: order_of(problem.where)))
