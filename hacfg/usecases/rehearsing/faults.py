"""What shall go wrong in a rehearsal, and at which step: `mx2:reboot@4`, `all:links-cut@4`."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from hacfg.lab.door import Door
from hacfg.lab.troubles import EFFECTS

FORM: Final = "SUBJECT:FAULT@STEP, like mx2:reboot@4 or all:links-cut@4"
EVERYTHING: Final = "all"
LINKS: Final = ("primary", "secondary")
OF_UNITS: Final[dict[str, str]] = {
    **{str(name): words for name, words in EFFECTS.items()},
    "repair": "all faults of the unit end",
}
"""What can happen to a unit, in the words of a person."""
OF_LINKS: Final[dict[str, str]] = {
    "link-cut": "the heartbeat cable is unplugged",
    "link-plug": "the heartbeat cable is plugged in again",
}
"""What can happen to the link `primary` or `secondary`."""
OF_ALL: Final[dict[str, str]] = {
    "links-cut": "all heartbeat cables are unplugged",
    "links-plug": "all heartbeat cables are plugged in again",
    "repair": "all faults end",
}
"""What can happen to `all`."""
OF_GROUP: Final = {EVERYTHING: OF_ALL, **dict.fromkeys(LINKS, OF_LINKS)}
"""What can happen to a subject that is no unit."""
SLOW_MS: Final = 2000
"""Milliseconds that `slow` adds to one answer."""

_FAULT = re.compile(r"(?P<subject>[A-Za-z0-9_-]+):(?P<name>[a-z0-9-]+)@(?P<step>[0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class FaultAt:
    """One fault: to what it happens, which, and at the beginning of which step."""

    subject: str
    name: str
    step: int

    def __str__(self) -> str:
        return f"{self.subject}:{self.name}@{self.step}"

    @property
    def words(self) -> str:
        """What happens, in the words of a person."""
        known = OF_GROUP
        words = known.get(self.subject, OF_UNITS).get(self.name) or OF_UNITS[self.name]
        return f"{self.subject}: {words}"


def parse_fault(text: str) -> FaultAt:
    """Return the fault that a text asks for; raise ValueError that says what is wrong with it."""
    found = _FAULT.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not {FORM}")
    fault = FaultAt(found["subject"], found["name"], int(found["step"]))
    names = sorted({**OF_UNITS, **OF_GROUP.get(fault.subject, {})})
    if fault.name not in names:
        near = get_close_matches(fault.name, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names)}"
        raise ValueError(
            f"{text}: nothing called {fault.name!r} happens to {fault.subject}; {hint}"
        )
    return fault


def misplaced(faults: Sequence[FaultAt], units: Collection[str], steps: int) -> Iterator[str]:
    """Yield what is wrong with faults that this plan has no unit or no step for."""
    for fault in faults:
        whole = OF_GROUP.get(fault.subject, {})
        if fault.name not in whole and fault.subject not in units:
            yield f"{fault}: there is no unit {fault.subject}; there are {', '.join(units)}"
        if not 1 <= fault.step <= steps:
            yield f"{fault}: there is no step {fault.step}; the plan has {steps}"


def strike(door: Door, fault: FaultAt, units: Collection[str]) -> None:
    """Let a fault happen; raise Refused where it cannot happen now."""
    if fault.name == "repair":
        door.repair(fault.subject if fault.subject in units else None)
    elif fault.name in {*OF_LINKS, *OF_ALL} and fault.subject not in units:
        move = door.cut if fault.name.endswith("-cut") else door.plug
        move(fault.subject)
    else:
        door.fault(fault.subject, fault.name, ms=SLOW_MS if fault.name == "slow" else None)
