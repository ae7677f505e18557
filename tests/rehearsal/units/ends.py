"""Ends of a play of the healthy pair, and what is undone there."""

from collections.abc import Mapping, Sequence
from typing import Final

from hacfg.fortimail.ha import Group
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.cue import Script
from hacfg.plan.rehearsal.ending import Ending
from hacfg.plan.rehearsal.hazards import GROUP_WIDE, Hazard
from hacfg.plan.rehearsal.held import Held
from hacfg.plan.rehearsal.play import RUNS, Play, State
from hacfg.plan.rehearsal.verdict import Found
from hacfg.state import State as Values
from hacfg.state import Value
from tests.rehearsal.units.parts import as_built, stage

FAULT: Final = 2
NOT_AS_DECLARED: Final = Hazard("not-as-declared", 0, GROUP_WIDE)
EDIT_LOST: Final = Hazard("edit-lost", FAULT, GROUP_WIDE)
BUILT: Final = as_built()
OFF: Final = change(BUILT, 1, conf="off", eff="off")


def edited(version: int) -> Group:
    """Return the pair with a configuration that was edited so often."""
    config = BUILT.units[0].cfg._replace(version=version)
    return change(change(BUILT, 0, cfg=config), 1, cfg=config)


def end(one: Play, group: Group, fault: int = 0, *, stopped: int = RUNS, missing: int = 0) -> State:
    """Let a play end in a group."""
    state = State(one.graph.number(group), len(one.cues) - missing, stopped, fault, 0)
    one.ends[state] = None
    return state


def undone(
    one: Play,
    goal: Values | None = None,
    on_failure: Value = None,
    held: Sequence[Mapping[str, Held]] = (),
) -> list[Found]:
    """Return what is undone at the ends of a play; `held` is what steps lead to, if they do."""
    script = Script(one.cues, tuple(held) or (stage().held, stage().held))
    return list(Ending(one.stage, script, goal or {}, on_failure).undone(one))
