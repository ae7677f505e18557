"""A configuration backup, wanted before a step that nothing brings back."""

from collections.abc import Iterable, Iterator
from typing import Final

from hacfg.plan.steps import AnyStep, EffectStep, Gate, SetStep, WaitStep

NAME: Final = "backup"
HOURS: Final = 24


def wanted(steps: Iterable[AnyStep]) -> Iterator[WaitStep]:
    """Yield what a person has to vouch for: a recent backup of each unit that may lose something.

    It is asked for at the first step from which a unit may lose what nothing brings back; one that
    is blank has nothing to lose.
    """
    asked: set[str] = set()
    for step in steps:
        if isinstance(step, WaitStep) or step.blank:
            continue
        for unit in (*step.overwrites, *_removes(step)):
            if unit not in asked:
                asked.add(unit)
                yield _question(unit, step.number)


def _removes(step: EffectStep) -> tuple[str, ...]:
    """Return the unit if a row goes whose secrets nothing brings back."""
    gone = isinstance(step, SetStep) and step.operation == "delete" and step.inverse is None
    return (step.unit,) if gone else ()


def _question(unit: str, number: int) -> WaitStep:
    wording = f"there is a configuration backup of {unit}, not older than {HOURS} hours"
    return WaitStep(
        number=number,
        unit=unit,
        procedure=NAME,
        reason="nothing brings back what this step replaces",
        gate=Gate(condition="holds", unit=unit, timeout=1, source="person", wording=wording),
    )
