"""The top of a plan: the group, and what was seen of each unit."""

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import UnitPlan
from hacfg.report.escape import shown
from hacfg.report.layout import GAP, Cell, count, fold, row, widest
from hacfg.report.style import Style

_MOST = (16, 18, 24, 24)
"""Columns that name, declared role, role and what was seen may take on a narrow screen."""
_MOST_IF_ROOMY, _ROOMY = (30, 30, 40, 30), 100
"""The same on a screen of so many columns."""

_SETTINGS = {"off": "HA off", "unknown": "unknown"}


def header_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return the group's line and one line a unit."""
    return [_group_line(document, style), "", *_unit_lines(document, style)]


def firmware_text(document: PlanDocument) -> str:
    """Return the firmware that was seen, one version for each generation."""
    seen = {
        ".".join(unit.firmware.split(".")[:2]) for unit in document.hacfg.units if unit.firmware
    }
    return f"FortiMail {shown(' and '.join(sorted(seen)))}" if seen else "firmware unknown"


def role_text(unit: UnitPlan) -> str:
    """Return the role that a unit has, and the one it acts in where that differs."""
    configured = _SETTINGS.get(unit.configured, shown(unit.configured))
    acts = "" if unit.effective in {unit.configured, "unknown"} else shown(unit.effective)
    return f"is: {configured}, acts as {acts}" if acts else f"is: {configured}"


def _group_line(document: PlanDocument, style: Style) -> str:
    ours = document.hacfg
    read = sum(not unit.problem for unit in ours.units)
    some = (
        count(read, "unit")
        if read == len(ours.units)
        else f"{read} of {count(len(ours.units), 'unit')}"
    )
    seconds = ours.measured.get("read_seconds") or {}
    took = f" in {max(seconds.values()):.1f} s" if seconds else ""
    parts = (ours.mode, firmware_text(document), f"{some} read{took}")
    return "   ".join([style.paint(shown(ours.group), "bold"), *parts])


def _unit_lines(document: PlanDocument, style: Style) -> list[str]:
    units = document.hacfg.units
    table = [_cells(unit) for unit in units]
    widths = [
        widest((cells[place] for cells in table), most)
        for place, most in enumerate(_MOST if style.width < _ROOMY else _MOST_IF_ROOMY)
    ]
    room = style.width - 2 - sum(widths) - len(GAP) * 4
    lines: list[str] = []
    for unit, cells in zip(units, table, strict=True):
        fixed = [Cell(text, width) for text, width in zip(cells, widths, strict=True)]
        lines += row([*fixed, Cell("NOT READ" if unit.problem else "API ok", room)], style)
        if unit.problem:
            lines += _problem(unit, style)
    return lines + _condition(document, style)


def _cells(unit: UnitPlan) -> tuple[str, str, str, str]:
    seen = " ".join(shown(part) for part in (unit.model, unit.firmware) if part)
    return shown(unit.name), f"declared {unit.role}", role_text(unit), seen


def _problem(unit: UnitPlan, style: Style) -> list[str]:
    lines = fold(shown(unit.problem, 600), style.width - 4)
    return [f"    {style.paint(line, 'red')}" for line in lines]


def _condition(document: PlanDocument, style: Style) -> list[str]:
    condition = shown(document.hacfg.condition)
    return ["", *fold(f"Condition: {condition}", style.width)] if condition else []
