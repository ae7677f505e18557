"""HA-01: the heartbeat has links of its own."""

import ipaddress
from collections.abc import Iterator

from hacfg.fortimail.reading import Reading
from hacfg.practices.asking import listed, readable, unread
from hacfg.practices.case import Case, on, rows, value
from hacfg.practices.verdict import Verdict, broken, unknown
from hacfg.state import UNKNOWN
from hacfg.topology.units import HeartbeatPort, Unit

PAIR = 2
DEFAULT_ROUTES = frozenset({"0.0.0.0/0", "::/0"})


def isolated(case: Case) -> Iterator[Verdict]:
    """Judge the declared paths, and what else the units say that the ports carry."""
    found = [*_paths(case), *_live(case)]
    yield from found
    if any(verdict.outcome == "broken" for verdict in found):
        return
    ports = sorted({row.port for _, unit in case.units() for row in unit.heartbeat})
    place = case.at("units", 0, "heartbeat")
    if not ports:
        yield unknown(place, "no heartbeat port is declared", "declare `heartbeat` of each unit")
        return
    carry = "carry nothing else" if case.is_live else "are declared to carry nothing else"
    yield unknown(
        place,
        f"cabling can't be seen; {listed(ports)} {carry}",
        "look at the cables, then: attestations: [{practice: HA-01, by: ..., on: ...}]",
    )


def _paths(case: Case) -> Iterator[Verdict]:
    several = len(case.topology.present_units) > PAIR
    for number, unit in case.units():
        for row, port in enumerate(unit.heartbeat):
            place = case.at("units", number, "heartbeat", row, "path")
            if port.path == "shared":
                message = f"{port.port} of {unit.name} shares its network with other traffic"
                yield broken(place, message, _advice(several=several))
            elif port.path == "crossover" and several:
                message = f"a cable joins two units, and there are {len(list(case.units()))}"
                yield broken(place, message, _advice(several=True))
            elif port.path == "isolated-switch" and not several:
                message = f"{port.port} of {unit.name} reaches one other unit through a switch"
                yield broken(place, message, _advice(several=False), "warning")


def _advice(*, several: bool) -> str:
    if several:
        return "use a switch that carries nothing else, and write `path: isolated-switch`"
    return "connect the two units directly, and write `path: crossover`"


def _live(case: Case) -> Iterator[Verdict]:
    yield from unread(case, "interface", "ha_interface")
    declared = {unit.name: unit for _, unit in case.units()}
    for reading in readable(case, "interface", "ha_interface"):
        for port in declared[reading.unit].heartbeat:
            yield from _virtual_ip(reading, port)
            yield from _neighbours(reading, port)
        yield from _routes(reading, declared[reading.unit])


def _virtual_ip(reading: Reading, port: HeartbeatPort) -> Iterator[Verdict]:
    seen = value(reading, "ha_interface", "virtual_ip", port.port)
    if isinstance(seen, str):
        place = on(reading, "ha_interface", "virtual_ip", port.port)
        message = f"heartbeat port {port.port} carries the virtual IP {seen}"
        yield broken(place, message, "move the virtual IP to a port that carries mail")


def _neighbours(reading: Reading, port: HeartbeatPort) -> Iterator[Verdict]:
    own = _network(value(reading, "interface", "address", port.port))
    if own is None:
        return
    for address, row in rows(reading, "interface").items():
        other = _network(row.get("address"))
        if address.key != port.port and other is not None and other.overlaps(own):
            place = on(reading, "interface", "address", port.port)
            message = f"heartbeat port {port.port} and {address.key} are both in {other}"
            yield broken(place, message, "give the heartbeat a subnet of its own")


def _routes(reading: Reading, unit: Unit) -> Iterator[Verdict]:
    """Judge routes but the default route, of which HX-05 speaks."""
    for address, row in rows(reading, "route").items():
        gateway, destination = row.get("gateway"), row.get("destination")
        for port in unit.heartbeat:
            network = _network(value(reading, "interface", "address", port.port))
            if destination not in DEFAULT_ROUTES and is_inside(gateway, network):
                message = f"traffic to {destination} is routed through heartbeat port {port.port}"
                place = on(reading, "route", "gateway", address.key)
                yield broken(place, message, "route it through another port")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(address: object) -> Network | None:
    if address in {None, UNKNOWN} or not isinstance(address, str):
        return None
    return ipaddress.ip_interface(address).network


def is_inside(address: object, network: Network | None) -> bool:
    """Tell whether an address lies in a network."""
    return (
        network is not None
        and isinstance(address, str)
        and ipaddress.ip_address(address) in network
    )
