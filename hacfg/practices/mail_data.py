"""HA-06 and HA-09, one decision: mail data is synchronised, or lies on a NAS; HA-07: queues."""

from collections.abc import Iterator
from dataclasses import dataclass

from hacfg.fortimail.reading import Reading
from hacfg.practices.asking import asked
from hacfg.practices.case import LIVE, Case, on
from hacfg.practices.verdict import Verdict, broken, not_applicable, passed, unknown
from hacfg.state import Value


@dataclass(frozen=True, slots=True)
class _Switch:
    """One setting as it should be, and what to say if it is not."""

    declared: bool | None
    name: str
    wanted: bool
    message: str
    todo: str

    @property
    def path(self) -> tuple[str, str, str]:
        """Where it stands in the file."""
        return ("ha", "synchronize", self.name.removesuffix("_sync"))


def synchronised(case: Case) -> Iterator[Verdict]:
    """Judge that a pair without a NAS copies its mail data."""
    if case.is_farm:
        yield not_applicable(case.at("mode"), "a farm never synchronises mail data")
    elif case.nas:
        message = "a NAS holds the mail data (HA-09)"
        yield not_applicable(case.at("mail_storage"), message)
    else:
        switch = _Switch(
            case.topology.ha.synchronize.mail_data,
            "mail_data_sync",
            wanted=True,
            message="mail data is not synchronised, and no NAS holds it: a failover loses it",
            todo="set ha.synchronize.mail_data: true, or declare a NAS under `mail_storage`",
        )
        yield from _judged(case, switch)


def not_twice(case: Case) -> Iterator[Verdict]:
    """Judge that mail data on a NAS is not synchronised as well."""
    if not case.nas:
        yield not_applicable(case.at("mail_storage"), "no NAS is declared (HA-06)")
    elif case.is_farm:
        yield not_applicable(case.at("mode"), "a farm never synchronises mail data")
    else:
        switch = _Switch(
            case.topology.ha.synchronize.mail_data,
            "mail_data_sync",
            wanted=False,
            message=f"{case.nas.host} holds the mail data, yet both units synchronise it too",
            todo="set ha.synchronize.mail_data: false",
        )
        yield from _judged(case, switch)


def queue_stays(case: Case) -> Iterator[Verdict]:
    """Judge that the mail queue is not synchronised."""
    if case.is_farm:
        yield not_applicable(case.at("mode"), "a farm never synchronises the queue")
    else:
        switch = _Switch(
            case.topology.ha.synchronize.mail_queue,
            "mail_queue_sync",
            wanted=False,
            message="the mail queue is synchronised: it changes all the time, and costs bandwidth",
            todo="set ha.synchronize.mail_queue: false",
        )
        yield from _judged(case, switch)


def _judged(case: Case, switch: _Switch) -> Iterator[Verdict]:
    """Judge a setting as declared, and as it stands on every unit."""
    place, name = case.at(*switch.path), ".".join(switch.path)
    if switch.declared is not None and switch.declared is not switch.wanted:
        yield broken(place, switch.message, switch.todo)
        return
    if switch.declared is not None:
        yield passed(place, f"{name} is {'on' if switch.wanted else 'off'}")
    elif not case.is_live:
        yield unknown(place, f"{name} is not declared", f"{switch.todo}; or {LIVE}")

    def judge(reading: Reading, seen: Value) -> Verdict | None:
        if seen is switch.wanted:
            return None
        return broken(on(reading, "ha", switch.name), switch.message, switch.todo)

    yield from asked(case, "ha", switch.name, judge)
