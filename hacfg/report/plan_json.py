"""A plan for machines: the plan document itself, one a line."""

import json

from hacfg.plan.document import PlanDocument


def plan_json(document: PlanDocument) -> str:
    """Return the document in one line of ASCII, so that groups stay apart and nothing hides."""
    return json.dumps(document.model_dump(mode="json")) + "\n"
