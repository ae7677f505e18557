"""A plan for people: the answer first, the frozen summary line and how to go on last."""

from collections.abc import Callable

from hacfg.plan.document import PlanDocument
from hacfg.report.plan_brief import brief_lines
from hacfg.report.plan_carry_on import carry_on_lines, summary_lines
from hacfg.report.plan_changes import change_lines
from hacfg.report.plan_header import header_lines
from hacfg.report.plan_lacking import lacking_lines
from hacfg.report.plan_outcome import fact_lines, finding_lines
from hacfg.report.plan_practices import practice_lines
from hacfg.report.plan_proof import explained_lines, story_lines, way_lines
from hacfg.report.plan_steps import step_lines
from hacfg.report.sheet import Sheet
from hacfg.report.style import Style

Section = Callable[[PlanDocument, Style], list[str]]

_BRIEF: tuple[Section, ...] = (header_lines, brief_lines, lacking_lines, summary_lines)
_SECTIONS: tuple[Section, ...] = (
    header_lines,
    change_lines,
    step_lines,
    finding_lines,
    practice_lines,
    fact_lines,
    explained_lines,
    story_lines,
    way_lines,
    lacking_lines,
    summary_lines,
)


def plan_text(document: PlanDocument, style: Style) -> str:
    """Return a plan as text, in as much detail as the style says."""
    sections = [section(document, style) for section in (_BRIEF if style.brief else _SECTIONS)]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def carry_on_text(document: PlanDocument, style: Style, file: str = "") -> str:
    """Return how to go on from a plan; `file` is where it is saved, if it is."""
    lines = carry_on_lines(document, style, file)
    return "\n".join(["", *lines, ""]) if lines else ""


def whole_text(document: PlanDocument, sheet: Sheet) -> str:
    """Return a plan as text, with how to go on."""
    return plan_text(document, sheet.style) + carry_on_text(document, sheet.style, sheet.file)
