"""A plan for machines: the plan document itself, one a line."""

from hacfg.plan.document import PlanDocument
from hacfg.report.one_line import one_line
from hacfg.report.sheet import Sheet


def plan_line(document: PlanDocument, _: Sheet) -> str:
    """Return the document in one line; no sheet changes what programs read."""
    return one_line(document)
