"""What is held while a unit is not in sync: the primary gets its role back after a reboot."""

from dataclasses import replace

from hacfg.plan import procedures
from hacfg.plan.draft import Draft
from hacfg.plan.gates import NOTHING, wait_for_sync
from hacfg.plan.procedures import Stage
from hacfg.plan.writing import PLAINLY, Terms, take
from hacfg.state import GROUP, UNKNOWN, Address, Attributes, Value


def hold(draft: Draft, name: str, stage: Stage = procedures.HOLD, terms: Terms = PLAINLY) -> None:
    """Let the unit that leads get its role back, should it reboot before the others are in sync."""
    if final_on_failure(draft) is not None:
        ask_on_failure(draft, name, "restore-role")
        take(draft, name, stage, replace(terms, temporary=held_back(draft)))


def hold_beside(draft: Draft, name: str, others: tuple[str, ...]) -> None:
    """Let the unit that stays, of several that lead, get its role back; the others may lose more.

    A fault on the way would else make it follow another one, with the configuration of that.
    """
    loses = any(draft.unit(other).blank is not True for other in others)
    guards = ("config-overwrite",) if loses else ()
    terms = Terms(guards=guards, overwrites=others)
    hold(draft, name, procedures.HOLD_BESIDE, terms)


def keep_from_stopping(draft: Draft, name: str) -> None:
    """Let a unit that is about to lead alone take its role back after a failure.

    On `off` it would stop for good (cookbook, temporary failure), with nobody to take over.
    """
    is_kept = final_on_failure(draft) is None or draft.becomes_farm
    if is_kept or draft.read(name, "ha", "on_failure") != "off":
        return
    leaders = draft.leaders
    holder = leaders[0] if draft.is_shared(name) and name not in leaders and leaders else name
    hold(draft, holder, procedures.HOLD_ALONE)
    if draft.is_shared(name):
        why = "a failure before that would stop it for good"
        hand_on(draft, holder, why, {"on_failure": "restore-role"})


def settle(draft: Draft, name: str) -> None:
    """Set what was held for a while to its declared value."""
    final = final_on_failure(draft)
    if final is not None and draft.read(name, "ha", "on_failure") != final:
        ask_on_failure(draft, name, final)
        take(draft, name, procedures.SETTLE)
        if draft.is_shared(name):
            hand_on(draft, name, "a failover before that would undo it")


def let_go(draft: Draft, name: str) -> None:
    """Give a unit that left the value back in whose place it was held."""
    final = final_on_failure(draft)
    if final is not None and draft.read(name, "ha", "on_failure") == "restore-role" != final:
        ask_on_failure(draft, name, final)
        take(draft, name, procedures.LET_GO)


def hand_on(draft: Draft, leader: str, why: str, holds: Attributes = NOTHING) -> None:
    """Wait until what changed on the primary has reached the units that are in sync with it.

    `holds`: what their HA settings are by then, where later steps rely on it.
    """
    for unit in draft.situation.units or draft.situation.leaving:
        if unit.name != leader and draft.is_on(unit.name) and draft.is_in_sync(unit.name):
            wait_for_sync(draft, unit.name, why, holds=holds)


def held_back(draft: Draft) -> tuple[str, ...]:
    """Return the attributes that are temporary while a join is held."""
    return () if final_on_failure(draft) in {None, "restore-role"} else ("on_failure",)


def final_on_failure(draft: Draft) -> Value:
    """Return what on_failure has to be once all are in sync; None if no join needs to hold it."""
    if draft.is_farm:
        return None
    situation = draft.situation
    declared = situation.topology.ha.on_failure
    if declared is None and (draft.becomes_farm or not situation.units):
        # Nothing is declared of a pair that soon is none: it keeps what it has.
        found = situation.holder(Address(GROUP, "ha")).reading.get("ha", "on_failure")
        return None if found is UNKNOWN else found
    return declared


def ask_on_failure(draft: Draft, name: str, value: Value) -> None:
    """Ask for a value of on_failure, where there is such a thing."""
    if final_on_failure(draft) is not None:
        draft.ask(Address(name, "ha"), {"on_failure": value})
