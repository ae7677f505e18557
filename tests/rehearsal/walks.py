"""One way of many through a plan: chance chooses who moves next; one thing may fail."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from hacfg.fortimail.ha import RULES, Group, RefusedByUnit, World, enabled, faults, fire, strike
from hacfg.fortimail.ha.faults import REPORTED_ONLY, Fault
from hacfg.fortimail.ha.state import is_in_sync, shown
from hacfg.fortimail.reading import Reading
from hacfg.plan.rehearsal.cue import Cue, Script
from hacfg.plan.rehearsal.graph import Graph
from hacfg.plan.rehearsal.mainline import follow
from hacfg.plan.rehearsal.play import Play
from hacfg.plan.rehearsal.recast import Rest, recast
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import Stage
from hacfg.plan.steps import AnyStep

MOST = 3000
"""Moves after which something goes in circles."""

Mishap = tuple[int, Fault]
"""After how many actions of the plan something fails, and what."""


@dataclass
class Walk:
    """A plan under way."""

    world: World
    stage: Stage
    script: Script
    group: Group
    choice: random.Random
    mishap: Mishap | None = None
    done: int = 0
    stopped: bool = False
    mishaps: dict[Mishap, None] = field(default_factory=dict)
    """What could have failed on the way, and when."""

    def run(self) -> None:
        """Go on until nothing moves any more, and apply is done or waits in vain."""
        for _ in range(MOST):
            self.mishaps |= {(self.done, f): None for f in faults(self.group) if ends(f)}
            moves, cue = list(enabled(self.world, self.group, RULES)), self.cue
            if self.is_due and (self.choice.random() < 0.5 or not (moves or cue)):
                self.fail()
            elif cue and (not moves or self.choice.random() < 0.4):
                self.carry_out(cue)
            elif moves:
                rule, index = self.choice.choice(moves)
                self.group = fire(self.world, self.group, rule, index)
            else:
                return
        raise AssertionError("it goes in circles")

    @property
    def is_due(self) -> bool:
        """Whether what is to fail can fail by now."""
        return (
            self.mishap is not None
            and self.done >= self.mishap[0]
            and self.mishap[1] in faults(self.group)
        )

    def fail(self) -> None:
        """Let happen what is to fail."""
        if self.mishap:
            self.group, self.mishap = strike(self.world, self.group, self.mishap[1]), None

    @property
    def cue(self) -> Cue | None:
        """What apply does next; None if it waits, or is at its end."""
        if self.stopped or self.done == len(self.script.cues):
            return None
        cue = self.script.cues[self.done]
        unit = self.group.units[cue.index]
        reached = unit.up if cue.on_console else cue.by_hand or (unit.up and unit.api)
        met = cue.met is None or cue.met(self.world, self.group)
        return cue if reached and met else None

    def carry_out(self, cue: Cue) -> None:
        """Do what comes next, or stop where the units are not as it expects."""
        for expected in cue.expects:
            unit = self.group.units[expected.index]
            conf = "on" if expected.configured == "on" and unit.conf != "off" else unit.conf
            synced = is_in_sync(self.world, self.group, expected.index) or not expected.synced
            is_same = expected.configured in {None, conf} and expected.effective in {
                None,
                shown(unit),
            }
            if not (is_same and synced):
                self.stopped = True
                return
        try:
            self.group = cue.do(self.world, self.group) if cue.do else self.group
        except RefusedByUnit:
            self.stopped = True
            return
        self.done += 1

    def readings(self, start: Group, originals: Mapping[str, Reading]) -> dict[str, Reading]:
        """Return what the units read as now; what is shared goes with their configuration."""
        graph = Graph(self.world, self.stage.logins, self.stage.leaving)
        line = follow(Play(graph, self.stage, self.script.cues), self.script, start)
        held = dict(self.script.held[self.done])
        for name, unit in zip(self.stage.names, self.group.units, strict=True):
            if name in held and unit.cfg in line.snapshots:
                held[name] = held[name].synced(line.snapshots[unit.cfg])
        return recast(self.world, self.stage, Rest(self.group, held), originals)


def ends(fault: Fault) -> bool:
    """Return whether the group has to get over a fault."""
    return fault.name not in REPORTED_ONLY


def walk(
    world: World,
    stage: Stage,
    steps: list[AnyStep],
    start: Group,
    choice: random.Random,
    *,
    mishap: Mishap | None = None,
) -> Walk:
    """Return where one way through some steps led."""
    found = Walk(world, stage, write_script(stage, steps), start, choice, mishap)
    found.run()
    return found
