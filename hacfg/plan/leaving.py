"""Units that are declared absent: gone already, or waiting for a procedure."""

from collections.abc import Iterator, Mapping

from hacfg.fortimail.reading import Reading
from hacfg.fortimail.roles import configured_role
from hacfg.plan.ours import Notice
from hacfg.topology.models import Topology
from hacfg.topology.places import Places


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
            yield Notice(
                id="gone",
                severity="note",
                message=f"{unit.name} has HA off: it is no member any more",
                where=where,
                next="delete it from the file",
            )
        else:
            yield Notice(
                id="no-procedure",
                severity="error",
                message=f"taking {unit.name} out of the group has no procedure in this version",
                where=where,
                next="by hand: stop its mail, switch HA off on it, then remove its member row",
            )
