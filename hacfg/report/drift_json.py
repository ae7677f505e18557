"""Drift for machines: one document a group, with a schema of its own."""

import datetime
from typing import Literal

from hacfg.plan.found import Place
from hacfg.plan.terraform import ChangeShape, ResourceChange
from hacfg.plan.values import Part, PlanAddress, PlanValue
from hacfg.report.one_line import one_line
from hacfg.report.run_view import RunView, known_run
from hacfg.state import Address, plain
from hacfg.usecases.drifting import Drifted
from hacfg.watch.drift import Drift
from hacfg.watch.known import Known

FORMAT_VERSION = "1.0"


class Silenced(Part):
    """Why a difference raises no alarm."""

    owner: str
    """Who answers for it."""
    reason: str
    """Why it is so."""
    until: datetime.date
    """Last day on which it raises no alarm."""


class DriftView(Part):
    """One attribute that is not as declared."""

    address: PlanAddress
    """The resource."""
    attribute: str
    """The attribute; empty for the resource itself, which is missing or one too many."""
    expected: PlanValue
    """What is declared; for a resource whether it shall be there."""
    actual: PlanValue
    """What the unit holds."""
    since: Literal["changed", "not-applied", "untold"]
    """Against the last applied plan; untold: there is none to compare with."""
    where: Place | None
    """Where it is declared."""
    inferred: bool
    """Whether it rests on names of the REST API that no document confirms."""
    known: Silenced | None
    """Why it raises no alarm."""


class MemberView(Part):
    """One attribute in which members differ that should be alike."""

    kind: str
    """Kind of the resource."""
    key: str
    """Its key."""
    attribute: str
    """The attribute."""
    values: dict[str, PlanValue]
    """Its value on each member."""
    odd: list[str]
    """The members that are not like the others, or not like the acting primary."""


class UnmanagedView(Part):
    """One attribute that nobody declares and that is not as it was saved."""

    address: PlanAddress
    """The resource."""
    attribute: str
    """The attribute; empty for the resource itself."""
    before: PlanValue
    """As it was saved."""
    actual: PlanValue
    """What the unit holds."""


class UnseenView(Part):
    """What could not be compared."""

    address: PlanAddress
    """The resource."""
    attribute: str
    """The attribute; empty for the whole kind."""
    why: str
    """Why."""


class DriftDocument(Part):
    """The result of `hacfg drift --json` for one group."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    group: str
    """Name of the group."""
    topology: str
    """The file that it was compared with."""
    mode: str
    """Declared mode."""
    alarm: bool
    """Whether something changed that nobody knows of: exit 10."""
    read: list[str]
    """The units that were read."""
    unread: dict[str, str]
    """The units that did not answer, with why."""
    applied_plan: str | None
    """Id of the last applied plan that it was compared with."""
    applied_run: RunView | None
    """The run of the store that applied it; null: the plan was named, or none is known."""
    last_run: RunView | None
    """The newest run that wrote, if the store was asked and knows one."""
    store: str
    """The store that was asked; empty: there is none, it could not be asked, or had not to be."""
    store_problem: str
    """Why it could not be asked, or what it holds not be read."""
    drift: list[DriftView]
    """What is not as declared."""
    members: list[MemberView]
    """What differs among members that should be alike."""
    unmanaged: list[UnmanagedView] | None
    """What changed since a saved state without being declared; null: not asked for."""
    unseen: list[UnseenView]
    """What could not be compared."""
    resource_drift: list[ResourceChange]
    """The drift in the shape of `terraform show -json`: before as declared, after as it is."""


def drift_document(drifted: Drifted) -> DriftDocument:
    """Return the drift as one document."""
    unmanaged = drifted.unmanaged
    return DriftDocument(
        group=drifted.group,
        topology=drifted.file,
        mode=drifted.mode,
        alarm=drifted.is_alarm,
        read=list(drifted.read),
        unread={unit: problem.message for unit, problem in drifted.silent.items()},
        applied_plan=drifted.applied.hacfg.plan_id if drifted.applied else None,
        applied_run=known_run(drifted.past.applied),
        last_run=known_run(drifted.past.last),
        store=drifted.past.store,
        store_problem=drifted.past.problem,
        drift=[_view(one, drifted) for one in drifted.drifts],
        members=[
            MemberView(
                kind=m.kind, key=m.key, attribute=m.name, values=dict(m.values), odd=list(m.odd)
            )
            for m in drifted.members
        ],
        unmanaged=None
        if unmanaged is None
        else [
            UnmanagedView(address=u.address, attribute=u.name, before=u.before, actual=u.actual)
            for u in unmanaged
        ],
        unseen=[UnseenView(address=u.address, attribute=u.name, why=u.why) for u in drifted.unseen],
        resource_drift=_resource_drift(drifted),
    )


def drift_json(drifted: Drifted) -> str:
    """Return the document in one line of ASCII, so that groups stay apart and nothing hides."""
    return one_line(drift_document(drifted))


def drift_schema() -> dict[str, object]:
    """Return the JSON Schema of the document."""
    return DriftDocument.model_json_schema(mode="serialization")


def _view(drift: Drift, drifted: Drifted) -> DriftView:
    where = drift.where
    return DriftView(
        address=drift.address,
        attribute=drift.name,
        expected=drift.expected,
        actual=drift.actual,
        since=drift.since,
        where=Place(file=where.file, line=where.line, column=where.column) if where else None,
        inferred=drift.inferred,
        known=_silenced(drifted.silencer(drift.address, drift.name)),
    )


def _silenced(known: Known | None) -> Silenced | None:
    if known is None:
        return None
    return Silenced(owner=known.owner, reason=known.reason, until=known.until)


def _resource_drift(drifted: Drifted) -> list[ResourceChange]:
    addresses = dict.fromkeys(drift.address for drift in drifted.drifts)
    return [_change(a, [one for one in drifted.drifts if one.address == a]) for a in addresses]


def _change(address: Address, drifts: list[Drift]) -> ResourceChange:
    whole = next((one for one in drifts if not one.name), None)
    before = {one.name: plain(one.expected) for one in drifts if one.name}
    after = {one.name: plain(one.actual) for one in drifts if one.name}
    action: Literal["create", "delete", "update"] = "update"
    if whole is not None:
        action = "create" if whole.actual else "delete"
    shape = ChangeShape(
        actions=[action],
        before=None if action == "create" else before,
        after=None if action == "delete" else after,
    )
    return ResourceChange(
        address=str(address),
        type=f"fortimail_{address.kind}",
        name=address.owner,
        index=address.key or None,
        change=shape,
    )
