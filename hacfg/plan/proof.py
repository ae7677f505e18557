"""What the rehearsal of a plan showed: part of the plan file, bound to the plan's steps."""

from collections.abc import Sequence
from typing import Literal

from hacfg.plan.steps import AnyStep
from hacfg.plan.values import Part
from hacfg.state import digest


class Line(Part):
    """One line of a story."""

    sort: Literal["step", "fault", "then", "stop"]
    """A step of the plan; the fault; what a unit does by itself; hacfg stops."""
    step: int = 0
    """Number of the step, or of the last of several."""
    first: int = 0
    """Number of the first of several steps that are told in one line."""
    unit: str = ""
    """The unit that it is about."""
    text: str
    """What happens, in words."""


class Story(Part):
    """How a plan ends badly: the shortest way there that the rehearsal found."""

    rule: str
    """The rule that is broken: S1 to S6."""
    words: str
    """The rule in words."""
    danger: str
    """What happens in the end, by its name in the model."""
    title: str
    """What happens in the end, in words."""
    world: list[str] = []
    """Doubtful facts that have to hold for it."""
    start: str = ""
    """What was assumed of the group where it could not be seen."""
    lines: list[Line]
    """What happens, in order."""
    now: list[str]
    """What each unit takes itself for in the end."""
    lost: str = ""
    """What is lost."""
    instead: str
    """What to do instead."""
    settled_by: list[str] = []
    """Facts that would make the plan safe if a person knew them: `fact.rude-start=false`."""
    others: int = 0
    """How many other dangers were found."""


class Inherent(Part):
    """What the same fault does to the group without any plan."""

    rule: str
    """The rule that is broken."""
    title: str
    """What happens, in words."""
    faults: list[str]
    """The faults that lead there."""
    world: list[str] = []
    """Doubtful facts that have to hold for it; empty: it happens in every world."""


Lacking = Literal["no-failover", "no-restart", "no-mail"]
"""no-failover: the loss of one unit stops mail for good; no-restart: a reboot or failure of the
unit that leads stops it until a person helps; no-mail: no unit takes mail."""


class Window(Part):
    """Steps between which something is missing."""

    sort: Lacking
    first: int
    """Step after which it begins."""
    last: int
    """Step after which it ends."""


class Proof(Part):
    """What a rehearsal explored and found."""

    steps_digest: str
    """Digest of the steps that were rehearsed; apply refuses others."""
    safe: bool
    """Whether the plan adds no danger."""
    cast: list[str] = []
    """Units of a large farm that stood in for all; empty: all were rehearsed."""
    worlds: list[list[str]]
    """The worlds: which doubtful facts hold in each."""
    starts: int
    """How many states the group may be in when the plan begins."""
    states: int
    """States that were explored, in all worlds."""
    transitions: int
    """Moves between them."""
    faults: list[str]
    """The faults that were played at every step."""
    ends: int = 0
    """States in which hacfg may have stopped, each planned again."""
    questions: list[str] = []
    """What planning again may have to ask a person."""
    inherent: list[Inherent] = []
    """What the group suffers by itself."""
    windows: list[Window] = []
    """Steps without failover, or without mail."""
    assumed: list[str] = []
    """What a person vouched for."""
    stories: list[Story] = []
    """How it ends badly; the first is the shortest."""


class Guarded(Part):
    """What a step is there for: what the plan may come to without it."""

    step: int
    """Number of the step."""
    rule: str = ""
    """The rule that is broken without it; empty: none, in any world that was played."""
    title: str = ""
    """What happens without it, in words."""
    fault: str = ""
    """The fault that it takes; empty: none."""
    world: list[str] = []
    """Doubtful facts that have to hold for it."""


class Way(Part):
    """What would make a refused plan safe; it was rehearsed."""

    words: str
    """What to do or to say, in words."""
    command: str = ""
    """What to add to the command line."""
    states: int
    """States that were explored to know it."""


def steps_digest(steps: Sequence[AnyStep]) -> str:
    """Return the digest that binds a proof to its steps."""
    return digest([step.model_dump(mode="json") for step in steps])
