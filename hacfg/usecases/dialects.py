"""Which dialect each unit of a group speaks, as found or as planned."""

from collections.abc import Mapping

from hacfg.fortimail.catalogue import Catalogue
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import Reading
from hacfg.plan.document import PlanDocument
from hacfg.topology.load import Loaded


def dialects_of(
    loaded: Loaded, readings: Mapping[str, Reading], catalogue: Catalogue
) -> dict[str, Dialect]:
    """Return each unit's dialect; that of the declared firmware stands in for a silent unit."""
    stand_in = catalogue.for_firmware(loaded.topology.firmwares[0])
    found = {
        unit.name: readings[unit.name].dialect or stand_in
        for unit in loaded.topology.units
        if not unit.lost
    }
    return {name: dialect for name, dialect in found.items() if dialect}


def planned_dialects(document: PlanDocument) -> dict[str, Dialect]:
    """Return the dialect that a plan speaks with each unit."""
    known = document.hacfg.dialects
    return {u.name: Dialect.model_validate(known[u.dialect or ""]) for u in document.hacfg.units}
