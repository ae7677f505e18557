"""Stages, plays and gates that the tests of the rehearsal's parts start from."""

from functools import cache

from hacfg.fortimail.ha import Group, World
from hacfg.fortimail.ha.state import change
from hacfg.fortimail.reading import Reading
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.gates import Met
from hacfg.plan.rehearsal.graph import Graph
from hacfg.plan.rehearsal.held import Held, held_of
from hacfg.plan.rehearsal.play import Play
from hacfg.plan.rehearsal.recast import Rest, recast
from hacfg.plan.rehearsal.stage import Stage, set_stage
from hacfg.plan.rehearsal.starts import find_starts
from hacfg.plan.steps import Condition, Gate
from hacfg.plan.values import PlanState
from hacfg.state import Address
from tests.ha.groups import PAIR, healthy
from tests.plan.groups import Planned, declared, group
from tests.rehearsal.scenarios import Recipe, planned

OWN: tuple[frozenset[str], ...] = (frozenset({"mx1"}), frozenset({"mx2"}), frozenset({"mx3"}))
"""Each unit lets hacfg in with an account of its own."""


def with_accounts(state: Group) -> Group:
    """Return a group whose units have their own accounts."""
    for index in range(len(state.units)):
        state = change(state, index, account=f"mx{index + 1}")
    return state


@cache
def resting(firmware: str = "7.2", *, farm: bool = False) -> Planned:
    """Return a healthy group at rest, for which there is nothing to do."""
    return planned(Recipe(farm=farm, size=3 if farm else 2), firmware)


@cache
def stage(firmware: str = "7.2", *, farm: bool = False) -> Stage:
    """Return the stage that a healthy group sets."""
    return set_stage(resting(firmware, farm=farm).situation)


def held(firmware: str = "7.2", name: str = "mx1") -> Held:
    """Return what a unit of a healthy pair holds."""
    return stage(firmware).held[name]


def stranger(firmware: str = "7.2") -> Held:
    """Return what a blank unit holds, that knows nothing of its group."""
    one = group(declared(firmware))
    return held_of(one.readings(one.blank())["mx2"], one.dialect)


def start(firmware: str = "7.2", *, farm: bool = False) -> Group:
    """Return the model of a healthy group at rest."""
    on = stage(firmware, farm=farm)
    world = World(on.generation)
    return find_starts(world, resting(firmware, farm=farm).situation, on)[0].group


def read(
    state: Group, firmware: str = "7.2", *, farm: bool = False, world: World = PAIR
) -> dict[str, Reading]:
    """Return what the units would read as in a state of the model."""
    on = stage(firmware, farm=farm)
    return recast(world, on, Rest(state, on.held), resting(firmware, farm=farm).readings)


def graph(world: World = PAIR, *, leaving: frozenset[int] = frozenset()) -> Graph:
    """Return a graph of which nothing is known yet."""
    return Graph(world, OWN, leaving)


def play(*cues: Cue, world: World = PAIR, on: Stage | None = None) -> Play:
    """Return a play of which nothing is explored yet."""
    return Play(graph(world), on or stage(), cues)


def gate(
    condition: Condition,
    expect: PlanState | None = None,
    *,
    detail: tuple[str, ...] = (),
) -> Gate:
    """Return a gate about mx1."""
    return Gate(
        condition=condition,
        unit="mx1",
        expect=expect or {},
        detail=list(detail),
        timeout=60,
        source="rest",
        wording="as awaited",
    )


def awaiting_role(word: str, unit: str = "mx1") -> Gate:
    """Return a gate that awaits a role."""
    return gate("role", {Address(unit, "ha_status"): {"effective_mode": word}})


def awaiting_sync(*units: str) -> Gate:
    """Return a gate that awaits that units are in sync."""
    return gate("in-sync", {Address(unit, "ha_status"): {"in_sync": True} for unit in units})


def waits(index: int, met: Met) -> Cue:
    """Return a cue that waits."""
    return Cue(1, index, met=met)


def as_built() -> Group:
    """Return the pair as the stage's settings mean it."""
    return change(with_accounts(healthy()), 1, on_failure="become-secondary")
