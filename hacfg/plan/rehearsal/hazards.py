"""The rules S1 to S5: what a state of the group, or a move, would break."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from hacfg.fortimail.ha.state import (
    BLANK,
    MAY_BE_LEFT,
    Config,
    Group,
    Unit,
    World,
    is_standalone,
    processes_mail,
    takes_mail,
)

Danger = Literal[
    "two-primaries",
    "overwritten",
    "edit-lost",
    "no-mail",
    "mail-ends",
    "astray",
    "blank-serves",
    "queue-stranded",
    "data-stranded",
    "leaves-with-mail",
    "unfinished",
    "not-as-declared",
    "no-way-on",
]

RULES: dict[Danger, tuple[str, str]] = {
    "two-primaries": ("S1", "never two primaries in one active-passive group"),
    "overwritten": ("S2", "no configuration is replaced by another or an older one unannounced"),
    "edit-lost": ("S2", "apply never goes on after a change that it made was undone"),
    "no-mail": ("S3", "without faults some unit takes mail, outside of announced windows"),
    "mail-ends": ("S3", "after one fault that ends, mail flows again without a person"),
    "astray": ("S4", "hacfg's address and account lead to each unit, before and after each step"),
    "blank-serves": ("S5", "no unit that senders reach takes mail with a blank configuration"),
    "queue-stranded": ("S5", "no unit stops processing mail while it holds mail nobody delivers"),
    "data-stranded": ("S5", "no mail data is left where no unit looks for it"),
    "leaves-with-mail": ("S5", "no unit leaves while senders reach it or it holds mail"),
    "unfinished": ("S6", "without faults a plan reaches its end"),
    "not-as-declared": ("S6", "without faults a plan ends as declared"),
    "no-way-on": ("S6", "from wherever hacfg stops, planning again leads to what is declared"),
}
"""Danger to the rule that it breaks, and the rule in words."""

GROUP_WIDE = -1


class Hazard(NamedTuple):
    """A danger, the fault that it takes (0: none), and the unit that it is about (-1: all)."""

    danger: Danger
    fault: int
    unit: int = GROUP_WIDE


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be said of one state of a group, whatever the plan does."""

    dangers: tuple[tuple[Danger, int], ...]
    """Dangers of a state, wherever it is met, with the unit."""
    at_rest: tuple[tuple[Danger, int], ...]
    """Dangers if the group stays so: no unit moves any more."""
    two_primaries: bool
    astray: tuple[int, ...]
    served: bool
    """Whether some unit takes mail at an address that senders use."""
    apart: bool
    """Whether every heartbeat link is down."""


def look(
    world: World, group: Group, logins: Sequence[frozenset[str]], leaving: frozenset[int]
) -> Look:
    """Look at a state once; it is met at many points of a plan."""
    units = tuple(enumerate(group.units))
    serving = [index for index, _ in units if takes_mail(world, group, index)]
    dangers = [*_served_by_blanks(group, serving), *_data_elsewhere(group)]
    at_rest = [*_stranded(world, group), *_leaving_with_mail(group, leaving)]
    primaries = sum(unit.eff == "primary" for unit in group.units)
    return Look(
        dangers=tuple(dangers),
        at_rest=tuple(at_rest),
        two_primaries=primaries > 1 and group.kind == "pair",
        astray=tuple(i for i, u in units if u.up and u.api and not reached(u, logins[i])),
        served=bool(serving),
        apart=not any(group.links),
    )


def _served_by_blanks(group: Group, serving: Sequence[int]) -> Iterator[tuple[Danger, int]]:
    for index in serving:
        if group.units[index].cfg.lineage == BLANK:
            yield "blank-serves", index


def _data_elsewhere(group: Group) -> Iterator[tuple[Danger, int]]:
    """Yield one danger of the group: whichever unit follows after a failover may be the one."""
    if any(unit.kept not in {"", MAY_BE_LEFT, unit.cfg.store} for unit in group.units):
        yield "data-stranded", GROUP_WIDE


def _stranded(world: World, group: Group) -> Iterator[tuple[Danger, int]]:
    """Yield one danger of the group: whichever unit comes back after a failover may be the one."""
    holding = (i for i, unit in enumerate(group.units) if unit.queue and not unit.gone)
    if any(not processes_mail(world, group, index) for index in holding):
        yield "queue-stranded", GROUP_WIDE


def _leaving_with_mail(group: Group, leaving: frozenset[int]) -> Iterator[tuple[Danger, int]]:
    for index in leaving:
        unit = group.units[index]
        if is_standalone(unit) and unit.up and (unit.sent or unit.queue):
            yield "leaves-with-mail", index


def reached(unit: Unit, logins: frozenset[str]) -> bool:
    """Tell whether hacfg's address and account lead to a unit."""
    return unit.path and unit.account in logins


def losses(before: Group, after: Group) -> tuple[tuple[int, Config], ...]:
    """Return whose configuration was lost in a move, and to which one.

    A blank one is no loss; nor is an edit that the plan itself made (versions above 0).
    """
    return tuple(
        (index, new.cfg)
        for index, (old, new) in enumerate(zip(before.units, after.units, strict=True))
        if old.cfg != new.cfg and _loses(old.cfg, new.cfg)
    )


def _loses(old: Config, new: Config) -> bool:
    if old.lineage == BLANK:
        return False
    return new.lineage != old.lineage or new.version < min(old.version, 0)
