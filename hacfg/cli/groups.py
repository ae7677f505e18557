"""Several groups: each treated alone and side by side; what one does never hides another."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import Generic, TypeVar

from hacfg.errors import HacfgError

MOST_AT_ONCE = 16
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Item, Result]):
    """One group: what came of it, or why nothing did."""

    item: Item
    result: Result | None = None
    error: Exception | None = None


def each(
    items: Sequence[Item], work: Callable[[Item], Result]
) -> tuple[Attempt[Item, Result], ...]:
    """Do the work for every item, in the order of the items."""
    if len(items) == 1:
        return (_attempt(items[0], work),)
    pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="group")
    try:
        return tuple(pool.map(_attempt, items, repeat(work)))
    finally:
        # An interrupted command must not wait for units that do not answer.
        pool.shutdown(wait=False, cancel_futures=True)


def _attempt(item: Item, work: Callable[[Item], Result]) -> Attempt[Item, Result]:
    try:
        return Attempt(item, work(item))
    except HacfgError as error:
        return Attempt(item, error=error)
    except Exception as error:  # noqa: BLE001  # a defect in one group must not hide the others
        return Attempt(item, error=error)
