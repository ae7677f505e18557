"""The steps of a plan: number, unit, what, why, and what happens to mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from hacfg.plan.document import PlanDocument
from hacfg.plan.steps import AnyStep, EffectStep, WaitStep
from hacfg.report.escape import shown
from hacfg.report.layout import (
    GAP,
    Cell,
    duration,
    fold,
    pad,
    row,
    widest,
)
from hacfg.report.step_notes import by_hand_lines, no_way_back_lines, step_notes, step_title
from hacfg.report.style import Style

_LINE = 2000
"""Characters of a CLI line that are shown: it is there to be copied."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of the table's columns."""

    number: int
    unit: int
    title: int
    reason: int
    mail: int

    @property
    def margin(self) -> int:
        """Where the title begins; notes on a step begin there too."""
        return 2 + self.number + 1 + self.unit + len(GAP)


def step_lines(document: PlanDocument, style: Style) -> list[str]:
    """Return the table of steps and what it means as a whole."""
    steps = document.hacfg.steps
    if not steps:
        return []
    columns = _columns(steps, style)
    lines = [_title(columns, style)]
    said = ""
    for step in steps:
        if step.type == "wait":
            lines += _wait(step, columns, style)
        else:
            reason = "(as above)" if step.reason == said else shown(step.reason, 600)
            lines += _effect(step, reason, columns, style)
            said = step.reason
        lines += _notes(step, steps, columns, style)
    return [*lines, *by_hand_lines(steps, style), *no_way_back_lines(steps, style)]


def _columns(steps: Sequence[AnyStep], style: Style) -> Columns:
    effects = [step for step in steps if step.type != "wait"]
    number = len(str(steps[-1].number))
    unit = widest((shown(step.unit) for step in effects), 14)
    title = widest((_what(step) for step in effects), max(18, style.width * 3 // 10))
    mail = max(16, widest((shown(step.mail) for step in effects), style.width // 5))
    rest = style.width - (2 + number + 1 + unit) - title - mail - len(GAP) * 3
    return Columns(number, unit, title, max(rest, 12), mail)


def _title(columns: Columns, style: Style) -> str:
    room = columns.margin + columns.title + columns.reason + len(GAP) * 2
    return style.paint(f"{pad('Steps', room)}mail flow", "bold")


def _what(step: EffectStep) -> str:
    return f"BY HAND {step_title(step)}" if step.type == "manual" else step_title(step)


def _effect(step: EffectStep, reason: str, columns: Columns, style: Style) -> list[str]:
    look = "dim" if step.is_calm else "yellow"
    cells = [
        Cell(shown(step.unit), columns.unit),
        Cell(_what(step), columns.title),
        Cell(reason, columns.reason),
        Cell(shown(step.mail), columns.mail, look),
    ]
    return _numbered(step, cells, columns, style)


def _wait(step: WaitStep, columns: Columns, style: Style) -> list[str]:
    width = columns.unit + columns.title + columns.reason + len(GAP) * 2
    wording = Cell(f"wait until {step_title(step)}", width)
    limit = Cell(f"(at most {duration(step.gate.timeout)})", columns.mail, "dim")
    return _numbered(step, [wording, limit], columns, style)


def _numbered(step: AnyStep, cells: Sequence[Cell], columns: Columns, style: Style) -> list[str]:
    first, *others = cells
    number = str(step.number)
    start = Cell(f"{number} {first.text}", len(number) + 1 + first.width)
    return row([start, *others], style, 2 + columns.number - len(number))


def _notes(step: AnyStep, steps: Sequence[AnyStep], columns: Columns, style: Style) -> list[str]:
    indent = " " * columns.margin
    notes = step_notes(step, steps, style)
    folded = [line for note in notes for line in fold(note, style.width - columns.margin)]
    lines = [indent + style.paint(line, "dim") for line in folded]
    typed = step.lines if step.type == "manual" else []
    return [*lines, *(f"{indent}{style.paint(shown(line, _LINE), 'cyan')}" for line in typed)]
