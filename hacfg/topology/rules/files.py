"""Rules between topologies of several files."""

from collections.abc import Callable, Iterator, Sequence

from hacfg.errors import Problem
from hacfg.source import Position
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.rules.members import canonical_url

Files = Sequence[tuple[Topology, Places]]


def _in_two_files(
    what: str, found: Iterator[tuple[str, Position]], action: str
) -> Iterator[Problem]:
    """Yield a problem at every place of a thing that stands in more than one file."""
    places: dict[str, list[Position]] = {}
    for thing, position in found:
        places.setdefault(thing, []).append(position)
    for thing, positions in places.items():
        for here in positions:
            others = [str(other) for other in positions if other.file != here.file]
            if others:
                yield Problem(
                    f"the {what} {thing} also stands in another file",
                    here,
                    seen=", ".join(others),
                    next=action,
                )


def group_names(files: Files) -> Iterator[Problem]:
    """Require a name of its own for each group."""
    names = ((topology.name.casefold(), places.at("name")) for topology, places in files)
    yield from _in_two_files("group name", names, "give each group its own name")


def unit_addresses(files: Files) -> Iterator[Problem]:
    """Require that a unit is in one group."""
    urls = (
        (canonical_url(unit), places.at("units", index, "api", "url"))
        for topology, places in files
        for index, unit in enumerate(topology.units)
    )
    yield from _in_two_files("address", urls, "declare each unit in one group")


def serial_numbers(files: Files) -> Iterator[Problem]:
    """Require that a serial number is in one group."""
    serials = (
        (unit.serial, places.at("units", index, "serial"))
        for topology, places in files
        for index, unit in enumerate(topology.units)
        if unit.serial
    )
    yield from _in_two_files("serial number", serials, "declare each unit in one group")


FILE_RULES: tuple[Callable[[Files], Iterator[Problem]], ...] = (
    group_names,
    unit_addresses,
    serial_numbers,
)
