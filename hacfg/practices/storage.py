"""HA-08: mail data lies on a NAS that is backed up."""

from collections.abc import Iterator

from hacfg.fortimail.reading import Reading
from hacfg.practices.asking import asked
from hacfg.practices.case import LIVE, Case, on
from hacfg.practices.verdict import Verdict, broken, unknown
from hacfg.state import Value

_DECLARE = "declare the NAS: mail_storage: {kind: nas, protocol: nfs, host: ..., directory: ...}"


def on_a_nas(case: Case) -> Iterator[Verdict]:
    """Judge where mail data lies, as declared and on every unit; backups need a person."""
    declared = case.topology.mail_storage
    place = case.at("mail_storage")
    if declared is not None and case.nas is None:
        yield broken(place, "mail data lies on the units' own disks", _DECLARE)
        return
    live = list(asked(case, "mail_storage", "kind", _judge))
    yield from live
    if declared is None and not case.is_live:
        yield unknown(place, "where mail data lies is not declared", f"{_DECLARE}; or {LIVE}")
    elif not any(verdict.outcome == "broken" for verdict in live):
        host = f"{case.nas.host} holds the mail data; " if case.nas else ""
        yield unknown(
            place,
            f"{host}whether it is backed up can't be seen",
            "ask who backs it up, then: attestations: [{practice: HA-08, by: ..., on: ...}]",
        )


def _judge(reading: Reading, seen: Value) -> Verdict | None:
    if seen == "nas":
        return None
    message = f"mail data lies on the own disks of {reading.unit}"
    return broken(on(reading, "mail_storage", "kind"), message, _DECLARE)
