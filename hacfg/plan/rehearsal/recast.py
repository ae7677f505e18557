"""What the units would read as in a state of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hacfg.fortimail.dialect import KindSpec
from hacfg.fortimail.ha.state import Group, Unit, World, is_in_sync, shown
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.plan.rehearsal.held import Held
from hacfg.plan.rehearsal.stage import Stage
from hacfg.state import Address, Attributes


@dataclass(frozen=True, slots=True)
class Rest:
    """A state in which hacfg stopped: the group, and what the units hold."""

    group: Group
    held: Mapping[str, Held]


def recast(
    world: World, stage: Stage, rest: Rest, originals: Mapping[str, Reading]
) -> dict[str, Reading]:
    """Return what the units would read as in a state of the model."""
    return {
        name: _reading(world, stage, rest, index, originals[name])
        for index, name in enumerate(stage.names)
        if name in rest.held
    }


def _reading(world: World, stage: Stage, rest: Rest, index: int, original: Reading) -> Reading:
    held = _as_unit(rest.held[stage.names[index]], rest.group, rest.group.units[index])
    status: Attributes = {
        "effective_mode": _word(rest.group, shown(rest.group.units[index])),
        "in_sync": is_in_sync(world, rest.group, index)
        and rest.group.units[index].eff == "secondary",
    }
    held = held.put(Address(held.member, "ha_status"), status)
    kinds = {
        kind: _kind(original.kinds[kind], spec, held, kind)
        for kind, spec in held.dialect.kinds.items()
        if spec is not None and kind in original.kinds
    }
    return replace(original, kinds=kinds)


def _as_unit(held: Held, group: Group, unit: Unit) -> Held:
    """Return what a unit holds with the role that it has in the model."""
    own = Address(held.member, "ha")
    held = held.put(own, {"on_failure": unit.on_failure})
    if held.generation == "per-unit":
        return held.put(own, {"mode": _word(group, unit.conf)})
    if unit.conf != "off":
        held = held.put(Address(held.member, "ha_member", held.member), {"role": unit.conf})
    return held.put(own, {"enabled": unit.conf != "off"})


def _word(group: Group, role: str) -> str:
    farm = group.kind == "farm" and role in {"primary", "secondary"}
    return f"config-{role}" if farm else role.replace("_", "-")


def _kind(original: KindReading, spec: KindSpec, held: Held, kind: str) -> KindReading:
    wires = frozenset(field.wire for field in spec.fields.values())
    rows = {Address(held.member, kind, key): row for key, row in held.rows(kind).items()}
    return replace(
        original,
        resources=rows,
        held=dict.fromkeys(rows, wires),
        row_keys=wires if rows else frozenset(),
    )
