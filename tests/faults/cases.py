"""What may happen to an apply, where, and how it is gone on with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")
AT_A_CALL: Mapping[str, str] = {
    "connection refused": "refuse",
    "reset before the request": "reset",
    "reply lost after the write took effect": "drop-reply",
    "HTTP 500": "http-500",
    "HTTP 500 after the write took effect": "http-500-after",
    "HTTP 503": "http-503",
    "session expired": "expire",
    "HTTP 403": "forbid",
    "time-out": "slow",
    "truncated JSON": "truncate",
    "a web page": "html",
    "unit reboots": "reboot",
    "unit loses power": "power-loss",
}
"""What happens at one HTTP call, and what the lab calls it."""
CUT, FULL, KILLED = "heartbeat cut", "disk full in the store", "process killed with SIGKILL"
FAULTS = (*AT_A_CALL, CUT, FULL, KILLED)
Way = Literal["resume", "fresh plan", "nothing left"]
WAYS: tuple[Way, ...] = ("resume", "fresh plan")
"""How what was stopped is gone on with; "nothing left": the apply came to its end all the same."""


@dataclass(frozen=True)
class Extent:
    """How long the apply of a story is when nothing happens to it."""

    calls: Mapping[str, int]
    """HTTP calls of each unit."""
    lines: int
    """Lines of its journal."""
    moments: int
    """HTTP calls and transactions, one after the other: where a process can be killed."""
    events: int
    """What it tells: where a cable can be pulled."""


@dataclass(frozen=True)
class Point:
    """One fault at one point of one story's apply."""

    story: str
    fault: str
    unit: str
    number: int

    def __str__(self) -> str:
        place = f"{self.unit} " if self.unit else ""
        return f"{self.story}: {self.fault} at {place}{self.number}"


@dataclass
class Verdict:
    """What came of a point on one way."""

    point: Point
    way: Way
    ended: str
    violations: list[str] = field(default_factory=list)
    converged: bool = False
    why: str = ""
    """Why it did not converge."""

    def __str__(self) -> str:
        return f"{self.point}, then {self.way} (it {self.ended})"


def points(story: str, extent: Extent) -> Iterator[Point]:
    """Yield every point of a story."""
    for fault in FAULTS:
        yield from points_of(story, fault, extent)


def points_of(story: str, fault: str, extent: Extent) -> Iterator[Point]:
    """Yield where a fault can happen, counted from 0."""
    if fault in AT_A_CALL:
        for unit, calls in extent.calls.items():
            yield from (Point(story, fault, unit, number) for number in range(calls))
        return
    numbers = {CUT: extent.events, FULL: extent.lines, KILLED: extent.moments}[fault]
    yield from (Point(story, fault, "", number) for number in range(numbers))
