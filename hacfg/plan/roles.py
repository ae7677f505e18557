"""The four turns that every change of roles is made of: a unit goes out, leads, joins, settles."""

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from hacfg.plan import procedures
from hacfg.plan.draft import Draft, Expected
from hacfg.plan.gates import wait_for_people, wait_for_role, wait_for_sync
from hacfg.plan.pending import Pending
from hacfg.plan.writing import Deed, Terms, act, take
from hacfg.state import GROUP, UNKNOWN, Address, Secret, Value
from hacfg.topology.units import Unit

ROLE = frozenset({"role"})


def bring_out(draft: Draft, name: str, why: str, guard: str) -> None:
    """Switch HA off on a unit, and wait until it is off there."""
    leads = draft.acts_as(name) == "primary"
    stage = procedures.OUT_LEADING if leads else procedures.OUT
    if draft.is_farm and not leads:
        stage = replace(stage, mail="no effect")
    synced = draft.read(name, "ha_status", "in_sync") is True or leads
    off: Mapping[str, Value] = {"enabled": False} if _is_shared(draft, name) else {"mode": "off"}
    draft.ask(Address(name, "ha"), off)
    temporary = tuple(off) if name in _staying(draft) else ()
    guards = _unless_idle(draft, name, guard)
    terms = Terms(temporary=temporary, guards=guards, relies=tuple(_staying_on(draft, name)))
    take(draft, name, replace(stage, reason=why), terms)
    wait_for_role(draft, name, "off")
    draft.expect({Address(name, "ha_status"): {"effective_mode": "off", "in_sync": False}})
    if synced:
        draft.ours.add(name)


def lead(draft: Draft, name: str, *, hold: bool, guard: str = "", lasting: bool = True) -> None:
    """Let a unit lead, with all that it needs for that, and wait until it does.

    `hold`: until the others are in sync it takes its role back after a reboot. `lasting`: this is
    its declared role.
    """
    if not draft.is_on(name):
        for stage in procedures.BUILD:
            take(draft, name, stage)
    if hold:
        _ask_on_failure(draft, name, "restore-role")
    _ask_to_lead(draft, name)
    guards = _unless_idle(draft, name, guard) if guard else ()
    temporary = _held(draft) if hold else ()
    if not lasting:
        temporary = (*temporary, "mode")
    before = draft.number
    if _is_shared(draft, name):
        _lead_in_document(draft, name, guards)
    take(draft, name, procedures.LEAD, Terms(temporary, guards))
    if draft.number > before or draft.acts_as(name) != "primary":
        wait_for_role(draft, name, "primary")
    draft.ours.add(name)


def _lead_in_document(draft: Draft, name: str, guards: tuple[str, ...]) -> None:
    """Say in the shared document who leads; the unit's own row comes last, it restarts HA there."""
    own = Address(name, "ha_member", name)
    with draft.pool.without([own]):
        take(draft, name, procedures.MEMBER_ROLES, Terms(guards=guards))
    before = draft.number
    take(draft, name, procedures.OWN_ROLE, Terms(guards=guards))
    if draft.number > before and draft.is_on(name):
        wait_for_role(draft, name, "primary")


def restore(draft: Draft, name: str) -> None:
    """Return a secondary to its configured role of primary (222664; what it does is inferred)."""
    after: Expected = {Address(name, "ha_status"): {"effective_mode": draft.word("primary")}}
    act(draft, name, procedures.RESTORE, Deed("restore", {}, after, ("role-change",)))
    wait_for_role(draft, name, "primary")


def yield_as_primary(draft: Draft, name: str) -> None:
    """Configure a secondary as primary: it gives way to the one that acts, if all goes well."""
    address = Address(name, "ha")
    draft.ask(address, {"mode": draft.word("primary"), "on_failure": "become-secondary"})
    temporary = () if _final(draft) in {None, "become-secondary"} else ("on_failure",)
    terms = Terms(temporary, _unless_idle(draft, name, "role-change"))
    take(draft, name, replace(procedures.HOLD, reason="it has to give way for now"), terms)
    take(draft, name, procedures.YIELD, replace(terms, temporary=()))


def retune(draft: Draft, name: str) -> None:
    """Change how a unit that leads alone listens: it may restart HA at each write."""

    def look() -> None:
        wait_for_role(draft, name, "primary")

    with draft.pool.without(_other_ports(draft, name)):
        guards = _unless_idle(draft, name, "heartbeat-change")
        take(draft, name, procedures.RETUNE, Terms(guards=guards), look)
    take(draft, name, procedures.MEMBER)


