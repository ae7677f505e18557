"""Units that are declared absent: gone already, or waiting for a procedure."""

from collections.abc import Iterator, Mapping

from hacfg.fortimail.reading import Reading
from hacfg.fortimail.regroup import find_leader
from hacfg.fortimail.roles import configured_role
from hacfg.plan.ours import Notice
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.units import Unit

_BY_HAND = "by hand: stop its mail, switch HA off on it, then remove its member row"


def leaving_notices(
    topology: Topology, readings: Mapping[str, Reading], places: Places
) -> Iterator[Notice]:
    """Yield what is to be said of each unit with `state: absent`."""
    for index, unit in enumerate(topology.units):
        if unit.state == "present":
            continue
        where = str(places.at("units", index, "state"))
        reading = readings.get(unit.name)
        if reading is not None and configured_role(reading) == "off":
            yield _once_off(unit, topology, readings, where)
        else:
            message = f"taking {unit.name} out of the group has no procedure in this version"
            yield _no_procedure(message, where, _BY_HAND)


def _once_off(
    unit: Unit, topology: Topology, readings: Mapping[str, Reading], where: str
) -> Notice:
    """Return what is to be said of a unit with HA off: the group has to have let go of it too."""
    present = {one.name: readings[one.name] for one in topology.present_units}
    leader = find_leader(topology.primary.name, present)
    if leader.unit is None:
        message = f"{unit.name} has HA off; whether the group still lists it is not known"
        return _no_procedure(f"{message}: {leader.why}", where, "settle who leads, then plan again")
    for kind, key in _rows(unit):
        if kind in present[leader.unit].problems:
            message = f"{unit.name} has HA off; whether its row is left is not known"
            next_ = f"see why {kind} of {leader.unit} cannot be read, then plan again"
            return _no_procedure(message, where, next_)
        if _lists(present[leader.unit], kind, key):
            message = f"{unit.name} has HA off, but {leader.unit} still lists it"
            next_ = f'remove its row {kind}["{key}"] on {leader.unit}, then plan again'
            return _no_procedure(message, where, next_)
    return _gone(unit, where)


def _rows(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield the kind and the key of each row that a group may hold of a unit."""
    yield "ha_member", unit.name
    for link in unit.heartbeat:
        if link.link == "primary":
            yield "ha_peer", link.address.partition("/")[0]


def _lists(reading: Reading, kind: str, key: str) -> bool:
    found = reading.kinds.get(kind)
    return found is not None and any(address.key == key for address in found.resources)


def _gone(unit: Unit, where: str) -> Notice:
    return Notice(
        id="gone",
        severity="note",
        message=f"{unit.name} has HA off: it is no member any more",
        where=where,
        next="delete it from the file",
    )


def _no_procedure(message: str, where: str, next_: str) -> Notice:
    return Notice(id="no-procedure", severity="error", message=message, where=where, next=next_)
