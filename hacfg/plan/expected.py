"""What the units will say once all that is declared has been carried out."""

from collections.abc import Mapping
from dataclasses import replace

from hacfg.fortimail.reading import KindReading, Reading
from hacfg.plan.changes import Desired
from hacfg.state import GROUP, Address, Attributes, Secret, Value


def expected_readings(readings: Mapping[str, Reading], desired: Desired) -> dict[str, Reading]:
    """Return the readings with every declared value in the place of the actual one.

    Kinds that could not be read stay unread. Conditions (roles that units act in, links, what is
    in sync) stay as they were read: no plan declares them.
    """
    return {name: _expected(reading, desired) for name, reading in readings.items()}


def _expected(reading: Reading, desired: Desired) -> Reading:
    kinds = {name: _kind(reading.unit, name, one, desired) for name, one in reading.kinds.items()}
    return replace(reading, kinds=kinds)


def _kind(unit: str, kind: str, found: KindReading, desired: Desired) -> KindReading:
    resources: dict[Address, Attributes] = dict(found.resources)
    for owner in (unit, GROUP):
        fixed = desired.everywhere.get((owner, kind), {})
        resources = {address: {**row, **_plain(fixed)} for address, row in resources.items()}
        for address, attributes in desired.state.items():
            if (address.owner, address.kind) != (owner, kind):
                continue
            mine = replace(address, owner=unit)
            if attributes is None:
                resources.pop(mine, None)
            else:
                resources[mine] = {**resources.get(mine, {}), **_plain(attributes)}
    return replace(found, resources=resources)


def _plain(attributes: Attributes) -> dict[str, Value]:
    return {n: value for n, value in attributes.items() if not isinstance(value, Secret)}
