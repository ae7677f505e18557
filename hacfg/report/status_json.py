"""How a group is, for machines: one document a group, every value with its source."""

import datetime
from typing import Literal

from hacfg.plan.values import Part, PlanValue
from hacfg.report.one_line import one_line
from hacfg.report.run_view import RunView, known_run
from hacfg.usecases.standing import Standing
from hacfg.watch.condition import Name
from hacfg.watch.health import Told, UnitHealth

FORMAT_VERSION = "1.0"


class ToldView(Part):
    """A value and what told it."""

    value: PlanValue
    """The value; unknown where no source told it."""
    source: Literal["login", "REST", "SNMP", ""]
    """What told it."""
    inferred: bool
    """Whether it rests on names of the REST API that no document confirms."""


class UnitView(Part):
    """One unit as it is now."""

    name: str
    """Name of the unit."""
    declared: Literal["primary", "secondary"]
    """Declared role."""
    reachable: bool
    """Whether its API answered."""
    problem: str
    """Why it did not."""
    snmp_problem: str
    """Why its SNMP agent did not answer."""
    firmware: ToldView
    """Firmware version."""
    model: ToldView
    """Model."""
    configured: ToldView
    """Configured role."""
    effective: ToldView
    """Role that it acts in."""
    contradicted: str
    """What SNMP says of that role, if it says otherwise."""
    in_sync: ToldView
    """Whether its configuration is the primary's."""
    heartbeat: dict[str, ToldView]
    """State of each heartbeat link: up, down or none."""
    licence_days: ToldView
    """Days until the first of its licences ends."""
    queue: ToldView
    """Messages in its mail queues."""


class VirtualIpView(Part):
    """An address that moves."""

    port: str
    """The port that carries it."""
    address: str
    """The address."""
    holders: list[str]
    """The units that answer for it by acting as primary."""


class ConditionView(Part):
    """The state of the group."""

    name: Name
    """Its name."""
    words: str
    """What that means here."""
    steps: list[str]
    """What mends it, in this order."""


class StatusDocument(Part):
    """The result of `hacfg status --json` for one group."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    group: str
    """Name of the group."""
    topology: str
    """The file that declares it."""
    mode: str
    """Declared mode."""
    now: datetime.datetime
    """When the units were read."""
    condition: ConditionView
    """The state of the group."""
    units: list[UnitView]
    """The units, the primary first."""
    virtual_ips: list[VirtualIpView]
    """The addresses that move."""
    last_apply: RunView | None
    """The newest run that wrote; null: none is known."""
    store: str
    """The store that knows of it; empty: there is none, or it could not be asked."""
    store_problem: str
    """Why it could not be asked, or what it holds not be read."""


def status_document(standing: Standing) -> StatusDocument:
    """Return how a group is as one document."""
    condition = standing.condition
    return StatusDocument(
        group=standing.group,
        topology=standing.file,
        mode=standing.mode,
        now=standing.now,
        condition=ConditionView(
            name=condition.name, words=condition.words, steps=list(condition.steps)
        ),
        units=[_unit(unit) for unit in standing.units],
        virtual_ips=[
            VirtualIpView(port=one.port, address=one.address, holders=list(one.holders))
            for one in standing.virtual_ips
        ],
        last_apply=known_run(standing.past.last),
        store=standing.past.store,
        store_problem=standing.past.problem,
    )


def status_json(standing: Standing) -> str:
    """Return the document in one line of ASCII, so that groups stay apart and nothing hides."""
    return one_line(status_document(standing))


def status_schema() -> dict[str, object]:
    """Return the JSON Schema of the document."""
    return StatusDocument.model_json_schema(mode="serialization")


def _unit(unit: UnitHealth) -> UnitView:
    return UnitView(
        name=unit.name,
        declared=unit.declared,
        reachable=unit.is_reachable,
        problem=unit.problem.message if unit.problem else "",
        snmp_problem=unit.snmp_problem.message if unit.snmp_problem else "",
        firmware=_told(unit.firmware),
        model=_told(unit.model),
        configured=_told(unit.configured),
        effective=_told(unit.effective),
        contradicted=unit.contradicted,
        in_sync=_told(unit.in_sync),
        heartbeat={link: _told(state) for link, state in unit.links.items()},
        licence_days=_told(unit.licence_days),
        queue=_told(unit.queue),
    )


def _told(told: Told) -> ToldView:
    return ToldView(value=told.value, source=told.source, inferred=told.inferred)
