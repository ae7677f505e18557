"""Readings of units that are not there: blank by the dialect's factory values, then changed."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace

from hacfg.fortimail.dialect import Dialect, KindSpec
from hacfg.fortimail.reading import KindReading, Moving, Reading
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.state import Address, Attributes, Value
from hacfg.topology.models import Topology

MOVING = Moving(0.0, datetime.date(2028, 1, 31))
LEADING = ("primary", "config-primary")
Rows = dict[Address, dict[str, Value]]


def blank_rows(unit: str, dialect: Dialect) -> Rows:
    """Return what a blank unit holds, by address."""
    rows: Rows = {}
    for kind, spec in dialect.kinds.items():
        if spec is None or spec.shape == "login":
            continue
        keys = spec.factory_rows if spec.shape == "table" else [""]
        for key in keys:
            rows[Address(unit, kind, key)] = dict(_factory(spec))
    return rows


def _factory(spec: KindSpec) -> Attributes:
    return {
        name: tuple(field.factory) if isinstance(field.factory, list) else field.factory
        for name, field in spec.fields.items()
        if field.type != "secret"
    }


def reading_of(
    unit: str, dialect: Dialect, rows: Rows, serial: str = "FE400F0000000001"
) -> Reading:
    """Return a reading that holds these rows, every declared kind read."""
    firmware = f"{dialect.dialect.rpartition('-')[2]}.3"
    facts: Attributes = {"model": "FE-400F", "serial": serial, "firmware": firmware}
    facts = {**facts, "hostname": unit, "operation_mode": "gateway"}
    kinds = {
        name: _kind(spec, {a: r for a, r in rows.items() if a.kind == name and a.owner == unit})
        for name, spec in dialect.kinds.items()
        if spec is not None and spec.shape != "login"
    }
    return Reading(unit, facts, dialect, kinds, moving=MOVING)


def _kind(spec: KindSpec, rows: Mapping[Address, Attributes]) -> KindReading:
    held = frozenset(field.wire for field in spec.fields.values())
    return KindReading(
        resources=rows,
        keys={address: _key(spec, address, number) for number, address in enumerate(rows, 1)},
        held=dict.fromkeys(rows, held),
        row_keys=held if rows else frozenset(),
    )


def _key(spec: KindSpec, address: Address, number: int) -> str:
    """Return what the unit calls a row; it numbers some tables."""
    return str(number) if spec.rows == "numbered" else address.key.rpartition("/")[2]


def blank_group(topology: Topology, dialect: Dialect) -> dict[str, Reading]:
    """Return readings of a group whose units are all blank."""
    return {
        unit.name: reading_of(
            unit.name, dialect, blank_rows(unit.name, dialect), unit.serial or f"FEVM{unit.name}"
        )
        for unit in topology.units
    }


def rows_of(readings: Iterable[Reading]) -> Rows:
    """Return all rows of these readings, to be changed."""
    return {
        address: dict(attributes)
        for reading in readings
        for kind in reading.kinds.values()
        for address, attributes in kind.resources.items()
    }


def carry_out(rows: Rows, steps: Iterable[AnyStep]) -> Rows:
    """Return what the units hold after these steps, as the steps themselves predict it."""
    after = {address: dict(attributes) for address, attributes in rows.items()}
    for step in steps:
        expected = step.gate.expect if isinstance(step, WaitStep) else step.after
        for address, attributes in expected.items():
            if attributes is None:
                after.pop(address)
            else:
                after.setdefault(address, {}).update(attributes)
        if not isinstance(step, WaitStep) and step.title == "ha join":
            _copy_document(after, step.unit)
    return after


def _copy_document(rows: Rows, unit: str) -> None:
    """Copy the HA document of the unit that leads to one that joins, as 7.6 does."""
    leader = next(a.owner for a, values in rows.items() if values.get("effective_mode") in LEADING)
    for address, attributes in list(rows.items()):
        if address.owner == leader and address.kind in {"ha", "ha_member"}:
            mine = replace(address, owner=unit)
            rows[mine] = {**attributes, **({"enabled": True} if address.kind == "ha" else {})}
