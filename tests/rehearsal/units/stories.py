"""Ways that led to a state, and the stories that are told of them."""

from hacfg.fortimail.ha import Fault, World
from hacfg.plan.proof import Line, Story
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.graph import Label
from hacfg.plan.rehearsal.hazards import Hazard
from hacfg.plan.rehearsal.play import RUNS, STOPPED, Play, State
from hacfg.plan.rehearsal.telling import tell
from hacfg.plan.steps import AnyStep
from tests.rehearsal.units.parts import awaiting_role, play
from tests.rehearsal.units.states import PAIR_AT_REST
from tests.rehearsal.units.steps import HA, awaited, write

STEPS: list[AnyStep] = [
    write(HA, {}, 1, title="first"),
    write(HA, {}, 2, title="second"),
    awaited(awaiting_role("primary", "mx2"), 3),
    write(HA, {}, 4, title="last"),
]
CUES = tuple(Cue(number, 0) for number in (1, 2, 2, 3, 4))
START = Label("start")
POWER = Label("fault", "loses-power", 1, Fault("loses-power", 1))
LINK = Label("fault", "link-fails", 1, Fault("link-fails", 1))
TAKES_OVER = Label("move", "takes-over", 1)
STOP = Label("stop")
FIRST = Line(sort="step", step=1, unit="mx1", text="first")
TWO_PRIMARIES = Hazard("two-primaries", 0)


def cue(number: int) -> Label:
    """Return what carries out a cue."""
    return Label("cue", str(number))


def led(*labels: Label, group=PAIR_AT_REST, facts=()) -> tuple[Play, State]:
    """Return a play in which these led to a state, and that state."""
    one = play(*CUES, world=World(facts=frozenset(facts)))
    before, number = None, one.graph.number(group)
    for at, label in enumerate((START, *labels)):
        state = State(number, at, STOPPED if label is STOP else RUNS, 0, 0)
        one.parents[state] = (before, label)
        before = state
    return one, state


def told(
    *labels: Label, hazard: Hazard = TWO_PRIMARIES, group=PAIR_AT_REST, why: str = ""
) -> Story:
    """Return the story of what led to a group."""
    one, state = led(*labels, group=group)
    return tell(one, STEPS, hazard, state, "", why)