def hold(draft: Draft, name: str, overwrites: tuple[str, ...] = ()) -> None:
    """Let the unit that leads get its role back, should it reboot before the others are in sync."""
    if _final(draft) is not None:
        _ask_on_failure(draft, name, "restore-role")
        guards = ("config-overwrite",) if overwrites else ()
        terms = Terms(temporary=_held(draft), guards=guards, overwrites=overwrites)
        take(draft, name, procedures.HOLD, terms)


def settle(draft: Draft, name: str) -> None:
    """Set what was held for a while to its declared value."""
    final = _final(draft)
    if final is not None and draft.read(name, "ha", "on_failure") != final:
        _ask_on_failure(draft, name, final)
        take(draft, name, procedures.SETTLE)
        if _is_shared(draft, name):
            hand_on(draft, name, "a failover before that would undo it")


def hand_on(draft: Draft, leader: str, why: str) -> None:
    """Wait until what changed on the primary has reached the units that are in sync with it."""
    for unit in draft.situation.units:
        if unit.name == leader or not draft.is_on(unit.name):
            continue
        if draft.read(unit.name, "ha_status", "in_sync") is True:
            wait_for_sync(draft, unit.name, why)


def join(draft: Draft, name: str, leader: str, *, lasting: bool = True) -> None:
    """Let a unit with HA off join the one that leads, and wait until it is in sync."""
    hold(draft, leader)
    row = draft.pool.pop(Address(leader, "ha_member", name))
    take(draft, leader, procedures.PEERS)
    for stage in procedures.PREPARE:
        take(draft, name, stage)
    guards = _overwrites(draft, name)
    if guards:
        _empty(draft, name)
    if "join" in draft.unit(name).dialect.actions:
        _join_by_action(draft, name, leader, row, guards)
    else:
        _ask_to_follow(draft, name)
        temporary = () if lasting else ("mode",)
        terms = Terms(temporary, guards, overwrites=(name,))
        take(draft, name, procedures.JOIN, terms)
    wait_for_sync(draft, name, also=_told_of(draft, name, leader))
    draft.ours.add(name)
    _open(draft, name, leader)


def set_aside_rows(draft: Draft, names: Iterable[str], leader: str) -> dict[str, Pending]:
    """Take the member rows of units that will join out of what is pending: joining makes them."""
    found = {name: draft.pool.pop(Address(leader, "ha_member", name)) for name in names}
    return {name: row for name, row in found.items() if row}


def _empty(draft: Draft, name: str) -> None:
    """Let a unit that carried mail of its own deliver it first: joining may strand it."""
    wording = f"no sender reaches {name}, and its queue is empty"
    wait_for_people(draft, name, "drained", wording, "joining may strand the mail in its queue")
    store = draft.read(draft.situation.leading, "mail_storage", "kind")
    own = draft.read(name, "mail_storage", "kind")
    if UNKNOWN not in {store, own} and store != own:
        wording = f"mail data of {name} is where the group keeps it, or is not needed"
        reason = "once it joined, nothing looks where it lies now"
        wait_for_people(draft, name, "data", wording, reason, [store_word(draft)])


def _told_of(draft: Draft, name: str, leader: str) -> list[str]:
    """Return who else has to learn of a new member: from 7.6 it changes the shared document."""
    if not _is_shared(draft, name):
        return []
    members = (unit.name for unit in draft.situation.units if unit.name not in {name, leader})
    return [m for m in members if draft.read(m, "ha_status", "in_sync") is True]


def _open(draft: Draft, name: str, leader: str) -> None:
    """Wait for senders to come, if the topology says how to know it; a blank group has none."""
    entry = draft.situation.topology.mail_entry
    if entry and entry.opened and draft.unit(leader).blank is not True:
        wait_for_people(draft, name, "opened", f"senders reach {name}", "as declared")


def _join_by_action(
    draft: Draft, name: str, leader: str, row: Pending | None, guards: tuple[str, ...]
) -> None:
    """Join as 7.6 does: the group's HA document replaces the unit's (CLI reference 706922)."""
    switch = draft.pool.pop(Address(name, "ha"), frozenset({"enabled"}))
    unit = draft.unit(name).declared
    arguments: dict[str, Value] = {
        "primary_ip": heartbeat_address(draft.unit(leader).declared),
        "primary_backup": unit.primary_backup,
        "password": Secret("ha.password"),
        "unit": name,
    }
    after: Expected = {Address(name, "ha"): {"enabled": True}}
    if row:
        after[Address(leader, "ha_member", name)] = dict(row.after)
    position = switch.position if switch else None
    deed = Deed("join", arguments, after, guards, position, overwrites=(name,))
    act(draft, name, procedures.JOIN, deed)


