"""Why a plan cannot be applied as it is, and what to do."""

from collections.abc import Iterator

from hacfg.plan.document import PlanDocument
from hacfg.plan.guards import GUARDS
from hacfg.plan.ours import Notice
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, count, fold, numbers, row, widest
from hacfg.report.plan_outcome import next_lines
from hacfg.report.plan_verdict import is_refused, is_stuck
from hacfg.report.style import Style

_GUARD = "guard:"
UNSAFE = "unsafe"


def lacking_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return what is lacking, one entry a guard whatever the number of steps it holds back."""
    lines = _incomplete(document, style)
    if not is_refused(document):
        return lines
    entries = list(lacking_entries(document))
    if not entries and document.hacfg.lacking:
        return lines
    number = f": {count(len(entries), 'thing')} lacking" if entries else ""
    lines.append(style.paint(f"Refused, nothing will be written{number}.", "bold", "red"))
    column = widest((shown(entry.id) for entry in entries), 22)
    for entry in entries:
        lines += _entry(entry, column, style)
    return lines


def guards_lacking(document: PlanDocument) -> list[str]:
    """Return the guards that would have to be allowed."""
    ids = dict.fromkeys(notice.id for notice in document.hacfg.lacking)
    return [found.removeprefix(_GUARD) for found in ids if found.startswith(_GUARD)]


def only_guards_lack(document: PlanDocument) -> bool:
    """Tell whether allowing guards is all that it takes."""
    return all(notice.id.startswith(_GUARD) for notice in document.hacfg.lacking)


def lacking_entries(document: PlanDocument) -> Iterator[Notice]:
    """Yield what is lacking, one entry a guard whatever the number of steps it holds back."""
    for guard in guards_lacking(document):
        held = [
            step.number
            for step in document.hacfg.steps
            if step.type != "wait" and guard in step.guards
        ]
        steps = f" ({count(len(held), 'step').split()[1]} {numbers(held)})" if held else ""
        message = f"{GUARDS.get(guard, 'a guard')}{steps}"
        next_ = f"if that is what you want: --allow {guard}"
        yield Notice(id=guard, severity="error", message=message, next=next_)
    others = (found for found in document.hacfg.lacking if not found.id.startswith(_GUARD))
    # Why a plan is unsafe is told as a story, above.
    yield from (found for found in others if found.id != UNSAFE)


def _entry(notice: Notice, column: int, style: Style) -> list[str]:
    place = f" ({shown(notice.where)})" if notice.where else ""
    text = Cell(shown(notice.message, 600) + place, style.width - column - 4)
    lines = row([Cell(shown(notice.id), column, "bold"), text], style)
    return lines + next_lines(notice, column, style)


def _incomplete(document: PlanDocument, style: Style) -> list[str]:
    if document.complete or is_stuck(document):
        return []
    silent = [shown(unit.name) for unit in document.hacfg.units if unit.problem]
    who = f"{', '.join(silent)} could not be read" if silent else "not all could be read"
    text = f"Incomplete: {who}; there may be more to do, and nothing is applied until then."
    return [style.paint(line, "bold", "red") for line in fold(text, style.width)]
