"""Planning again from where hacfg stopped (S6)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hacfg.fortimail.ha.state import BLANK, Group, change
from hacfg.fortimail.reading import Reading
from hacfg.plan.rehearsal.cue import Script
from hacfg.plan.rehearsal.explore import explore, leave_alone
from hacfg.plan.rehearsal.graph import Graph
from hacfg.plan.rehearsal.hazards import Danger
from hacfg.plan.rehearsal.held import Held
from hacfg.plan.rehearsal.mainline import Mainline, follow
from hacfg.plan.rehearsal.play import Play, State
from hacfg.plan.rehearsal.recast import Rest, recast
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import FORMER, Stage, set_stage
from hacfg.plan.situation import Situation
from hacfg.plan.steps import AnyStep

ROUNDS = 4
"""How often planning again may go on: a way back may take more than one plan."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """What planning again came to."""

    situation: Situation
    steps: Sequence[AnyStep]
    questions: Sequence[str]
    """What only a person can answer; then there need be no steps."""
    problems: Sequence[str]
    """Why there is no plan."""
    source: str | None = None
    """The unit whose configuration counts, if a person said so."""


Replan = Callable[[Mapping[str, Reading], bool], Replanned]
"""The generator, as an argument: the rehearsal knows neither planner nor procedures.

It takes readings, and whether a new HA password is still to be sent, which no reading shows.
"""


@dataclass(slots=True)
class Again:
    """Planning again from the states in which hacfg may have stopped."""

    play: Play
    replan: Replan
    originals: Mapping[str, Reading]
    questions: dict[str, None] = field(default_factory=dict)
    settled: dict[Group, str] = field(default_factory=dict)
    """What came of each state: "" if all is well, or what is wrong."""

    def check(self, script: Script, line: Mainline) -> Iterator[tuple[State, str]]:
        """Yield each state from which planning again does not end as declared, and why not."""
        for state in self.play.ends:
            group = self.play.graph.groups[state.group]
            as_planned = self.play.is_done(state) and not state.fault
            if group not in self.settled and not as_planned:
                held = _held(self.play.stage, group, script.held[state.at], line)
                wrong = self._from(self.play.stage, Rest(group, held), state.apart, ROUNDS)
                self.settled[group] = wrong
            if wrong := self.settled.get(group, ""):
                yield state, wrong

    def _from(self, stage: Stage, rest: Rest, apart: int, rounds: int) -> str:
        """Return what is wrong with planning again from here; "" if nothing is."""
        if locked := self._locked(stage, rest.group):
            self.questions |= {f"an account for hacfg on {name}": None for name in locked}
            return ""
        readings = recast(self.play.world, stage, rest, self.originals)
        unsent = any(u.conf != "off" and u.hb.password == FORMER for u in rest.group.units)
        found = self.replan(readings, unsent)
        if found.questions:
            self.questions.update(dict.fromkeys(found.questions))
            return ""
        if not found.steps:
            return "; ".join(found.problems)
        if not rounds:
            return "planning again goes on for ever"
        following = as_it_is(set_stage(found.situation), rest.group, found.source)
        known = replace(rest, group=with_own_accounts(following, rest.group))
        return self._play(following, found.steps, known, apart, rounds)

    def _locked(self, stage: Stage, group: Group) -> list[str]:
        """Return the units that hacfg cannot log in to any more: it can plan nothing for them."""
        astray = self.play.graph.looks[self.play.graph.number(group)].astray
        return [stage.names[index] for index in astray if stage.names[index] in stage.held]

    def _play(
        self, stage: Stage, steps: Sequence[AnyStep], rest: Rest, apart: int, rounds: int
    ) -> str:
        script = write_script(stage, steps)
        play = Play(self.play.graph, stage, script.cues)
        if dangers := _dangers(play, rest.group, apart):
            if fact := self._settling(stage, script, rest, apart):
                self.questions[f"--assume fact.{fact}=false"] = None
                return ""
            return f"planning again is not safe: {', '.join(sorted(dangers))}"
        line = follow(play, script, rest.group)
        for state in play.ends:
            group = play.graph.groups[state.group]
            if group not in self.settled:
                self.settled[group] = ""
                held = _held(stage, group, script.held[-1], line)
                wrong = self._from(stage, Rest(group, held), state.apart, rounds - 1)
                self.settled[group] = wrong
                if wrong:
                    return wrong
        return ""

    def _settling(self, stage: Stage, script: Script, rest: Rest, apart: int) -> str | None:
        """Return the doubtful fact without which planning again would be safe, if there is one."""
        for fact in sorted(self.play.world.facts):
            world = self.play.world._replace(facts=self.play.world.facts - {fact})
            graph = Graph(world, stage.logins, stage.leaving)
            if not _dangers(Play(graph, stage, script.cues), rest.group, apart):
                return fact
        return None


def _dangers(play: Play, start: Group, apart: int) -> set[Danger]:
    """Return what a plan adds to the dangers of a group, without faults."""
    explore(play, start, serves=False, alone=True, apart=apart)
    at_rest = leave_alone(play, start, at=0, serves=False)
    added: set[Danger] = {hazard.danger for hazard in play.found if hazard not in at_rest}
    if all(unit.cfg.lineage == BLANK for unit in start.units):
        # Every configuration is lost already: it is no matter which blank unit leads.
        added.discard("blank-serves")
    return added


def as_it_is(stage: Stage, group: Group, source: str | None) -> Stage:
    """Return the stage with what readings do not show: passwords, and whose configuration leads."""
    passwords = {n: u.hb.password for n, u in zip(stage.names, group.units, strict=True)}
    leading = [unit.cfg.lineage for unit in group.units if unit.eff == "primary"]
    name = source or stage.source
    counts = group.units[stage.index(name)].cfg.lineage if name in stage.names else BLANK
    if len(leading) == 1:
        counts = leading[0]
    return replace(stage, passwords=passwords, source=counts)


def with_own_accounts(stage: Stage, group: Group) -> Group:
    """Return the group as planning again takes it: a unit that is out has accounts of its own."""
    for index, name in enumerate(stage.names):
        if name in stage.held and group.units[index].conf == "off":
            group = change(group, index, account=name)
    return group


def _held(stage: Stage, group: Group, held: Mapping[str, Held], line: Mainline) -> dict[str, Held]:
    """Return what the units hold, with the shared part that goes with their configuration."""
    found: dict[str, Held] = {}
    for name, unit in zip(stage.names, group.units, strict=True):
        if name in held:
            shared = line.snapshots.get(unit.cfg)
            found[name] = held[name].synced(shared) if shared else held[name]
    return found
