"""Reading units side by side, only what is wanted."""

import time
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Final

from hacfg.errors import LoginRefused, Problem, UnitError, Unreachable
from hacfg.fortimail.catalogue import Catalogue
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.read import Document, Source, decoded_object, read_kind
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.fortimail.wire import visible
from hacfg.source import OnUnit
from hacfg.state import Attributes

MOST_AT_ONCE: Final = 32
SYSTEM: Final = "system"
"""The kind that a login reply is decoded by."""


def observe(
    units: Mapping[str, Source], catalogue: Catalogue, wanted: Collection[str]
) -> dict[str, Reading]:
    """Read the wanted kinds of every unit; what fails is in the reading, nothing is raised."""
    if not units:
        return {}
    ended = Event()
    threads = ThreadPoolExecutor(min(MOST_AT_ONCE, len(units)), "observe")
    try:
        pending = {
            unit: threads.submit(observe_unit, unit, session, catalogue, wanted, ended)
            for unit, session in units.items()
        }
        return {unit: future.result() for unit, future in pending.items()}
    finally:
        # Interrupted: nobody waits for a unit that does not answer, and no more calls are made.
        ended.set()
        threads.shutdown(wait=False, cancel_futures=True)


def observe_unit(
    unit: str,
    session: Source,
    catalogue: Catalogue,
    wanted: Collection[str],
    ended: Event | None = None,
) -> Reading:
    """Read the wanted kinds of one unit, one call at a time, until `ended` is set."""
    started = time.perf_counter()
    reading = _observed(unit, session, catalogue, wanted, ended or Event())
    seconds = time.perf_counter() - started
    moving = session.moving() if reading.answered else reading.moving
    return replace(reading, seconds=seconds, moving=moving)


def _observed(
    unit: str, session: Source, catalogue: Catalogue, wanted: Collection[str], ended: Event
) -> Reading:
    try:
        reply = session.login()
    except UnitError as error:
        return Reading(unit, problems={"": error.problems[0]})
    dialect = _speaking(catalogue, reply)
    if dialect is None:
        return Reading(unit, problems={"": _unknown_firmware(unit, catalogue, reply)})
    facts, problems = _facts(unit, dialect, reply)
    notes = _Notes(problems=problems)
    for kind in _in_order(dialect, wanted):
        if ended.is_set() or not notes.take(unit, session, dialect, kind):
            break
    return Reading(unit, facts, dialect, notes.kinds, notes.problems)


@dataclass(slots=True)
class _Notes:
    """What was read of a unit so far."""

    kinds: dict[str, KindReading] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)

    def take(self, unit: str, session: Source, dialect: Dialect, kind: str) -> bool:
        """Read one more kind; false if the unit no longer answers."""
        spec = dialect.kinds[kind]
        parent = spec.parent if spec else None
        if parent in self.problems:
            self.problems[kind] = self.problems[parent]
            return True
        try:
            above = self.kinds.get(parent) if parent else None
            self.kinds[kind] = read_kind(session, dialect, unit, kind, above)
        except (Unreachable, LoginRefused) as error:
            self.problems[""] = error.problems[0]
            return False
        except UnitError as error:
            self.problems[kind] = error.problems[0]
        return True


def _in_order(dialect: Dialect, wanted: Collection[str]) -> Iterator[str]:
    """Name the wanted kinds that the dialect has, parents first."""
    known = {name: spec for name, spec in dialect.kinds.items() if spec}
    parents = {spec.parent for name, spec in known.items() if name in wanted}
    needed = {name for name in known if name in wanted or name in parents}
    yield from sorted(needed, key=lambda name: (known[name].parent is not None, name))


def _speaking(catalogue: Catalogue, reply: Document) -> Dialect | None:
    """Choose the dialect that is for the firmware which its own `system` kind finds."""
    for dialect in catalogue.dialects:
        version = reply.get(_firmware_key(dialect))
        if isinstance(version, str) and catalogue.for_firmware(version) is dialect:
            return dialect
    return None


def _firmware_key(dialect: Dialect) -> str:
    system = dialect.kind(SYSTEM)
    return system.fields["firmware"].wire if system else ""


def _facts(unit: str, dialect: Dialect, reply: Document) -> tuple[Attributes, dict[str, Problem]]:
    """Decode the login reply; a fact that does not fit is left out, and is a problem."""
    spec = dialect.kind(SYSTEM)
    if spec is None:
        return {}, {}
    decoded = decoded_object(spec, reply, OnUnit(unit, SYSTEM))
    problems = {SYSTEM: decoded.problems[0]} if decoded.problems else {}
    return decoded.attributes, problems


def _unknown_firmware(unit: str, catalogue: Catalogue, reply: Document) -> Problem:
    keys = sorted({_firmware_key(dialect) for dialect in catalogue.dialects})
    seen = [reply[key] for key in keys if key in reply]
    known = ", ".join(catalogue.known_firmwares)
    return Problem(
        "no dialect is for the unit's firmware",
        OnUnit(unit, SYSTEM, "firmware"),
        visible(", ".join(map(str, seen))) or f"no {' or '.join(keys)} in the login reply",
        f"one of {known}",
        "write a dialect for it: hacfg --dialect FILE",
    )
