"""The one table from how a thing ended to the exit code."""

from collections.abc import Iterable, Mapping
from typing import Final

from hacfg.errors import Category

DONE: Final = 0
PENDING: Final = 2
"""Changes are pending; only `plan --detailed-exitcode` says so, and nothing else ever exits 2."""

EXITS: Mapping[Category, int] = {
    Category.DEFECT: 1,
    Category.INPUT: 3,
    Category.REFUSED: 4,
    Category.UNIT: 5,
    Category.STALE: 6,
    Category.LOCKED: 7,
    Category.STOPPED: 8,
    Category.ROLLED_BACK: 9,
    Category.FOUND: 10,
    Category.USAGE: 64,
    Category.INTERRUPTED: 130,
    Category.TERMINATED: 143,
}

ORDER: Final = (8, 9, 1, 130, 143, 3, 64, 4, 7, 6, 5, 10, PENDING, DONE)
"""The worst first: what is on a unit, then what broke, then what a person has to settle."""


def worst(codes: Iterable[int]) -> int:
    """Return the exit code of several groups: the first of the order that any of them earned."""
    return min(codes, key=ORDER.index, default=DONE)
