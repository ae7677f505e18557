"""Every state that a plan can lead to, breadth first: the first story found is the shortest.

Each state is the group, how far the plan got, whether hacfg still runs, the one fault that
happened, and whether all heartbeat links were down at once before. hacfg may stop anywhere: a lost
reply, a refusal and a crash come to that.
"""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import or_
from typing import Final

from hacfg.fortimail.ha.state import Config, Group, Unit
from hacfg.fortimail.ha.writes import RefusedByUnit
from hacfg.plan.rehearsal.cue import Cue, announced_outages, is_lonely, may_be_lonely
from hacfg.plan.rehearsal.graph import Label
from hacfg.plan.rehearsal.hazards import GROUP_WIDE, Danger, Hazard, Look, reached
from hacfg.plan.rehearsal.play import RUNS, STOPPED, Play, State
from hacfg.plan.rehearsal.relying import Shown, amiss, drifts

NOBODY: Final = frozenset[int]()


def explore(play: Play, start: Group, *, serves: bool, alone: bool = False, apart: int = 0) -> None:
    """Explore everything that may happen, from one state of the group.

    `serves`: mail flows when the plan begins. `alone`: without faults, and hacfg does not stop.
    `apart`: all heartbeat links were down at once before.
    """
    first = State(play.graph.number(start), 0, RUNS, 0, apart or int(not any(start.links)))
    Search(play, serves, mishaps=not alone).run([first])


def leave_alone(play: Play, start: Group, *, at: int, serves: bool) -> set[Hazard]:
    """Return what the group does under single faults if hacfg never touches it (again)."""
    alone = Play(play.graph, play.stage, play.cues)
    first = State(play.graph.number(start), at, STOPPED, 0, int(not any(start.links)))
    Search(alone, serves, alone=True).run([first])
    return set(alone.found)


