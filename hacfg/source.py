"""Where a thing comes from: a place in a file, or a place on a unit."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a file the user wrote; line and column count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True)
class OnUnit:
    """A place on a unit: the unit's name, then resource and field as far as they are known."""

    unit: str
    resource: str = ""
    field: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.unit, self.resource, self.field) if part)


Where = Position | OnUnit


def order_of(where: Where | None) -> tuple[str, int, int]:
    """Return what places are sorted by: each file from top to bottom, units by name."""
    if isinstance(where, Position):
        return (where.file, where.line, where.column)
    return (str(where or ""), 0, 0)
