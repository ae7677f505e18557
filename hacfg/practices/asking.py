"""Asking every unit the same question, and saying so where one did not answer."""

from collections.abc import Callable, Iterator, Sequence

from hacfg.fortimail.reading import Reading
from hacfg.practices.case import Case, on, value
from hacfg.practices.verdict import Verdict, unknown
from hacfg.source import OnUnit
from hacfg.state import UNKNOWN, Value

Judge = Callable[[Reading, Value], Verdict | None]
"""What one value of one unit means; None if nothing is wrong with it."""

REACH = "see why with: hacfg status"
DIALECT = "say what your unit calls it: hacfg --dialect FILE; or look there yourself and attest it"


def readable(case: Case, *kinds: str) -> Iterator[Reading]:
    """Yield the units of which all these kinds were read."""
    for reading in case.live():
        if all(kind in reading.kinds for kind in kinds):
            yield reading


def unread(case: Case, *kinds: str) -> Iterator[Verdict]:
    """Yield what could not be seen: silent units, and kinds that a unit did not tell."""
    for unit in case.silent():
        yield unknown(OnUnit(unit), f"{unit} was not read", REACH)
    for reading in case.live():
        for kind in kinds:
            if why := case.why_unread(reading.unit, kind):
                yield unknown(on(reading, kind), f"{kind} of {reading.unit}: {why}", DIALECT)


def asked(case: Case, kind: str, name: str, judge: Judge, key: str = "") -> Iterator[Verdict]:
    """Yield what one attribute of each unit means, and where it could not be seen."""
    yield from unread(case, kind)
    for reading in readable(case, kind):
        seen = value(reading, kind, name, key)
        if seen is UNKNOWN:
            yield untold(reading, kind, name, key)
        elif verdict := judge(reading, seen):
            yield verdict


def untold(reading: Reading, kind: str, name: str, key: str = "") -> Verdict:
    """Say that a unit's answer did not hold an attribute."""
    place = on(reading, kind, name, key)
    return unknown(place, f"{reading.unit} does not tell {name} of {place.resource}", DIALECT)


def listed(words: Sequence[str]) -> str:
    """Return words as people list them: `a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
