"""HA-05: every unit has its own licences; HX-10: none of them is about to end."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Final

from hacfg.fortimail.reading import Reading
from hacfg.practices.asking import Judge, asked, readable, unread, untold
from hacfg.practices.case import LIVE, Case, on, value
from hacfg.practices.verdict import Verdict, broken, unknown
from hacfg.state import UNKNOWN, Value

SERVICES: Final = ("antispam", "antivirus")
ENGINES: Final = ("antispam_engine", "antivirus_engine")
SOON: Final = datetime.timedelta(days=30)


def licensed(case: Case) -> Iterator[Verdict]:
    """Judge that every unit has both services, not expired, with the engines of the others."""
    if not case.is_live:
        yield unknown(case.at("licenses"), "no file can show that a licence is valid", LIVE)
    for service in SERVICES:
        yield from asked(case, "license", service, _missing(service))
    for reading in readable(case, "license"):
        for service in SERVICES:
            yield from _expired(case, reading, service)
    for engine in ENGINES:
        yield from _odd_engine(case, engine)


def ends_soon(case: Case) -> Iterator[Verdict]:
    """Judge the licences that are still valid."""
    yield from unread(case, "license")
    for reading in readable(case, "license"):
        for service in SERVICES:
            end = expiry(reading, service)
            if end is not None and case.today <= end <= case.today + SOON:
                days = (end - case.today).days
                message = f"the {service} licence of {reading.unit} ends in {days} days ({end})"
                place = on(reading, "license", f"{service}_expires")
                yield broken(place, message, f"renew it before {end}")


def expiry(reading: Reading, service: str) -> datetime.date | None:
    """Return the last day of a unit's licence; None if it does not tell."""
    return day_of(value(reading, "license", f"{service}_expires"))


def day_of(text: Value) -> datetime.date | None:
    """Return a date that a unit wrote; None if it is none."""
    try:
        return datetime.date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _missing(service: str) -> Judge:
    def judge(reading: Reading, seen: Value) -> Verdict | None:
        message = f"{reading.unit} has no valid {service} licence"
        place = on(reading, "license", service)
        return broken(place, message, f"license {reading.unit} for it") if not seen else None

    return judge


def _expired(case: Case, reading: Reading, service: str) -> Iterator[Verdict]:
    name = f"{service}_expires"
    end = expiry(reading, service)
    if value(reading, "license", name) is UNKNOWN:
        yield untold(reading, "license", name)
    elif end is not None and end < case.today:
        message = f"the {service} licence of {reading.unit} ended on {end}"
        yield broken(on(reading, "license", name), message, "renew it")


def _odd_engine(case: Case, name: str) -> Iterator[Verdict]:
    """Name the units whose engine is not that of most others."""
    seen = {r.unit: (r, value(r, "license", name)) for r in readable(case, "license")}
    known = [str(version) for _, version in seen.values() if isinstance(version, str)]
    usual, _ = Counter(known).most_common(1)[0] if known else ("", 0)
    for unit, (reading, version) in seen.items():
        if isinstance(version, str) and version != usual:
            message = f"{unit} has {name.replace('_', ' ')} {version}, others have {usual}"
            place = on(reading, "license", name)
            yield broken(place, message, f"update FortiGuard on {unit}", "warning")
