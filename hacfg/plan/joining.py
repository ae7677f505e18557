"""A unit joins: what it needs before, what it loses, and when it may be sent mail."""

import ipaddress
from collections.abc import Iterator
from dataclasses import replace

from hacfg.plan import procedures
from hacfg.plan.draft import Draft, Expected
from hacfg.plan.gates import wait_for_people, wait_for_sync
from hacfg.plan.holding import hold
from hacfg.plan.services import wait_for_service
from hacfg.plan.writing import Deed, Terms, act, take
from hacfg.state import GROUP, UNKNOWN, Address, Secret, Value
from hacfg.topology.units import Unit


def join(draft: Draft, name: str, leader: str, *, lasting: bool = True) -> None:
    """Let a unit with HA off join the one that leads, and wait until it is in sync."""
    hold(draft, leader)
    row = _row(draft, name, leader)
    take(draft, leader, procedures.PEERS)
    for stage in procedures.PREPARE:
        take(draft, name, stage)
    guards = _overwrites(draft, name)
    if guards or _led(draft, name):
        _empty(draft, name)
    if "join" in draft.unit(name).dialect.actions:
        _join_by_action(draft, name, leader, row, guards)
    else:
        _ask_to_follow(draft, name)
        temporary = () if lasting else ("mode",)
        terms = Terms(temporary, guards, overwrites=(name,))
        take(draft, name, procedures.JOIN, terms)
    wait_for_sync(draft, name, also=_told_of(draft, name, leader))
    _open(draft, name, leader)


def _place(draft: Draft, name: str) -> list[Value]:
    """Return where a unit keeps mail data, as far as that says whether two keep it together."""
    kind = draft.read(name, "mail_storage", "kind")
    names = ("host", "directory") if kind == "nas" else ()
    return [kind, *(draft.read(name, "mail_storage", each) for each in names)]


def _led(draft: Draft, name: str) -> bool:
    """Tell whether a unit was found leading with a configuration of its own: it took mail."""
    return draft.unit(name).effective == "primary" and name not in draft.ours


def _empty(draft: Draft, name: str) -> None:
    """Let a unit that carried mail of its own deliver it first: joining may strand it."""
    wording = f"no sender reaches {name}, and its queue is empty"
    wait_for_people(draft, name, "drained", wording, "joining may strand the mail in its queue")
    store, own = _place(draft, draft.situation.leading), _place(draft, name)
    if UNKNOWN not in {*store, *own} and store != own:
        wording = f"mail data of {name} is where the group keeps it, or is not needed"
        reason = "once it joined, nothing looks where it lies now"
        wait_for_people(draft, name, "data", wording, reason, [store_word(draft)])


def _told_of(draft: Draft, name: str, leader: str) -> list[str]:
    """Return who else has to learn of a new member: from 7.6 it changes the shared document."""
    if not draft.is_shared(name):
        return []
    members = (unit.name for unit in draft.situation.units if unit.name not in {name, leader})
    return [name for name in members if draft.is_in_sync(name)]


def _open(draft: Draft, name: str, leader: str) -> None:
    """Wait for senders to come, if the topology says how to know it; a blank group has none."""
    entry = draft.situation.topology.mail_entry
    if entry and entry.kind != "virtual-ip":
        wait_for_service(draft, name, leader)
    if entry and entry.opened and draft.has_senders(leader):
        wait_for_people(draft, name, "opened", f"senders reach {name}", "as declared")


def _join_by_action(
    draft: Draft, name: str, leader: str, row: Expected, guards: tuple[str, ...]
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
    after: Expected = {Address(name, "ha"): {"enabled": True}, **row}
    position = switch.position if switch else None
    deed = Deed("join", arguments, after, guards, position, overwrites=(name,))
    act(draft, name, procedures.JOIN, deed)


def _row(draft: Draft, name: str, leader: str) -> Expected:
    """Return the member row that joining makes or changes; where nobody led, none was compared."""
    row = Address(leader, "ha_member", name)
    changes = draft.pool.pop(replace(row, owner=draft.situation.leading))
    declared = draft.desired.state.get(replace(row, owner=GROUP))
    is_as_declared = draft.expected.get(row) and not changes
    # Who joins is a secondary; a role as primary that is declared is the next plan's.
    made = {**(declared or {}), "role": "secondary"}
    return {} if is_as_declared or declared is None else {row: made}


def made_by_joining(draft: Draft, leader: str) -> Iterator[Address]:
    """Yield the pending rows of units that will join: joining makes them (706922)."""
    for address, pending in draft.pool.by_address.items():
        ours = address.owner == leader and address.kind == "ha_member" and address.key != leader
        if ours and pending.operation == "create":
            yield address


def heartbeat_address(unit: Unit) -> str:
    """Return the address that others join at; without one the plan is refused (`undeclared`)."""
    links = sorted(unit.heartbeat, key=lambda link: link.link)
    return str(ipaddress.ip_interface(links[0].address).ip) if links else ""


def _ask_to_follow(draft: Draft, name: str) -> None:
    password = Secret("ha.password")
    draft.ask(Address(name, "ha"), {"mode": draft.word("secondary"), "password": password})


def _overwrites(draft: Draft, name: str) -> tuple[str, ...]:
    """Return the guard of a join that loses a configuration of the unit's own."""
    unit = draft.unit(name)
    return () if unit.blank is True or name in draft.ours else ("config-overwrite",)


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
