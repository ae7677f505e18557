"""Who is in the group, and in which role: the one planner for building, changing and mending it.

Others out, the primary right, the others right, the others in: every procedure on roles, members
and the heartbeat is an instance of it. Between two steps at most one of two units is in HA.
"""

from collections.abc import Iterable

from hacfg.plan.draft import Draft
from hacfg.plan.gates import wait_for_people, wait_for_role, wait_for_sync
from hacfg.plan.holding import hold, settle
from hacfg.plan.joining import join
from hacfg.plan.listening import heartbeat_ports, retune
from hacfg.plan.procedures import ADDRESSES, STRUCTURE
from hacfg.plan.roles import bring_out, lead, restore, yield_as_primary
from hacfg.plan.services import wait_for_service
from hacfg.plan.writing import take

HEARTBEAT_WHY = "it must not miss the primary while the heartbeat changes"
BACKUP_WHY = "whether it is the primary backup is said when it joins"
UNLISTED_WHY = "the group does not list it, and only joining does that"


def change_members(draft: Draft) -> None:
    """Bring the group from where it is to its declared members, roles and heartbeat."""
    primary = draft.situation.primary.name
    others = [unit.name for unit in draft.situation.units if unit.name != primary]
    if _changes_mode(draft):
        _change_mode(draft, primary, others)
        return
    draft.procedure = _procedure(draft, others)
    if is_structural(draft):
        _bring_out_all(draft, others, HEARTBEAT_WHY, "heartbeat-change")
    _bring_out_all(draft, _other_backups(draft), BACKUP_WHY, "role-change")
    _bring_out_all(draft, _unlisted(draft), UNLISTED_WHY, "role-change")
    _lead(draft, primary, others)
    gather(draft, primary, others)


def _bring_out_all(draft: Draft, names: Iterable[str], why: str, guard: str) -> None:
    for name in names:
        if draft.is_on(name):
            bring_out(draft, name, why, guard)


def gather(draft: Draft, leader: str, others: list[str]) -> None:
    """Let the others come in one by one, each in sync before the next, then settle."""
    waiting = [n for n in others if not draft.is_on(n) or not draft.follows(n)]
    for name in waiting:
        if draft.is_on(name):
            draft.procedure = f"await {name}"
            hold(draft, leader)
            wait_for_sync(draft, name)
        else:
            draft.procedure = f"join {name}"
            join(draft, name, leader)
    if waiting:
        draft.procedure = "settle"
        settle(draft, leader)


def hand_over(draft: Draft, acting: str, primary: str, others: list[str]) -> None:
    """Let the declared primary lead again, with the configuration of the unit that leads now.

    A unit that does not follow yet is brought in first, as secondary: that alone is safe whatever
    a starting primary does beside an acting one. Its role is the business of the next plan.
    """
    if draft.unit(primary).effective == "failed":
        draft.procedure = f"hand over from {acting} to {primary}"
        wait_for_sync(draft, primary, "once its fault is mended it follows by itself")
    if not draft.follows(primary):
        draft.procedure = f"bring {primary} in as secondary of {acting}"
        if draft.is_on(primary):
            bring_out(draft, primary, f"it comes back as secondary of {acting}", "role-change")
        lead(draft, acting, hold=True, guard="role-change", lasting=False)
        retune(draft, acting)
        join(draft, primary, acting, lasting=False)
        settle(draft, acting)
        return
    draft.procedure = f"hand over from {acting} to {primary}"
    if draft.is_farm:
        _start_again(draft, acting, primary)
    else:
        if draft.unit(primary).configured != "primary":
            _take_role(draft, acting, primary)
        if draft.acts_as(primary) != "primary":
            restore(draft, primary)
    gather(draft, primary, others)


def _start_again(draft: Draft, acting: str, primary: str) -> None:
    """Let the primary of a farm start as such, where no unit takes over by itself."""
    bring_out(draft, acting, f"{primary} has the same configuration, and leads next", "role-change")
    if draft.is_on(primary):
        bring_out(draft, primary, "it starts again, and leads", "role-change")
    lead(draft, primary, hold=False, guard="role-change")


def _take_role(draft: Draft, acting: str, primary: str) -> None:
    """Configure a secondary in sync as primary, beside the one that acts."""
    if draft.unit(primary).dialect.generation == "per-unit":
        yield_as_primary(draft, primary)
        wait_for_sync(draft, primary, "it gives way to the unit that leads")
        return
    bring_out(draft, acting, f"{primary} has the same configuration, and takes over", "role-change")
    wait_for_role(draft, primary, "primary")
    lead(draft, primary, hold=True, guard="role-change")


