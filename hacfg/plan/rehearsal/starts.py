"""In which states of the model a group may be, going by what was read of it.

What could not be seen, and what units do not show, is a set of states: each is rehearsed.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hacfg.fortimail.ha.rules import MOVES, enabled
from hacfg.fortimail.ha.settings import store_of, virtual_ips_of
from hacfg.fortimail.ha.state import BLANK, Config, Configured, Effective, Group, Unit, World
from hacfg.plan.rehearsal.entries import entries_of, with_senders
from hacfg.plan.rehearsal.stage import SHARED, Stage
from hacfg.plan.rehearsal.words import BEGINS
from hacfg.plan.situation import Situation, UnitSituation
from hacfg.topology.units import Unit as DeclaredUnit

OLDER = -1000
"""Version of a configuration of the same lineage that lacks changes, however often edited."""

HIDDEN: dict[str, tuple[Effective, ...]] = {
    "off": ("starting", "guard", "off"),
    "primary": ("primary",),
    "secondary": ("secondary", "joining"),
    "failed": ("failed",),
    "hold-off": ("hold_off",),
}
"""What a unit with HA on may be in, by the word that it shows (FortiVoice 6.4 states, inferred)."""


@dataclass(frozen=True, slots=True)
class Start:
    """One state that the group may be in, and what was assumed to call it that."""

    group: Group
    words: str


def find_starts(world: World, situation: Situation, stage: Stage) -> tuple[Start, ...]:
    """Return every state that the group may be in, in a world."""
    choices = [tuple(_units(situation, stage, unit)) for unit in situation.everyone]
    choices = [tuple(_with_shared_accounts(world, stage, unit) for unit in one) for one in choices]
    role = _role_of_lost(situation)
    choices += [
        tuple(_lost(stage, unit, role, choices[0][0])) for unit in situation.topology.lost_units
    ]
    links = _links(situation, stage)
    found: dict[Group, Start] = {}
    for units in _at_rest(world, stage, [*itertools.product(*choices)], links):
        for entry in entries_of(situation):
            group = with_senders(Group(units, links, kind=stage.kind), entry)
            told = [_told(name, unit) for name, unit in zip(stage.names, units, strict=True)]
            found.setdefault(group, Start(group, "; ".join([*filter(None, told), entry])))
    return tuple(found.values())


def _with_shared_accounts(world: World, stage: Stage, unit: Unit) -> Unit:
    """Return a unit with the accounts that the first sync has brought to all members alike."""
    shares = unit.conf != "off" and unit.cfg.lineage == stage.source and unit.cfg.version == 0
    if shares and "join-replaces-accounts" in world.facts:
        return unit._replace(account=SHARED)
    return unit


def _at_rest(
    world: World, stage: Stage, choices: list[tuple[Unit, ...]], links: tuple[bool, ...]
) -> list[tuple[Unit, ...]]:
    """Leave out what a unit would have left by now: it showed the same word for longer.

    Of a unit that is lost nobody knows: it may come back at any moment.
    """
    resting = [
        units
        for units in choices
        if not any(
            rule.pace != "long" and units[index].eff in PASSING and stage.names[index] in stage.held
            for rule, index in enabled(world, Group(units, links, kind=stage.kind), MOVES)
        )
    ]
    return resting or choices


PASSING: Final[frozenset[Effective]] = frozenset({"starting", "guard", "joining"})
"""Effective modes that other words are shown for."""


def _units(situation: Situation, stage: Stage, unit: UnitSituation) -> Iterator[Unit]:
    held = stage.held[unit.name]
    meaning = stage.meaning(held, stage.passwords[unit.name], stage.kind)
    base = Unit(
        conf=meaning.conf,
        hb=meaning.hb,
        on_failure=meaning.on_failure,
        backup=meaning.backup,
        watch=meaning.watch,
        account=unit.name,
        path=stage.is_led_to(unit.name, stage.held),
    )
    if meaning.conf == "off":
        queue = unit.blank is not True
        yield base._replace(
            cfg=_config(stage, unit, _own(unit), 0),
            queue=queue,
            kept=store_of(held) if queue else "",
        )
        return
    for eff in HIDDEN.get(str(unit.effective), ("primary", "secondary", "starting", "off")):
        if eff in {"secondary", "joining"} and unit.in_sync is (eff == "joining"):
            continue
        yield _acting(situation, stage, unit, base._replace(eff=eff))


def _role_of_lost(situation: Situation) -> Configured:
    """Return the role that a lost unit knew last; what is declared now it never heard of."""
    leads = any(unit.configured == "primary" for unit in situation.everyone)
    return "secondary" if leads else "primary"


def _lost(stage: Stage, unit: DeclaredUnit, role: Configured, peer: Unit) -> Iterator[Unit]:
    """Yield what a unit may be in that nobody can read: dead for good, or about to come back."""
    lost = Unit(
        conf=role,
        eff="off",
        hb=peer.hb,
        cfg=Config(stage.source, OLDER),
        on_failure=peer.on_failure,
        up=False,
        api=False,
        gone=True,
        account=unit.name,
    )
    yield lost
    yield lost._replace(up=True, eff="starting", gone=False)


def _acting(situation: Situation, stage: Stage, unit: UnitSituation, base: Unit) -> Unit:
    """Return a unit with HA on: with whose configuration, and with which mail."""
    if unit.name == _counting(situation, stage):
        lineage, version = stage.source, 0
    elif base.eff in {"primary", "joining"}:
        lineage, version = _own(unit), 0
    else:
        lineage, version = stage.source, 0 if unit.in_sync is True else OLDER
    idle = stage.kind == "pair" and base.eff == "secondary" and unit.in_sync is True
    blank = unit.blank is True
    queue = not idle and not blank
    return base._replace(
        cfg=_config(stage, unit, BLANK if blank else lineage, version),
        queue=queue,
        # One that is still joining may hold mail from before.
        brought=queue and base.eff == "joining" and lineage != stage.source,
        kept="" if idle or blank else store_of(stage.held[unit.name]),
    )


def _counting(situation: Situation, stage: Stage) -> str:
    """Return the unit whose configuration counts: who leads alone, else the one that is named."""
    acting = [unit.name for unit in situation.everyone if unit.effective == "primary"]
    alone = acting == [situation.leading]
    return situation.leading if alone or stage.source == BLANK else stage.source


def _own(unit: UnitSituation) -> str:
    return BLANK if unit.blank is True else unit.name


def _config(stage: Stage, unit: UnitSituation, lineage: str, version: int) -> Config:
    held = stage.held[unit.name]
    return Config(lineage, version, virtual_ips_of(held), store_of(held))


def _links(situation: Situation, stage: Stage) -> tuple[bool, ...]:
    """Return which heartbeat cables are up; only where all units are in HA one may be down."""
    cables = stage.cabling[stage.names[0]].cables
    if any(unit.configured == "off" for unit in situation.everyone):
        return (True,) * len(cables)
    down = {
        link
        for unit in situation.everyone
        for link in ("primary", "secondary")
        if unit.reading.get("ha_status", f"{link}_heartbeat") == "down"
    }
    return tuple(cable not in down for cable in cables)


def _told(name: str, unit: Unit) -> str:
    words = BEGINS.get(unit.eff)
    return f"{name} is {words}" if words and unit.conf != "off" else ""
