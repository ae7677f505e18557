"""The difference, resource by resource, each under the unit or group that owns it."""

from collections.abc import Iterator, Sequence

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import AttributeDiff, ChangeView
from hacfg.report.escape import shown
from hacfg.report.layout import fold, pad, widest, with_note
from hacfg.report.style import Style
from hacfg.report.values import SIGN_OF_PROVENANCE, difference_lines, name_text
from hacfg.state import GROUP

_FOOTNOTES = {
    "inferred": "the REST name is inferred from the CLI reference, no document confirms it",
    "sibling": "the REST name is documented for a sister product only",
}


def change_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return all changes, grouped by owner: the units as declared, then what they share."""
    lines: list[str] = []
    for owner, mine in by_owner(document):
        lines += [_heading(owner, mine, document, style), *_resources(mine, style)]
    return lines + footnote_lines(document.hacfg.changes, style)


def by_owner(document: PlanDocument) -> Iterator[tuple[str, list[ChangeView]]]:
    """Yield what changes of each unit, then of what they share."""
    changes = document.hacfg.changes
    named = [unit.name for unit in document.hacfg.units]
    others = sorted({change.address.owner for change in changes} - {*named, GROUP})
    for owner in (*named, *others, GROUP):
        if mine := [change for change in changes if change.address.owner == owner]:
            yield owner, mine


def position_text(position: str | None) -> str:
    """Return `file:line` of a position; the column is for editors."""
    return shown(position.rsplit(":", 1)[0]) if position else ""


def _heading(
    owner: str, changes: Sequence[ChangeView], document: PlanDocument, style: Style
) -> str:
    if owner != GROUP:
        return style.paint(shown(owner), "bold")
    writers = ", ".join(sorted(_writers(changes, document)))
    shared = (
        f"shared by all units, written to {shown(writers)}" if writers else "shared by all units"
    )
    return f"{style.paint(shown(document.hacfg.group), 'bold')}   {shared}"


def _writers(changes: Sequence[ChangeView], document: PlanDocument) -> set[str]:
    written = {
        (change.address.kind, change.address.key, diff.name)
        for change in changes
        for diff in change.attributes
    }
    return {
        step.unit
        for step in document.hacfg.steps
        if step.type == "set"
        for name in step.attributes
        if (step.kind, step.key, name) in written
    }


def _resources(changes: Sequence[ChangeView], style: Style) -> list[str]:
    names = (name_text(diff) for change in changes for diff in change.attributes)
    column = widest(names, 24)
    return [line for change in changes for line in _resource(change, column, style)]


def _resource(change: ChangeView, column: int, style: Style) -> list[str]:
    title = f"  {style.sign(change.action)} {shown(change.address.resource)}"
    lines = [with_note(title, position_text(change.position), style)]
    for diff in change.attributes:
        lines += _attribute(diff, change, column, style)
    if change.unchanged:
        lines.append(f"      {style.paint(f'({change.unchanged} unchanged)', 'dim')}")
    return lines


def _attribute(diff: AttributeDiff, change: ChangeView, column: int, style: Style) -> list[str]:
    found = difference_lines(diff, change.action, style.width - column - 8)
    lines = [f"      {pad(name_text(diff), column)}  {found[0]}"]
    lines += [" " * (column + 8) + text for text in found[1:]]
    if style.full and diff.position and diff.position != change.position:
        lines[0] = with_note(lines[0], position_text(diff.position), style)
    return lines


def footnote_lines(changes: Sequence[ChangeView], style: Style) -> list[str]:
    """Return what the signs behind names mean, if any are used."""
    used = {diff.provenance for change in changes for diff in change.attributes}
    notes = [
        f"{SIGN_OF_PROVENANCE[known]} {text}" for known, text in _FOOTNOTES.items() if known in used
    ]
    return [style.paint(line, "dim") for note in notes for line in fold(note, style.width)]