def _lead(draft: Draft, primary: str, others: list[str]) -> None:
    waiting = any(not draft.is_on(name) or not draft.unit(name).settled for name in others)
    if not draft.is_on(primary):
        lead(draft, primary, hold=waiting)
        _take_addresses(draft, primary)
        return
    if is_structural(draft):
        retune(draft, primary)
    if all(not draft.is_on(name) for name in others):
        _give_addresses(draft, primary)


def _give_addresses(draft: Draft, primary: str) -> None:
    """Give a unit that leads alone the virtual IPs that it has not yet: nobody uses them."""
    pool = draft.pool
    used = [a for a, p in pool.by_address.items() if p.before.get("virtual_ip") is not None]
    with pool.without(used):
        _take_addresses(draft, primary)


def _take_addresses(draft: Draft, primary: str) -> None:
    before = draft.number
    take(draft, primary, ADDRESSES)
    if draft.number > before:
        wait_for_service(draft, primary)


def is_structural(draft: Draft) -> bool:
    """Tell whether units that are in HA differ in what they may lose each other by."""
    running = {unit.name for unit in draft.situation.units if draft.is_on(unit.name)}
    if len(running) < 1:
        return False
    for address, pending in draft.pool.by_address.items():
        if address.owner not in running:
            continue
        names = set(pending.after) & STRUCTURE.get(address.kind, frozenset())
        if address.kind == "ha_member":
            names = names if address.key in running and pending.operation == "update" else set()
        ports = address.kind == "interface" and address.key in heartbeat_ports(draft, address.owner)
        if names or ports:
            return True
    return False


def _other_backups(draft: Draft) -> list[str]:
    """Return the members that become the primary backup, or cease to be it.

    It is an argument of joining (CLI reference 7.6.0, 706922): such a unit joins anew.
    """
    rows = draft.pool.by_address.items()
    return [
        address.key
        for address, pending in rows
        if (address.kind, pending.operation) == ("ha_member", "update")
        and "primary_backup" in pending.after
    ]


def _unlisted(draft: Draft) -> list[str]:
    """Return the members that joined, and that the unit which leads now never heard of.

    Joining makes the row on the primary (CLI reference 7.6.0, 706922); where that one dies before
    it has told the primary backup, the row is gone, and the member is not.
    """
    rows = draft.pool.by_address.items()
    return [
        address.key
        for address, pending in rows
        if (address.kind, pending.operation) == ("ha_member", "create")
        and "join" in draft.unit(address.key).dialect.actions
        and draft.is_on(address.key)
        and address.key != draft.situation.primary.name
    ]


def _procedure(draft: Draft, others: list[str]) -> str:
    if not any(draft.is_on(name) for name in others):
        return f"build {draft.situation.topology.mode}"
    if is_structural(draft):
        return "change the heartbeat"
    if _unlisted(draft):
        return "list its members"
    return "change the primary backup" if _other_backups(draft) else "lead"


def _changes_mode(draft: Draft) -> bool:
    """Tell whether the group runs as a pair and shall be a farm, or the other way round."""
    return draft.is_farm != (draft.situation.topology.mode == "config-only")


def _change_mode(draft: Draft, primary: str, others: list[str]) -> None:
    draft.procedure = f"change the mode to {draft.situation.topology.mode}"
    for name in others:
        if draft.is_on(name):
            bring_out(draft, name, "the mode changes while one unit is in HA", "mode-change")
    to_farm = draft.situation.topology.mode == "config-only"
    if to_farm and draft.has_senders(primary):
        reason = "a farm has no virtual IP: it goes with the mode"
        wording = f"senders reach {primary} at its own address, and use no virtual IP"
        wait_for_people(draft, primary, "opened", wording, reason)
    retune(draft, primary)
    draft.is_farm = to_farm
    lead(draft, primary, hold=not to_farm, guard="mode-change")
    _take_addresses(draft, primary)
    if not to_farm and draft.situation.topology.virtual_ips and draft.has_senders(primary):
        vips = [vip.address.partition("/")[0] for vip in draft.situation.topology.virtual_ips]
        wording = f"senders use {', '.join(vips)}"
        wait_for_people(draft, primary, "senders", wording, "it follows the primary", vips)
    gather(draft, primary, others)
