"""A planner that plans again as a test tells it to, and ends of a play that it plans for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hacfg.fortimail.ha import Group
from hacfg.fortimail.reading import Reading
from hacfg.plan.rehearsal.again import Again, Replanned
from hacfg.plan.rehearsal.mainline import follow
from hacfg.plan.rehearsal.play import RUNS, Play, State
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.steps import AnyStep
from tests.rehearsal.units.parts import resting, start

FAULT = 1


@dataclass
class Planner:
    """Plans again as it is told to, and remembers what it was shown."""

    questions: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    next_: Callable[[int], tuple[AnyStep, ...]] = lambda _: ()
    source: str | None = None
    shown: list[Mapping[str, Reading]] = field(default_factory=list)
    unsent: list[bool] = field(default_factory=list)

    def __call__(self, readings: Mapping[str, Reading], unsent: bool) -> Replanned:  # noqa: FBT001  # as Replan has it
        self.shown.append(readings)
        self.unsent.append(unsent)
        steps = self.next_(len(self.shown))
        return Replanned(resting().situation, steps, self.questions, self.problems, self.source)


def ended(
    one: Play,
    group: Group,
    *,
    fault: int = FAULT,
    stopped: int = RUNS,
    at: int = 0,
    apart: int = 0,
) -> State:
    """Let a play end in a group; `apart`: all heartbeat links were down at once before."""
    state = State(one.graph.number(group), at, stopped, fault, apart)
    one.ends[state] = None
    return state


def wrong(one: Play, planner: Planner, steps: tuple[AnyStep, ...] = ()) -> list[tuple[State, str]]:
    """Return what is wrong with planning again."""
    return [*planning(one, planner, steps)[1]]


def planning(one: Play, planner: Planner, steps: tuple[AnyStep, ...] = ()):
    script = write_script(one.stage, steps)
    again = Again(one, planner, resting().readings)
    return again, [*again.check(script, follow(one, script, start()))]
