"""The last lines of a plan: the frozen summary, what it touches, and how to go on."""

from shlex import quote

from hacfg.plan.document import PlanDocument
from hacfg.report.commands import plan_again
from hacfg.report.escape import shown
from hacfg.report.layout import Cell, row, widest
from hacfg.report.plan_lacking import guards_lacking, only_guards_lack
from hacfg.report.plan_verdict import is_pending, is_refused, is_stuck
from hacfg.report.style import Style
from hacfg.state import GROUP


def summary_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return the frozen summary line, then the resources that it counts."""
    if not is_pending(document) and document.complete:
        return [style.paint(_no_changes(document), "bold")]
    add, change, destroy = document.counts
    line = f"Plan: {add} to add, {change} to change, {destroy} to destroy."
    return [style.paint(line, "bold"), *_touched(document, style)]


def _no_changes(document: PlanDocument) -> str:
    """Say whether the group is as declared; roles are a condition, which no setting shows."""
    group = shown(document.hacfg.group)
    leads = [
        u.name for u in document.hacfg.units if (u.role, u.effective) == ("secondary", "primary")
    ]
    if not leads:
        return f"No changes. {group} is as declared."
    acting = shown(", ".join(leads))
    return f"No changes. The settings of {group} are as declared, but {acting} acts as primary."


def carry_on_lines(document: PlanDocument, style: Style, file: str = "") -> list[str]:
    """Return how to go on; `file` is where the plan is saved, if it is."""
    if not document.complete and not is_stuck(document):
        return _command("Once everything can be read, plan again:", _plan(document), style)
    if is_refused(document):
        sure = guards_lacking(document) and only_guards_lack(document)
        first = "If that is what you want:" if sure else "Once that is settled, plan again:"
        return _command(first, _plan(document), style)
    if not is_pending(document):
        return []
    if file:
        first = f"Saved as {shown(file)}. To carry out exactly this:"
        return _command(first, f"hacfg apply {quote(shown(file))}", style)
    command = f"{_plan(document)} --out {shown(document.hacfg.group)}.plan.json"
    return _command("Not saved. To keep exactly this plan for apply:", command, style)


def _command(first: str, command: str, style: Style) -> list[str]:
    return [first, f"  {style.paint(command, 'bold')}"]


def _plan(document: PlanDocument) -> str:
    return plan_again(document, also_allow=guards_lacking(document))


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
