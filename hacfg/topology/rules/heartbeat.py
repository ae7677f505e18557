"""Rules on the heartbeat."""

from collections.abc import Iterator
from ipaddress import ip_interface
from typing import Final

from hacfg.errors import Problem
from hacfg.source import Position
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.rules.repeats import repeats
from hacfg.topology.units import HeartbeatPort

LEAST_THRESHOLD: Final = 3
LINKS: Final = ("primary", "secondary")


def heartbeat_ports(
    topology: Topology, places: Places
) -> Iterator[tuple[str, HeartbeatPort, Position]]:
    """Yield unit, heartbeat port and the place of its address."""
    for index, unit in enumerate(topology.units):
        for row, port in enumerate(unit.heartbeat):
            yield unit.name, port, places.at("units", index, "heartbeat", row, "address")


def threshold(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require a threshold of three seconds at least."""
    seconds = topology.ha.heartbeat.lost_threshold
    if seconds is not None and seconds < LEAST_THRESHOLD:
        yield Problem(
            "a heartbeat threshold this short leads to failovers under load",
            places.at("ha", "heartbeat", "lost_threshold"),
            seen=f"{seconds} s",
            expected=f"{LEAST_THRESHOLD} s or more",
            next="write 15, as the vendor's guides do",
        )


def link_subnets(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require one subnet for the addresses of one link."""
    for link in LINKS:
        rows = [row for row in heartbeat_ports(topology, places) if row[1].link == link]
        for unit, port, position in rows[1:]:
            first, first_port, _ = rows[0]
            wanted = ip_interface(first_port.address).network
            if ip_interface(port.address).network != wanted:
                yield Problem(
                    f"the {link} heartbeat link of {unit} is not in the subnet of that of {first}",
                    position,
                    seen=port.address,
                    expected=f"an address in {wanted}",
                    next="give equal links of all units addresses of one subnet",
                )


def links_apart(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require different subnets for the two links."""
    rows = list(heartbeat_ports(topology, places))
    taken = {ip_interface(port.address).network for _, port, _ in rows if port.link == "primary"}
    for unit, port, position in rows:
        network = ip_interface(port.address).network
        if port.link == "secondary" and any(network.overlaps(other) for other in taken):
            yield Problem(
                f"both heartbeat links use the subnet {network}",
                position,
                seen=f"{unit} {port.port} {port.address}",
                next="give the secondary links a subnet of their own",
            )
            return  # The other units of the same link would only say it again.


def one_port_a_link(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow a unit one port on each link."""
    for index, unit in enumerate(topology.units):
        links = [
            (port.link, places.at("units", index, "heartbeat", row, "link"))
            for row, port in enumerate(unit.heartbeat)
        ]
        for link, position, _ in repeats(links):
            yield Problem(
                f"two heartbeat ports of {unit.name} are on the {link} link",
                position,
                next=f"make one of them the {'secondary' if link == 'primary' else 'primary'} link",
            )


RULES = (threshold, link_subnets, links_apart, one_port_a_link)
