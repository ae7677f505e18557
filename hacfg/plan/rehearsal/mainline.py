"""The plan without faults: what the group looks like at each step, and what is missing there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hacfg.fortimail.ha.faults import Fault, strike
from hacfg.fortimail.ha.rules import MOVES, RULES, enabled, fire
from hacfg.fortimail.ha.state import Config, Group, World
from hacfg.fortimail.ha.writes import RefusedByUnit
from hacfg.plan.proof import Lacking, Window
from hacfg.plan.rehearsal.cue import Script, announced_outages, is_lonely, may_be_lonely
from hacfg.plan.rehearsal.held import Held
from hacfg.plan.rehearsal.play import Play

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Mainline:
    """The group at rest before each cue, as far as the plan gets without faults."""

    groups: tuple[Group, ...]
    snapshots: Mapping[Config, Held]
    """What a unit with this configuration holds of what the group shares."""


def follow(play: Play, script: Script, start: Group) -> Mainline:
    """Return the plan without faults, in one order of the units' moves."""
    group = _rest(play.world, start)
    groups = [group]
    for cue in script.cues:
        try:
            group = cue.do(play.world, group) if cue.do else group
        except RefusedByUnit:
            break
        group = _rest(play.world, group)
        groups.append(group)
    snapshots: dict[Config, Held] = {}
    for done, group in enumerate(groups):
        for config, held in _snapshots(play, script.held[done], group):
            snapshots.setdefault(config, held)
    return Mainline(tuple(groups), snapshots)


def _rest(world: World, group: Group) -> Group:
    """Let the units do what they do by themselves, until they rest."""
    for _ in range(_MOST):
        found = next(enabled(world, group, MOVES), None)
        if found is None:
            break
        group = fire(world, group, *found)
    return group


def _snapshots(play: Play, held: Mapping[str, Held], group: Group) -> Iterator[tuple[Config, Held]]:
    """Yield what each configuration comes to; that of a unit which leads counts first."""
    units = zip(group.units, play.stage.names, strict=True)
    for unit, name in sorted(units, key=lambda pair: pair[0].eff != "primary"):
        if name in held:
            yield unit.cfg, held[name]


def windows(play: Play, script: Script, line: Mainline) -> list[Window]:
    """Return between which steps a unit's loss or reboot would stop mail, or mail stops anyway."""
    numbers = [0, *(cue.step for cue in script.cues)]
    allowed = may_be_lonely(script.cues)
    bare = [_ends_with_a_unit(play, group) for group in line.groups]
    lonely = [allowed[done] and is_lonely(group) for done, group in enumerate(line.groups)]
    sorts: list[tuple[Lacking, list[bool]]] = [("no-failover", bare), ("no-restart", lonely)]
    found = [
        Window(sort=sort, first=numbers[first], last=numbers[min(last, len(numbers) - 1)])
        for sort, flags in sorts
        for first, last in _runs(flags)
    ]
    stopped = list(announced_outages(script.cues))
    found += [
        Window(
            sort="no-mail",
            first=script.cues[first].step,
            last=script.cues[min(last, len(stopped) - 1)].step,
        )
        for first, last in _runs(stopped)
    ]
    return found


def _runs(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield where runs of True begin, and where each is over."""
    begin: int | None = None
    for place, flag in enumerate([*flags, False]):
        if flag and begin is None:
            begin = place
        elif not flag and begin is not None:
            yield begin, place
            begin = None


def _ends_with_a_unit(play: Play, group: Group) -> bool:
    """Tell whether mail flows now, and would not any more if one unit were lost."""
    if not play.serves(group):
        return False
    up = [index for index, unit in enumerate(group.units) if unit.up]
    return any(_is_final(play, strike(play.world, group, Fault("lost-for-good", i))) for i in up)


def _is_final(play: Play, group: Group) -> bool:
    """Tell whether some way of the units' own ends without mail."""
    seen, waiting = {group}, [group]
    while waiting:
        now = waiting.pop()
        following = [fire(play.world, now, rule, i) for rule, i in enabled(play.world, now, RULES)]
        if not following and not play.serves(now):
            return True
        waiting += [found for found in dict.fromkeys(following) if found not in seen]
        seen.update(following)
    return False
