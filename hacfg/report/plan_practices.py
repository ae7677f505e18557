"""What the practices say of a plan: the count, then what somebody has to look at."""

from collections.abc import Iterable
from shlex import quote

from hacfg.findings import SEVERITIES, Outcome
from hacfg.plan.document import PlanDocument
from hacfg.plan.found import FindingView, Place
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, count, labelled, row
from hacfg.report.outcomes import LOOKS, counts_text
from hacfg.report.style import Style

_FEW = 2
"""Rules that could not be seen, and are told one by one unless everything is asked for."""


def practice_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return how the rules came out for the group as it will be."""
    moving = document.hacfg.measured.get("findings", [])
    findings = [*document.hacfg.findings, *map(FindingView.model_validate, moving)]
    if not findings:
        return []
    counts = counts_text(findings, style)
    lines = labelled("Practices", counts, style)
    for alike in _by_rule(findings, "broken"):
        lines += _told(alike, "!", style)
    unseen = _by_rule(findings, "unknown")
    if len(unseen) > _FEW and not style.full:
        rules = ", ".join(alike[0].id for alike in unseen)
        todo = f"see why: hacfg check --live {quote(shown(document.hacfg.topology))}"
        return lines + _entry("?", "", f"{rules} could not be seen", todo, style)
    for alike in unseen:
        lines += _told(alike, "?", style)
    return lines


def place_words(place: Place) -> str:
    """Return a place as people and editors read it."""
    if place.file is not None:
        return f"{place.file}:{place.line}"
    return " ".join(part for part in (place.unit, place.resource, place.field) if part)


def _by_rule(findings: Iterable[FindingView], outcome: Outcome) -> list[list[FindingView]]:
    """Gather the findings of one outcome by rule, the most severe first."""
    rules: dict[str, list[FindingView]] = {}
    for finding in findings:
        if finding.outcome == outcome:
            rules.setdefault(finding.id, []).append(finding)
    return sorted(rules.values(), key=lambda alike: SEVERITIES.index(alike[0].severity))


def _told(alike: list[FindingView], sign: str, style: Style) -> list[str]:
    first, others = alike[0], len(alike) - 1
    place = shown(place_words(first.where))
    more = f", and at {count(others, 'other place')}" if others else ""
    text = f"{shown(first.message, 600)} ({place}{more})"
    return _entry(sign, first.id, text, shown(first.next, 600), style)


def _entry(sign: str, rule: str, text: str, todo: str, style: Style) -> list[str]:
    cells = [
        Cell(sign, 1, LOOKS["broken"] if sign == "!" else LOOKS["unknown"]),
        Cell(rule, 5, "bold"),
        Cell(text, style.width - 14),
    ]
    lines = row([cell for cell in cells if cell.text], style)
    return lines + labelled("next", todo, style, column=4, indent=12 if rule else 5)
