"""Units that leave: taken out one by one, buried if they are lost, all if the group ends."""

from collections.abc import Iterator, Mapping

from hacfg.fortimail.reading import Reading
from hacfg.fortimail.roles import configured_role
from hacfg.plan.draft import Draft
from hacfg.plan.gates import wait_for_people
from hacfg.plan.holding import hand_on, hold_beside, let_go
from hacfg.plan.ours import Notice
from hacfg.plan.procedures import LEAVE_ROWS
from hacfg.plan.roles import bring_out, lead, leaves_lonely, of_leaving
from hacfg.plan.services import wait_for_own_address
from hacfg.plan.writing import Terms, take
from hacfg.state import Address
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.units import Unit


def bury_lost_units(draft: Draft) -> None:
    """Take the rows of dead units away, once a person says that they cannot come back."""
    leader = draft.situation.leader.unit
    for unit in draft.situation.topology.lost_units:
        if leader and _rows(draft, unit):
            draft.procedure = f"lost {unit.name}"
            rule_out(draft, unit)
            _remove_rows(draft, leader, unit)


def rule_out_lost_units(draft: Draft) -> None:
    """Wait for all dead units to be ruled out, before another one leads in their place."""
    for unit in draft.situation.topology.lost_units:
        draft.procedure = f"lost {unit.name}"
        rule_out(draft, unit)


def rule_out(draft: Draft, unit: Unit) -> None:
    """Wait until a person says that a dead unit cannot come back, once for each."""
    if any(step.type == "wait" and step.unit == unit.name for step in draft.steps):
        return
    wording = f"{unit.name} is off, or cut off from heartbeat and mail for good"
    reason = "back again it would act on what it knew last"
    wait_for_people(draft, unit.name, "isolated", wording, reason)


def take_out_leavers(draft: Draft) -> None:
    """Take units out of a group that others stay in: senders first, the row last."""
    leader = draft.situation.leading
    for found in draft.situation.leaving:
        name = found.name
        draft.procedure = f"remove {name}"
        if draft.is_on(name):
            if draft.situation.topology.mode == "config-only":
                wording = f"no sender reaches {name}, and its queue is empty"
                reason = "once it has left, nobody delivers what it holds"
                wait_for_people(draft, name, "drained", wording, reason)
            bring_out(draft, name, "it leaves: it is the first to know", "member-removal")
        _remove_rows(draft, leader, found.declared)


def disband(draft: Draft) -> None:
    """End the group: the others first, the primary last, when senders need no virtual IP."""
    draft.procedure = "disband"
    leading = draft.situation.leading
    leader = leading if draft.acts_as(leading) == "primary" else None
    others = [unit.name for unit in draft.situation.leaving if unit.name != leader]
    second = tuple(name for name in draft.leaders if name != leader)
    if leader and second:
        hold_beside(draft, leader, second)
    for name in others:
        if draft.is_on(name):
            _let_leave(draft, name, leader)
    if leader and draft.is_on(leader):
        if draft.situation.topology.mode == "active-passive" and draft.has_senders(leader):
            wait_for_own_address(draft, leader, "with HA off nobody holds the virtual IP")
        bring_out(draft, leader, "it is the last", "member-removal")
        let_go(draft, leader)


def _let_leave(draft: Draft, name: str, leader: str | None) -> None:
    """Take a unit out of a group that ends; whoever leads alone then is configured to, for that."""
    is_lonely = leaves_lonely(draft, name)
    why = "it leaves, the primary stays for now" if leader else "it leaves, and nobody leads"
    bring_out(draft, name, why, "member-removal")
    if draft.read(name, "ha", "on_failure") != draft.unit(name).reading.get("ha", "on_failure"):
        let_go(draft, name)
    if leader and is_lonely:
        with draft.pool.without(of_leaving(draft, leader)):
            lead(draft, leader, hold=False, guard="role-change", lasting=False)


def _rows(draft: Draft, unit: Unit) -> list[Address]:
    """Return the pending rows of a unit."""
    keys = {link.address.partition("/")[0] for link in unit.heartbeat} | {unit.name}
    pending = draft.pool.by_address
    return [a for a in pending if a.kind in LEAVE_ROWS.takes and a.key in keys]


def _remove_rows(draft: Draft, leader: str, unit: Unit) -> None:
    rows = _rows(draft, unit)
    others = [address for address in draft.pool.by_address if address not in rows]
    before = draft.number
    with draft.pool.without(others):
        take(draft, leader, LEAVE_ROWS, Terms(guards=("member-removal",)))
    if draft.number > before and draft.unit(leader).dialect.generation == "shared":
        hand_on(draft, leader, "it has to know who is in the group")


def leaving_notices(
    topology: Topology, readings: Mapping[str, Reading], places: Places
) -> Iterator[Notice]:
    """Yield what is to be said of units with `state: absent` that have left already."""
    for index, unit in enumerate(topology.units):
        reading = readings.get(unit.name)
        if unit.state == "absent" and reading is not None and configured_role(reading) == "off":
            yield _once_off(unit, topology, readings, str(places.at("units", index, "state")))


def _once_off(
    unit: Unit, topology: Topology, readings: Mapping[str, Reading], where: str
) -> Notice:
    listed = [one.name for one in topology.present_units if _lists(readings.get(one.name), unit)]
    if listed:
        message = f"{unit.name} has HA off, but {', '.join(listed)} still lists it"
        return Notice(id="leaving", severity="note", message=message, where=where)
    return Notice(
        id="gone",
        severity="note",
        message=f"{unit.name} has HA off: it is no member any more",
        where=where,
        next="delete it from the file",
    )


def _lists(reading: Reading | None, unit: Unit) -> bool:
    keys = {("ha_member", unit.name)}
    keys |= {("ha_peer", link.address.partition("/")[0]) for link in unit.heartbeat}
    return reading is not None and any(
        Address(reading.unit, kind, key) in reading.kinds[kind].resources
        for kind, key in keys
        if kind in reading.kinds
    )
