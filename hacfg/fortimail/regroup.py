"""From what each unit said to the State of units and group: regroup first, compare later."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from hacfg.fortimail.dialect import KindSpec
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.roles import configured_role, effective_role
from hacfg.state import GROUP, UNKNOWN, Actual, Address, Attributes, Unknown, Value


@dataclass(frozen=True, slots=True)
class Leader:
    """The unit whose reading counts for the group, or why there is none."""

    unit: str | None
    why: str


def find_leader(declared_primary: str, readings: Mapping[str, Reading]) -> Leader:
    """Return the acting primary; with HA off on all units the declared primary stands in."""
    acting = [name for name, reading in readings.items() if effective_role(reading) == "primary"]
    if len(acting) == 1:
        return Leader(acting[0], "acts as primary")
    if acting:
        return Leader(None, f"{' and '.join(sorted(acting))} act as primary at the same time")
    stand_in = readings.get(declared_primary)
    if stand_in is None or not stand_in.answered:
        return Leader(None, f"{declared_primary} did not answer and no other unit acts as primary")
    roles = {name: configured_role(reading) for name, reading in readings.items()}
    if unknown := [name for name, role in roles.items() if isinstance(role, Unknown)]:
        names = ", ".join(unknown)
        return Leader(None, f"no unit acts as primary, and the role of {names} is unknown")
    if on := [name for name, role in roles.items() if role != "off"]:
        return Leader(None, f"no unit acts as primary, though HA is not off on {', '.join(on)}")
    return Leader(declared_primary, "declared primary, HA is off")


def regroup(readings: Mapping[str, Reading], leader: Leader, wanted: Collection[str]) -> Actual:
    """Return the actual State: unit attributes from each unit, group attributes from the leader."""
    resources = {
        address: attributes
        for reading in readings.values()
        for address, attributes in _split(reading, is_leader=reading.unit == leader.unit)
    }
    return Actual(resources, dict(_unread(readings, leader, wanted)))


def _split(reading: Reading, *, is_leader: bool) -> Iterator[tuple[Address, Attributes]]:
    for kind, kind_reading in reading.kinds.items():
        spec = reading.dialect.kind(kind) if reading.dialect else None
        if spec is None:
            continue
        for address, attributes in kind_reading.resources.items():
            own, shared = _by_scope(spec, attributes)
            if own or not has_scope(spec, "group"):
                yield Address(reading.unit, kind, address.key), own
            if is_leader and has_scope(spec, "group"):
                yield Address(GROUP, kind, address.key), shared


def has_scope(spec: KindSpec, scope: str) -> bool:
    """Tell whether a kind has attributes of this scope."""
    return any(item.scope == scope for item in spec.fields.values())


def _by_scope(spec: KindSpec, attributes: Attributes) -> tuple[Attributes, Attributes]:
    """Tell apart by scope; an attribute whose key the answer did not hold is UNKNOWN."""
    own: dict[str, Value] = {}
    shared: dict[str, Value] = {}
    for name, field in spec.fields.items():
        if field.type != "secret" and not field.volatile:
            part = shared if field.scope == "group" else own
            part[name] = attributes.get(name, UNKNOWN)
    return own, shared


def _unread(
    readings: Mapping[str, Reading], leader: Leader, wanted: Iterable[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    kinds = tuple(wanted)
    for reading in readings.values():
        for kind in kinds:
            problem = reading.problems.get("") or reading.problems.get(kind)
            if problem:
                yield (reading.unit, kind), problem.message
                if reading.unit == leader.unit:
                    yield (GROUP, kind), problem.message
    if leader.unit is None:
        yield from (((GROUP, kind), leader.why) for kind in kinds)
