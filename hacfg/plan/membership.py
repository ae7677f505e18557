"""Who is in the group, and in which role: the one planner for building, changing and mending it.

Others out, the primary right, the others right, the others in: every procedure on roles, members
and the heartbeat is an instance of it. Between two steps at most one of two units is in HA.
"""

from collections.abc import Iterable, Iterator

from hacfg.plan.draft import Draft
from hacfg.plan.entry import take_addresses
from hacfg.plan.gates import wait_for_sync
from hacfg.plan.holding import hold, settle
from hacfg.plan.joining import join
from hacfg.plan.listening import heartbeat_ports, retune
from hacfg.plan.mode import change_mode, changes_mode
from hacfg.plan.pending import Pending
from hacfg.plan.procedures import STRUCTURE
from hacfg.plan.roles import bring_out, lead
from hacfg.plan.steps import Operation

HEARTBEAT_WHY = "it must not miss the primary while the heartbeat changes"
BACKUP_WHY = "whether it is the primary backup is said when it joins"
UNLISTED_WHY = "the group does not list it, and only joining does that"


def change_members(draft: Draft) -> None:
    """Bring the group from where it is to its declared members, roles and heartbeat."""
    primary = draft.situation.primary.name
    others = [unit.name for unit in draft.situation.units if unit.name != primary]
    if changes_mode(draft):
        change_mode(draft, primary, others)
        gather(draft, primary, others)
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


def _lead(draft: Draft, primary: str, others: list[str]) -> None:
    if not draft.is_on(primary):
        lead(draft, primary, hold=bool(others))
        take_addresses(draft, primary)
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
        take_addresses(draft, primary)


def is_structural(draft: Draft) -> bool:
    """Tell whether units that are in HA differ in what they may lose each other by."""
    running = {unit.name for unit in draft.situation.units if draft.is_on(unit.name)}
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
    rows = _member_rows(draft, "update")
    return [name for name, pending in rows if "primary_backup" in pending.after]


def _unlisted(draft: Draft) -> list[str]:
    """Return the members that joined, and that the unit which leads now never heard of.

    Joining makes the row on the primary (CLI reference 7.6.0, 706922); where that one dies before
    it has told the primary backup, the row is gone, and the member is not.
    """
    names = (name for name, _ in _member_rows(draft, "create"))
    joined = [n for n in names if "join" in draft.unit(n).dialect.actions and draft.is_on(n)]
    return [name for name in joined if name != draft.situation.primary.name]


def _member_rows(draft: Draft, operation: Operation) -> Iterator[tuple[str, Pending]]:
    for address, pending in draft.pool.by_address.items():
        if (address.kind, pending.operation) == ("ha_member", operation):
            yield address.key, pending


def _procedure(draft: Draft, others: list[str]) -> str:
    """Return what the steps are for that come before the others join."""
    if not any(draft.is_on(name) for name in others):
        return f"build {draft.situation.topology.mode}"
    if is_structural(draft):
        return "change the heartbeat"
    return "list its members" if _unlisted(draft) else "change the primary backup"
