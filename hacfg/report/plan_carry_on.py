"""The last lines of a plan: the frozen summary, what it touches, and how to go on."""

from shlex import quote

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import Notice
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, row, widest
from hacfg.report.plan_verdict import is_pending, is_refused
from hacfg.report.style import Style
from hacfg.state import GROUP


def summary_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return the frozen summary line, then the resources that it counts."""
    if not is_pending(document) and document.complete:
        return [style.paint(f"No changes. {shown(document.hacfg.group)} is as declared.", "bold")]
    add, change, destroy = document.counts
    line = f"Plan: {add} to add, {change} to change, {destroy} to destroy."
    return [style.paint(line, "bold"), *_touched(document, style)]


def carry_on_lines(document: PlanDocument, style: Style, file: str = "") -> list[str]:
    """Return how to go on; `file` is where the plan is saved, if it is."""
    topology = quote(shown(document.hacfg.topology))
    if is_refused(document):
        allow = "".join(f" --allow {shown(notice.id)}" for notice in _guards(document))
        again = f"hacfg plan {topology}{_allowed(document)}{allow}"
        return ["Once that is settled, plan again:", style.paint(f"  {again}", "bold")]
    if not document.complete:
        return [
            "Once every unit answers, plan again:",
            style.paint(f"  hacfg plan {topology}", "bold"),
        ]
    if not is_pending(document):
        return []
    if file:
        saved = f"Saved as {shown(file)}. To carry out exactly this:"
        return [saved, style.paint(f"  hacfg apply {quote(shown(file))}", "bold")]
    command = (
        f"hacfg plan {topology}{_allowed(document)} --out {shown(document.hacfg.group)}.plan.json"
    )
    return ["Not saved. To keep exactly this plan for apply:", style.paint(f"  {command}", "bold")]


def _touched(document: PlanDocument, style: Style) -> list[str]:
    touched: dict[tuple[str, str], list[str]] = {}
    for change in document.hacfg.changes:
        owner = document.hacfg.group if change.address.owner == GROUP else change.address.owner
        touched.setdefault((change.action, owner), []).append(shown(change.address.resource))
    column = widest((owner for _, owner in touched), 20)
    lines: list[str] = []
    for action in ("create", "update", "delete"):
        for owner in [owner for found, owner in touched if found == action]:
            text = ", ".join(touched[action, owner])
            body = row([Cell(owner, column), Cell(text, style.width - column - 6)], style, 4)
            lines += [f"  {style.sign(action)} {body[0][4:]}", *body[1:]]
    return lines


def _guards(document: PlanDocument) -> list[Notice]:
    return [notice for notice in document.hacfg.lacking if "--allow" in notice.next]


def _allowed(document: PlanDocument) -> str:
    return "".join(f" --allow {shown(name)}" for name in document.hacfg.allowed)
