"""What a drawing of a group shows: its units, and what they are connected to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from hacfg.report.layout import count

Mark = Literal["", "+", "~", "-"]
"""What happens to it: nothing, it is added, changes, goes."""

ENTRIES: Mapping[str, str] = {
    "load-balancer": "load balancer",
    "units": "senders, at the units' own addresses",
}
"""Where mail enters, beside virtual IPs, which are drawn with their addresses."""

MARK_WORDS: Mapping[Mark, str] = {"+": "is added", "~": "changes", "-": "goes"}


@dataclass(frozen=True, slots=True)
class UnitBox:
    """One unit."""

    name: str
    role: str
    """Declared role."""
    seen: str = ""
    """How it was found; empty in a drawing of what is declared."""
    ports: tuple[str, ...] = ()
    """Its ports with their addresses."""
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """Something that several units are connected to."""

    kind: Literal["entry", "heartbeat", "storage"]
    label: str
    """What it is."""
    ends: Mapping[str, str]
    """Unit to the port by which it is connected; empty where that is not declared."""
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A group: where mail enters, its units, the heartbeat between them, where mail lies."""

    group: str
    mode: str
    units: tuple[UnitBox, ...]
    joints: tuple[Joint, ...]

    @property
    def above(self) -> tuple[Joint, ...]:
        """What is drawn above the units: where mail enters."""
        return tuple(joint for joint in self.joints if joint.kind == "entry")

    @property
    def below(self) -> tuple[Joint, ...]:
        """What is drawn below the units: heartbeat links, then storage."""
        return tuple(joint for joint in self.joints if joint.kind != "entry")


def sentences(picture: Picture) -> Iterator[str]:
    """Yield what the drawing shows in words, for those who do not see it."""
    yield f"{picture.group}: {picture.mode}, {count(len(picture.units), 'unit')}."
    for unit in picture.units:
        seen = f", {unit.seen}" if unit.seen else ""
        yield f"{unit.name}: {unit.role}{seen}{_marked(unit.mark)}."
    for joint in picture.joints:
        ends = ", ".join(f"{unit} {port}".rstrip() for unit, port in joint.ends.items())
        yield f"{joint.label}: {ends}{_marked(joint.mark)}."


def _marked(mark: Mark) -> str:
    return f"; {MARK_WORDS[mark]}" if mark else ""
