"""HX-13 to HX-15: who is in the group, and whether all of its configuration is shared."""

from collections.abc import Iterator

from hacfg.fortimail.identity import check_boxes
from hacfg.practices.asking import DIALECT, listed, readable, unread
from hacfg.practices.case import Case, on, rows
from hacfg.practices.verdict import Verdict, broken, unknown
from hacfg.source import OnUnit


def shares_everything(case: Case) -> Iterator[Verdict]:
    """Judge that no unit keeps settings out of the synchronisation."""
    yield from unread(case, "ha_sync_exception")
    for reading in readable(case, "ha_sync_exception"):
        settings = sorted(address.key for address in rows(reading, "ha_sync_exception"))
        if settings:
            message = f"{reading.unit} does not synchronise {listed(settings)}"
            todo = "if nobody needs that: diagnose system ha unset-sync-disable-cfg"
            yield broken(on(reading, "ha_sync_exception"), message, todo)


def members_are_declared(case: Case) -> Iterator[Verdict]:
    """Judge that every member that a unit knows is a unit of the file."""
    names = {unit.name for unit in case.topology.units}
    addresses = {
        port.address.partition("/")[0] for unit in case.topology.units for port in unit.heartbeat
    }
    yield from unread(case)
    for reading in case.live():
        # From 7.6 one table names the members; before, a farm's primary knows addresses.
        named = reading.dialect is not None and reading.dialect.kind("ha_member") is not None
        kind, explained = ("ha_member", names) if named else ("ha_peer", addresses)
        if why := case.why_unread(reading.unit, kind):
            yield unknown(on(reading, kind), f"{kind} of {reading.unit}: {why}", DIALECT)
            continue
        for address in rows(reading, kind):
            if address.key not in explained:
                yield _stranger(reading.unit, kind, address.key)


def _stranger(unit: str, kind: str, key: str) -> Verdict:
    message = f"{unit} knows a member {key} that no unit of the file explains"
    todo = "declare it under `units`, with `state: absent, lost: true` if it is gone"
    return broken(OnUnit(unit, f"{kind} {key}"), message, todo)


def are_the_declared(case: Case) -> Iterator[Verdict]:
    """Judge that each URL leads to the box that is meant, and to one box only."""
    yield from unread(case)
    for problem in check_boxes(case.topology, case.readings, case.places):
        told = f"{problem.message} ({problem.seen}, declared {problem.expected})"
        yield broken(problem.where or case.at("units"), told, problem.next)
