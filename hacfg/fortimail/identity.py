"""Whether the units are the ones that the topology declares."""

from collections.abc import Iterator, Mapping

from hacfg.errors import Problem
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.versions import version_of
from hacfg.fortimail.wire import visible
from hacfg.source import Position
from hacfg.state import Value
from hacfg.topology.models import Topology
from hacfg.topology.places import Places


def check_identity(
    topology: Topology, readings: Mapping[str, Reading], places: Places
) -> list[Problem]:
    """Compare serial number and firmware of the units that answered with the declared."""
    answered = (readings[unit.name] for unit in topology.units if unit.name in readings)
    place = places.at("firmware")
    firmwares = [p for one in answered if one.answered for p in _firmware(topology, one, place)]
    return [*check_boxes(topology, readings, places), *firmwares]


def check_boxes(
    topology: Topology, readings: Mapping[str, Reading], places: Places
) -> list[Problem]:
    """Compare the serial numbers of the units that answered with the declared, and each other."""
    each = [
        problem
        for number, unit in enumerate(topology.units)
        if (reading := readings.get(unit.name)) is not None and reading.answered
        for problem in _serial(
            unit.name, unit.serial, reading, places.at("units", number, "serial")
        )
    ]
    return [*_one_box_twice(topology, readings, places), *each]


def check_operation_mode(
    topology: Topology, readings: Mapping[str, Reading], places: Places
) -> list[Problem]:
    """Compare the operation mode of the units that answered with the declared.

    Only a hint: the numbers are those of the public MIB, which the login reply may not use.
    """
    place = places.at("operation_mode")
    answered = (reading for reading in readings.values() if reading.answered)
    return [problem for reading in answered for problem in _mode(topology, reading, place)]


def _one_box_twice(
    topology: Topology, readings: Mapping[str, Reading], places: Places
) -> Iterator[Problem]:
    """Two units of the file that are one box would be configured against each other."""
    first: dict[Value, str] = {}
    for number, unit in enumerate(topology.units):
        reading = readings.get(unit.name)
        serial = reading.facts.get("serial") if reading else None
        if serial is not None and first.setdefault(serial, unit.name) != unit.name:
            yield Problem(
                f"{unit.name} and {first[serial]} are the same unit: both answer with one serial",
                places.at("units", number, "api", "url"),
                _shown(serial),
                "a unit of its own behind each URL",
                "correct `api.url`",
            )


def _serial(
    unit: str, declared: str | None, reading: Reading, place: Position
) -> Iterator[Problem]:
    seen = reading.facts.get("serial")
    if declared is not None and seen != declared:
        yield Problem(
            f"{unit} is not the unit that is declared: its serial number differs",
            place,
            _shown(seen),
            declared,
            "correct `api.url` or `serial`; a new box behind this name needs its new serial here",
        )


def _firmware(topology: Topology, reading: Reading, place: Position) -> Iterator[Problem]:
    seen = reading.facts.get("firmware")
    version = version_of(seen) if isinstance(seen, str) else None
    if version is None or not any(_covers(one, version) for one in topology.firmwares):
        yield Problem(
            f"{reading.unit} runs a firmware that is not declared",
            place,
            _shown(seen),
            " or ".join(topology.firmwares),
            "declare what the unit runs; a list of versions while an upgrade rolls",
        )


def _mode(topology: Topology, reading: Reading, place: Position) -> Iterator[Problem]:
    seen = reading.facts.get("operation_mode")
    if seen is not None and seen != topology.operation_mode:
        yield Problem(
            f"{reading.unit} seems to run in another operation mode",
            place,
            _shown(seen),
            topology.operation_mode,
            "see `get system status`; the numbers of this field are inferred, so it may be right",
        )


def _covers(declared: str, version: str) -> bool:
    """Tell whether a declared version is the seen one, or its beginning: 7.2 covers 7.2.3."""
    return version == declared or version.startswith(f"{declared}.")


def _shown(value: Value) -> str:
    return "it could not be read" if value is None else visible(str(value))
