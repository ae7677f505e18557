"""HX-13 to HX-15: who is in the group, and whether all of its configuration is shared."""

from collections.abc import Iterator

from hacfg.fortimail.identity import check_boxes
from hacfg.practices.asking import listed, readable, unread
from hacfg.practices.case import Case, on, rows
from hacfg.practices.verdict import Verdict, broken
from hacfg.source import OnUnit
from hacfg.state import Unknown


def shares_everything(case: Case) -> Iterator[Verdict]:
    """Judge that no unit keeps settings out of the synchronisation."""
    yield from unread(case, "ha_sync_exception")
    for reading in readable(case, "ha_sync_exception"):
        found = rows(reading, "ha_sync_exception")
        settings = [] if isinstance(found, Unknown) else sorted(address.key for address in found)
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
    for reading in readable(case, "ha_member"):
        found = rows(reading, "ha_member")
        for address in {} if isinstance(found, Unknown) else found:
            if address.key not in names:
                yield _stranger(reading.unit, "ha_member", address.key)
    for reading in readable(case, "ha_peer"):
        found = rows(reading, "ha_peer")
        for address in {} if isinstance(found, Unknown) else found:
            if address.key not in addresses:
                yield _stranger(reading.unit, "ha_peer", address.key)


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
