"""Drift as a file of metrics, which Prometheus' node exporter picks up."""

from collections.abc import Iterable
from pathlib import Path

from hacfg.usecases.drifting import Drifted


def write_metrics(drifted: Iterable[Drifted], now: float, path: Path) -> None:
    """Write the metrics of all groups: the whole file at once, or nothing.

    Raises OSError if the file cannot be written.
    """
    # Loaded only here: few commands write metrics.
    from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

    registry = CollectorRegistry()

    def gauge(name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"hacfg_drift_{name}", text, ["group", *labels], registry=registry)

    attributes = gauge("attributes", "Declared attributes that differ.", "since", "known")
    members = gauge("member_attributes", "Attributes in which members differ.")
    alarm = gauge("alarm", "1 if something changed that nobody knows of.")
    unread = gauge("unread_units", "Units that did not answer.")
    seen = gauge("unseen", "Declared resources or attributes that could not be compared.")
    ran = gauge("last_run_timestamp_seconds", "When drift was looked for.")
    for one in drifted:
        for since in ("changed", "not-applied", "untold"):
            for known in (False, True):
                found = [
                    drift
                    for drift in one.drifts
                    if drift.since == since
                    and (one.silencer(drift.address, drift.name) is not None) is known
                ]
                attributes.labels(one.group, since, str(known).lower()).set(len(found))
        members.labels(one.group).set(len(one.members))
        alarm.labels(one.group).set(one.is_alarm)
        unread.labels(one.group).set(len(one.silent))
        seen.labels(one.group).set(len(one.unseen))
        ran.labels(one.group).set(now)
    write_to_textfile(str(path), registry)
