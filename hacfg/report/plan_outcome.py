"""What a plan rests on: findings, what is unseen, the proof."""

from collections.abc import Iterable, Sequence

from hacfg.findings import SEVERITIES
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import Notice
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, count, labelled, row, widest
from hacfg.report.plan_proof import proof_lines
from hacfg.report.plan_verdict import is_stuck
from hacfg.report.style import Style

_LOOKS = {"error": "red", "warning": "yellow", "note": "dim"}
_FEW = 4
"""Attributes, or places of one finding, that are named unless everything is asked for."""


def finding_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return the findings, the worst first."""
    notices = ranked(document.hacfg.notices)
    if not notices:
        return []
    column = widest((shown(notice.id) for notice in notices), 22)
    lines = [style.paint("Findings", "bold")]
    # What many resources have in common, such as an account without rights, is said once.
    alike: dict[Notice, list[str]] = {}
    for notice in notices:
        alike.setdefault(notice.model_copy(update={"where": ""}), []).append(notice.where)
    for notice, places in alike.items():
        lines += _finding(notice, _named(places, style), column, style)
    return lines


def ranked(notices: Iterable[Notice]) -> list[Notice]:
    """Return notices with the worst first."""
    return sorted(notices, key=lambda notice: SEVERITIES.index(notice.severity))


def fact_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return what the plan rests on: what is unseen or left alone, the proof."""
    ours = document.hacfg
    lines: list[str] = []
    if ours.unknown and not is_stuck(document):
        lines += labelled("Unknown", _unknown(ours.unknown, style), style)
    for notice in ours.later:
        lines += labelled("Later", f"{shown(notice.message, 600)}; {shown(notice.next)}", style)
    if ours.unmanaged_rows:
        rows = f"{count(ours.unmanaged_rows, 'row')} of managed tables not declared"
        lines += labelled("Left alone", rows, style)
    return lines + proof_lines(document, style)


def next_lines(notice: Notice, column: int, style: Style) -> list[str]:
    """Return what to do about a notice, beside its text."""
    if not notice.next:
        return []
    margin = column + 4
    return labelled("Do this", shown(notice.next, 600), style, column=7, indent=margin)


def _finding(notice: Notice, places: str, column: int, style: Style) -> list[str]:
    place = f" ({places})" if places else ""
    text = Cell(shown(notice.message, 600) + place, style.width - column - 13)
    cells = [
        Cell(notice.severity, 7, _LOOKS[notice.severity]),
        Cell(shown(notice.id), column),
        text,
    ]
    return row(cells, style) + next_lines(notice, column + 9, style)


def _unknown(unknown: Sequence[str], style: Style) -> str:
    return (
        f"{count(len(unknown), 'declared attribute')} could not be seen: {_named(unknown, style)}"
    )


def _named(things: Sequence[str], style: Style) -> str:
    named = things if style.full else things[:_FEW]
    more = f" and {len(things) - len(named)} more (--full)" if len(named) < len(things) else ""
    return ", ".join(map(shown, filter(None, named))) + more
