"""What was before a plan was carried out, as what shall be again."""

from collections.abc import Iterator, Sequence

from hacfg.plan.changes import Desired
from hacfg.plan.ours import AttributeDiff, ChangeView
from hacfg.plan.procedures import ROLES
from hacfg.plan.values import parse_value
from hacfg.state import Address, Attributes, Value
from hacfg.topology.models import Topology

_MEMBERSHIP = frozenset({"ha_member", "ha_peer"})


def restored(desired: Desired, undo: Sequence[ChangeView]) -> Desired:
    """Return what was before these changes, and ask for nothing else."""
    state: dict[Address, Attributes | None] = {}
    for change in undo:
        known = dict(_known(change))
        if change.action == "create":
            state[change.address] = None
        elif known:
            state[change.address] = known
    return Desired(state, desired.places)


def as_it_was(topology: Topology, undo: Sequence[ChangeView]) -> Topology:
    """Return the topology with what the rehearsal takes for declared, as it was before."""
    before = {
        parse_value(one.before)
        for change in undo
        for one in change.attributes
        if (change.address.kind, one.name) == ("ha", "on_failure") and _is_known(one)
    }
    if len(before) != 1:
        return topology
    ha = topology.ha.model_copy(update={"on_failure": before.pop()})
    return topology.model_copy(update={"ha": ha})


def lost(undo: Sequence[ChangeView]) -> Iterator[str]:
    """Name what does not come back: secrets, and what could not be seen before."""
    for change in undo:
        for one in change.attributes:
            if change.action != "create" and not _is_known(one):
                yield f"{change.address.owner} {change.address.resource} {one.name}"


def moved_roles(undo: Sequence[ChangeView]) -> Iterator[str]:
    """Name what these changes did to roles and membership, which is not taken back by itself."""
    for change in undo:
        names = {one.name for one in change.attributes}
        if change.address.kind in _MEMBERSHIP or (change.address.kind == "ha" and names & ROLES):
            yield f"{change.address.owner} {change.address.resource}"


def _known(change: ChangeView) -> Iterator[tuple[str, Value]]:
    for one in change.attributes:
        if _is_known(one):
            yield one.name, parse_value(one.before)


def _is_known(one: AttributeDiff) -> bool:
    return not one.sensitive and not one.unknown
