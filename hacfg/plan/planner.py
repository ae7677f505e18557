"""From the difference to ordered steps: which procedures, on which units, in which order."""

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hacfg.plan import procedures
from hacfg.plan.changes import Change, Desired
from hacfg.plan.draft import Draft, Expected, as_read
from hacfg.plan.gates import wait_for_command, wait_for_role, wait_for_sync
from hacfg.plan.ours import Notice
from hacfg.plan.pending import Pending, Pool
from hacfg.plan.refusals import refusals
from hacfg.plan.situation import Condition, Situation, UnitSituation
from hacfg.plan.steps import AnyStep
from hacfg.plan.writing import Deed, Terms, act, take
from hacfg.state import GROUP, Address, Secret, Value
from hacfg.topology.units import Unit


@dataclass(frozen=True, slots=True)
class Outline:
    """The steps of a plan, and what stands in the way of it."""

    steps: tuple[AnyStep, ...]
    lacking: tuple[Notice, ...]


def make_steps(
    situation: Situation,
    desired: Desired,
    changes: Iterable[Change],
    allowed: frozenset[str],
    secret_words: Callable[[str], str],
) -> Outline:
    """Return the steps that make the units as declared, and why some of it has no safe way."""
    pool = Pool(changes, situation.leader.unit or situation.primary.name)
    draft = Draft(situation, pool, allowed, secret_words, as_read(situation))
    if plan_for := PERMITTED.get(situation.condition):
        plan_for(draft, desired)
    return Outline(tuple(draft.steps), refusals(draft, desired))


def _membership(draft: Draft, desired: Desired) -> None:
    """Bring the primary up, join the others one by one, then settle what was temporary."""
    primary, *others = draft.situation.units
    joining = [unit for unit in others if unit.configured == "off"]
    unsynced = [unit for unit in others if unit.configured == "secondary" and not unit.settled]
    final = _final_on_failure(draft, desired) if joining or unsynced else None
    rows = _set_aside_rows(draft, joining)
    if primary.configured == "off":
        draft.procedure = f"build {draft.situation.topology.mode}"
        _lead(draft, primary, final)
    for unit in joining:
        draft.procedure = f"join {unit.name}"
        _join(draft, unit, final, rows.get(unit.name))
    for unit in unsynced:
        wait_for_sync(draft, unit.name, _word(draft, "secondary"))
    if final is not None and draft.read(primary.name, "ha", "on_failure") != final:
        draft.procedure = "settle"
        _ask_on_failure(draft, final)
        take(draft, primary.name, procedures.SETTLE)
    _settings(draft, desired)


def _settings(draft: Draft, _desired: Desired) -> None:
    """Hand shared settings to the acting primary, and unit-local ones to each unit."""
    if draft.situation.leader.unit:
        draft.procedure = "shared settings"
        take(draft, draft.situation.leader.unit, procedures.SHARED_SETTINGS)
    for unit in draft.situation.units:
        draft.procedure = "unit settings"
        take(draft, unit.name, procedures.LOCAL_SETTINGS)


PERMITTED: Mapping[Condition, Callable[[Draft, Desired], None]] = {
    "off": _membership,
    "building": _membership,
    "healthy": _membership,
    "failed over": _settings,
}
"""What may be planned in which condition; in the others nothing is."""


def _lead(draft: Draft, primary: UnitSituation, final: Value) -> None:
    for stage in procedures.BUILD:
        take(draft, primary.name, stage)
    if final is not None:
        _ask_on_failure(draft, "restore-role")
    take(draft, primary.name, procedures.LEAD, Terms(temporary=("on_failure",) if final else ()))
    wait_for_role(draft, primary.name, _word(draft, "primary"), "primary")
    take(draft, primary.name, procedures.ADDRESSES)


def _join(draft: Draft, unit: UnitSituation, final: Value, row: Pending | None) -> None:
    primary = draft.situation.primary.name
    if final is not None and draft.read(primary, "ha", "on_failure") != "restore-role":
        _ask_on_failure(draft, "restore-role")
        take(draft, primary, procedures.HOLD, Terms(temporary=("on_failure",)))
    for stage in procedures.PREPARE:
        take(draft, unit.name, stage)
    guards = () if unit.blank is True else ("config-overwrite",)
    if "join" in unit.dialect.actions:
        _join_by_action(draft, unit, row, guards)
    else:
        take(draft, unit.name, procedures.JOIN, Terms(guards=guards))
    wait_for_sync(draft, unit.name, _word(draft, "secondary"))
    entry = draft.situation.topology.mail_entry
    if entry and entry.opened:
        wording = f"senders reach {unit.name}"
        wait_for_command(draft, unit.name, entry.opened.command, wording)


def _join_by_action(
    draft: Draft, unit: UnitSituation, row: Pending | None, guards: tuple[str, ...]
) -> None:
    """Join as 7.6 does: the group's HA document replaces the unit's (CLI reference 706922)."""
    switch = draft.pool.pop(Address(unit.name, "ha"), frozenset({"enabled"}))
    arguments: dict[str, Value] = {
        "primary_ip": _heartbeat_address(draft.situation.primary.declared),
        "primary_backup": unit.declared.primary_backup,
        "password": Secret("ha.password"),
        "unit": unit.name,
    }
    leader = draft.situation.primary.name
    after: Expected = {Address(unit.name, "ha"): {"enabled": True}}
    if row:
        after[Address(leader, "ha_member", unit.name)] = dict(row.after)
    deed = Deed("join", arguments, after, guards, switch.position if switch else None)
    act(draft, unit.name, procedures.JOIN, deed)


def _set_aside_rows(draft: Draft, joining: list[UnitSituation]) -> dict[str, Pending]:
    """Take the member rows of joining units out of what is pending: joining makes them."""
    leader = draft.situation.leader.unit or draft.situation.primary.name
    rows = {unit.name: draft.pool.pop(Address(leader, "ha_member", unit.name)) for unit in joining}
    return {name: row for name, row in rows.items() if row}


def _final_on_failure(draft: Draft, desired: Desired) -> Value:
    """Return what on_failure has to be once all are in sync; None if no join needs to hold it."""
    if draft.situation.topology.mode != "active-passive":
        return None
    primary = draft.situation.primary.name
    for owner in (primary, GROUP):
        declared = (desired.state.get(Address(owner, "ha")) or {}).get("on_failure")
        if declared is not None:
            return None if declared == "restore-role" else declared
    return None


def _ask_on_failure(draft: Draft, value: Value) -> None:
    address = Address(draft.situation.primary.name, "ha")
    draft.pool.ask(address, "on_failure", draft.read(address.owner, "ha", "on_failure"), value)


def _word(draft: Draft, role: str) -> str:
    """Return the status word of a role: those of the public SNMP MIB, `config-` in a farm."""
    return f"config-{role}" if draft.situation.topology.mode == "config-only" else role


def _heartbeat_address(unit: Unit) -> str:
    links = sorted(unit.heartbeat, key=lambda link: link.link)
    return str(ipaddress.ip_interface(links[0].address).ip)
