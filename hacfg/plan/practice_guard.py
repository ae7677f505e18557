"""Practices that a plan itself would break: those refuse it, all others are only told."""

from collections.abc import Iterable, Iterator

from hacfg.findings import Finding
from hacfg.plan.changes import Change
from hacfg.plan.ours import Notice
from hacfg.source import Position
from hacfg.topology.places import Places


def practice_notices(
    findings: Iterable[Finding], changes: Iterable[Change], places: Places, *, strict: bool
) -> Iterator[Notice]:
    """Yield what refuses the plan: rules broken by what it writes, or with `strict` all of them.

    The plan breaks a rule if something that stands where the finding points is about to be
    written; what the units hold already was broken before.
    """
    written = {place for change in changes for place in change.places.values()}
    for finding in findings:
        if finding.outcome != "broken":
            continue
        own = finding.severity == "error" and bool(written & _span(places, finding))
        if own or (strict and finding.severity != "note"):
            way = "" if own else " (--strict-practices)"
            yield Notice(
                id=finding.id,
                severity="error",
                message=f"{finding.message}{way}",
                where=str(finding.where),
                next=f"{finding.next}; or waive it: waivers: [{{practice: {finding.id}, ...}}]",
            )


def _span(places: Places, finding: Finding) -> set[Position]:
    """Return the places of all values at, or below, the one that a finding points at."""
    where = finding.where
    if not isinstance(where, Position):
        return set()
    tops = [path for path, place in places.positions.items() if place == where]
    return {
        place
        for path, place in places.positions.items()
        if any(path[: len(top)] == top for top in tops)
    }
