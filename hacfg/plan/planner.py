"""From the difference to ordered steps: which procedures, in which order, in which condition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from hacfg.plan.changes import Change, Desired
from hacfg.plan.draft import Draft, Expected, Mandate, as_read, runs_as_farm
from hacfg.plan.entry import change_settings, change_storage, change_virtual_ips
from hacfg.plan.leaving import bury_lost_units, disband, take_out_leavers
from hacfg.plan.membership import change_members
from hacfg.plan.ours import Notice
from hacfg.plan.pending import Pool, written_at
from hacfg.plan.recovery import hand_back, recover
from hacfg.plan.refusals import part_impossible, refusals
from hacfg.plan.situation import Condition, Situation
from hacfg.plan.steps import AnyStep
from hacfg.state import Address

Procedure = Callable[[Draft], None]


@dataclass(frozen=True, slots=True)
class Outline:
    """The steps of a plan, what stands in the way of it, and what is left for a later one."""

    steps: tuple[AnyStep, ...]
    lacking: tuple[Notice, ...]
    later: tuple[Notice, ...] = ()
    left: frozenset[Address] = frozenset()
    """Resources that no step makes as declared, by the unit that would be written to."""
    ends: Expected = field(default_factory=dict)
    """The role that each unit acts in once the plan is carried out, where it is one that lasts."""
    whole: bool = True
    """Whether all that is declared was planned; else a condition is mended first."""


def make_steps(
    situation: Situation,
    desired: Desired,
    changes: Iterable[Change],
    mandate: Mandate,
    secret_words: Callable[[str], str],
) -> Outline:
    """Return the steps that make the units as declared, and why some of it has no safe way."""
    possible, impossible = part_impossible(situation, changes)
    pool = Pool(possible, situation.leading)
    draft = Draft(situation, desired, pool, mandate, secret_words, as_read(situation))
    draft.is_farm = runs_as_farm(situation)
    procedures = _procedures(situation, mandate)
    for procedure in procedures:
        procedure(draft)
    lacking, later = refusals(draft, whole=procedures is WHOLE)
    rest = {a for a, pending in pool.by_address.items() if not pending.is_only_secret}
    rest |= {written_at(change.address, situation.leading) for change, _ in impossible}
    whole = procedures is WHOLE or not situation.units
    why_not = (*(notice for _, notice in impossible), *lacking)
    ends = draft.roles() if draft.steps else {}
    return Outline(tuple(draft.steps), why_not, later, frozenset(rest), ends, whole)


def _procedures(situation: Situation, mandate: Mandate) -> tuple[Procedure, ...]:
    if not situation.units:
        return (disband,)
    if situation.condition == "off" and _begins_elsewhere(situation, mandate):
        return (bury_lost_units, recover)
    if mandate.recover and situation.condition in RECOVERED:
        return (bury_lost_units, recover)
    if situation.condition == "failed over" and _is_announced(situation):
        return (bury_lost_units, hand_back)
    permitted = PERMITTED.get(situation.condition, ())
    if permitted is WHOLE and situation.leader.unit not in {None, situation.primary.name}:
        return (hand_back,)
    return permitted


def _begins_elsewhere(situation: Situation, mandate: Mandate) -> bool:
    """Tell whether a pair that is off, and was one, has to begin with another than its primary."""
    if mandate.source in {None, situation.primary.name} or situation.topology.mode == "config-only":
        return False
    source = situation.unit(str(mandate.source))
    table = source.reading.kinds.get("ha_member")
    is_listed = table is not None and Address(source.name, "ha_member", source.name) in (
        table.resources
    )
    return source.dialect.generation == "per-unit" or is_listed


def _is_announced(situation: Situation) -> bool:
    """Tell whether the topology says why another unit leads: a dead one, or a new box."""
    topology = situation.topology
    return bool(topology.lost_units) or any(unit.replaced for unit in topology.units)


WHOLE: tuple[Procedure, ...] = (
    bury_lost_units,
    take_out_leavers,
    change_storage,
    change_members,
    change_virtual_ips,
    change_settings,
)
"""The procedures, one block after the other: steps of two of them never mix."""

PERMITTED: Mapping[Condition, tuple[Procedure, ...]] = {
    "off": WHOLE,
    "building": WHOLE,
    "healthy": WHOLE,
    "failed over": (change_settings,),
}
"""What may be planned in which condition; in the others nothing is."""

RECOVERED: frozenset[Condition] = frozenset({"failed over", "split brain", "abnormal"})
"""Conditions that `--recover` knows a way back from."""
