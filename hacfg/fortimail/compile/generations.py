"""What the two generations declare differently: the HA settings and who holds them."""

import ipaddress
from collections.abc import Iterator

from hacfg.errors import Problem
from hacfg.fortimail.compile.common import present_units
from hacfg.fortimail.compile.sheet import Declared, Sheet, given
from hacfg.fortimail.roles import mode_value
from hacfg.state import Secret
from hacfg.topology.models import VirtualIp
from hacfg.topology.places import Path
from hacfg.topology.units import HeartbeatPort, Unit


def per_unit(sheet: Sheet) -> None:
    """Declare HA as 7.0 and 7.2 hold it: role and settings on each unit (CLI reference 331218)."""
    for unit, path in present_units(sheet):
        _settings(sheet, unit.name)
        mode = mode_value(sheet.dialects[unit.name], sheet.topology.mode, unit.role)
        sheet.put([unit.name], "ha", "", {"mode": (mode, (*path, "role"))})
        for link, link_path in _links(unit, path):
            values = {"heartbeat": (link.link, (*link_path, "link")), **_peer(sheet, unit, link)}
            sheet.put([unit.name], "ha_interface", link.port, values)
    if sheet.topology.mode == "config-only":
        _peers_of_farm(sheet)
    for vip, path in _virtual_ips(sheet):
        present = vip.state == "present"
        declared: Declared = {
            _virtual_ip(vip): (vip.address if present else None, (*path, "address")),
            "virtual_ip_action": (vip.action if present else "ignore", (*path, "action")),
        }
        sheet.put([sheet.leader], "ha_interface", vip.port, declared)
    if sheet.topology.mode == "config-only":
        _exclude(sheet, {"virtual_ip": None, "virtual_ip_action": "ignore"})


def shared(sheet: Sheet) -> None:
    """Declare HA as 7.6 and 8.0 hold it: one document with members (CLI reference 331218)."""
    mode = mode_value(sheet.dialects[sheet.leader], sheet.topology.mode, "primary")
    _settings(sheet, sheet.leader)
    sheet.put([sheet.leader], "ha", "", {"mode": (mode, ("mode",))})
    has_backup = any(unit.primary_backup for unit in sheet.topology.units)
    for unit, path in present_units(sheet):
        sheet.put([unit.name], "ha", "", {"enabled": (True, path)})
        row = _member(unit, path, has_backup=has_backup and unit.role == "secondary")
        sheet.put([unit.name], "ha_member", unit.name, row)
        for link, link_path in _links(unit, path):
            sheet.put([unit.name], "ha_interface", link.port, {"heartbeat": (True, link_path)})
    for vip, path in _virtual_ips(sheet):
        if vip.action == "set":
            sheet.problems.append(_no_set(sheet, path))
        present = vip.state == "present"
        values: Declared = {
            _virtual_ip(vip): (vip.address if present else None, (*path, "address")),
            "virtual_ip_bridge": (present and vip.action == "bridge", (*path, "action")),
        }
        sheet.put([sheet.leader], "ha_interface", vip.port, values)
    if sheet.topology.mode == "config-only":
        _exclude(sheet, {"virtual_ip": None, "virtual_ip_bridge": False})


def _member(unit: Unit, path: Path, *, has_backup: bool) -> Declared:
    """Return a member's row; where one is declared the primary backup, the others are not."""
    primary_link = (link.address for link, _ in _links(unit, path) if link.link == "primary")
    address = next(primary_link, None)
    backup = (
        unit.primary_backup if has_backup or "primary_backup" in unit.model_fields_set else None
    )
    return given(path, role=unit.role, address=address, primary_backup=backup)


def _settings(sheet: Sheet, unit: str) -> None:
    ha = sheet.topology.ha
    beat: Path = ("ha", "heartbeat")
    values = {
        "password": (Secret("ha.password"), ("ha", "password")),
        **given(beat, base_port=ha.heartbeat.base_port, lost_threshold=ha.heartbeat.lost_threshold),
        **given(beat, remote_services=ha.heartbeat.remote_services),
        **given(("ha",), on_failure=ha.on_failure),
    }
    copied = {"mail_data_sync": "mail_data", "mail_queue_sync": "mail_queue"}
    farm = sheet.topology.mode == "config-only"
    for attribute, name in copied.items():
        value = False if farm else getattr(ha.synchronize, name)
        if value is not None:
            values = {**values, attribute: (value, ("ha", "synchronize", name))}
    sheet.put([unit], "ha", "", values)


def _links(unit: Unit, path: Path) -> Iterator[tuple[HeartbeatPort, Path]]:
    for number, link in enumerate(unit.heartbeat):
        yield link, (*path, "heartbeat", number)


def _peer(sheet: Sheet, unit: Unit, link: HeartbeatPort) -> Declared:
    """Point at the pair's other unit: its address on the same link (7.2 CLI reference, peer-ip)."""
    if sheet.topology.mode != "active-passive":
        return {}
    found = (
        (_bare(other.address), (*path, "address"))
        for peer, peer_path in present_units(sheet)
        if peer.name != unit.name
        for other, path in _links(peer, peer_path)
        if other.link == link.link
    )
    address = next(found, None)
    return {"peer_address": address} if address else {}


def _peers_of_farm(sheet: Sheet) -> None:
    """Secondaries point at the primary; the primary lists its peers (the list is inferred)."""
    primary = sheet.topology.primary
    for unit, path in present_units(sheet):
        for link, link_path in _links(unit, path):
            if link.link != "primary":
                continue
            address = (_bare(link.address), (*link_path, "address"))
            if unit.role == "primary":
                others = [u.name for u, _ in present_units(sheet) if u.name != unit.name]
                sheet.put(others, "ha", "", {"primary_address": address})
            else:
                sheet.put([primary.name], "ha_peer", address[0], {"address": address})


def _virtual_ips(sheet: Sheet) -> Iterator[tuple[VirtualIp, Path]]:
    """Yield the virtual IPs; one that goes makes room for one on the same port."""
    rows = [(vip, ("virtual_ips", number)) for number, vip in enumerate(sheet.topology.virtual_ips)]
    yield from sorted(rows, key=lambda row: row[0].state)


def _virtual_ip(vip: VirtualIp) -> str:
    """Return the attribute that holds a virtual IP: IPv6 has one of its own."""
    address = ipaddress.ip_interface(vip.address)
    return "virtual_ip6" if isinstance(address, ipaddress.IPv6Interface) else "virtual_ip"


def _exclude(sheet: Sheet, virtual_ip: dict[str, str | bool | None]) -> None:
    """Fix that a farm has no virtual IP and no service monitoring (5.3 help, system_05_66)."""
    sheet.fix_everywhere("ha_interface", virtual_ip)
    sheet.fix_everywhere("ha_service", {"enabled": False})


def _bare(address: str) -> str:
    return str(ipaddress.ip_interface(address).ip)


def _no_set(sheet: Sheet, path: Path) -> Problem:
    return Problem(
        "a virtual IP that replaces the port's address is not known from 7.6 on",
        where=sheet.places.at(*path, "action"),
        seen="action: set",
        expected="add, or bridge in transparent mode",
        next="give the port an address of its own and write action: add",
    )
