"""HA-10: people learn of a failover."""

from collections.abc import Iterator, Mapping

from hacfg.fortimail.reading import Reading
from hacfg.practices.asking import DIALECT, unread
from hacfg.practices.case import Case, on, rows
from hacfg.practices.verdict import Verdict, broken, passed, unknown
from hacfg.source import OnUnit, Where
from hacfg.state import UNKNOWN, Attributes
from hacfg.topology.alerts import rows_of

KINDS = ("snmp", "snmp_user", "snmp_user_host", "syslog", "alert_email")
_ADVICE = "send HA events to SNMP (trap_events: [ha]) or syslog (categories: [ha]) under `alerts`"
_EMAIL = "look at Log & Report > Alert Email > Category for HA events, then attest HA-10"


def watched(case: Case) -> Iterator[Verdict]:
    """Judge that SNMP, syslog or alert email tells of HA events, as declared and on each unit."""
    declared = list(_declared(case))
    place = case.at("alerts")
    if not case.is_live or not _is_sure(declared):
        yield _summed(declared, place, "")
        return
    yield passed(place, f"HA events go out by {' and '.join(declared)}")
    yield from unread(case)
    for reading in case.live():
        yield from _live(case, reading)


def _is_sure(ways: list[str]) -> bool:
    return any(way != "alert email" for way in ways)


def _summed(ways: list[str], where: Where, unit: str) -> Verdict:
    of = f" of {unit}" if unit else ""
    if _is_sure(ways):
        return passed(where, f"HA events{of} go out by {' and '.join(ways)}")
    if ways:
        message = f"alert email{of} is set up, but which events it is sent for can't be seen"
        return unknown(where, message, _EMAIL)
    return broken(where, f"nothing tells people of a failover{of}", _ADVICE)


def _declared(case: Case) -> Iterator[str]:
    alerts = case.topology.alerts
    users = rows_of(alerts.snmp.users)[0] if alerts.snmp and alerts.snmp.enabled else []
    if any(user.state == "present" and "ha" in user.trap_events and user.hosts for user in users):
        yield "SNMP"
    servers = rows_of(alerts.syslog)[0]
    if any(server.state == "present" and "ha" in server.categories for server in servers):
        yield "syslog"
    if any(email.state == "present" for email in rows_of(alerts.email)[0]):
        yield "alert email"


def _live(case: Case, reading: Reading) -> Iterator[Verdict]:
    missing = {kind for kind in KINDS if case.why_unread(reading.unit, kind)}
    ways = [*_snmp(reading), *_syslog(reading), *_email(reading)]
    if missing and not _is_sure(ways):
        message = f"{', '.join(sorted(missing))} of {reading.unit} could not be read"
        yield unknown(OnUnit(reading.unit, min(missing)), message, DIALECT)
    else:
        yield _summed(ways, on(reading, "syslog"), reading.unit)


def _rows(reading: Reading, kind: str) -> Mapping[str, Attributes]:
    return {address.key: row for address, row in rows(reading, kind).items()}


def _holds(words: object) -> bool:
    return isinstance(words, tuple) and "ha" in words


def _snmp(reading: Reading) -> Iterator[str]:
    enabled = _rows(reading, "snmp").get("", {}).get("enabled", UNKNOWN)
    hosts = {key.partition("/")[0] for key in _rows(reading, "snmp_user_host")}
    users = _rows(reading, "snmp_user").items()
    if enabled is True and any(
        row.get("trap_enabled") is True and _holds(row.get("trap_events")) and name in hosts
        for name, row in users
    ):
        yield "SNMP"


def _syslog(reading: Reading) -> Iterator[str]:
    servers = _rows(reading, "syslog").values()
    if any(map(_sends, servers)):
        yield "syslog"


def _sends(server: Attributes) -> bool:
    is_on = server.get("enabled") is True and server.get("system_events") is True
    return is_on and _holds(server.get("categories"))


def _email(reading: Reading) -> Iterator[str]:
    if _rows(reading, "alert_email"):
        yield "alert email"
