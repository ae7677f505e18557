"""A plan as a stream: one JSON object a line, as Terraform's `plan -json` writes it."""

from hacfg.plan.document import PlanDocument
from hacfg.report.apply_stream import planned_lines
from hacfg.report.sheet import Sheet
from hacfg.report.stream import version_line


def plan_stream(document: PlanDocument, sheet: Sheet) -> str:
    """Return the version, each planned change, and the frozen summary."""
    return version_line(document.hacfg.version, sheet.now) + planned_lines(document, sheet.now)
