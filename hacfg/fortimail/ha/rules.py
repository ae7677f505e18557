"""The rules by which units of an HA group move on their own, as one table.

A rule may fire whenever its condition holds: now, later, or never. `pace` serves the lab and
messages only; no safety claim rests on it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from hacfg.fortimail.ha.conditions import (
    ALONE,
    ANY,
    CONFIGURED_PRIMARY,
    HA_ON,
    POLITE,
    after_failure,
    answers,
    both,
    can_boot,
    configured,
    delivers,
    down,
    has,
    has_source,
    in_pair,
    is_backup,
    keeps_data,
    led,
    modes,
    queued,
    reached,
    some_link_down,
    sound,
    stale,
    stuck,
    unless,
    watched,
)
from hacfg.fortimail.ha.facts import Mark
from hacfg.fortimail.ha.moves import (
    Scene,
    become_primary,
    begin_join,
    boot,
    copy_config,
    drain_queue,
    enter_guard,
    fail,
    fill_queue,
    follow,
    hand_queue_over,
    mend_api,
    mend_links,
    mend_port,
    reclaim,
    rejoin,
    scene,
    stop,
)
from hacfg.fortimail.ha.state import Effective, Group, Unit, World

Pace = Literal["prompt", "lapse", "long"]
"""prompt: about a second; lapse: the heartbeat threshold, about 15 s; long: minutes."""


class Rule(NamedTuple):
    """One move: in which effective modes, when and to what; with its source."""

    name: str
    pace: Pace
    source: str
    mark: Mark
    at: frozenset[Effective]
    when: Callable[[Scene], bool]
    then: Callable[[Scene], Group]


HELP = "FortiMail 5.3 online help, "
GUIDE = "FortiMail 5.x administration guide, using high availability"
VOICE = "FortiVoice 6.4 administration guide, HA states (same HA daemon)"
PRIMARY_FAILS = "FortiMail 6.0.5, primary heartbeat failure in FortiMail HA"
ON_FAILURE = "FortiMail cookbook, how an HA group responds to a temporary failure"
RESTORE = "CLI reference 3.0, on-failure restore: back to the configured operating mode"
GUESS = "inferred from " + ON_FAILURE

PROMOTABLE = modes("starting", "guard", "secondary", "hold_off")
RUNNING = ANY - {"off"}


def _may_promote(world: World, group: Group) -> list[int]:
    """Return the units that may become primary by themselves now."""
    scenes = [scene(world, group, index) for index in range(len(group.units))]
    rules = [rule for rule in MOVES if rule.then is become_primary]
    return [
        at.number
        for at in scenes
        if any(at.unit.eff in rule.at and rule.when(at) for rule in rules)
    ]


def _could_lead(group: Group, unit: Unit) -> bool:
    """Tell whether a unit is one that may become primary at all, whatever it hears."""
    may = group.kind == "pair" or unit.backup or unit.conf == "primary"
    return may and unit.eff in PROMOTABLE


def several_promote(at: Scene) -> bool:
    """Hold at the first of several units that may become primary in the same instant."""
    if sum(_could_lead(at.group, unit) for unit in at.group.units) < 2:  # noqa: PLR2004  # several
        return False
    found = _may_promote(at.world, at.group)
    # The fact is asked last: whoever notes which facts matter wants to see it only if it does.
    return found[:1] == [at.number] and len(found) > 1 and "same-instant" in at.world.facts


def promote_together(at: Scene) -> Group:
    """Let all become primary that may."""
    group = at.group
    for index in _may_promote(at.world, group):
        group = become_primary(scene(at.world, group, index))
    return group


# fmt: off
MOVES: tuple[Rule, ...] = (
    Rule("starts-as-primary", "prompt", VOICE, "sibling", modes("starting"),
         both(CONFIGURED_PRIMARY, ALONE), become_primary),
    Rule("starts-beside-primary", "prompt", "no document", "unknown", modes("starting"),
         both(CONFIGURED_PRIMARY, led, has("rude-start")), become_primary),
    Rule("yields-at-start", "prompt", GUESS, "inferred", modes("starting"),
         both(in_pair, after_failure("become-secondary"), POLITE), begin_join),
    Rule("reclaims-at-start", "prompt", GUESS, "inferred", modes("starting"),
         both(in_pair, after_failure("restore-role"), POLITE), reclaim),
    Rule("stays-off-at-start", "prompt", GUESS, "inferred", modes("starting"),
         both(in_pair, after_failure("off"), POLITE), stop),
    Rule("follows-backup", "prompt", "inferred: the primary backup leads (release notes 991274)",
         "inferred", modes("starting"), both(unless(in_pair), POLITE), begin_join),
    Rule("finds-primary", "prompt", GUIDE, "documented", modes("starting"),
         both(configured("secondary"), led), begin_join),
    Rule("promotes-alone", "lapse", "inferred", "inferred", modes("starting"),
         both(in_pair, configured("secondary"), ALONE, has("lonely-promotes")),
         become_primary),
    Rule("syncs-first", "prompt", GUIDE, "documented", modes("joining"), has_source,
         copy_config),
    Rule("fails-first-sync", "lapse", VOICE, "sibling", modes("joining"),
         unless(has_source), enter_guard),
    Rule("tries-again", "lapse", VOICE, "sibling", modes("guard"), both(HA_ON, has_source),
         begin_join),
    Rule("promotes-from-guard", "long", VOICE, "sibling", modes("guard"),
         both(in_pair, HA_ON, unless(has_source), has("guard-promotes")), become_primary),
    Rule("syncs-change", "prompt", "community tip 93598, synchronisation interval", "documented",
         modes("secondary"), both(has_source, stale), copy_config),
    Rule("hands-queue-over", "prompt", GUIDE + ", a unit that becomes secondary pushes its queue",
         "documented", modes("secondary"),
         both(in_pair, queued, unless(stuck), has_source), hand_queue_over),
    Rule("takes-over", "lapse", PRIMARY_FAILS, "documented", modes("secondary"),
         both(in_pair, HA_ON, ALONE), become_primary),
    Rule("backup-takes-over", "lapse", "release notes 991274, primary-backup; when is inferred",
         "inferred", modes("secondary"), both(is_backup, HA_ON, ALONE), become_primary),
    Rule("leaves-hold-off", "prompt", HELP + "system_05_69: peer command appeared", "documented",
         modes("hold_off"), both(HA_ON, led), rejoin),
    Rule("hold-off-runs-out", "long", HELP + "system_05_69: about 15 minutes", "documented",
         modes("hold_off"), both(HA_ON, ALONE), become_primary),
    Rule("fails", "prompt", HELP + "system_05_66: service and port monitoring", "documented",
         modes("primary"),
         both(in_pair, HA_ON, watched, unless(sound), unless(after_failure("off"))), fail),
    Rule("fails-for-good", "prompt", ON_FAILURE + ": off", "documented",
         modes("primary"), both(in_pair, HA_ON, watched, unless(sound), after_failure("off")),
         stop),
    Rule("switches-off", "prompt", VOICE + ": off while switching", "sibling", RUNNING,
         configured("off"), stop),
    Rule("recovers-as-secondary", "lapse", ON_FAILURE, "documented", modes("failed"),
         both(sound, after_failure("become-secondary")), follow),
    Rule("recovers-its-role", "lapse", ON_FAILURE, "documented", modes("failed"),
         both(sound, after_failure("restore-role"), CONFIGURED_PRIMARY), reclaim),
    Rule("recovers-as-configured", "lapse", RESTORE, "documented", modes("failed"),
         both(sound, after_failure("restore-role"), configured("secondary")), follow),
    Rule("takes-in-mail", "prompt", "inferred: who takes mail may hold mail", "inferred", ANY,
         both(reached, unless(both(queued, keeps_data))), fill_queue),
    Rule("delivers-queue", "long", "inferred: who takes no mail runs empty", "inferred", ANY,
         both(queued, delivers, unless(reached)), drain_queue),
    Rule("promote-together", "lapse", "no document", "unknown", PROMOTABLE,
         several_promote, promote_together),
)
"""What units do by themselves while they are up."""

REPAIRS: tuple[Rule, ...] = (
    Rule("power-returns", "long", "a fault that ends", "documented", ANY, can_boot, boot),
    Rule("port-returns", "long", "a fault that ends", "documented", ANY,
         both(unless(down), unless(sound)), mend_port),
    Rule("api-returns", "long", "a fault that ends", "documented", ANY,
         both(unless(down), unless(answers)), mend_api),
    Rule("links-return", "long", "a fault that ends", "documented", ANY,
         some_link_down, mend_links),
)
"""How single faults end; `links-return` is about the group and stands at the first unit."""
# fmt: on

RULES: tuple[Rule, ...] = (*MOVES, *REPAIRS)


@cache
def _by_mode(rules: tuple[Rule, ...]) -> dict[Effective, tuple[Rule, ...]]:
    """Return the rules that there are for each effective mode."""
    return {mode: tuple(rule for rule in rules if mode in rule.at) for mode in ANY}


def enabled(
    world: World, group: Group, rules: Iterable[Rule] = RULES
) -> Iterator[tuple[Rule, int]]:
    """Yield every rule that may fire, with the index of its unit."""
    by_mode = _by_mode(tuple(rules))
    for index, unit in enumerate(group.units):
        at = scene(world, group, index)
        for rule in by_mode[unit.eff]:
            if rule.when(at):
                yield rule, index


def fire(world: World, group: Group, rule: Rule, index: int) -> Group:
    """Return the group after a rule fired for one unit."""
    return rule.then(scene(world, group, index))
