"""What stands in the way of a plan: guards not allowed, changes without a procedure, strangers."""

from collections.abc import Iterable, Iterator

from hacfg.plan.changes import Change
from hacfg.plan.draft import Draft
from hacfg.plan.guards import GUARDS
from hacfg.plan.ours import Notice
from hacfg.plan.pending import Pending
from hacfg.plan.procedures import NOT_COVERED
from hacfg.plan.situation import Situation
from hacfg.plan.steps import WaitStep
from hacfg.plan.stuck import conditions, is_stuck
from hacfg.state import Address

APART = {"shared settings", "unit settings", "change virtual IPs", "change mail storage"}
"""Procedures that change no role, heartbeat or membership."""
LATER = {
    "failed over": "hacfg plan --recover brings the declared roles back",
    "recovered": "plan again once this plan is carried out",
}


def refusals(draft: Draft, *, whole: bool) -> tuple[tuple[Notice, ...], tuple[Notice, ...]]:
    """Return all that the plan lacks, each with what to do, and what is left for a later plan.

    `whole`: all procedures had their turn, so that nothing should be left.
    """
    found = [*conditions(draft), *_undeclared(draft), *_guards(draft), *_strangers(draft)]
    left = [] if is_stuck(draft) else list(_left(draft))
    return (*found, *(left if whole else ())), tuple(() if whole else left)


def part_impossible(
    situation: Situation, changes: Iterable[Change]
) -> tuple[list[Change], list[tuple[Change, Notice]]]:
    """Return the changes that can be written, and the others with why they cannot."""
    possible: list[Change] = []
    impossible: list[tuple[Change, Notice]] = []
    for change in changes:
        address = change.address
        unit = situation.holder(address)
        spec, reading = unit.dialect.kind(address.kind), unit.reading.kinds.get(address.kind)
        if change.action == "create" and spec and spec.rows == "fixed":
            impossible.append((change, _missing(unit.name, change)))
        elif reading and reading.twins:
            impossible.append((change, _twins(unit.name, change, reading.twins[0])))
        else:
            possible.append(change)
    return possible, impossible


def _missing(owner: str, change: Change) -> Notice:
    return Notice(
        id="no-such-row",
        severity="error",
        message=f"{owner} has no {change.address.resource}, and none can be made",
        where=str(change.position or owner),
        next="correct the name: it has to be as the unit shows it",
    )


def _twins(owner: str, change: Change, twin: Address) -> Notice:
    """Say that a table cannot be written because it is not clear which row is meant."""
    return Notice(
        id="twins",
        severity="error",
        message=f"{change.address.resource}: {owner} has {twin.resource} more than once",
        where=str(change.position or owner),
        next="remove all but one of them by hand, then plan again",
    )


def _undeclared(draft: Draft) -> Iterator[Notice]:
    """Name what a join needs and nobody declared."""
    topology = draft.situation.topology
    effects = [step for step in draft.steps if not isinstance(step, WaitStep)]
    joining = {step.unit for step in effects if step.unit in step.overwrites}
    for unit in draft.situation.units if joining else ():
        links = {link.link for link in unit.declared.heartbeat}
        if unit.name in {*joining, topology.primary.name} and "primary" not in links:
            yield Notice(
                id="undeclared",
                severity="error",
                message=f"{unit.name} has no heartbeat port with link: primary to meet the others",
                where=unit.name,
                next="declare its heartbeat ports; best two, or one cable is a split brain",
            )
    if topology.mode == "active-passive" and joining and topology.ha.on_failure is None:
        places = (
            str(place)
            for (address, name), place in draft.desired.places.items()
            if (address.kind, name) == ("ha", "password")
        )
        yield Notice(
            id="undeclared",
            severity="error",
            message="a join writes ha.on_failure for a while and has to know its final value",
            where=next(places, ""),
            next="declare ha.on_failure, best: become-secondary",
        )


def _guards(draft: Draft) -> Iterator[Notice]:
    for step in draft.steps:
        if isinstance(step, WaitStep):
            continue
        for guard in step.guards:
            if guard not in draft.allowed:
                yield Notice(
                    id=f"guard:{guard}",
                    severity="error",
                    message=f"step {step.number}, {step.title}: {GUARDS[guard]}",
                    where=step.unit,
                    next=f"if that is what you want: --allow {guard}",
                )


def _strangers(draft: Draft) -> Iterator[Notice]:
    """Refuse to change membership around a member row that no unit explains."""
    membership = any(step.procedure not in APART for step in draft.steps)
    leader = draft.situation.leader.unit
    if not membership or leader is None:
        return
    units = draft.situation.topology.units
    addresses = {link.address.partition("/")[0] for unit in units for link in unit.heartbeat}
    known = {"ha_member": {unit.name for unit in units}, "ha_peer": addresses}
    kinds = draft.unit(leader).reading.kinds
    for address in (row for kind in known if kind in kinds for row in kinds[kind].resources):
        if address.key not in known[address.kind]:
            yield Notice(
                id="stranger",
                severity="error",
                message=f"{leader} lists a member that no unit of the topology explains",
                where=f"{leader} {address.resource}",
                next="declare the unit, with state: absent if it is to leave",
            )


def _left(draft: Draft) -> Iterator[Notice]:
    """Name what no procedure took: it stays as it is."""
    condition = draft.situation.condition
    next_ = LATER["failed over" if condition == "failed over" else "recovered"]
    if draft.mandate.recover:
        next_ = LATER["recovered"]
    for address in sorted(draft.pool.by_address):
        pending = draft.pool[address]
        if pending.is_only_secret:
            continue
        yield Notice(
            id="left",
            severity="error",
            message=f"{address.owner} {address.resource}: {_why_not(pending)}",
            where=pending.position or address.owner,
            next=next_,
        )


def _why_not(pending: Pending) -> str:
    names = sorted(pending.after) or ["the row"]
    reasons = (NOT_COVERED[name] for name in names if name in NOT_COVERED)
    why = next(reasons, "no procedure changes it in this condition")
    return f"{', '.join(names)} is left as it is: {why}"
