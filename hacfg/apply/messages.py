"""What apply says when it stops: where, what was seen, what was expected, what to do next."""

from collections.abc import Iterator, Sequence

from hacfg.apply.compare import Difference, in_words
from hacfg.apply.knowledge import what_we_know
from hacfg.errors import Problem
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.source import OnUnit

GO_ON = "what took effect is recognised"


def changed(
    step: AnyStep, differing: Sequence[Difference], carried_out: Sequence[AnyStep]
) -> Iterator[Problem]:
    """Say what is not as a step expects it, and what the journal knows of that."""
    for difference in differing:
        address = difference.address
        known = f"; {what_we_know(difference, carried_out)}" if carried_out else ""
        yield Problem(
            f"before step {step.number}, the unit is not as the plan expects{known}",
            OnUnit(address.owner, address.resource, difference.attribute),
            seen=in_words(difference.seen),
            expected=in_words(difference.expected),
            next="find out who changed it, then plan again",
        )


def silent(step: AnyStep, seconds: float, seen: str) -> Problem:
    """Say that a unit did not answer before a step."""
    return Problem(
        f"before step {step.number}, the unit was silent for {seconds:.0f} s",
        OnUnit(step.unit),
        seen=seen,
        next=f"once it answers, go on: {GO_ON}",
    )


def not_read_back(step: AnyStep, seconds: float, seen: str) -> Problem:
    """Say that a write was sent and does not show."""
    return Problem(
        f"step {step.number} was sent, but is not read back within {seconds:.0f} s",
        OnUnit(step.unit),
        seen=seen,
        next=f"look at the unit, then go on: {GO_ON}",
    )


def not_met(step: WaitStep, seen: str) -> Problem:
    """Say that what is awaited did not come."""
    gate = step.gate
    return Problem(
        f"step {step.number}: {gate.wording} did not come within {gate.timeout} s",
        OnUnit(gate.unit),
        seen=seen,
        expected=gate.wording,
        next="look at the unit; once it is so, go on",
    )


def not_as_planned(seen: str) -> Problem:
    """Say that the units do not act as they should once all steps are done."""
    return Problem(
        "all steps are done, and the units do not act as they should by now",
        seen=seen,
        next="see what happened: hacfg status; then plan again",
    )


def interrupted() -> Problem:
    """Say that a person asked to stop."""
    return Problem("interrupted", next=f"go on, or plan again: {GO_ON}")


def not_confirmed(step: WaitStep) -> Problem:
    """Say that a person did not vouch for what is awaited."""
    return Problem(f"step {step.number} was not confirmed", OnUnit(step.unit))
