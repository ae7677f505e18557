"""What both generations declare alike: ports, services, storage, alerts."""

from collections.abc import Iterable, Iterator

from hacfg.fortimail.compile.sheet import Sheet, given
from hacfg.state import Secret, Value
from hacfg.topology.alerts import Owned, Row, rows_of
from hacfg.topology.mail import LocalService, NasStorage, RemoteService
from hacfg.topology.places import Path
from hacfg.topology.units import Unit


def present_units(sheet: Sheet) -> Iterator[tuple[Unit, Path]]:
    """Yield the units that shall be members, the primary first, with their paths."""
    index = {unit.name: number for number, unit in enumerate(sheet.topology.units)}
    for unit in sheet.topology.present_units:
        yield unit, ("units", index[unit.name])


def ports(sheet: Sheet) -> None:
    """Declare the addresses of all ports, those of the heartbeat too."""
    for unit, path in present_units(sheet):
        for port, interface in unit.interfaces.items():
            declared = given((*path, "interfaces", port), address=interface.address)
            sheet.put([unit.name], "interface", port, declared)
        for number, link in enumerate(unit.heartbeat):
            declared = given((*path, "heartbeat", number), address=link.address)
            sheet.put([unit.name], "interface", link.port, declared)


def monitored(sheet: Sheet) -> None:
    """Declare the ports and services that are watched."""
    units = [unit.name for unit, _ in present_units(sheet)]
    for number, port in enumerate(sheet.topology.monitor.ports):
        watched = {"port_monitor": (True, ("monitor", "ports", number))}
        sheet.put(units, "ha_interface", port, watched)
    for name, service in sheet.topology.monitor.services.declared.items():
        path = ("monitor", "services", name)
        sheet.put(units, "ha_service", name, _service(service, path))


def _service(service: RemoteService | LocalService, path: Path) -> dict[str, tuple[Value, Path]]:
    if service.state == "absent":
        return {"enabled": (False, (*path, "state"))}
    timing = given(path, interval=service.interval, retries=service.retries)
    remote = (
        given(path, address=service.address, port=service.port, timeout=service.timeout)
        if isinstance(service, RemoteService)
        else {}
    )
    return {"enabled": (True, path), **remote, **timing}


def storage(sheet: Sheet) -> None:
    """Declare where mail data lies."""
    declared = sheet.topology.mail_storage
    if declared is None:
        return
    path: Path = ("mail_storage",)
    values = given(path, kind=declared.kind)
    if isinstance(declared, NasStorage):
        values = {
            **values,
            **given(
                path,
                protocol=declared.protocol,
                host=declared.host,
                directory=declared.directory or None,
                port=declared.port,
                username=declared.username,
                password=Secret("mail_storage.password") if declared.password else None,
            ),
        }
    sheet.put([sheet.leader], "mail_storage", "", values)


def alerts(sheet: Sheet) -> None:
    """Declare SNMP, syslog and alert email."""
    declared = sheet.topology.alerts
    for row, path in _rows(sheet, "syslog", declared.syslog, ("alerts", "syslog")):
        key = f"{row.server}:{row.port}"
        if row.state == "absent":
            sheet.remove("syslog", key, path)
            continue
        values = given(path, server=row.server, port=row.port, categories=_words(row.categories))
        sheet.put([sheet.leader], "syslog", key, {"enabled": (True, path), **values})
        if row.categories:
            sheet.put([sheet.leader], "syslog", key, {"system_events": (True, path)})
    for email, path in _rows(sheet, "alert_email", declared.email, ("alerts", "email")):
        if email.state == "absent":
            sheet.remove("alert_email", email.address, path)
        else:
            values = given(path, address=email.address)
            sheet.put([sheet.leader], "alert_email", email.address, values)
    _snmp(sheet)


def _snmp(sheet: Sheet) -> None:
    snmp = sheet.topology.alerts.snmp
    if snmp is None:
        return
    units = [unit.name for unit, _ in present_units(sheet)]
    sheet.put(units, "snmp", "", given(("alerts", "snmp"), enabled=snmp.enabled))
    for user, path in _rows(sheet, "snmp_user", snmp.users, ("alerts", "snmp", "users")):
        if user.state == "absent":
            sheet.remove("snmp_user", user.name, path)
            continue
        secret = Secret(f"snmp.{user.name}.auth_password") if user.auth_password else None
        values = given(
            path,
            security_level=user.security_level,
            auth_protocol=user.auth_protocol,
            auth_password=secret,
            trap_events=_words(user.trap_events),
        )
        sheet.put([sheet.leader], "snmp_user", user.name, values)
        if user.trap_events:
            sheet.put([sheet.leader], "snmp_user", user.name, {"trap_enabled": (True, path)})
        for number, host in enumerate(user.hosts):
            where = {"address": (host, (*path, "hosts", number))}
            sheet.put([sheet.leader], "snmp_user_host", f"{user.name}/{host}", where)


def _words(words: Iterable[str]) -> tuple[str, ...] | None:
    return tuple(sorted(words)) or None


def _rows(
    sheet: Sheet, kind: str, table: list[Row] | Owned[Row], path: Path
) -> Iterator[tuple[Row, Path]]:
    rows, owned = rows_of(table)
    if owned:
        sheet.own(kind, (*path, "owned"))
        path = (*path, "rows")
    for number, row in enumerate(rows):
        yield row, (*path, number)
