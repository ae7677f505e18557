"""A plan for machines: the plan document itself, one a line."""

import json

from hacfg.plan.document import PlanDocument
from hacfg.report.sheet import Sheet


def plan_json(document: PlanDocument) -> str:
    """Return the document in one line of ASCII, so that groups stay apart and nothing hides."""
    return json.dumps(document.model_dump(mode="json")) + "\n"


def plan_line(document: PlanDocument, _: Sheet) -> str:
    """Return the same; no sheet changes what programs read."""
    return plan_json(document)
