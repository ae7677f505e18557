"""What the template shows of changes and steps: words only, nothing is decided there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import AttributeDiff, ChangeView
from hacfg.plan.steps import AnyStep
from hacfg.report.cli_lines import Typist
from hacfg.report.commands import plan_again
from hacfg.report.layout import duration
from hacfg.report.plan_changes import by_owner, position_text
from hacfg.report.plan_proof import WINDOWS
from hacfg.report.step_notes import step_title, told_by
from hacfg.report.style import SIGNS
from hacfg.report.values import SENSITIVE, UNKNOWN_TEXT, name_text, value_text
from hacfg.state import GROUP

_KINDS = {"set": "hacfg writes", "action": "hacfg starts it", "manual": "by hand", "wait": "wait"}


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute: its value before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource that changes."""

    sign: str
    action: str
    name: str
    place: str
    rows: Sequence[Row]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit, or the group, with what changes of it."""

    name: str
    shared: bool
    resources: Sequence[Resource]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the runbook."""

    number: int
    kind: str
    does: str
    unit: str
    title: str
    reason: str
    mail: str
    is_calm: bool
    missing: Sequence[str]
    """What is missing while it is carried out: failover, or mail flow."""
    facts: Sequence[tuple[str, str]]
    lines: Sequence[str]
    fails: str
    undo: Sequence[str]


def owners(document: PlanDocument) -> Iterator[Owner]:
    """Yield the units that change, then what they share."""
    for name, mine in by_owner(document):
        shown_name = document.hacfg.group if name == GROUP else name
        yield Owner(shown_name, name == GROUP, [_resource(change) for change in mine])


def step_views(document: PlanDocument) -> Iterator[StepView]:
    """Yield the steps with all that a person needs who carries them out, or watches."""
    typist = Typist(document)
    for step in document.hacfg.steps:
        undo = typist.undo(step)
        yield StepView(
            number=step.number,
            kind=step.type,
            does=_KINDS[step.type],
            unit=step.unit,
            title=f"wait until {step_title(step)}" if step.type == "wait" else step_title(step),
            reason=step.reason,
            mail=step.mail,
            is_calm=step.is_calm,
            missing=_missing(step, document),
            facts=list(_facts(step)),
            lines=typist.lines(step),
            fails=_if_it_fails(step, document, undo),
            undo=undo,
        )


def _resource(change: ChangeView) -> Resource:
    rows = [_row(diff, change.action) for diff in change.attributes]
    place = position_text(change.position)
    sign = SIGNS[change.action][0]
    return Resource(sign, change.action, change.address.resource, place, rows, change.unchanged)


def _row(diff: AttributeDiff, action: str) -> Row:
    name = name_text(diff)
    if diff.sensitive:
        before = "(not set)" if action == "create" else SENSITIVE
        return Row(name, before, "(gone)" if action == "delete" else "(sensitive, will be set)")
    before = UNKNOWN_TEXT if diff.unknown else value_text(diff.before)
    return Row(
        name,
        "(not there)" if action == "create" else before,
        "(gone)" if action == "delete" else value_text(diff.after),
    )


def _missing(step: AnyStep, document: PlanDocument) -> list[str]:
    """Return the windows that a step lies in: they begin after one step and end with another."""
    proof = document.hacfg.proof
    windows = proof.windows if proof else []
    return [WINDOWS[window.sort] for window in windows if window.first < step.number <= window.last]


def _facts(step: AnyStep) -> Iterator[tuple[str, str]]:
    yield "Procedure", step.procedure
    if step.position:
        yield "Declared at", position_text(step.position)
    if step.type == "wait":
        yield "At most", duration(step.gate.timeout)
        yield "Who says so", _source(step)
        return
    if step.guards:
        yield "Guards", ", ".join(step.guards)
    if step.type == "set" and step.temporary:
        yield "Temporary", ", ".join(step.temporary)
    if step.type == "manual":
        yield "Why by hand", step.why_manual


def _source(step: AnyStep) -> str:
    if step.type != "wait" or step.gate.source == "rest":
        return "the unit's REST API"
    if step.gate.source != "person":
        return "; ".join(told_by(step.gate))
    return f"a person: --attest {step.gate.attestation}@{step.number}"


def _if_it_fails(step: AnyStep, document: PlanDocument, undo: Sequence[str]) -> str:
    again = f"Then plan again: {plan_again(document)}"
    if step.type == "wait":
        return (
            f"If it is not so after {duration(step.gate.timeout)}, apply stops and what was done "
            f"stays done. Look at {step.unit} first. {again}"
        )
    if step.type == "manual":
        return f"Stop: the steps after it rely on it. {again}"
    stops = "Apply stops, and no later step is begun."
    if step.inverse is None:
        return f"{stops} Nothing undoes this step. {again}"
    way = "To undo it by hand, type what stands below." if undo else "It can be undone."
    return f"{stops} {way} {again}"
