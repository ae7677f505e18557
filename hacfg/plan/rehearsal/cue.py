"""What a plan is to the model: one thing after the other that hacfg or a person does."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from hacfg.fortimail.ha.state import Group, World
from hacfg.plan.rehearsal.gates import Met
from hacfg.plan.rehearsal.held import Held

Do = Callable[[World, Group], Group]
"""What a cue does to the group; raises RefusedByUnit."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The roles of one unit that a step relies on, as it shows them."""

    index: int
    configured: str | None
    effective: str | None
    synced: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that hacfg, or a person it asks, does or waits for."""

    step: int
    """Number of the step that it belongs to, or of the last one."""
    index: int
    """The unit that is written to, or asked."""
    by_hand: bool = False
    """A person does it, on the unit's console or outside of the group."""
    on_console: bool = False
    """A person types it: the unit has to have power."""
    expects: tuple[Expected, ...] = ()
    do: Do | None = None
    met: Met | None = None
    stops_mail: bool = False
    """Whether mail is announced to stop from here to a gate that restores it."""
    restores_mail: bool = False
    """Whether it shows that mail flows again."""
    overwrites: frozenset[int] = frozenset()
    """Units whose own configuration is announced to be lost from here on."""
    lonely: bool = False
    """Whether a person allowed that, once it is done, a unit leads that is not configured to."""


@dataclass(frozen=True, slots=True)
class Script:
    """All cues of a plan, and what the units hold before each step (and after the last)."""

    cues: tuple[Cue, ...]
    held: tuple[Mapping[str, Held], ...]
    """By the number of cues that are done."""


def is_lonely(group: Group) -> bool:
    """Tell whether no unit is configured as primary: whichever leads, its reboot ends mail.

    A configured secondary that starts waits for a primary (inferred; `lonely-promotes` doubts it).
    """
    return not any(unit.conf == "primary" for unit in group.units)


def may_be_lonely(cues: Iterable[Cue]) -> list[bool]:
    """Return whether that is allowed, by the number of cues that are done."""
    return [False, *(cue.lonely for cue in cues)]


def announced_outages(cues: Iterable[Cue]) -> Iterator[bool]:
    """Yield for each cue whether mail is announced to have stopped once it is done."""
    stopped = False
    for cue in cues:
        stopped = cue.stops_mail or (stopped and not cue.restores_mail)
        yield stopped