@dataclass(slots=True)
class Search:
    """One breadth-first search."""

    play: Play
    serves: bool
    mishaps: bool = True
    """Whether faults happen, and hacfg may stop anywhere."""
    alone: bool = False
    """Whether hacfg never touches the group: what it comes to then is inherent."""
    drifts: frozenset[Shown] = frozenset()
    """Roles that units may come to show by themselves, without hacfg."""
    waiting: deque[State] = field(default_factory=deque)
    announced: list[frozenset[int]] = field(default_factory=list)
    """Units whose own configuration is announced to be lost, by the number of cues done."""
    windows: set[int] = field(default_factory=set)
    """Numbers of cues after which mail is announced to have stopped."""
    lonely: list[bool] = field(default_factory=list)
    """Whether a unit may lead that is not configured to, by the number of cues done."""

    def run(self, first: Collection[State]) -> None:
        """Search until nothing new is found."""
        cues = self.play.cues
        self.announced = [*accumulate((cue.overwrites for cue in cues), or_, initial=NOBODY)]
        self.windows = {at for at, stopped in enumerate(announced_outages(cues), 1) if stopped}
        self.lonely = may_be_lonely(cues)
        self.drifts = drifts(self.play.graph, [state.group for state in first])
        for state in first:
            self._meet(state, None, Label("start"))
        while self.waiting:
            state = self.waiting.popleft()
            for following, label, lost in self._following(state):
                self.play.transitions += 1
                if following not in self.play.parents:
                    self._meet(following, state, label)
                self._check_losses(state, following, lost)

    def _following(
        self, state: State
    ) -> Iterator[tuple[State, Label, tuple[tuple[int, Config], ...]]]:
        graph, play = self.play.graph, self.play
        group, at, stopped, fault, apart = state
        for label, number, lost in graph.moves_of(group):
            yield State(number, at, stopped, fault, apart or graph.looks[number].apart), label, lost
        if not fault and self.mishaps:
            for happened, (label, number, lost) in graph.faults_of(group):
                now = apart or graph.looks[number].apart
                yield State(number, at, stopped, happened, now), label, lost
        if not stopped and at < len(play.cues):
            if self.mishaps:
                yield State(group, at, STOPPED, fault, apart), Label("stop"), ()
            if (following := self._cue(state)) is not None:
                yield following, Label("cue", str(at)), ()

    def _cue(self, state: State) -> State | None:
        """Return the state after the next cue; None if it waits, or if hacfg stops at it."""
        group, cue = self.play.graph.groups[state.group], self.play.cues[state.at]
        unit = group.units[cue.index]
        if not self._reaches(cue, unit):
            return None
        if cue.met is not None:
            return state._replace(at=state.at + 1) if cue.met(self.play.world, group) else None
        if amiss(self.play.world, group, cue):
            self._stops(state)
            return None
        try:
            after = cue.do(self.play.world, group) if cue.do else group
        except RefusedByUnit:
            self._stops(state, written=True)
            return None
        number = self.play.graph.number(after)
        return state._replace(group=number, at=state.at + 1)

    def _reaches(self, cue: Cue, unit: Unit) -> bool:
        """Tell whether hacfg, or the person at its console, can do something to a unit."""
        if cue.by_hand:
            return unit.up or not cue.on_console
        return unit.up and unit.api and reached(unit, self.play.stage.logins[cue.index])

    def _stops(self, state: State, *, written: bool = False) -> None:
        """Note that apply would stop without a fault.

        Before anything is written that is no failure: then apply says that the plan is stale. Nor
        is it where a unit came to a role by itself that it did not show when the plan was made.
        """
        group, cue = self.play.graph.groups[state.group], self.play.cues[state.at]
        drifted = amiss(self.play.world, group, cue) & self.drifts
        if not state.fault and (state.at or written) and not drifted:
            self._find("unfinished", state)

    def _meet(self, state: State, parent: State | None, label: Label) -> None:
        play = self.play
        play.parents[state] = (parent, label)
        self.waiting.append(state)
        seen = play.graph.looks[state.group]
        if seen.two_primaries and not state.apart:
            self._find("two-primaries", state)
        for danger, unit in seen.dangers:
            self._find(danger, state, unit)
        if not state.stopped or (self.alone and state.fault):
            for unit in seen.astray:
                self._find("astray", state, unit)
        calm = not (state.stopped or state.fault)
        if calm and not seen.served and self.serves and state.at not in self.windows:
            self._find("no-mail", state)
        if play.graph.is_settled(state.group):
            self._settled(state, seen)

    def _settled(self, state: State, seen: Look) -> None:
        done = self.play.is_done(state)
        waits = not (done or state.stopped) and self._cue(state) is None
        if state.stopped or done:
            self.play.ends[state] = None
        if waits:
            self._stops(state, written=self.play.cues[state.at].met is not None)
        # Of a state in which hacfg stops on its way planning again has the last word (S6).
        if done or self.alone:
            for danger, unit in seen.at_rest:
                self._find(danger, state, unit)
        over = state.stopped or done or waits
        mishap = state.fault or state.stopped
        if over and mishap and self.serves and not seen.served and not self._is_allowed(state):
            self._find("mail-ends", state)

    def _is_allowed(self, state: State) -> bool:
        """Tell whether a person allowed that mail may end so: whoever led waits, or stopped."""
        group = self.play.graph.groups[state.group]
        waits = any(u.conf != "off" and u.eff in {"starting", "guard", "off"} for u in group.units)
        return self.lonely[state.at] and waits and is_lonely(group)

    def _check_losses(
        self, state: State, after: State, lost: tuple[tuple[int, Config], ...]
    ) -> None:
        for unit, config in lost:
            fine = config.lineage == self.play.stage.source
            if not (fine and unit in self.announced[state.at]):
                self._find("overwritten", after, unit)

    def _find(self, danger: Danger, state: State, unit: int = GROUP_WIDE) -> None:
        self.play.found.setdefault(Hazard(danger, state.fault, unit), state)
