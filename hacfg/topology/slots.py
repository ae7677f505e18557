"""The secrets that a topology refers to, by stable names."""

from collections.abc import Iterator
from dataclasses import dataclass

from hacfg.topology.alerts import Owned, rows_of
from hacfg.topology.mail import NasStorage
from hacfg.topology.models import Topology
from hacfg.topology.places import Path
from hacfg.topology.secretref import SecretSource
from hacfg.topology.units import Unit


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a secret: the reference that stands there, and its path in the file."""

    ref: SecretSource
    path: Path


def secret_slots(topology: Topology) -> dict[str, Slot]:
    """Return every secret of a topology by its name, such as `ha.password`.

    What was in force before a rotation is `previous` of the reference, and no slot of its own.
    """
    return dict(_slots(topology))


def snmp_slots(topology: Topology) -> dict[str, Slot]:
    """Return the secrets that units are asked by SNMP with; a plan holds what its gates need."""
    return {
        name: slot
        for index, unit in enumerate(topology.units)
        for name, slot in _reader_slots(unit, ("units", index, "snmp"))
    }


def _slots(topology: Topology) -> Iterator[tuple[str, Slot]]:
    yield "ha.password", Slot(topology.ha.password, ("ha", "password"))
    for index, unit in enumerate(topology.units):
        yield from _unit_slots(unit, ("units", index, "api"))
    storage = topology.mail_storage
    if isinstance(storage, NasStorage) and storage.password:
        yield "mail_storage.password", Slot(storage.password, ("mail_storage", "password"))
    if topology.alerts.snmp:
        table = topology.alerts.snmp.users
        path: Path = ("alerts", "snmp", "users", *(("rows",) if isinstance(table, Owned) else ()))
        for index, user in enumerate(rows_of(table)[0]):
            if user.auth_password:
                slot = Slot(user.auth_password, (*path, index, "auth_password"))
                yield f"snmp.{user.name}.auth_password", slot


def _unit_slots(unit: Unit, path: Path) -> Iterator[tuple[str, Slot]]:
    yield f"{unit.name}.api.password", Slot(unit.api.password, (*path, "password"))
    if joined := unit.api.after_join:
        slot = Slot(joined.password, (*path, "after_join", "password"))
        yield f"{unit.name}.after_join.password", slot


def _reader_slots(unit: Unit, path: Path) -> Iterator[tuple[str, Slot]]:
    snmp = unit.snmp
    if snmp and snmp.community:
        yield f"{unit.name}.snmp.community", Slot(snmp.community, (*path, "community"))
    user = snmp.user if snmp else None
    for part in ("auth", "privacy"):
        found = getattr(user, part, None)
        if found:
            slot = Slot(found.password, (*path, "user", part, "password"))
            yield f"{unit.name}.snmp.{part}", slot
