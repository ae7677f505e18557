"""What senders and mail data depend on: virtual IPs, the mail store, and settings beside HA."""

from collections.abc import Iterator
from dataclasses import replace

from hacfg.fortimail.ha.settings import VIRTUAL_IPS, virtual_ips_in
from hacfg.plan import procedures
from hacfg.plan.draft import Draft
from hacfg.plan.gates import wait_for_people
from hacfg.plan.holding import hand_on
from hacfg.plan.joining import store_word
from hacfg.plan.listening import heartbeat_ports
from hacfg.plan.procedures import Stage
from hacfg.plan.services import wait_for_own_address, wait_for_service
from hacfg.plan.writing import take
from hacfg.state import Address, Value
from hacfg.topology.models import Topology


def change_virtual_ips(draft: Draft) -> None:
    """Add, move and remove virtual IPs; senders know both while one takes the other's place."""
    leader = draft.situation.leader.unit
    pending = _addresses(draft)
    if leader is None or not pending:
        return
    draft.procedure = "change virtual IPs"
    before = [str(v) for a in pending for v in _values(draft.pool[a].before) if v]
    after = [str(v) for a in pending for v in _values(draft.pool[a].after) if v]
    new, old = _bare(after), _bare(before)
    kept = [ip for ip in _in_force(draft, leader) if ip not in old]
    asked = draft.has_senders(leader) and _by_virtual_ip(draft.situation.topology)
    if old and asked and not [*kept, *new]:
        wait_for_own_address(draft, leader, "no virtual IP is left for senders")
    elif old and asked:
        wording = f"senders use {', '.join([*kept, *new])} beside {', '.join(old)}"
        both = [*kept, *old, *new]
        wait_for_people(draft, leader, "senders", wording, "mail must not knock in vain", both)
    guards = ("virtual-ip-change",) if old else ()
    take(draft, leader, replace(procedures.NEW_ADDRESS, guards=guards))
    hand_on(draft, leader, "after a failover the other unit has to hold the same address")
    if new:
        wait_for_service(draft, leader)
    if old and new and asked:
        wording = f"senders use {', '.join([*kept, *new])} and no longer {', '.join(old)}"
        reason = "the old address is gone"
        wait_for_people(draft, leader, "senders", wording, reason, [*kept, *new])


def take_addresses(draft: Draft, primary: str) -> None:
    """Give a unit that leads the virtual IPs that it lacks, and wait for mail service there."""
    before = draft.number
    take(draft, primary, procedures.ADDRESSES)
    if draft.number > before:
        wait_for_service(draft, primary)


def change_storage(draft: Draft) -> None:
    """Change where mail data lies, once it lies there."""
    leader = draft.situation.leader.unit
    pending = [a for a in draft.pool.by_address if a.kind == "mail_storage" and a.owner == leader]
    if leader is None or not pending:
        return
    draft.procedure = "change mail storage"
    word = store_word(draft)
    if draft.has_senders(leader):
        wording = f"mail data lies at {word}, or what lies elsewhere is not needed"
        reason = "units look for it only where they are told"
        wait_for_people(draft, leader, "data", wording, reason, [word])
    stage = procedures.NEW_STORE if draft.has_senders(leader) else procedures.FIRST_STORE
    take(draft, leader, stage)
    hand_on(draft, leader, "after a failover the other unit has to use the same store")


def change_settings(draft: Draft) -> None:
    """Hand shared settings to the acting primary, and unit-local ones to each unit."""
    leader = draft.situation.leader.unit
    if leader:
        draft.procedure = "shared settings"
        before = draft.number
        take(draft, leader, procedures.SHARED_SETTINGS)
        if draft.number > before:
            hand_on(draft, leader, "a failover before that would undo it")
    for unit in draft.situation.units:
        draft.procedure = "unit settings"
        ports = [Address(unit.name, "interface", p) for p in heartbeat_ports(draft, unit.name)]
        with draft.pool.without(ports):
            _take_each(draft, unit.name, (procedures.LOCAL_PORTS, procedures.LOCAL_SETTINGS))


def _take_each(draft: Draft, name: str, stages: tuple[Stage, ...]) -> None:
    for stage in stages:
        take(draft, name, stage)


def _addresses(draft: Draft) -> list[Address]:
    return [
        address
        for address, pending in draft.pool.by_address.items()
        if address.kind == "ha_interface" and set(pending.after) & procedures.VIRTUAL_IP
    ]


def _values(attributes: object) -> Iterator[Value]:
    if isinstance(attributes, dict):
        yield from (attributes.get(name) for name in VIRTUAL_IPS)


def _bare(addresses: list[str]) -> list[str]:
    return [address.partition("/")[0] for address in addresses]


def _in_force(draft: Draft, leader: str) -> list[str]:
    """Return the virtual IPs that the group has now."""
    found = draft.unit(leader).reading.kinds.get("ha_interface")
    return virtual_ips_in(found.resources.values()) if found else []


def _by_virtual_ip(topology: Topology) -> bool:
    """Tell whether senders may use virtual IPs: declared so, or not declared at all."""
    return topology.mail_entry is None or topology.mail_entry.kind == "virtual-ip"
