"""One way of many through a plan: chance chooses who moves next, and what fails, once."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from hacfg.fortimail.ha import RULES, Group, RefusedByUnit, World, enabled, faults, fire, strike
from hacfg.fortimail.ha.faults import REPORTED_ONLY
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


@dataclass
class Walk:
    """A plan under way."""

    world: World
    stage: Stage
    script: Script
    group: Group
    choice: random.Random
    faulty: bool
    done: int = 0
    stopped: bool = False

    def run(self) -> None:
        """Go on until nothing moves any more, and apply is done or waits in vain."""
        for _ in range(MOST):
            moves = list(enabled(self.world, self.group, RULES))
            cue = self.cue
            if cue and (not moves or self.choice.random() < 0.4):
                self.carry_out(cue)
            elif moves:
                rule, index = self.choice.choice(moves)
                self.group = fire(self.world, self.group, rule, index)
            else:
                return
            if self.faulty and self.choice.random() < 0.05:
                self.fail()
        raise AssertionError("it goes in circles")

    def fail(self) -> None:
        possible = [f for f in faults(self.group) if f.name not in REPORTED_ONLY]
        self.group = strike(self.world, self.group, self.choice.choice(possible))
        self.faulty = False

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


def walk(
    world: World,
    stage: Stage,
    steps: list[AnyStep],
    start: Group,
    choice: random.Random,
    *,
    faulty: bool,
) -> Walk:
    """Return where one way through some steps led."""
    found = Walk(world, stage, write_script(stage, steps), start, choice, faulty)
    found.run()
    return found
