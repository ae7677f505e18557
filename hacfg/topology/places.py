"""Which line of which file each value of a topology comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hacfg.source import Position

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Positions of the values of one file, by their path (`("units", 0, "name")`)."""

    file: str
    positions: Mapping[Path, Position] = field(default_factory=dict)

    def at(self, *path: str | int) -> Position:
        """Return the position of a value, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if position := self.positions.get(path[:length]):
                return position
        return Position(self.file, 1, 1)
