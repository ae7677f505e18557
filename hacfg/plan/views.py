"""One change as people read it, and as Terraform's readers do."""

from collections.abc import Mapping
from typing import Any

from hacfg.plan.changes import Change, Desired
from hacfg.plan.ours import AttributeDiff, ChangeView
from hacfg.plan.situation import Situation
from hacfg.plan.terraform import (
    ChangeShape,
    JsonObject,
    PlannedValues,
    Resource,
    ResourceChange,
    RootModule,
)
from hacfg.state import UNKNOWN, Actual, Address, Attributes, Secret, Value, plain


def change_view(change: Change, situation: Situation) -> ChangeView:
    """Return a change for people: each attribute with its provenance and place."""
    names = sorted(set(change.after) or set(change.before))
    position = change.position
    return ChangeView(
        address=change.address,
        action=change.action,
        attributes=[_attribute(change, name, situation) for name in names],
        unchanged=change.unchanged,
        position=str(position) if position else None,
    )


def _attribute(change: Change, name: str, situation: Situation) -> AttributeDiff:
    before, after = change.before.get(name), change.after.get(name)
    place = change.places.get(name)
    added, removed = explain_list(before, after)
    return AttributeDiff(
        name=name,
        before=None if before is UNKNOWN else plain(before),
        after=None if isinstance(after, Secret) else plain(after),
        sensitive=isinstance(after, Secret),
        unknown=before is UNKNOWN,
        added=added,
        removed=removed,
        provenance=_provenance(change.address, name, situation),
        position=str(place) if place else None,
    )


def _provenance(address: Address, name: str, situation: Situation) -> str:
    spec = situation.holder(address).dialect.kind(address.kind)
    return spec.provenance_of(name, "write") if spec else ""


def explain_list(before: Value, after: Value) -> tuple[list[str], list[str]]:
    """Return what a list gains and loses; nothing for other values."""
    if not (isinstance(before, tuple) and isinstance(after, tuple)):
        return [], []
    # Loaded only here: it is heavy, and most plans have no list that differs.
    from deepdiff import DeepDiff

    differences = DeepDiff(list(before), list(after), ignore_order=True)
    added = differences.get("iterable_item_added", {})
    removed = differences.get("iterable_item_removed", {})
    changed = differences.get("values_changed", {})
    return (
        sorted([*added.values(), *(item["new_value"] for item in changed.values())]),
        sorted([*removed.values(), *(item["old_value"] for item in changed.values())]),
    )


def planned_values(desired: Desired) -> PlannedValues:
    """Return all managed resources as they shall be, in Terraform's shape."""
    resources = [
        Resource(
            **_named(address), values=_values(attributes), sensitive_values=_secrets(attributes)
        )
        for address, attributes in sorted(desired.state.items(), key=lambda item: item[0])
        if attributes is not None
    ]
    return PlannedValues(root_module=RootModule(resources=resources))


def resource_change(change: Change, desired: Desired, actual: Actual) -> ResourceChange:
    """Return the net difference of one resource, in Terraform's shape."""
    declared = {**(desired.state.get(change.address) or {}), **change.after}
    seen = {
        name: actual.value(change.address, name)
        for name in (declared if change.action != "delete" else change.before)
        if not isinstance(declared.get(name), Secret)
    }
    known = {name: value for name, value in seen.items() if value is not UNKNOWN}
    sensitive = _secrets(declared)
    shape = ChangeShape(
        actions=[change.action],
        before=None if change.action == "create" else _values(known),
        after=None if change.action == "delete" else _values({**known, **declared}),
        before_sensitive=sensitive if change.action != "create" else False,
        after_sensitive=sensitive if change.action != "delete" else False,
    )
    return ResourceChange(**_named(change.address), change=shape)


def _named(address: Address) -> dict[str, Any]:
    return {
        "address": str(address),
        "type": f"fortimail_{address.kind}",
        "name": address.owner,
        "index": address.key or None,
    }


def _values(attributes: Mapping[str, Value]) -> JsonObject:
    return {n: plain(v) for n, v in sorted(attributes.items()) if not isinstance(v, Secret)}


def _secrets(attributes: Attributes) -> JsonObject:
    return {name: True for name, v in sorted(attributes.items()) if isinstance(v, Secret)}