def heartbeat_address(unit: Unit) -> str:
    """Return the address that others join at; without one the plan is refused (`undeclared`)."""
    links = sorted(unit.heartbeat, key=lambda link: link.link)
    return str(ipaddress.ip_interface(links[0].address).ip) if links else ""


def _ask_to_lead(draft: Draft, name: str) -> None:
    """Ask for the settings that make a unit the primary, where it has them not yet."""
    address = Address(name, "ha")
    if _is_shared(draft, name):
        if not draft.is_on(name):
            draft.ask(address, {"enabled": True, "password": Secret("ha.password")})
        for member in (unit.name for unit in draft.situation.units):
            role = "primary" if member == name else "secondary"
            draft.pool.pop(Address(draft.situation.leading, "ha_member", member), ROLE)
            known = draft.read(name, "ha_member", "role", member)
            if known not in {UNKNOWN, role}:
                draft.ask(Address(name, "ha_member", member), {"role": role})
        return
    if not draft.is_on(name):
        draft.ask(address, {"password": Secret("ha.password")})
    if draft.read(name, "ha", "mode") != draft.word("primary"):
        draft.ask(address, {"mode": draft.word("primary")})
    else:
        draft.pool.pop(address, frozenset({"mode"}))


def _ask_to_follow(draft: Draft, name: str) -> None:
    password = Secret("ha.password")
    draft.ask(Address(name, "ha"), {"mode": draft.word("secondary"), "password": password})


def _overwrites(draft: Draft, name: str) -> tuple[str, ...]:
    """Return the guard of a join that loses a configuration of the unit's own."""
    unit = draft.unit(name)
    return () if unit.blank is True or name in draft.ours else ("config-overwrite",)


def _unless_idle(draft: Draft, name: str, guard: str) -> tuple[str, ...]:
    return () if draft.unit(name).idle else (guard,)


def _staying_on(draft: Draft, name: str) -> Iterator[str]:
    """Yield who carries on when a unit goes out: who leads, or who is in sync and will lead."""
    leads = draft.acts_as(name) == "primary"
    for unit in (one.name for one in draft.situation.everyone if one.name != name):
        in_sync = draft.read(unit, "ha_status", "in_sync") is True
        if (leads and in_sync) or draft.acts_as(unit) == "primary":
            yield unit


def _staying(draft: Draft) -> frozenset[str]:
    return frozenset(unit.name for unit in draft.situation.units)


def _is_shared(draft: Draft, name: str) -> bool:
    return draft.unit(name).dialect.generation == "shared"


def _held(draft: Draft) -> tuple[str, ...]:
    return () if _final(draft) in {None, "restore-role"} else ("on_failure",)


def _final(draft: Draft) -> Value:
    """Return what on_failure has to be once all are in sync; None if no join needs to hold it."""
    if draft.is_farm:
        return None
    return draft.situation.topology.ha.on_failure


def _ask_on_failure(draft: Draft, name: str, value: Value) -> None:
    if _final(draft) is not None:
        draft.ask(Address(name, "ha"), {"on_failure": value})


def store_word(draft: Draft) -> str:
    """Return where mail data lies once it lies as declared, in the model's word."""
    declared = draft.desired.state.get(Address(GROUP, "mail_storage")) or {}
    leader = draft.situation.leading

    def value(name: str) -> Value:
        return declared.get(name, draft.read(leader, "mail_storage", name))

    kind = value("kind")
    if kind != "nas":
        return str(kind)
    return f"{value('host')}:{value('directory') or ''}"


def _other_ports(draft: Draft, name: str) -> Iterator[Address]:
    """Yield the pending interfaces that carry no heartbeat."""
    ports = set(heartbeat_ports(draft, name))
    for address in draft.pool.by_address:
        if address.owner == name and address.kind == "interface" and address.key not in ports:
            yield address


def heartbeat_ports(draft: Draft, name: str) -> Iterator[str]:
    """Yield the ports of a unit that carry the heartbeat, as declared or as read."""
    unit = draft.unit(name)
    yield from (link.port for link in unit.declared.heartbeat)
    found = unit.reading.kinds.get("ha_interface")
    for address, values in (found.resources if found else {}).items():
        if values.get("heartbeat") not in {None, False, "disable"}:
            yield address.key
