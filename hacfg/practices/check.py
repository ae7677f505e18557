"""Judging a group by every rule, then by what people decided."""

from collections.abc import Collection, Iterable

from hacfg.findings import NOTHING, Finding, Rule, ordered
from hacfg.practices.case import Case
from hacfg.practices.decisions import decided, decisions, in_order
from hacfg.practices.table import DECISIONS, DERIVED, PRACTICES, RULES, Judged
from hacfg.practices.verdict import Verdict
from hacfg.source import OnUnit

EVERY: tuple[Judged, ...] = (*PRACTICES, *DERIVED)


def find(case: Case, table: Collection[Judged] = EVERY) -> tuple[Finding, ...]:
    """Return what all rules of a table find of a group, the worst first."""
    found = [finding for judged in table for finding in _judged(case, judged)]
    settled = decided(found, decisions(case), case.today)
    own = [_finding(case, DECISIONS, one) for one in in_order(case, RULES, found)]
    return tuple(ordered([*settled, *own]))


def _judged(case: Case, judged: Judged) -> Iterable[Finding]:
    if not (judged.of_file or case.is_live):
        return []
    verdicts = list(dict.fromkeys(judged.check(case)))
    if not verdicts:
        place = case.at("units") if case.is_live else case.at("mode")
        verdicts = [Verdict("pass", place, judged.rule.title)]
    return [_finding(case, judged.rule, verdict) for verdict in verdicts]


def _finding(case: Case, rule: Rule, verdict: Verdict) -> Finding:
    return Finding(
        id=rule.id,
        outcome=verdict.outcome,
        severity=verdict.severity or rule.severity,
        where=verdict.where,
        message=verdict.message,
        next=verdict.next if verdict.outcome in {"broken", "unknown"} else NOTHING,
        inferred=isinstance(verdict.where, OnUnit) and _is_inferred(case, verdict.where),
    )


def _is_inferred(case: Case, where: OnUnit) -> bool:
    """Tell whether what was read there has a name that no document confirms."""
    reading = case.readings.get(where.unit)
    dialect = reading.dialect if reading else None
    spec = dialect.kind(where.resource.partition(" ")[0]) if dialect else None
    return spec is not None and not spec.is_sure(where.field, "read")
