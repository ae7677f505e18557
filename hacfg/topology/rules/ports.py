"""Rules on ports and addresses."""

from collections.abc import Iterator
from ipaddress import ip_interface
from urllib.parse import urlsplit

from hacfg.errors import Problem
from hacfg.source import Position
from hacfg.topology.models import Topology, VirtualIp
from hacfg.topology.places import Places
from hacfg.topology.rules.heartbeat import heartbeat_ports
from hacfg.topology.rules.repeats import repeats, twice


def host_of(address: str) -> str:
    """Return an address without its prefix length."""
    return str(ip_interface(address).ip)


def own_addresses(topology: Topology, places: Places) -> Iterator[tuple[str, str, Position]]:
    """Yield unit, address and place of every address that a unit has for itself."""
    for index, unit in enumerate(topology.units):
        for name, interface in unit.interfaces.items():
            place = places.at("units", index, "interfaces", name, "address")
            yield unit.name, host_of(interface.address), place
    for name, port, place in heartbeat_ports(topology, places):
        yield name, host_of(port.address), place


def virtual_ips(topology: Topology) -> Iterator[tuple[int, VirtualIp]]:
    """Yield the virtual IPs that shall be there, with their place in the list."""
    for index, row in enumerate(topology.virtual_ips):
        if row.state == "present":
            yield index, row


def unique_addresses(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require an address of its own for each port."""
    addresses = ((address, place) for _, address, place in own_addresses(topology, places))
    yield from twice("the address", addresses, "give each port of each unit its own address")


def heartbeat_port_has_one_use(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow a heartbeat port no other use."""
    for index, unit in enumerate(topology.units):
        rows = [
            (row.port, places.at("units", index, "heartbeat", number, "port"))
            for number, row in enumerate(unit.heartbeat)
        ]
        for port, position, _ in repeats(rows):
            yield _used_twice(unit.name, port, "for two heartbeat links", position)
        for port, position in rows:
            if port in unit.interfaces:
                yield _used_twice(
                    unit.name, port, "for the heartbeat and under `interfaces`", position
                )


def shared_port_is_no_heartbeat_port(topology: Topology, places: Places) -> Iterator[Problem]:
    """Refuse a heartbeat port for a virtual IP, and where ports are monitored."""
    uses = [
        *(
            (row.port, "a virtual IP", ("virtual_ips", index))
            for index, row in virtual_ips(topology)
        ),
        *(
            (port, "`monitor.ports`", ("monitor", "ports", index))
            for index, port in enumerate(topology.monitor.ports)
        ),
    ]
    for port, use, path in uses:
        units = [
            unit.name for unit in topology.units if any(row.port == port for row in unit.heartbeat)
        ]
        if units:
            position = places.at(*path, "port")
            yield _used_twice(", ".join(units), port, f"for the heartbeat and {use}", position)


def _used_twice(unit: str, port: str, uses: str, position: Position) -> Problem:
    return Problem(
        f"{port} of {unit} is used {uses}",
        position,
        expected="a port of its own for each heartbeat link (HA-01)",
        next=f"use another port, or delete the other use of {port}",
    )


def monitored_once(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require that a monitored port stands once."""
    ports = (
        (port, places.at("monitor", "ports", row))
        for row, port in enumerate(topology.monitor.ports)
    )
    yield from twice("the port", ports, "delete one of the two")


def one_virtual_ip_a_port(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow a port one virtual IP of each IP version."""
    rows = [
        (row, ip_interface(row.address), places.at("virtual_ips", index, "address"))
        for index, row in virtual_ips(topology)
    ]
    uses = (
        (f"on {row.port} of IP version {address.version}", place) for row, address, place in rows
    )
    yield from twice("a virtual IP", uses, "use another port, or delete one of the two")
    yield from twice(
        "the virtual IP",
        ((str(address.ip), place) for _, address, place in rows),
        "give each port another address",
    )


def virtual_ip_in_subnet(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require that a virtual IP lies in the subnet of its port, where that is declared."""
    for index, row in virtual_ips(topology):
        wanted = ip_interface(row.address)
        for unit in topology.units:
            own = unit.interfaces.get(row.port)
            network = ip_interface(own.address).network if own else wanted.network
            if network.version == wanted.version and wanted.network != network:
                yield Problem(
                    f"the virtual IP is not in the subnet of {row.port} of {unit.name}",
                    places.at("virtual_ips", index, "address"),
                    seen=row.address,
                    expected=f"an address of {network}",
                    next="correct the address or its prefix length, or use another port",
                )


def virtual_ip_is_no_units_own(topology: Topology, places: Places) -> Iterator[Problem]:
    """Refuse a unit's own address as virtual IP, unless it replaces that; never the API's."""
    own = [(address, unit) for unit, address, _ in own_addresses(topology, places)]
    for index, row in virtual_ips(topology):
        virtual = host_of(row.address)
        owners = [unit for address, unit in own if address == virtual and row.action != "set"]
        reached = [
            unit.name for unit in topology.units if urlsplit(unit.api.url).hostname == virtual
        ]
        for unit in dict.fromkeys([*owners, *reached]):
            yield Problem(
                f"the virtual IP {virtual} is {unit}'s own address",
                places.at("virtual_ips", index, "address"),
                expected="an address that moves; hacfg reaches each unit at the unit's own",
                next="give the virtual IP another address",
            )


RULES = (
    unique_addresses,
    heartbeat_port_has_one_use,
    shared_port_is_no_heartbeat_port,
    monitored_once,
    one_virtual_ip_a_port,
    virtual_ip_in_subnet,
    virtual_ip_is_no_units_own,
)
