"""A lab that begins as a copy of live units: their settings as read, and where they stood."""

from collections.abc import Iterator, Mapping
from typing import Final

from hacfg.fortimail.ha.settings import heartbeat_ports
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.fortimail.roles import configured_role
from hacfg.lab.config import LabConfig, LabState, LabUnit, Plain, Resources, UnitState
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import UnitPlan
from hacfg.plan.rehearsal.held import Held, held_of
from hacfg.state import UNKNOWN, Address, Secret, Value
from hacfg.usecases.dialects import planned_dialects
from hacfg.usecases.rehearsing.beginning import cut_links, source_of, stand, with_senders
from hacfg.usecases.rehearsing.secrets import FORMER, is_rotated

_NOT_COPIED: Final = frozenset({"system", "ha_status", "admin"})
"""Kinds that a lab makes itself."""


def copy_of(
    document: PlanDocument,
    readings: Mapping[str, Reading],
    *,
    seed: int,
    facts: tuple[str, ...],
) -> LabConfig:
    """Return a lab that stands as the units did when they were read; its clock stands still."""
    dialects = planned_dialects(document)
    held = {name: held_of(reading, dialects[name]) for name, reading in readings.items()}
    source = source_of(document, readings)
    states = {
        name: UnitState(
            resources=_resources(document, reading, held[name]),
            ha=stand(reading, held[name], source),
        )
        for name, reading in readings.items()
    }
    return LabConfig(
        name=document.hacfg.group,
        units=[
            _unit(document, unit, readings[unit.name], held[unit.name])
            for unit in document.hacfg.units
        ],
        state=with_senders(document, LabState(units=states, cut=cut_links(readings)), held),
        time_scale=None,
        readings=list(facts),
        seed=seed,
    )


def not_copied(readings: Mapping[str, Reading]) -> Iterator[str]:
    """Yield what could not be read, and so is as on a blank unit in the copy."""
    for name, reading in readings.items():
        yield from (
            f"{name} {kind}: {problem.message}" for kind, problem in reading.problems.items()
        )


def _unit(document: PlanDocument, unit: UnitPlan, reading: Reading, held: Held) -> LabUnit:
    facts = {name: str(value) for name, value in reading.facts.items()}
    return LabUnit(
        name=unit.name,
        dialect=held.dialect,
        firmware=facts.get("firmware", unit.firmware or ""),
        serial=facts.get("serial", unit.serial or ""),
        operation_mode=facts.get("operation_mode", ""),
        accounts={unit.username: f"{unit.name}.api.password"},
        ports=sorted({*held.rows("interface"), *held.rows("ha_interface")}),
        cables=dict(heartbeat_ports(_at_the_end(document, held))),
    )


def _at_the_end(document: PlanDocument, held: Held) -> Held:
    """Return what a unit holds after the plan: a link keeps its cable when its settings change."""
    for step in document.hacfg.steps:
        for address, attributes in () if step.type == "wait" else step.after.items():
            if address.owner == held.member and address.kind in {"ha_interface", "interface"}:
                held = held.put(address, attributes)
    return held


def _resources(document: PlanDocument, reading: Reading, held: Held) -> Resources:
    found = {
        kind: dict(_rows(reading, kind, one, held))
        for kind, one in sorted(
            reading.kinds.items(), key=lambda item: (_parent(held, item[0]) is not None, item[0])
        )
        if kind not in _NOT_COPIED
    }
    if configured_role(reading) != "off" and "ha" in found:
        slot = FORMER if is_rotated(document, reading.unit) else "ha.password"
        found["ha"][""] = {**found["ha"].get("", {}), "password": {"secret": slot}}
    return found


def _parent(held: Held, kind: str) -> str | None:
    spec = held.dialect.kind(kind)
    return spec.parent if spec else None


def _rows(
    reading: Reading, kind: str, found: KindReading, held: Held
) -> Iterator[tuple[str, dict[str, Plain]]]:
    spec = held.dialect.kind(kind)
    for address, attributes in found.resources.items():
        key = address.key
        if spec is not None and spec.rows == "numbered":
            head = f"{key.partition('/')[0]}/" if spec.parent else ""
            key = head + found.keys[Address(reading.unit, kind, address.key)]
        seen = {name: value for name, value in attributes.items() if value is not UNKNOWN}
        yield key, {name: _plain(value) for name, value in seen.items()}


def _plain(value: Value) -> Plain:
    match value:
        case tuple():
            return list(value)
        case bool() | int() | str():
            return value
        case Secret(slot):
            return {"secret": slot}
        case _:
            return None
