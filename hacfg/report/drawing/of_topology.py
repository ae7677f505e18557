"""The picture of a topology: what is declared, and nothing else."""

from collections.abc import Iterator
from ipaddress import ip_interface

from hacfg.report.drawing.picture import ENTRIES, Joint, Picture, UnitBox
from hacfg.topology.mail import NasStorage
from hacfg.topology.models import Topology
from hacfg.topology.units import Unit

_PATHS = {
    "crossover": "crossover cable",
    "isolated-switch": "switch of its own",
    "shared": "shared network",
}


def picture_of_topology(topology: Topology) -> Picture:
    """Return the picture of what a topology declares."""
    units = tuple(_box(unit) for unit in topology.units)
    joints = (*_entries(topology), *_heartbeats(topology), *_storage(topology))
    return Picture(topology.name, topology.mode, units, joints)


def _box(unit: Unit) -> UnitBox:
    ports = {name: port.address for name, port in unit.interfaces.items()}
    ports |= {port.port: port.address for port in unit.heartbeat}
    shown = tuple(f"{name} {address}" for name, address in sorted(ports.items()))
    return UnitBox(unit.name, unit.role, ports=shown, mark="" if unit.state == "present" else "-")


def _entries(topology: Topology) -> Iterator[Joint]:
    present = topology.present_units
    for virtual in topology.virtual_ips:
        if virtual.state == "present":
            ends = {unit.name: virtual.port for unit in present}
            yield Joint("entry", f"virtual IP {virtual.address}", ends)
    if words := ENTRIES.get(topology.mail_entry.kind if topology.mail_entry else ""):
        yield Joint("entry", words, {unit.name: "" for unit in present})


def _heartbeats(topology: Topology) -> Iterator[Joint]:
    links: dict[str, dict[str, str]] = {}
    paths: dict[str, str] = {}
    for unit in topology.present_units:
        for port in unit.heartbeat:
            network = str(ip_interface(port.address).network)
            links.setdefault(network, {})[unit.name] = port.port
            paths[network] = _PATHS[port.path]
    for network, ends in links.items():
        yield Joint("heartbeat", f"heartbeat {network} ({paths[network]})", ends)


def _storage(topology: Topology) -> Iterator[Joint]:
    storage = topology.mail_storage
    if isinstance(storage, NasStorage):
        place = f"{storage.host}:{storage.directory}".removesuffix(":")
        ends = {unit.name: "" for unit in topology.present_units}
        yield Joint("storage", f"NAS {place}, {storage.protocol}", ends)
