"""What may happen to an apply, and where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
Way = Literal["resume", "fresh plan"]
WAYS: tuple[Way, ...] = ("resume", "fresh plan")


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
class Case:
    """One fault at one point of one story's apply, and how it is gone on with."""

    story: str
    fault: str
    unit: str
    point: int
    way: Way

    def __str__(self) -> str:
        place = f"{self.unit} " if self.unit else ""
        return f"{self.story}: {self.fault} at {place}{self.point}, then {self.way}"


def cases(story: str, extent: Extent) -> Iterator[Case]:
    """Yield every case of a story."""
    for fault in FAULTS:
        for unit, point in places(fault, extent):
            for way in WAYS:
                yield Case(story, fault, unit, point, way)


def places(fault: str, extent: Extent) -> Iterator[tuple[str, int]]:
    """Yield where a fault can happen: unit and number, counted from 0."""
    if fault in AT_A_CALL:
        for unit, calls in extent.calls.items():
            yield from ((unit, number) for number in range(calls))
        return
    numbers = {CUT: extent.events, FULL: extent.lines, KILLED: extent.moments}[fault]
    yield from (("", number) for number in range(numbers))
