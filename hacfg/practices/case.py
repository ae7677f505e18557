"""What rules look at: the declared topology, what the units said, and the day."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hacfg.fortimail.reading import Reading
from hacfg.source import OnUnit, Position
from hacfg.state import UNKNOWN, Address, Attributes, Unknown, Value
from hacfg.topology.mail import NasStorage
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.units import Unit

LIVE = "ask the units: hacfg check --live"
"""What to do about what no file can show."""


@dataclass(frozen=True, slots=True)
class Case:
    """One group as rules see it.

    `readings` is empty if only the file was looked at. `conditions` is false where the units will
    be changed first, so that what role they act in now says nothing.
    """

    topology: Topology
    places: Places
    today: datetime.date
    readings: Mapping[str, Reading] = field(default_factory=dict)
    conditions: bool = True

    @property
    def is_live(self) -> bool:
        """Tell whether the units were asked."""
        return bool(self.readings)

    @property
    def is_farm(self) -> bool:
        """Tell whether it is declared a farm."""
        return self.topology.mode == "config-only"

    @property
    def nas(self) -> NasStorage | None:
        """The declared NAS."""
        storage = self.topology.mail_storage
        return storage if isinstance(storage, NasStorage) else None

    def at(self, *path: str | int) -> Position:
        """Return a place in the file: of the nearest thing around it, or of `mode`."""
        return self.places.at(*(path if path[:1] in self.places.positions else ("mode",)))

    def units(self) -> Iterator[tuple[int, Unit]]:
        """Yield the units that shall be members, with their number in the file."""
        for number, unit in enumerate(self.topology.units):
            if unit.state == "present":
                yield number, unit

    def live(self) -> Iterator[Reading]:
        """Yield what each member said; nothing of one that did not answer."""
        for _, unit in self.units():
            reading = self.readings.get(unit.name)
            if reading is not None and reading.answered:
                yield reading

    def silent(self) -> Iterator[str]:
        """Yield the members that were asked and did not answer."""
        for _, unit in self.units():
            reading = self.readings.get(unit.name)
            if reading is not None and not reading.answered:
                yield unit.name

    def why_unread(self, unit: str, kind: str) -> str:
        """Return why a kind of a unit could not be read; empty if it was."""
        reading = self.readings[unit]
        if kind in reading.kinds:
            return ""
        problem = reading.problems.get("") or reading.problems.get(kind)
        return problem.message if problem else "its firmware has no such setting"


def rows(reading: Reading, kind: str) -> Mapping[Address, Attributes]:
    """Return the rows of a kind, by address; none if it was not read, which `unread` tells."""
    found = reading.kinds.get(kind)
    return found.resources if found else {}


def value(reading: Reading, kind: str, name: str, key: str = "") -> Value:
    """Return one attribute; UNKNOWN if it was not read or its key was not in the answer."""
    if kind not in reading.kinds:
        return UNKNOWN
    attributes = rows(reading, kind).get(Address(reading.unit, kind, key))
    return None if attributes is None else attributes.get(name, UNKNOWN)


def on(reading: Reading, kind: str, name: str = "", key: str = "") -> OnUnit:
    """Return the place of a resource, or of one attribute, on a unit."""
    return OnUnit(reading.unit, f"{kind} {key}".rstrip(), name)


def heartbeat_ports(reading: Reading) -> tuple[str, ...] | Unknown:
    """Return the ports that carry the heartbeat; both generations have their own words."""
    found = rows(reading, "ha_interface").items()
    marked = {address.key: row.get("heartbeat", UNKNOWN) for address, row in found}
    if UNKNOWN in marked.values():
        return UNKNOWN
    return tuple(sorted(port for port, word in marked.items() if word not in {"disable", False}))
