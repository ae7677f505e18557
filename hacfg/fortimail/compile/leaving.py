"""What is declared of units that are to leave: HA off on them, and no row of theirs left."""

import ipaddress
from collections.abc import Iterator

from hacfg.fortimail.compile.sheet import Declared, Sheet
from hacfg.state import GROUP
from hacfg.topology.places import Path
from hacfg.topology.units import Unit


def leave(sheet: Sheet) -> None:
    """Declare that absent units are in no group, and that the group lists none of them."""
    for number, unit in enumerate(sheet.topology.units):
        if unit.state == "absent":
            path: Path = ("units", number, "state")
            if unit.name in sheet.dialects and not unit.lost:
                sheet.put([unit.name], "ha", "", _off(sheet, unit, path))
            for owner, kind, key in _rows(sheet, unit):
                sheet.remove(kind, key, path, owner)


def _off(sheet: Sheet, unit: Unit, path: Path) -> Declared:
    if sheet.dialects[unit.name].generation == "per-unit":
        return {"mode": ("off", path)}
    return {"enabled": (False, path)}


def _rows(sheet: Sheet, unit: Unit) -> Iterator[tuple[str, str, str]]:
    """Yield owner, kind and key of each row that a group may hold of a unit."""
    if not sheet.topology.present_units:
        return
    primary = sheet.topology.primary.name
    if sheet.dialects[sheet.leader].generation == "shared":
        yield GROUP, "ha_member", unit.name
    elif sheet.topology.mode == "config-only":
        for link in unit.heartbeat:
            if link.link == "primary":
                yield primary, "ha_peer", str(ipaddress.ip_interface(link.address).ip)
