"""The turns that every change of roles is made of: a unit goes out, leads, or takes its role."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hacfg.plan import procedures
from hacfg.plan.draft import Draft, Expected
from hacfg.plan.gates import wait_for_role
from hacfg.plan.holding import ask_on_failure, held_back, keep_from_stopping
from hacfg.plan.joining import made_by_joining
from hacfg.plan.procedures import Stage
from hacfg.plan.services import wait_for_service
from hacfg.plan.writing import Deed, Terms, act, take
from hacfg.state import UNKNOWN, Address, Secret, Value

ROLE = frozenset({"role"})


def bring_out(draft: Draft, name: str, why: str, guard: str) -> None:
    """Switch HA off on a unit, and wait until it is off there."""
    leads = draft.acts_as(name) == "primary"
    if name in _staying(draft) or not draft.situation.units:
        _keep_who_stays(draft, name)
    stage = _way_out(draft, name)
    synced = draft.is_in_sync(name) or leads
    off: Mapping[str, Value] = {"enabled": False} if draft.is_shared(name) else {"mode": "off"}
    draft.ask(Address(name, "ha"), off)
    terms = Terms(
        temporary=tuple(off) if name in _staying(draft) else (),
        guards=(guard, "mail-interruption") if leaves_lonely(draft, name) else (guard,),
        relies=tuple(_staying_on(draft, name)),
    )
    take(draft, name, replace(stage, reason=why), terms)
    wait_for_role(draft, name, "off")
    draft.expect({Address(name, "ha_status"): {"in_sync": False}})
    if synced:
        draft.ours.add(name)


def _keep_who_stays(draft: Draft, name: str) -> None:
    """Keep whoever carries on from stopping for good while another unit is out."""
    for unit in _staying_on(draft, name):
        # Beside another that leads it would come back as its secondary, with its configuration.
        if draft.acts_as(name) != "primary" or draft.acts_as(unit) != "primary":
            keep_from_stopping(draft, unit)


def _way_out(draft: Draft, name: str) -> Stage:
    """Return what it does to mail that a unit goes out: it depends on who is left."""
    if draft.is_farm and (draft.acts_as(name) != "primary" or not draft.situation.units):
        return procedures.OUT_OF_FARM
    if draft.acts_as(name) != "primary":
        return procedures.OUT if name in _staying(draft) else procedures.OUT_FOR_GOOD
    others = _others(draft, name)
    if any(draft.acts_as(one) == "primary" for one in others):
        return procedures.OUT if draft.situation.units else procedures.OUT_FOR_GOOD
    if not draft.situation.units:
        return procedures.OUT_LAST
    return procedures.OUT_LEADING


def leaves_lonely(draft: Draft, name: str) -> bool:
    """Tell whether, once a unit is out, one leads that is not configured to.

    After a reboot it would wait for a primary. Without the unit that goes out it did so before.
    """
    if draft.is_farm or draft.acts_as(name) == "off":
        return False
    staying = [one for one in _others(draft, name) if draft.is_on(one)]
    return bool(staying) and not any(is_to_lead(draft, one) for one in staying)


def of_leaving(draft: Draft, name: str) -> Iterator[Address]:
    """Yield what is pending of a unit itself that leaves: as long as it leads that waits."""
    if name not in _staying(draft):
        yield from (Address(name, "ha"), Address(name, "ha_member", name))


def is_to_lead(draft: Draft, name: str) -> bool:
    """Tell whether a unit is configured as primary at this point of the plan."""
    if draft.is_shared(name):
        return draft.read(name, "ha_member", "role", name) == "primary"
    return draft.read(name, "ha", "mode") == draft.word("primary")


def lead(draft: Draft, name: str, *, hold: bool, guard: str = "", lasting: bool = True) -> None:
    """Let a unit lead, with all that it needs for that, and wait until it does.

    `hold`: until the others are in sync it takes its role back after a reboot. `lasting`: this is
    its declared role.
    """
    with draft.pool.without(made_by_joining(draft, name)):
        if not draft.is_on(name):
            for stage in procedures.BUILD:
                take(draft, name, stage)
        if hold:
            ask_on_failure(draft, name, "restore-role")
        _ask_to_lead(draft, name)
        guards = draft.unless_idle(name, guard) if guard else ()
        if draft.is_shared(name):
            _lead_in_document(draft, name, guards, hold=hold)
    temporary = held_back(draft) if hold else ()
    if not lasting:
        temporary = (*temporary, "mode")
    if _retunes(draft, name):
        guards += draft.unless_idle(name, "heartbeat-change")
    before = draft.number
    take(draft, name, procedures.LEAD, Terms(temporary, guards))
    if draft.number > before or draft.acts_as(name) != "primary":
        wait_for_role(draft, name, "primary")
        wait_for_service(draft, name)


def _retunes(draft: Draft, name: str) -> bool:
    """Tell whether a unit that is in HA listens otherwise from the step on that lets it lead."""
    return draft.is_on(name) and not retuned(draft).isdisjoint(_pending(draft, name))


def retuned(draft: Draft) -> frozenset[str]:
    """Return what may change of how a unit listens; a password that stays goes with a join."""
    sent = "ha.password" in draft.mandate.sends
    return procedures.LISTENING if sent else procedures.LISTENING - {"password"}


def _lead_in_document(draft: Draft, name: str, guards: tuple[str, ...], *, hold: bool) -> None:
    """Say in the shared document who leads; the unit's own row comes last, it restarts HA there.

    What it does after a failure, if nothing else is left, is written without that: mail flows on.
    """
    own = Address(name, "ha_member", name)
    with draft.pool.without([own]):
        take(draft, name, procedures.MEMBER_ROLES, Terms(guards=guards))
    before = draft.number
    take(draft, name, procedures.OWN_ROLE, Terms(guards=guards))
    if draft.number > before and draft.is_on(name):
        wait_for_role(draft, name, "primary")
        wait_for_service(draft, name)
    if hold and draft.is_on(name) and _pending(draft, name) == {"on_failure"}:
        take(draft, name, procedures.HOLD, Terms(temporary=held_back(draft)))


def _pending(draft: Draft, name: str) -> set[str]:
    """Return which settings of HA itself are still to be written to a unit."""
    found = draft.pool.by_address.get(Address(name, "ha"))
    return set(found.after) if found else set()


def restore(draft: Draft, name: str) -> None:
    """Return a secondary to its configured role of primary (222664; what it does is inferred)."""
    after: Expected = {Address(name, "ha_status"): {"effective_mode": draft.word("primary")}}
    act(draft, name, procedures.RESTORE, Deed("restore", {}, after, ("role-change",)))
    wait_for_role(draft, name, "primary")
    wait_for_service(draft, name)


def _ask_to_lead(draft: Draft, name: str) -> None:
    """Ask for the settings that make a unit the primary, where it has them not yet."""
    address = Address(name, "ha")
    if draft.is_shared(name):
        if not draft.is_on(name):
            draft.ask(address, {"enabled": True, "password": Secret("ha.password")})
        for member in _members(draft, name):
            role = "primary" if member == name else "secondary"
            draft.pool.pop(Address(draft.situation.leading, "ha_member", member), ROLE)
            known = draft.read(name, "ha_member", "role", member)
            if known not in {UNKNOWN, role}:
                draft.ask(Address(name, "ha_member", member), {"role": role})
        return
    if not draft.is_on(name):
        draft.ask(address, {"password": Secret("ha.password")})
    draft.ask(address, {"mode": draft.word("primary")})


def _members(draft: Draft, name: str) -> list[str]:
    """Return whose roles the shared document says while a unit leads; of a group that ends, all."""
    found = _staying(draft) | {name} if draft.situation.units else None
    return [u.name for u in draft.situation.everyone if found is None or u.name in found]


def _others(draft: Draft, name: str) -> list[str]:
    return [unit.name for unit in draft.situation.everyone if unit.name != name]


def _staying_on(draft: Draft, name: str) -> Iterator[str]:
    """Yield who carries on when a unit goes out: who leads, or who is in sync and will lead."""
    leads = draft.acts_as(name) == "primary"
    for unit in _others(draft, name):
        if (leads and draft.is_in_sync(unit)) or draft.acts_as(unit) == "primary":
            yield unit


def _staying(draft: Draft) -> frozenset[str]:
    return frozenset(unit.name for unit in draft.situation.units)
