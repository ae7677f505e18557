"""What a step would destroy that the plan did not know of."""

from hacfg.apply.live import Unit
from hacfg.errors import Problem
from hacfg.plan.steps import EffectStep
from hacfg.source import OnUnit


def no_longer_blank(unit: Unit, step: EffectStep) -> Problem | None:
    """Return what a unit that was planned as blank has by now, and a join would overwrite."""
    found = unit.own_rows(step.blank) if step.blank else []
    if not found:
        return None
    return Problem(
        f"step {step.number} would overwrite a configuration that the plan did not know of",
        OnUnit(step.unit),
        seen=", ".join(found[:5]),
        expected="a blank unit",
        next="save what is there, then plan again; --allow config-overwrite if it may go",
    )
