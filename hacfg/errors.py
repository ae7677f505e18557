"""Deliberate exceptions, told apart by whose fault it is.

HacfgError
├── YourError                  what hacfg was given
│   ├── InvalidInput           a topology, dialect, plan file or secret reference is wrong
│   ├── Refused                no safe plan, a guard, or a person said no; nothing was written
│   ├── MissingAnswer          an answer is needed where nobody can be asked
│   ├── Locked                 someone else holds the lock
│   ├── LeaseLost              the lock was ours, and is no longer
│   └── StoreFailed            the store cannot be opened, read or written
├── UnitError                  what a unit did
│   ├── Unreachable            no connection, no TLS trust, no answer in time
│   ├── LoginRefused           wrong credentials, or locked out
│   ├── NotPermitted           403 again after a fresh login
│   ├── NotFound               the resource or row is not there (404)
│   ├── Rejected               the unit answered a write with an error
│   ├── BadAnswer              what came is not what the dialect says
│   ├── ReplyLost              a write was sent and its answer did not come: done or not is unknown
│   └── Stale                  the units are not what the plan was made from; nothing was written
├── Interrupted                a person asked to stop, and nothing was written
└── Stopped                    apply stopped part-way; something was written

Anything else that escapes is a defect in hacfg itself (category `defect`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from hacfg.source import Where, order_of


class Category(Enum):
    """What kind of ending an error is; cli/exits.py gives each its number."""

    DEFECT = "defect"
    INPUT = "input"
    REFUSED = "refused"
    UNIT = "unit"
    STALE = "stale"
    LOCKED = "locked"
    STOPPED = "stopped"
    ROLLED_BACK = "rolled-back"
    FOUND = "found"
    USAGE = "usage"
    INTERRUPTED = "interrupted"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what was seen, what was expected, what to do next."""

    message: str
    where: Where | None = None
    seen: str = ""
    expected: str = ""
    next: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        details = [
            f"{label}: {text}"
            for label, text in (
                ("seen", self.seen),
                ("expected", self.expected),
                ("next", self.next),
            )
            if text
        ]
        return "; ".join([f"{place}{self.message}", *details])


class HacfgError(Exception):
    """Base of all deliberate errors; carries one or more problems and never a secret."""

    category: ClassVar[Category] = Category.DEFECT

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class YourError(HacfgError):
    """Something hacfg was given is wrong."""


class InvalidInput(YourError):
    """A topology, a dialect, a plan file or a secret reference is wrong."""

    category = Category.INPUT


class Refused(YourError):
    """hacfg will not do this; nothing was written."""

    category = Category.REFUSED


class MissingAnswer(YourError):
    """A question is open and nobody can be asked."""

    category = Category.USAGE


class Locked(YourError):
    """Someone else works on this group."""

    category = Category.LOCKED


class LeaseLost(Locked):
    """The lock on the group was ours, and is no longer: nothing more may be written."""


class StoreFailed(YourError):
    """The store (journal, locks) cannot be opened, read or written."""

    category = Category.INPUT


class UnitError(HacfgError):
    """A unit could not be reached, refused, or answered badly."""

    category = Category.UNIT


class Unreachable(UnitError):
    """No connection, no TLS trust, or no answer in time."""


class LoginRefused(UnitError):
    """The unit did not accept the credentials."""


class NotPermitted(UnitError):
    """The unit answered 403 again after a fresh login."""


class NotFound(UnitError):
    """The unit has no such resource or row."""


class Rejected(UnitError):
    """The unit answered a write with an error."""


class BadAnswer(UnitError):
    """The answer is not what the dialect says."""


class ReplyLost(UnitError):
    """A write was sent and no usable answer came: read back what happened, never repeat it."""


class Stale(UnitError):
    """The units are not what the plan was made from; nothing was written."""

    category = Category.STALE


class Interrupted(HacfgError):
    """A person asked to stop, and nothing was written."""

    category = Category.INTERRUPTED


class Stopped(HacfgError):
    """Apply stopped part-way; something was, or may have been, written."""

    category = Category.STOPPED


def raise_problems(error: type[HacfgError], problems: Iterable[Problem]) -> None:
    """Raise `error` with all problems, in order of their place, or return if there are none."""
    found = sorted(problems, key=lambda problem: order_of(problem.where))
    if found:
        raise error(*found)
