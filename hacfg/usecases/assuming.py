"""What a plan file says that a person vouched for."""

from hacfg.plan.assumed import Assumptions, parse_assumptions
from hacfg.plan.document import PlanDocument


def planned_assumptions(document: PlanDocument) -> Assumptions:
    """Return what the plan assumes of its units."""
    ours = document.hacfg
    words = tuple(ours.proof.assumed) if ours.proof else ()
    names = frozenset(unit.name for unit in ours.units)
    return parse_assumptions(words, names, farm=ours.mode == "config-only")
