"""Rules on the units of a group as its members."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from hacfg.errors import Problem
from hacfg.state import GROUP
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.rules.repeats import twice
from hacfg.topology.rules.versions import release
from hacfg.topology.units import Unit

PAIR: Final = 2
FARM: Final = 25
FARM_FROM_7_4: Final = 24
"""Units of a farm (FortiMail administration guides 7.0.2 and latest, 846008)."""
ACTIVE_ACTIVE: Final = (7, 4)


def canonical_url(unit: Unit) -> str:
    """Return the address of a unit's API so that equal ones are equal texts."""
    url = urlsplit(unit.api.url)
    port = "" if url.port in (None, 443) else f":{url.port}"
    return f"https://{(url.hostname or '').rstrip('.')}{port}"


def one_primary(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require exactly one primary."""
    primaries = [index for index, unit in enumerate(topology.units) if unit.role == "primary"]
    if not primaries:
        yield Problem(
            "no unit is primary",
            places.at("units"),
            expected="exactly one",
            next="give the unit whose configuration counts `role: primary`",
        )
    for index in primaries[1:]:
        first, this = topology.units[primaries[0]].name, topology.units[index].name
        yield Problem(
            f"two primaries: {first} and {this}",
            places.at("units", index, "role"),
            expected="exactly one",
            next=f"make {first} or {this} secondary",
        )


def primary_stays(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require that the primary leaves last."""
    present = [unit.name for unit in topology.units if unit.state == "present"]
    for index, unit in enumerate(topology.units):
        if present and unit.role == "primary" and unit.state == "absent":
            yield Problem(
                f"the primary {unit.name} is absent while {', '.join(present)} stays",
                places.at("units", index, "state"),
                next=f"make {present[0]} primary and {unit.name} secondary",
            )


def most_in_farm(topology: Topology) -> int:
    """Return how many units a farm has at most, of whatever firmware that is declared."""
    newest = max(release(version) for version in topology.firmwares)
    return FARM_FROM_7_4 if newest >= ACTIVE_ACTIVE else FARM


def number_of_units(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require two units in a pair, 2 to 25 in a farm, 24 from 7.4; those that leave count."""
    number, most = len(topology.units), most_in_farm(topology)
    if topology.mode == "active-passive" and number != PAIR:
        yield Problem(
            "an active-passive group has two units",
            places.at("units"),
            seen=str(number),
            expected=str(PAIR),
            next="declare two; a dead unit's successor keeps its name, with `replaced: true`"
            if number > PAIR
            else "declare the other unit, with `state: absent` if it is to leave",
        )
    elif topology.mode == "config-only" and not PAIR <= number <= most:
        yield Problem(
            f"a config-only group has {PAIR} to {most} units with this firmware",
            places.at("units"),
            seen=str(number),
            expected=f"{PAIR} to {most}",
            next="split the farm into groups" if number > most else "declare the other units",
        )


def unit_named_group(topology: Topology, places: Places) -> Iterator[Problem]:
    """Refuse the name that stands for what all units share."""
    for index, unit in enumerate(topology.units):
        if unit.name.casefold() == GROUP:
            yield Problem(
                f"a unit cannot be called {unit.name!r}: this word stands for all units",
                places.at("units", index, "name"),
                next="give the unit another name",
            )


def unique_units(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require a name, an address and a serial number of its own for each unit."""
    units = list(enumerate(topology.units))
    yield from twice(
        "the unit name",
        ((unit.name.casefold(), places.at("units", index, "name")) for index, unit in units),
        "give each unit its own name",
    )
    yield from twice(
        "the address",
        ((canonical_url(unit), places.at("units", index, "api", "url")) for index, unit in units),
        "give each unit its own API address, never a virtual IP",
    )
    yield from twice(
        "the serial number",
        (
            (unit.serial, places.at("units", index, "serial"))
            for index, unit in units
            if unit.serial
        ),
        "correct one, or leave serials out",
    )


def lost_and_replaced(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow `lost` only with `state: absent`, `replaced` only without."""
    for index, unit in enumerate(topology.units):
        if unit.lost and unit.state == "present":
            yield Problem(
                f"{unit.name} is lost, and yet to stay",
                places.at("units", index, "lost"),
                next="add `state: absent`, or write `replaced: true` if a new box took its place",
            )
        if unit.replaced and unit.state == "absent":
            yield Problem(
                f"{unit.name} is replaced, and yet to leave",
                places.at("units", index, "replaced"),
                next="delete `replaced` or `state: absent`",
            )


def one_way_to_trust(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow one way to trust a unit's certificate."""
    for index, unit in enumerate(topology.units):
        if unit.api.tls.ca_file and unit.api.tls.fingerprint:
            yield Problem(
                f"{unit.name} has both a CA file and a fingerprint",
                places.at("units", index, "api", "tls"),
                expected="one of the two",
                next="delete `fingerprint`, or delete `ca_file`",
            )


RULES = (
    one_primary,
    primary_stays,
    number_of_units,
    unit_named_group,
    unique_units,
    lost_and_replaced,
    one_way_to_trust,
)
