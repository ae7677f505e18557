"""What differs from the file, and whether that is a change of the units or of the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from hacfg.plan.changes import Change, find_changes, unknown_attributes
from hacfg.plan.document import PlanDocument
from hacfg.plan.values import parse_address
from hacfg.source import Position
from hacfg.state import UNKNOWN, Address, Secret, Value, plain
from hacfg.watch.declared import Compared

Since = Literal["changed", "not-applied", "untold"]
"""changed: since the last plan was applied; not-applied: the file asks for more than that plan did;
untold: there is no plan to tell by."""

Applied = Mapping[Address, Mapping[str, Any]]
"""What the last applied plan left, as its file holds it."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One attribute that is not as declared; name "" is the resource itself.

    A resource that is missing has `expected` true and `actual` false; one too many the reverse.
    """

    address: Address
    name: str
    expected: Value
    actual: Value
    since: Since = "untold"
    where: Position | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Unseen:
    """What could not be compared: a resource, or one attribute, and why."""

    address: Address
    name: str
    why: str


def applied_values(document: PlanDocument) -> Applied:
    """Return what a plan leaves, by address."""
    resources = document.planned_values.root_module.resources
    return {parse_address(one.address): one.values for one in resources}


def find_drift(compared: Compared, applied: Applied | None) -> tuple[Drift, ...]:
    """Return every declared attribute that is known to differ, in the order of addresses."""
    changes = find_changes(compared.desired, compared.actual)
    found = (drift for change in changes for drift in _of_change(change, compared))
    return tuple(_dated(drift, applied) for drift in found)


def find_unseen(compared: Compared) -> tuple[Unseen, ...]:
    """Return what is declared and could not be compared."""
    actual = compared.actual
    kinds = {(a.owner, a.kind): a for a in sorted(compared.desired.state, reverse=True)}
    unread = [
        Unseen(Address(*table), "", actual.unread[table])
        for table in sorted(kinds)
        if table in actual.unread
    ]
    single = [
        Unseen(address, name, "the answer held no such key")
        for address, name in unknown_attributes(compared.desired, actual)
        if actual.is_read(address) and address in actual.resources
    ]
    return (*unread, *single)


def _of_change(change: Change, compared: Compared) -> Iterator[Drift]:
    if change.action != "update":
        there = change.action == "delete"
        place = change.position
        yield Drift(
            change.address, "", not there, there, "untold", place, _guess(change, "", compared)
        )
        return
    for name, wanted in change.after.items():
        seen = change.before.get(name)
        if seen is not UNKNOWN and not isinstance(wanted, Secret):
            place, guess = change.places.get(name), _guess(change, name, compared)
            yield Drift(change.address, name, wanted, seen, "untold", place, guess)


def _guess(change: Change, name: str, compared: Compared) -> bool:
    dialect = compared.dialect_of(change.address)
    spec = dialect.kind(change.address.kind) if dialect else None
    return spec is not None and not spec.is_sure(name, "read")


def _dated(drift: Drift, applied: Applied | None) -> Drift:
    if applied is None:
        return drift
    return replace(drift, since="changed" if _is_changed(drift, applied) else "not-applied")


def _is_changed(drift: Drift, applied: Applied) -> bool:
    """Tell whether what the unit holds is not what the last applied plan left."""
    left = applied.get(drift.address)
    if not drift.name:
        # A row that nobody declared any more was not made by hacfg, or somebody made it since.
        return (left is not None) is not bool(drift.actual)
    return left is not None and drift.name in left and left[drift.name] != plain(drift.actual)
