"""A configuration backup, wanted before a step that nothing brings back."""

from collections.abc import Iterable, Iterator
from typing import Final

from hacfg.plan.ours import Notice
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


def backup_notices(steps: Iterable[AnyStep]) -> Iterator[Notice]:
    """Yield beforehand what apply will ask for, so that nobody is surprised by then."""
    for question in wanted(steps):
        word = f"a person's word that {question.gate.wording}: {question.reason}"
        yield Notice(
            id=NAME,
            severity="note",
            message=f"before step {question.number}, apply asks for {word}",
            where=question.unit,
            next=f"make one; where nobody can be asked: --attest {vouched_as(question)}",
        )


def vouched_as(question: WaitStep) -> str:
    """Return the name that a person vouches for a backup by, with its step."""
    return f"{question.unit}.{NAME}@{question.number}"


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
