"""HX-04 and HX-05: what a heartbeat port must not be."""

import ipaddress
from collections.abc import Iterator

from hacfg.fortimail.reading import Reading
from hacfg.practices.asking import readable, unread, untold
from hacfg.practices.case import Case, on, rows, value
from hacfg.practices.isolation import DEFAULT_ROUTES, is_inside
from hacfg.practices.verdict import Verdict, broken
from hacfg.state import UNKNOWN


def static_address(case: Case) -> Iterator[Verdict]:
    """Judge that heartbeat ports have fixed addresses."""
    yield from unread(case, "interface")
    for reading, port in _ports(case):
        seen = value(reading, "interface", "addressing", port)
        if seen is UNKNOWN:
            yield untold(reading, "interface", "addressing", port)
        elif seen == "dhcp":
            message = f"heartbeat port {port} of {reading.unit} gets its address by DHCP"
            todo = "give it a static address before any firmware upgrade: set mode static"
            yield broken(on(reading, "interface", "addressing", port), message, todo)


def heartbeat_only(case: Case) -> Iterator[Verdict]:
    """Judge that nobody logs in over a heartbeat port, and that no default route uses it."""
    yield from unread(case, "interface", "route")
    for reading, port in _ports(case):
        seen = value(reading, "interface", "access", port)
        if seen is UNKNOWN:
            yield untold(reading, "interface", "access", port)
        elif isinstance(seen, tuple) and seen:
            message = f"heartbeat port {port} of {reading.unit} allows {', '.join(seen)}"
            todo = f"take all administrative access from {port}: unset allowaccess"
            yield broken(on(reading, "interface", "access", port), message, todo)
        yield from _default_route(reading, port)


def _default_route(reading: Reading, port: str) -> Iterator[Verdict]:
    own = value(reading, "interface", "address", port)
    if not isinstance(own, str):
        return
    network = ipaddress.ip_interface(own).network
    for address, row in rows(reading, "route").items():
        if row.get("destination") in DEFAULT_ROUTES and is_inside(row.get("gateway"), network):
            message = f"the default route of {reading.unit} leads through heartbeat port {port}"
            place = on(reading, "route", "gateway", address.key)
            yield broken(place, message, "point the default route at the mail network")


def _ports(case: Case) -> Iterator[tuple[Reading, str]]:
    declared = {unit.name: unit.heartbeat for _, unit in case.units()}
    for reading in readable(case, "interface"):
        for port in declared[reading.unit]:
            yield reading, port.port
