"""A plan with what the rules say of the group as it will be."""

from collections.abc import Iterable

from hacfg.findings import Finding
from hacfg.plan.document import PlanDocument, with_id
from hacfg.plan.found import terraform_checks, view_of
from hacfg.practices.table import DERIVED

MOVING = frozenset(judged.rule.id for judged in DERIVED if judged.moves)
"""Rules whose outcome moves by itself: outside the plan id."""

TOLD_APART = frozenset({"HX-01", "HX-02", "HX-15"})
"""Rules that a plan tells in its own words, as they stop it."""


def with_findings(document: PlanDocument, findings: Iterable[Finding]) -> PlanDocument:
    """Return the document with these findings, and its id anew."""
    found = list(findings)
    steady = [one for one in found if one.id not in MOVING]
    moving = [view_of(one).model_dump(mode="json") for one in found if one.id in MOVING]
    ours = document.hacfg.model_copy(
        update={
            "findings": [view_of(one) for one in steady],
            "measured": {**document.hacfg.measured, "findings": moving},
        }
    )
    update = {"hacfg": ours, "checks": terraform_checks(steady)}
    return with_id(document.model_copy(update=update))
