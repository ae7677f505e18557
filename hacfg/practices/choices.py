"""HX-06 to HX-09: settings that the vendor advises against."""

from collections.abc import Callable, Iterator
from typing import Final

from hacfg.fortimail.reading import Reading
from hacfg.practices.asking import asked, readable, unread
from hacfg.practices.case import Case, on, rows
from hacfg.practices.failover import is_since_active_active
from hacfg.practices.verdict import Verdict, broken, not_applicable
from hacfg.source import Where
from hacfg.state import UNKNOWN, Value
from hacfg.topology.mail import RemoteService
from hacfg.topology.places import Path

LEAST_SECONDS: Final = 3
MOST_SECONDS: Final = 60
"""No vendor text has an upper limit; senders' first retry comes after a minute or more."""
_ADVISED = "become-secondary"


def threshold_fits(case: Case) -> Iterator[Verdict]:
    """Judge how long a silent peer is waited for."""

    def judge(where: Where, seen: Value) -> Iterator[Verdict]:
        if isinstance(seen, int) and not LEAST_SECONDS <= seen <= MOST_SECONDS:
            why = "fails over under load" if seen < LEAST_SECONDS else "lets mail wait"
            message = f"a heartbeat threshold of {seen} s {why}"
            yield broken(where, message, "set ha.heartbeat.lost_threshold: 15")

    declared = case.topology.ha.heartbeat.lost_threshold
    path = ("ha", "heartbeat", "lost_threshold")
    yield from _declared_or_live(case, declared, path, "lost_threshold", judge)


def services_are_watched(case: Case) -> Iterator[Verdict]:
    """Judge that the extra heartbeat of remote services has a service to go by."""
    if case.is_farm:
        yield not_applicable(case.at("mode"), "a farm monitors no services")
        return
    path = ("ha", "heartbeat", "remote_services")
    message = "remote services serve as heartbeat, but none is monitored: that has no effect"
    todo = "declare monitor.services.remote-smtp"
    services = case.topology.monitor.services.declared.values()
    watched = any(isinstance(one, RemoteService) and one.state == "present" for one in services)
    if case.topology.ha.heartbeat.remote_services and not watched:
        yield broken(case.at(*path), message, todo)
        return
    yield from asked(case, "ha", "remote_services", lambda _reading, _seen: None)
    for reading in readable(case, "ha", "ha_service"):
        if reading.get("ha", "remote_services") is True and not _watches(reading):
            yield broken(on(reading, "ha", "remote_services"), f"{reading.unit}: {message}", todo)


def _watches(reading: Reading) -> bool:
    return any(
        address.key.startswith("remote-") and row.get("enabled") in {True, UNKNOWN}
        for address, row in rows(reading, "ha_service").items()
    )


def failed_primary_waits(case: Case) -> Iterator[Verdict]:
    """Judge what a primary does that comes back after a failure."""
    if case.is_farm:
        yield not_applicable(case.at("mode"), "a farm has no failover")
        return

    def judge(where: Where, seen: Value) -> Iterator[Verdict]:
        if seen != _ADVISED:
            effect = "does nothing" if seen == "off" else "takes its role back at once"
            message = f"on_failure is {seen}: a failed primary {effect} when it is back"
            yield broken(where, message, f"set ha.on_failure: {_ADVISED}")

    declared = case.topology.ha.on_failure
    yield from _declared_or_live(case, declared, ("ha", "on_failure"), "on_failure", judge)


def has_primary_backup(case: Case) -> Iterator[Verdict]:
    """Judge that a farm knows who keeps its configuration if the primary is lost."""
    if not case.is_farm:
        yield not_applicable(case.at("mode"), "in a pair the secondary takes over")
    elif not is_since_active_active(case):
        yield not_applicable(case.at("firmware"), "before 7.4 there is no primary backup")
    elif not any(unit.primary_backup for _, unit in case.units()):
        message = "no secondary stands in for the primary: without it nobody can configure the farm"
        yield broken(case.at("units"), message, "write `primary_backup: true` for one secondary")
    else:
        yield from _live_backup(case)


def _live_backup(case: Case) -> Iterator[Verdict]:
    yield from unread(case, "ha_member")
    for reading in readable(case, "ha_member"):
        members = rows(reading, "ha_member")
        if members and not any(row.get("primary_backup") is True for row in members.values()):
            message = f"{reading.unit} knows no primary backup"
            place = on(reading, "ha_member", "primary_backup")
            yield broken(place, message, "see what would be changed: hacfg plan")


def _declared_or_live(
    case: Case,
    declared: Value,
    path: Path,
    name: str,
    judge: Callable[[Where, Value], Iterator[Verdict]],
) -> Iterator[Verdict]:
    """Judge a value where it is declared; on the units, what nobody declared or what differs."""
    found = [] if declared is None else list(judge(case.at(*path), declared))
    yield from found
    if found:
        return

    def live(reading: Reading, seen: Value) -> Verdict | None:
        return next(iter(judge(on(reading, "ha", name), seen)), None)

    yield from asked(case, "ha", name, live)
