"""Applying a plan to a lab over HTTPS, move by move, and what a rehearsal says could happen."""

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from hacfg.apply.events import Event
from hacfg.apply.waiting import Clock
from hacfg.errors import HacfgError, Refused
from hacfg.fortimail.catalogue import load_catalogue
from hacfg.fortimail.compile import wanted_kinds
from hacfg.fortimail.ha import Group, World
from hacfg.fortimail.ha.state import hears
from hacfg.fortimail.reading import Reading, narrowed
from hacfg.plan.document import PlanDocument
from hacfg.plan.making import Material, brief_of, make
from hacfg.plan.rehearsal.cutoff import Cast
from hacfg.plan.rehearsal.explore import explore
from hacfg.plan.rehearsal.graph import Graph
from hacfg.plan.rehearsal.play import Play
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import Stage, set_stage
from hacfg.plan.rehearsal.starts import find_starts
from hacfg.practices.table import KINDS
from hacfg.usecases.applying import apply_plan
from hacfg.usecases.options import ApplyOptions, PlanOptions
from hacfg.usecases.planning import material_of, plan_from
from hacfg.usecases.reading import read_group
from tests.end_to_end.group import SimulatedGroup
from tests.faults.trial import vouched

View = tuple[object, ...]
FAULTS = ("reboot", "power-loss", "api-stop", "port-failure", "false-alarm")
PAUSES = (0.3, 1, 5, 20, 1000)
"""Lab seconds that may pass while hacfg waits."""
HEARTBEAT = 2
"""Cables between the units of a pair."""
PATIENCE = 3
"""How often hacfg waits until what failed is repaired."""


def view(world: World, group: Group) -> View:
    """Return what a state comes to, whatever configurations and passwords are called."""
    units = tuple((u.conf, u.eff, u.on_failure, u.up, u.api, u.sound, u.watch) for u in group.units)
    numbers = range(len(group.units))
    same = tuple(group.units[a].cfg == group.units[b].cfg for a in numbers for b in numbers)
    heard = tuple(hears(world, group, a, b) for a in numbers for b in numbers)
    # A lab has a cable at every port; those of the heartbeat come first.
    return (group.kind, group.links[:HEARTBEAT], units, same, heard)


def explored(
    material: Material, readings: Mapping[str, Reading], facts: World, steps: int | None = None
) -> set[View]:
    """Return every state that a rehearsal of a plan, or of its first steps, meets in one world."""
    made = make(material, readings)
    brief = brief_of(material, made, Cast(made.situation, made.outline.steps))
    stage = set_stage(made.situation, brief.rotated, brief.source, brief.kept_accounts)
    script = write_script(stage, made.outline.steps[:steps])
    found: set[View] = set()
    for start in find_starts(facts, made.situation, stage):
        play = Play(Graph(facts, stage.logins, stage.leaving), stage, script.cues)
        explore(play, start.group, serves=False)
        groups = {state.group for state in play.parents}
        found |= {view(facts, _by_name(stage, play.graph.groups[number])) for number in groups}
    return found


def _by_name(stage: Stage, group: Group) -> Group:
    """Return a group with its units in the order of the lab, whoever is to lead."""
    order = sorted(range(len(stage.names)), key=stage.names.__getitem__)
    return group._replace(units=tuple(group.units[index] for index in order))


@dataclass
class Run:
    """One apply on a lab, its moves and one fault drawn from a seed."""

    group: SimulatedGroup
    choice: random.Random
    faulty: bool
    now: float = 0
    waits: int = 0
    struck: str = ""
    seen: list[Group] = field(default_factory=list)

    def read(self, options: PlanOptions) -> tuple[Material, dict[str, Reading], PlanDocument]:
        """Plan for the lab as it is, and return what the plan was made from too."""
        loaded, catalogue = self.group.loaded, load_catalogue()
        wanted = wanted_kinds(loaded.topology)
        readings = read_group(loaded, catalogue, wanted | KINDS, options)
        document = plan_from(loaded, readings, catalogue, options)
        material = material_of(loaded, readings, catalogue, options)
        return material, {n: narrowed(one, wanted) for n, one in readings.items()}, document

    def apply(self, document: PlanDocument) -> None:
        """Apply; meanwhile time passes, and perhaps something fails and is repaired."""
        self.group.engine.watch = self.seen.append
        at = self.choice.randint(1, len(document.hacfg.steps)) if self.faulty else 0

        def tell(event: Event) -> None:
            if event.type == "started":
                self.pass_time(self.choice.choice([0, 0, 0.7, 2, 20]))
                if event.step.number == at:
                    self.strike()

        options = ApplyOptions(
            self.group.environ, attested=vouched(document), store=self.group.store
        )
        clock = Clock(lambda: self.now, self.sleep)
        with suppress(HacfgError):
            apply_plan(document, options, tell, lambda: False, clock)
        self.mend()
        for pause in PAUSES:
            self.pass_time(pause)

    def sleep(self, _: float) -> None:
        """Let lab time pass in place of apply's own."""
        self.waits += 1
        if self.waits % PATIENCE == 0:
            self.mend()
        self.pass_time(self.choice.choice(PAUSES))

    def pass_time(self, seconds: float) -> None:
        self.now += seconds
        self.group.door.advance(seconds)

    def strike(self) -> None:
        """Let one fault happen, if it can happen now."""
        units = [unit.name for unit in self.group.loaded.topology.units]
        name, unit = self.choice.choice((*FAULTS, "cut")), self.choice.choice(units)
        with suppress(Refused):
            if name == "cut":
                self.group.door.cut(self.choice.choice(["primary", "secondary", "all"]))
            else:
                self.group.door.fault(unit, name)
            self.struck = f"{name} {unit}"

    def mend(self) -> None:
        """Repair what failed, if anything did."""
        if self.struck:
            self.group.door.repair()
