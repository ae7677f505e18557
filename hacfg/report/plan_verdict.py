"""What a plan amounts to: anything to do, refused, or stuck in the group's condition."""

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import UnitPlan
from hacfg.plan.situation import WORDING


def is_pending(document: PlanDocument) -> bool:
    """Tell whether there is anything to do."""
    return any(document.counts) or bool(document.hacfg.steps)


def is_refused(document: PlanDocument) -> bool:
    """Tell whether the plan lacks something that only a person can give."""
    blocked = document.complete and is_pending(document) and not document.applyable
    return bool(document.hacfg.lacking) or blocked


def is_stuck(document: PlanDocument) -> bool:
    """Tell whether only the group's condition makes a plan incomplete, with all of it read."""
    ours = document.hacfg
    refused = any(notice.id == "condition" for notice in ours.lacking)
    refused &= ours.condition != WORDING["unknown"]
    unread = any(notice.id == "unread" for notice in ours.notices)
    unread |= not all(map(_is_read, ours.units))
    return refused and not unread and not document.complete


def _is_read(unit: UnitPlan) -> bool:
    """Tell whether a unit answered, and said which box it is."""
    return not unit.problem and None not in {unit.serial, unit.firmware}
