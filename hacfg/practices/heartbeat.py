"""HA-04: the heartbeat stays connected."""

from collections.abc import Iterator

from hacfg.findings import Severity
from hacfg.practices.asking import asked, readable, unread, untold
from hacfg.practices.case import Case, heartbeat_ports, on, value
from hacfg.practices.verdict import Verdict, broken
from hacfg.state import Unknown

LINKS = 2


def stays_connected(case: Case) -> Iterator[Verdict]:
    """Judge the number of links, their state, and the extra heartbeat of remote services."""
    lacking = list(_declared_links(case))
    yield from lacking
    yield from _live_links(case)
    if not case.is_farm:
        yield from _remote_services(case, "error" if lacking else "warning")


def _declared_links(case: Case) -> Iterator[Verdict]:
    for number, unit in case.units():
        if len(unit.heartbeat) < LINKS:
            some = "one heartbeat link" if unit.heartbeat else "no heartbeat link"
            yield broken(
                case.at("units", number, "heartbeat" if unit.heartbeat else "name"),
                f"{unit.name} has {some}: when it fails, both units act as primary",
                "declare a second port under `heartbeat`, link: secondary",
            )


def _live_links(case: Case) -> Iterator[Verdict]:
    yield from unread(case, "ha_interface", *(["ha_status"] if case.conditions else []))
    for reading in readable(case, "ha_interface"):
        ports = heartbeat_ports(reading)
        if isinstance(ports, Unknown):
            yield untold(reading, "ha_interface", "heartbeat")
        elif len(ports) < LINKS:
            some = f"only on {ports[0]}" if ports else "on no port"
            message = f"{reading.unit} has its heartbeat {some}"
            place = on(reading, "ha_interface", "heartbeat")
            yield broken(place, message, "see what would be changed: hacfg plan")
    for link in ("primary", "secondary") if case.conditions else ():
        for reading in readable(case, "ha_status"):
            if value(reading, "ha_status", f"{link}_heartbeat") == "down":
                yield broken(
                    on(reading, "ha_status", f"{link}_heartbeat"),
                    f"{reading.unit} hears nothing on its {link} heartbeat link",
                    "check the cable, the port and the peer's port of this link",
                )


def _remote_services(case: Case, severity: Severity) -> Iterator[Verdict]:
    declared = case.topology.ha.heartbeat.remote_services
    message = "nothing but the heartbeat links tells a dead primary from a cut cable"
    todo = "set ha.heartbeat.remote_services: true, with a remote service under monitor.services"
    if declared is False or (declared is None and not case.is_live):
        place = case.at("ha", "heartbeat", "remote_services")
        yield broken(place, message, todo, severity)
    elif case.is_live:
        yield from asked(
            case,
            "ha",
            "remote_services",
            lambda reading, seen: (
                broken(on(reading, "ha", "remote_services"), message, todo, severity)
                if seen is False
                else None
            ),
        )
