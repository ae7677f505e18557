"""HA-02: a pair takes over for one another; HA-03: a farm shares the work."""

from collections.abc import Iterator
from typing import Final

from hacfg.fortimail.reading import Reading
from hacfg.fortimail.roles import configured_role, effective_role
from hacfg.practices.asking import DIALECT, readable, unread
from hacfg.practices.case import Case, on, rows
from hacfg.practices.verdict import Verdict, broken, not_applicable, passed, unknown
from hacfg.state import Unknown
from hacfg.topology.rules.members import ACTIVE_ACTIVE, most_in_farm
from hacfg.topology.rules.versions import release

LEAST: Final = 2


def takes_over(case: Case) -> Iterator[Verdict]:
    """Judge whether a pair is built so that mail flows on when the primary fails."""
    if case.is_farm:
        yield not_applicable(case.at("mode"), "a farm shares the work instead (HA-03)")
        return
    if len(list(case.units())) < LEAST:
        message = "one unit alone has nobody who takes over"
        yield broken(case.at("units"), message, "declare a secondary under `units`")
    if not any(row.state == "present" for row in case.topology.virtual_ips):
        yield broken(
            case.at("virtual_ips"),
            "no virtual IP is declared: senders stay with the unit that failed",
            "declare the address that senders use under `virtual_ips`",
        )
    yield from _roles(case)


def shares_the_work(case: Case) -> Iterator[Verdict]:
    """Judge whether a farm has the size that its firmware allows, and nothing of a failover."""
    if not case.is_farm:
        yield not_applicable(case.at("mode"), "a pair fails over instead (HA-02)")
        return
    count, most = len(list(case.units())), most_in_farm(case.topology)
    if not LEAST <= count <= most:
        message = f"the farm has {count} units; its firmware allows {LEAST} to {most}"
        yield broken(case.at("units"), message, "add or remove units, or split the farm")
    else:
        yield passed(case.at("units"), f"{count} units share the work")
    yield from unread(case, "ha_interface", "ha_service")
    for reading in readable(case, "ha_interface"):
        yield from _no_virtual_ip(reading)
    for reading in readable(case, "ha_service"):
        yield from _no_monitoring(reading)
    yield from _roles(case)


def is_since_active_active(case: Case) -> bool:
    """Tell whether every declared firmware is 7.4 or later."""
    return all(release(version) >= ACTIVE_ACTIVE for version in case.topology.firmwares)


def _no_virtual_ip(reading: Reading) -> Iterator[Verdict]:
    for address, row in rows(reading, "ha_interface").items():
        seen = row.get("virtual_ip")
        if isinstance(seen, str) and row.get("virtual_ip_action") != "ignore":
            place = on(reading, "ha_interface", "virtual_ip", address.key)
            message = f"{address.key} has the virtual IP {seen}, but a farm has no failover"
            yield broken(place, message, "let hacfg take it away: hacfg plan")


def _no_monitoring(reading: Reading) -> Iterator[Verdict]:
    for address, row in rows(reading, "ha_service").items():
        if row.get("enabled") is True:
            place = on(reading, "ha_service", "enabled", address.key)
            message = f"{address.key} is monitored, but a farm has no failover"
            yield broken(place, message, "let hacfg switch it off: hacfg plan")


def _roles(case: Case) -> Iterator[Verdict]:
    """Judge whether every unit has, and acts in, the role that is declared."""
    if not case.conditions:
        return
    yield from unread(case, "ha", "ha_status")
    for _, unit in case.units():
        reading = case.readings.get(unit.name)
        if reading is not None and {"ha", "ha_status"} <= set(reading.kinds):
            yield from _role(reading, unit.role)


def _role(reading: Reading, declared: str) -> Iterator[Verdict]:
    configured, effective = configured_role(reading), effective_role(reading)
    name = reading.unit
    place = on(reading, "ha", "mode")
    acting = on(reading, "ha_status", "effective_mode")
    if isinstance(configured, Unknown):
        yield unknown(place, f"{name} does not tell its role", DIALECT)
    elif configured != declared:
        is_off = configured == "off"
        state = "HA is off" if is_off else f"it is configured as {configured}"
        message = f"{name} is declared {declared}, but {state}"
        yield broken(place, message, "see what would be changed: hacfg plan")
    elif isinstance(effective, Unknown):
        yield unknown(acting, f"{name} does not tell which role it acts in", DIALECT)
    elif effective != configured:
        message = f"{name} is configured as {configured}, but acts as {effective}"
        yield broken(acting, message, "see what happened and how it is mended: hacfg status")
