"""One script in one world, and what was explored of it."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from hacfg.fortimail.ha.state import Group, World
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.graph import Graph, Label
from hacfg.plan.rehearsal.hazards import Hazard
from hacfg.plan.rehearsal.stage import Stage

RUNS: Final = 0
STOPPED: Final = 1


class State(NamedTuple):
    """A point in a play; groups and faults are numbers into the play's lists."""

    group: int
    at: int
    """Cues that are done."""
    stopped: int
    fault: int
    apart: int


@dataclass(slots=True)
class Play:
    """One script in one world: what was explored of it."""

    graph: Graph
    stage: Stage
    cues: tuple[Cue, ...]
    parents: dict[State, tuple[State | None, Label]] = field(default_factory=dict)
    found: dict[Hazard, State] = field(default_factory=dict)
    ends: dict[State, None] = field(default_factory=dict)
    transitions: int = 0

    @property
    def world(self) -> World:
        """The world that it is played in."""
        return self.graph.world

    def is_done(self, state: State) -> bool:
        """Tell whether hacfg did all that the plan says."""
        return not state.stopped and state.at == len(self.cues)

    def serves(self, group: Group) -> bool:
        """Tell whether some unit takes mail at an address that senders use."""
        return self.graph.looks[self.graph.number(group)].served
