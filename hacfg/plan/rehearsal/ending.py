"""Where a plan ends although apply says that all is done, and it is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hacfg.fortimail.ha.settings import role_of
from hacfg.fortimail.ha.state import Group
from hacfg.plan.rehearsal.cue import Script, is_lonely
from hacfg.plan.rehearsal.hazards import GROUP_WIDE, Hazard
from hacfg.plan.rehearsal.held import Held
from hacfg.plan.rehearsal.play import Play
from hacfg.plan.rehearsal.stage import Stage
from hacfg.plan.rehearsal.verdict import Found
from hacfg.state import Address, Attributes, Value
from hacfg.state import State as Values

NONE: Final = -(10**6)
"""Less than any version."""
Short = tuple[Address, str]
"""An attribute of a unit that is not as declared; "" for a whole row."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What a plan promises of its end."""

    stage: Stage
    script: Script
    goal: Values
    on_failure: Value
    """What is declared: a plan may write another value for a while."""

    def undone(self, play: Play) -> Iterator[Found]:
        """Yield ends at which apply says that all is done, and it is not."""
        short = "; ".join(
            _told(one, self.goal) for one in shortfall(self.script.held[-1], self.goal)
        )
        done = [state for state in play.ends if play.is_done(state)]
        newest = max(
            (_newest(play.graph.groups[s.group]) for s in done if not s.fault), default=NONE
        )
        for state in done:
            group = play.graph.groups[state.group]
            if state.fault and NONE < _newest(group) < newest:
                yield Found(Hazard("edit-lost", state.fault, GROUP_WIDE), state)
            fits = self._is_as_predicted(play, group) and not self._left_lonely(group)
            if not state.fault and (short or not fits):
                yield Found(Hazard("not-as-declared", 0, GROUP_WIDE), state, short)

    def _is_as_predicted(self, play: Play, group: Group) -> bool:
        """Tell whether every unit ends as the plan's own steps predict."""
        held = self.script.held[-1]
        gates = {cue.index: cue.met for cue in play.cues if cue.met}
        for index, name in enumerate(self.stage.names):
            if name in held:
                meant = self.stage.meaning(held[name], "", group.kind)
                unit = group.units[index]
                if (unit.conf, unit.on_failure) != (meant.conf, meant.on_failure):
                    return False
                if self._leaves_temporary(name):
                    return False
        return all(met(play.world, group) for met in gates.values())

    def _left_lonely(self, group: Group) -> bool:
        """Tell whether it ends with units in HA of which none is to lead, and began otherwise."""
        roles = [role_of(held) for held in self.script.held[0].values()]
        began = "primary" in roles
        return began and is_lonely(group) and any(unit.conf != "off" for unit in group.units)

    def _leaves_temporary(self, name: str) -> bool:
        """Tell whether on_failure was written, and is not what was declared in the end."""
        ends = (self.script.held[0], self.script.held[-1])
        first, last = (held[name].value("ha", "on_failure") for held in ends)
        return self.on_failure is not None and last not in {first, self.on_failure}


def shortfall(held: Mapping[str, Held], goal: Values) -> Iterator[Short]:
    """Yield what units hold otherwise than they shall; a unit that is not held is left out."""
    for address, wanted in sorted(goal.items(), key=lambda item: item[0]):
        if address.owner in held:
            rows = held[address.owner].rows(address.kind)
            yield from ((address, name) for name in _differing(rows.get(address.key), wanted))


def _differing(row: Attributes | None, wanted: Attributes | None) -> Iterator[str]:
    if row is None or wanted is None:
        yield from () if row is wanted else ("",)
        return
    yield from (name for name, value in wanted.items() if row.get(name) != value)


def _told(short: Short, goal: Values) -> str:
    address, name = short
    wanted = goal[address]
    if not name:
        return f"{address.owner} {address.resource} is {'still' if wanted is None else 'not'} there"
    return f"{address.owner} {address.resource}: {name} is not as declared"


def _newest(group: Group) -> int:
    """Return how often the configuration in force was edited; where nobody leads none is."""
    return max((unit.cfg.version for unit in group.units if unit.eff == "primary"), default=NONE)
