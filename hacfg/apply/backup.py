"""A configuration backup, wanted before a step that nothing brings back."""

from collections.abc import Iterable, Iterator
from typing import Final

from hacfg.plan.steps import AnyStep, Gate, WaitStep

NAME: Final = "backup"
HOURS: Final = 24


def wanted(steps: Iterable[AnyStep]) -> Iterator[WaitStep]:
    """Yield what a person has to vouch for: a recent backup of each unit that may lose something.

    It is asked for at the first such step of a unit; a unit that is blank has nothing to lose.
    """
    asked: set[str] = set()
    for step in steps:
        if isinstance(step, WaitStep) or step.inverse is not None or step.blank:
            continue
        if step.unit not in asked:
            asked.add(step.unit)
            yield _question(step.unit, step.number)


def _question(unit: str, number: int) -> WaitStep:
    wording = f"there is a configuration backup of {unit}, not older than {HOURS} hours"
    return WaitStep(
        number=number,
        unit=unit,
        procedure=NAME,
        reason="nothing brings back what this step replaces",
        gate=Gate(condition="holds", unit=unit, timeout=1, source="person", wording=wording),
    )
