"""A lab that begins as a copy of live units: their settings as read, and where they stood.

Of what units do not show, the copy takes one state that fits: where the proof has to look at every
one, a rehearsal is one run.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from hacfg.fortimail.ha.settings import heartbeat_ports, store_of, virtual_ips_of
from hacfg.fortimail.ha.state import BLANK, Effective
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.fortimail.roles import configured_role, effective_role, is_blank, is_in_sync
from hacfg.lab.config import HaState, LabConfig, LabState, LabUnit, Plain, Resources, UnitState
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import UnitPlan
from hacfg.plan.rehearsal.held import Held, held_of
from hacfg.state import UNKNOWN, Address, Secret, Value
from hacfg.usecases.dialects import planned_dialects
from hacfg.usecases.rehearsing.secrets import FORMER, is_rotated

_OLDER: Final = -1
"""Version of a configuration that lacks changes."""
_NOT_COPIED: Final = frozenset({"system", "ha_status", "admin"})
"""Kinds that a lab makes itself."""
_ACTING: Final[Mapping[object, Effective]] = {
    "off": "starting",
    "primary": "primary",
    "failed": "failed",
    "hold-off": "hold_off",
}
"""What a unit with HA on is in, by the word that it shows; a secondary has two."""


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
    source = _source(document, readings)
    states = {
        name: UnitState(
            resources=_resources(document, reading, held[name]),
            ha=_stand(reading, held[name], source),
        )
        for name, reading in readings.items()
    }
    return LabConfig(
        name=document.hacfg.group,
        units=[
            _unit(document, unit, readings[unit.name], held[unit.name])
            for unit in document.hacfg.units
        ],
        state=_with_senders(document, LabState(units=states, cut=_cut(readings)), held),
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


def _source(document: PlanDocument, readings: Mapping[str, Reading]) -> str:
    """Return the unit whose configuration counts: who leads as configured, leads, or shall lead."""
    leads = [name for name, one in readings.items() if effective_role(one) == "primary"]
    right = [name for name in leads if configured_role(readings[name]) == "primary"]
    declared = [unit.name for unit in document.hacfg.units if unit.role == "primary"]
    return [*right, *leads, *declared, *readings][0]


def _stand(reading: Reading, held: Held, source: str) -> HaState:
    """Return where a unit stands, in the terms of the model."""
    synced = is_in_sync(reading) is True
    if configured_role(reading) in {"off", UNKNOWN}:
        eff: Effective = "off"
    elif effective_role(reading) == "secondary":
        eff = "secondary" if synced else "joining"
    else:
        eff = _ACTING.get(effective_role(reading), "starting")
    blank = is_blank(reading) is True
    own = eff in {"off", "primary", "joining"}
    idle = blank or (eff == "secondary" and str(held.value("ha", "mode")) not in _FARM)
    return HaState(
        eff=eff,
        lineage=BLANK if blank else reading.unit if own else source,
        version=0 if own or synced else _OLDER,
        queue=not idle,
        kept="" if idle else store_of(held),
    )


_FARM: Final = frozenset({"config-secondary", "active-active"})


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


def _cut(readings: Mapping[str, Reading]) -> list[str]:
    """Return the heartbeat links that a unit in HA says are down, if every unit is in it."""
    if any(configured_role(one) == "off" for one in readings.values()):
        return []
    return [
        link
        for link in ("primary", "secondary")
        if any(one.get("ha_status", f"{link}_heartbeat") == "down" for one in readings.values())
    ]


def _with_senders(document: PlanDocument, state: LabState, held: Mapping[str, Held]) -> LabState:
    """Return the copy with its senders; a blank unit has none.

    Where senders enter is as declared; undeclared, they use the virtual IPs if there are any.
    """
    stands = {name: one.ha for name, one in state.units.items() if one.ha}
    serving = [name for name, ha in stands.items() if ha.eff != "off" and ha.lineage != BLANK]
    vips = sorted({vip for name in serving for vip in virtual_ips_of(held[name])})
    if vips and document.hacfg.mail_entry in {None, "virtual-ip"}:
        return state.model_copy(update={"sent": vips})
    farm = document.hacfg.mode == "config-only"
    return state.model_copy(
        update={
            "units": {
                name: one.model_copy(
                    update={"ha": ha.model_copy(update={"sent": _is_used(ha, farm=farm)})}
                )
                for name, one in state.units.items()
                for ha in [stands[name]]
            }
        }
    )


def _is_used(ha: HaState, *, farm: bool) -> bool:
    return ha.lineage != BLANK and (ha.eff in {"off", "primary"} or farm)
