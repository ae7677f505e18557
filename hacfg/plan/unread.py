"""What could not be read of the units, and what a person can do about it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from hacfg.errors import Problem
from hacfg.fortimail.reading import Reading
from hacfg.plan.ours import Notice, Severity
from hacfg.plan.situation import Situation, UnitSituation
from hacfg.state import Address


def notice_of(identifier: str, severity: Severity, problem: Problem, where: str = "") -> Notice:
    """Return a problem as a notice: what was seen and expected stands in its message."""
    details = [("seen", problem.seen), ("expected", problem.expected)]
    told = "; ".join(f"{label}: {text}" for label, text in details if text)
    return Notice(
        id=identifier,
        severity=severity,
        message=f"{problem.message} ({told})" if told else problem.message,
        where=str(problem.where or where),
        next=problem.next,
    )


def unread_notices(
    situation: Situation, unknown: Iterable[tuple[Address, str]]
) -> Iterator[Notice]:
    """Yield why units, kinds and declared attributes could not be read."""
    for unit in situation.units:
        yield from _failures(unit.reading)
    absent: dict[tuple[str, str], list[str]] = defaultdict(list)
    for address, name in unknown:
        unit = situation.holder(address)
        if key := _absent_key(unit, address, name):
            absent[unit.name, address.resource].append(key)
    for (name, resource), keys in absent.items():
        yield _without_keys(name, resource, keys)


def _failures(reading: Reading) -> Iterator[Notice]:
    for kind, problem in reading.problems.items():
        yield notice_of("unread", "warning", problem, f"{reading.unit} {kind}".strip())


def _absent_key(unit: UnitSituation, address: Address, name: str) -> str:
    """Return the key of an attribute if the answer came, and lacked it."""
    own = Address(unit.name, address.kind, address.key)
    kind = unit.reading.kinds.get(address.kind)
    spec = unit.dialect.kind(address.kind)
    if kind is None or spec is None or own not in kind.held:
        return ""
    key = spec.fields[name].wire
    return "" if key in kind.held[own] else key


def _without_keys(unit: str, resource: str, keys: list[str]) -> Notice:
    return Notice(
        id="unread",
        severity="warning",
        message=f"the answer held no key {', '.join(keys)}",
        where=f"{unit} {resource}",
        next="say what your unit calls it: hacfg --dialect FILE",
    )
