"""What a plan amounts to: anything to do, or refused."""

from hacfg.plan.document import PlanDocument


def is_pending(document: PlanDocument) -> bool:
    """Tell whether there is anything to do."""
    return any(document.counts) or bool(document.hacfg.steps)


def is_refused(document: PlanDocument) -> bool:
    """Tell whether the plan lacks something that only a person can give."""
    blocked = document.complete and is_pending(document) and not document.applyable
    return bool(document.hacfg.lacking) or blocked
