"""What happened in a rehearsal, moment by moment: what each unit acted as, and who took mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

Sort = Literal["start", "step", "fault", "no-fault", "person", "move", "end"]
NO_POWER: Final = "without power"
UNSYNCED: Final = ", not in sync"
SILENT: Final = "silent"
"""Added to what a unit acts as while its API does not answer."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, with the group right after it; seconds of lab time since the start.

    start, end: before the first step, after all came to rest; step: a step ended (outcome: how);
    fault: one happened; no-fault: one could not happen; person: the rehearsal did what a person
    does; move: the units moved by themselves. `step` is the step under way, 0 before the first.
    """

    seconds: float
    step: int
    sort: Sort
    words: str
    acts: Mapping[str, str]
    mail: tuple[str, ...]
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
    """A time without any unit that took mail, after one did; `over` is false if it lasts."""

    first: int
    last: int
    seconds: float
    over: bool


def acts_of(units: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return what each unit acts as, going by what the door of a lab says."""
    return {name: _acts(unit) for name, unit in units.items()}


def _acts(unit: Mapping[str, Any]) -> str:
    if not unit["power"]:
        return NO_POWER
    mode = str(unit["effective"]).removeprefix("config-")
    mode += UNSYNCED if mode == "secondary" and not unit["in_sync"] else ""
    return mode if unit["reachable"] else f"{mode}, {SILENT}"


def mail_takers(units: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the units that take mail at an address that senders use."""
    return tuple(name for name, unit in units.items() if unit["takes_mail"])


def outages(moments: Sequence[Moment]) -> list[Outage]:
    """Return when nobody took mail, from the first moment on at which somebody did."""
    flowing = next((place for place, one in enumerate(moments) if one.mail), len(moments))
    found: list[Outage] = []
    begin: Moment | None = None
    for before, now in pairwise(moments[flowing:]):
        if before.mail and not now.mail:
            begin = now
        elif begin is not None and now.mail:
            found.append(_outage(begin, now, over=True))
            begin = None
    if begin is not None:
        found.append(_outage(begin, moments[-1], over=False))
    return found


def _outage(begin: Moment, end: Moment, *, over: bool) -> Outage:
    return Outage(begin.step, end.step, end.seconds - begin.seconds, over)
