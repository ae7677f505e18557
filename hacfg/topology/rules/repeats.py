"""Finding things that stand twice where they may stand once."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from hacfg.errors import Problem
from hacfg.source import Position

Thing = TypeVar("Thing")


def repeats(things: Iterable[tuple[Thing, Position]]) -> Iterator[tuple[Thing, Position, Position]]:
    """Yield each thing that came before, with its place and that of the first."""
    first: dict[Thing, Position] = {}
    for thing, position in things:
        if thing in first:
            yield thing, position, first[thing]
        else:
            first[thing] = position


def twice(what: str, things: Iterable[tuple[Thing, Position]], action: str) -> Iterator[Problem]:
    """Yield a problem for each thing that came before."""
    for thing, position, first in repeats(things):
        yield Problem(
            f"{what} {thing} stands twice", position, seen=f"first at {first}", next=action
        )
