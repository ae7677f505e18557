"""HX-11 and HX-12: what moves by itself, clocks and certificates."""

from collections.abc import Iterator
from typing import Final

from hacfg.practices.asking import unread
from hacfg.practices.case import Case
from hacfg.practices.licences import SOON
from hacfg.practices.verdict import Verdict, broken, unknown
from hacfg.source import OnUnit

APART: Final = 30
"""Seconds; a clock is read to one second, and an answer takes a while."""


def clocks_agree(case: Case) -> Iterator[Verdict]:
    """Judge that the units have one time, as the `Date` of their answers tells it."""
    yield from unread(case)
    ahead: dict[str, float] = {}
    for reading in case.live():
        if reading.moving.clock_ahead is None:
            message = f"the answers of {reading.unit} tell no time"
            yield unknown(OnUnit(reading.unit, "clock"), message, "compare the clocks by hand")
        else:
            ahead[reading.unit] = reading.moving.clock_ahead
    if not ahead:
        return
    first, last = min(ahead, key=ahead.__getitem__), max(ahead, key=ahead.__getitem__)
    if (seconds := ahead[last] - ahead[first]) > APART:
        message = f"the clock of {last} is {seconds:.0f} s ahead of that of {first}"
        yield broken(OnUnit(last, "clock"), message, "let all units use the same NTP servers")


def certificate_holds(case: Case) -> Iterator[Verdict]:
    """Judge how long hacfg, and people, can still trust the API."""
    yield from unread(case)
    for reading in case.live():
        end, place = reading.moving.certificate_end, OnUnit(reading.unit, "certificate")
        if end is None:
            message = f"when the certificate of {reading.unit} ends could not be read"
            yield unknown(place, message, "look at it in a browser")
        elif end <= case.today + SOON:
            days = (end - case.today).days
            when = f"ends in {days} days" if days >= 0 else "has ended"
            message = f"the certificate of {reading.unit}'s API {when} ({end})"
            yield broken(place, message, f"install a new certificate on {reading.unit}")
