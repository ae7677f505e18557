"""GitLab's Terraform report: the numbers that a merge request shows."""

import json

from hacfg.plan.document import PlanDocument
from hacfg.report.sheet import Sheet


def gitlab_report(document: PlanDocument, _: Sheet) -> str:
    """Return the report: actions flattened, so a replace counts twice, and nothing is zeros."""
    create, update, delete = document.counts
    return json.dumps({"create": create, "update": update, "delete": delete}) + "\n"
