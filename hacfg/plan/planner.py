"""From the difference to ordered steps: which procedures, on which units, in which order."""

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from hacfg.fortimail.reading import KindReading
from hacfg.plan import procedures
from hacfg.plan.changes import Change, Desired
from hacfg.plan.draft import Draft, Expected, as_read
from hacfg.plan.gates import wait_for_command, wait_for_role, wait_for_sync
from hacfg.plan.ours import Notice
from hacfg.plan.pending import Pending, Pool
from hacfg.plan.refusals import part_impossible, refusals
from hacfg.plan.situation import Condition, Situation, UnitSituation
from hacfg.plan.steps import AnyStep
from hacfg.plan.writing import Deed, Terms, act, take
from hacfg.source import Position
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
    possible, impossible = part_impossible(situation, changes)
    pool = Pool(possible, situation.leading)
    draft = Draft(situation, pool, allowed, secret_words, as_read(situation))
    if plan_for := PERMITTED.get(situation.condition):
        plan_for(draft, desired)
    return Outline(tuple(draft.steps), (*impossible, *refusals(draft, desired)))


def _membership(draft: Draft, desired: Desired) -> None:
    """Bring the primary up, join the others one by one, then settle what was temporary."""
    primary, *others = draft.situation.units
    joining = [unit for unit in others if unit.configured == "off"]
    unsynced = [unit for unit in others if unit.configured == "secondary" and not unit.settled]
    final = _final_on_failure(draft, desired) if joining or unsynced else None
    rows = _set_aside_rows(draft, joining)
    draft.procedure = f"build {draft.situation.topology.mode}"
    if primary.configured == "off":
        _lead(draft, primary, final)
    elif len(joining) == len(others):
        _go_on_leading(draft, primary)
    for unit in unsynced:
        draft.procedure = f"await {unit.name}"
        _hold(draft, final)
        wait_for_sync(draft, unit.name, _word(draft, "secondary"))
    for unit in joining:
        draft.procedure = f"join {unit.name}"
        _join(draft, unit, final, rows.get(unit.name))
    if final is not None:
        draft.procedure = "settle"
        _ask_on_failure(draft, final.value, final.place)
        take(draft, primary.name, procedures.SETTLE)
    _settings(draft, desired)


def _settings(draft: Draft, _desired: Desired) -> None:
    """Hand shared settings to the acting primary, and unit-local ones to each unit."""
    if draft.situation.leader.unit:
        draft.procedure = "shared settings"
        take(draft, draft.situation.leader.unit, procedures.SHARED_SETTINGS)
    for unit in draft.situation.units:
        draft.procedure = "unit settings"
        with draft.pool.without(_heartbeat_ports(unit)):
            take(draft, unit.name, procedures.LOCAL_PORTS)
            take(draft, unit.name, procedures.LOCAL_SETTINGS)


PERMITTED: Mapping[Condition, Callable[[Draft, Desired], None]] = {
    "off": _membership,
    "building": _membership,
    "healthy": _membership,
    "failed over": _settings,
}
"""What may be planned in which condition; in the others nothing is."""


@dataclass(frozen=True, slots=True)
class Final:
    """What on_failure has to be once all are in sync, and where that was declared."""

    value: Value
    place: Position | None


def _lead(draft: Draft, primary: UnitSituation, final: Final | None) -> None:
    for stage in procedures.BUILD:
        take(draft, primary.name, stage)
    if final is not None:
        _ask_on_failure(draft, "restore-role", final.place)
    take(draft, primary.name, procedures.LEAD, _temporarily(final))
    wait_for_role(draft, primary.name, _word(draft, "primary"), "primary")
    take(draft, primary.name, procedures.ADDRESSES)


def _temporarily(final: Final | None) -> Terms:
    lasting = final is None or final.value == "restore-role"
    return Terms() if lasting else Terms(temporary=("on_failure",))


def _go_on_leading(draft: Draft, primary: UnitSituation) -> None:
    """Give a unit that leads alone the virtual IPs that it has not yet: nobody uses them."""
    used = [a for a, p in draft.pool.by_address.items() if p.before.get("virtual_ip") is not None]
    with draft.pool.without(used):
        take(draft, primary.name, procedures.ADDRESSES)


def _hold(draft: Draft, final: Final | None) -> None:
    """Let the primary get its role back, should it reboot before the others are in sync."""
    primary = draft.situation.primary.name
    if final is not None:
        _ask_on_failure(draft, "restore-role", final.place)
        take(draft, primary, procedures.HOLD, _temporarily(final))


def _join(draft: Draft, unit: UnitSituation, final: Final | None, row: Pending | None) -> None:
    _hold(draft, final)
    take(draft, draft.situation.primary.name, procedures.PEERS)
    for stage in procedures.PREPARE:
        take(draft, unit.name, stage)
    guards = () if unit.blank is True else ("config-overwrite",)
    entry = draft.situation.topology.mail_entry
    if guards and entry and entry.drained:
        wording = f"senders do not reach {unit.name} any more"
        wait_for_command(draft, unit.name, entry.drained.command, wording)
    if "join" in unit.dialect.actions:
        _join_by_action(draft, unit, row, guards)
    else:
        take(draft, unit.name, procedures.JOIN, Terms(guards=guards))
    wait_for_sync(draft, unit.name, _word(draft, "secondary"))
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
    leader = draft.situation.leading
    rows = {unit.name: draft.pool.pop(Address(leader, "ha_member", unit.name)) for unit in joining}
    return {name: row for name, row in rows.items() if row}


def _heartbeat_ports(unit: UnitSituation) -> Iterator[Address]:
    """Yield the interfaces that carry the heartbeat, as declared or as read."""
    for link in unit.declared.heartbeat:
        yield Address(unit.name, "interface", link.port)
    ports = unit.reading.kinds.get("ha_interface", KindReading())
    for address, values in ports.resources.items():
        if values.get("heartbeat") not in {None, False, "disable"}:
            yield Address(unit.name, "interface", address.key)


def _final_on_failure(draft: Draft, desired: Desired) -> Final | None:
    """Return what on_failure has to be once all are in sync; None if no join needs to hold it."""
    if draft.situation.topology.mode != "active-passive":
        return None
    primary = draft.situation.primary.name
    for owner in (primary, GROUP):
        address = Address(owner, "ha")
        declared = (desired.state.get(address) or {}).get("on_failure")
        if declared is not None:
            return Final(declared, desired.places.get((address, "on_failure")))
    return None


def _ask_on_failure(draft: Draft, value: Value, place: Position | None) -> None:
    address = Address(draft.situation.primary.name, "ha")
    before = {"on_failure": draft.read(address.owner, "ha", "on_failure")}
    places = {"on_failure": place} if place else {}
    draft.pool.ask(address, Pending("update", before, {"on_failure": value}, places))


def _word(draft: Draft, role: str) -> str:
    """Return the status word of a role: those of the public SNMP MIB, `config-` in a farm."""
    return f"config-{role}" if draft.situation.topology.mode == "config-only" else role


def _heartbeat_address(unit: Unit) -> str:
    """Return the address that others join at; without one the plan is refused (`undeclared`)."""
    links = sorted(unit.heartbeat, key=lambda link: link.link)
    return str(ipaddress.ip_interface(links[0].address).ip) if links else ""
