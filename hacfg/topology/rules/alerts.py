"""Rules on SNMP, syslog and alert email."""

from collections.abc import Iterator
from typing import Final

from hacfg.errors import Problem
from hacfg.topology.alerts import Owned, rows_of
from hacfg.topology.models import Topology
from hacfg.topology.places import Path, Places
from hacfg.topology.rules.repeats import twice

RECIPIENTS: Final = 3


def _table(path: Path, table: object) -> Path:
    """Return the path of the rows of a table; those of an owned one lie deeper."""
    return (*path, "rows") if isinstance(table, Owned) else path


def recipients(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow three recipients of alert email at most, each once."""
    table = topology.alerts.email
    path = _table(("alerts", "email"), table)
    rows, _ = rows_of(table)
    present = [index for index, row in enumerate(rows) if row.state == "present"]
    for index in present[RECIPIENTS:]:
        yield Problem(
            f"alert email goes to {RECIPIENTS} recipients at most",
            places.at(*path, index, "address"),
            seen=str(len(present)),
            next="use one address that forwards to the others",
        )
    addresses = (
        (row.address.casefold(), places.at(*path, index, "address"))
        for index, row in enumerate(rows)
    )
    yield from twice("the recipient", addresses, "delete one of the two")


def syslog_servers(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require that a syslog server stands once."""
    table = topology.alerts.syslog
    path = _table(("alerts", "syslog"), table)
    servers = (
        (f"{row.server.casefold()} port {row.port}", places.at(*path, index, "server"))
        for index, row in enumerate(rows_of(table)[0])
    )
    yield from twice("the syslog server", servers, "delete one of the two")


def snmp_users(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require that an SNMP user stands once, and so does each of its hosts."""
    if topology.alerts.snmp is None:
        return
    table = topology.alerts.snmp.users
    path = _table(("alerts", "snmp", "users"), table)
    rows = list(enumerate(rows_of(table)[0]))
    names = ((row.name, places.at(*path, index, "name")) for index, row in rows)
    yield from twice("the SNMP user", names, "delete one of the two")
    for index, row in rows:
        hosts = (
            (host, places.at(*path, index, "hosts", number))
            for number, host in enumerate(row.hosts)
        )
        yield from twice(f"the host of SNMP user {row.name}", hosts, "delete one of the two")


RULES = (recipients, syslog_servers, snmp_users)
