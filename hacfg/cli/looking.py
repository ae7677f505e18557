"""Commands that only look: one result a group, told as it comes, the worst exit code at the end."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from hacfg.cli.exits import worst
from hacfg.cli.failures import failed
from hacfg.cli.groups import each
from hacfg.cli.session import Session

if TYPE_CHECKING:
    from hacfg.topology.load import Loaded

Result = TypeVar("Result")
Tell = Callable[[Result, str], int]
"""Shows one result, with the gap to the one before, and returns the exit code that it earns."""


def look(
    session: Session,
    loaded: "Sequence[Loaded]",
    work: "Callable[[Loaded], Result]",
    tell: Tell[Result],
) -> int:
    """Do the work for every group side by side; what one does never hides another."""
    codes: list[int] = []
    for attempt in each(loaded, work):
        if attempt.result is None:
            name = attempt.item.topology.name if len(loaded) > 1 else ""
            codes.append(failed(session, attempt.error or RuntimeError("no result"), name))
        else:
            codes.append(tell(attempt.result, "\n\n" if codes else ""))
    return worst(codes)
