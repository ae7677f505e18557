"""Rehearsing a plan: every world, every start, every fault; what it adds, and what was there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hacfg.fortimail.ha.state import BLANK, Group, World
from hacfg.fortimail.reading import Reading
from hacfg.plan.proof import Proof, Window, steps_digest
from hacfg.plan.rehearsal.again import Again, Replan
from hacfg.plan.rehearsal.cue import Script
from hacfg.plan.rehearsal.ending import Ending
from hacfg.plan.rehearsal.explore import explore, leave_alone
from hacfg.plan.rehearsal.graph import Graph
from hacfg.plan.rehearsal.hazards import Hazard
from hacfg.plan.rehearsal.mainline import follow, windows
from hacfg.plan.rehearsal.play import Play
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import Stage, set_stage
from hacfg.plan.rehearsal.starts import Start, find_starts
from hacfg.plan.rehearsal.telling import fault_words
from hacfg.plan.rehearsal.verdict import Found, Verdict, inherent_of, stories_of
from hacfg.plan.rehearsal.worlds import Noted, doubtful_worlds, plain_world
from hacfg.plan.situation import Situation
from hacfg.plan.steps import AnyStep
from hacfg.state import State as Values


@dataclass(frozen=True, slots=True)
class Brief:
    """What a rehearsal is told beside the plan."""

    rotated: frozenset[str] = frozenset()
    """Slots of secrets that the plan changes."""
    source: str | None = None
    """Unit whose configuration counts, if a person says so."""
    kept_accounts: frozenset[str] = frozenset()
    """Units that hacfg can log in to after they joined, if a person says so."""
    facts: Mapping[str, bool] = field(default_factory=dict)
    """Doubtful facts that a person knows."""
    assumed: tuple[str, ...] = ()
    """All that a person vouched for, in words."""
    goal: Values = field(default_factory=dict)
    """What the units shall hold in the end, by unit."""
    worlds: Sequence[frozenset[str]] | None = None
    """The worlds to play; the usual ones if nothing is said."""


@dataclass(slots=True)
class Rehearsal:
    """A rehearsal under way."""

    situation: Situation
    stage: Stage
    script: Script
    ending: Ending
    replan: Replan | None
    originals: Mapping[str, Reading]
    verdicts: list[Verdict] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    """Doubtful facts that the units' moves asked for, in the world that was played last."""
    questions: dict[str, None] = field(default_factory=dict)
    ends: int = 0

    def play(self, facts: frozenset[str], *, again: bool) -> None:
        """Play one world, from every state that the group may be in."""
        noted = Noted(facts)
        world = World(self.stage.generation, noted)
        for start in find_starts(world, self.situation, self.stage):
            self.verdicts.append(self._play(world, start, again=again))
        self.asked = noted.asked

    def _play(self, world: World, start: Start, *, again: bool) -> Verdict:
        graph = Graph(world, self.stage.logins, self.stage.leaving)
        play = Play(graph, self.stage, self.script.cues)
        serves = play.serves(start.group)
        explore(play, start.group, serves=serves)
        at_rest = leave_alone(play, start.group, at=0, serves=serves)
        found = {hazard: Found(hazard, state) for hazard, state in play.found.items()}
        for end in self._ends(play):
            # What is wrong at the end without any fault is the plan's own doing.
            after = leave_alone(play, end, at=len(play.cues), serves=serves)
            at_rest |= {hazard for hazard in after if hazard.fault}
        found |= {one.hazard: one for one in self.ending.undone(play)}
        hidden = at_rest | set(_following_from(at_rest, start.group))
        own = [one for h, one in found.items() if not {h, h._replace(fault=0)} & hidden]
        own = own or list(self._never_done(play))
        verdict = Verdict(play, start, at_rest, own)
        line = follow(play, self.script, start.group)
        if not self.windows:
            self.windows = windows(play, self.script, line)
        if again and self.replan and not own:
            planning = Again(play, self.replan, self.originals)
            for state, why in planning.check(self.script, line):
                verdict.found.append(Found(Hazard("no-way-on", state.fault), state, why))
            self.questions |= planning.questions
            self.ends += len(planning.settled)
        return verdict

    def _never_done(self, play: Play) -> Iterator[Found]:
        """Yield that a plan comes to no end at all from here: nothing of it was looked at then."""
        if not any(play.is_done(state) and not state.fault for state in play.ends):
            yield Found(Hazard("unfinished", 0), next(iter(play.parents)))

    def _ends(self, play: Play) -> Iterator[Group]:
        """Yield the groups that the plan ends in without faults."""
        done = {state.group for state in play.ends if play.is_done(state) and not state.fault}
        yield from (play.graph.groups[number] for number in sorted(done))


def _following_from(at_rest: Iterable[Hazard], start: Group) -> Iterator[Hazard]:
    """Yield what comes of it where a fault alone replaces a unit's configuration.

    What was edited is undone too; beside a blank unit that leads it may lead as a blank one too.
    """
    blank = any(u.eff == "primary" and u.cfg.lineage == BLANK for u in start.units)
    for hazard in at_rest:
        if hazard.danger == "overwritten" and hazard.fault:
            yield Hazard("edit-lost", hazard.fault)
            if blank:
                yield Hazard("blank-serves", hazard.fault, hazard.unit)


def rehearse(
    situation: Situation,
    steps: Sequence[AnyStep],
    replan: Replan | None,
    originals: Mapping[str, Reading],
    brief: Brief,
) -> Proof:
    """Play a plan through the model of HA and return what it showed."""
    stage = set_stage(situation, brief.rotated, brief.source, brief.kept_accounts)
    script = write_script(stage, steps)
    ending = Ending(stage, script, brief.goal, situation.topology.ha.on_failure)
    run = Rehearsal(situation, stage, script, ending, replan, originals)
    played = list(brief.worlds or [plain_world(brief.facts)])
    for world in played:
        run.play(world, again=True)
    if brief.worlds is None:
        more = list(doubtful_worlds(brief.facts, run.asked))
        for world in more:
            run.play(world, again=world is more[-1])
        played += more
    return _proof(run, steps, played, brief)


def _proof(
    run: Rehearsal, steps: Sequence[AnyStep], worlds: Sequence[frozenset[str]], brief: Brief
) -> Proof:
    stories = stories_of(run.verdicts, steps)
    faults = {
        fault_words(run.stage.names, fault): None
        for verdict in run.verdicts
        for fault in verdict.play.graph.faults
        if fault is not None
    }
    return Proof(
        steps_digest=steps_digest(steps),
        safe=not stories,
        worlds=[sorted(world) for world in worlds],
        starts=max(
            sum(v.play.world.facts == one.play.world.facts for v in run.verdicts)
            for one in run.verdicts
        ),
        states=sum(len(verdict.play.parents) for verdict in run.verdicts),
        transitions=sum(verdict.play.transitions for verdict in run.verdicts),
        faults=list(faults),
        ends=run.ends,
        questions=list(run.questions),
        inherent=inherent_of(run.verdicts),
        windows=run.windows,
        assumed=list(brief.assumed),
        stories=stories,
    )
