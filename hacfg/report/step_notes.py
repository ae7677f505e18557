"""What is said about a step beside the table, and about all steps below it."""

from collections import defaultdict
from collections.abc import Sequence

from hacfg.plan.steps import AnyStep, Gate, ManualStep
from hacfg.report.escape import shown
from hacfg.report.layout import count, duration, labelled, numbers
from hacfg.report.plan_changes import position_text
from hacfg.report.style import Style


def step_title(step: AnyStep) -> str:
    """Return what a step does, in a few words."""
    return shown(step.gate.wording if step.type == "wait" else step.title)


def step_notes(step: AnyStep, steps: Sequence[AnyStep], style: Style) -> list[str]:
    """Return what the table has no column for."""
    details = _details(step) if style.full else []
    return [*_gate(step), *_temporary(step, steps), *details]


def _gate(step: AnyStep) -> list[str]:
    if step.type != "wait" or step.gate.source == "rest":
        return []
    if step.gate.source == "person":
        return [f"a person says so: --attest {shown(step.gate.attestation)}@{step.number}"]
    return [f"says {source}" for source in told_by(step.gate)]


def told_by(gate: Gate) -> list[str]:
    """Return what says that a gate is met where neither the REST API nor a person does."""
    command = [f"the command: {shown(' '.join(gate.command))}"] if gate.command else []
    if gate.agent:
        return ["its SNMP agent: the role that it acts in"]
    if gate.answers:
        return ["the service itself: SMTP answers 220"]
    if gate.queue is None:
        return command
    few, seconds = count(gate.queue.below, "message"), duration(gate.queue.stable_for)
    limit = f"its SNMP agent: fewer than {few} in its queues, for {seconds} on end"
    return [*command, limit]


def _temporary(step: AnyStep, steps: Sequence[AnyStep]) -> list[str]:
    if step.type != "set" or not step.temporary:
        return []
    later = [
        other.number
        for other in steps[step.number :]
        if other.type == "set"
        and (other.unit, other.kind, other.key) == (step.unit, step.kind, step.key)
        and set(step.temporary) & set(other.attributes)
    ]
    until = f" until step {later[0]}" if later else ""
    return [f"temporary{until}: {shown(', '.join(step.temporary))}"]


def _details(step: AnyStep) -> list[str]:
    guards = [] if step.type == "wait" else [f"guard {guard}" for guard in step.guards]
    reason = [shown(step.reason, 600)] if step.type == "wait" else []
    return [*reason, ", ".join([shown(step.procedure), *guards, *_place(step)])]


def _place(step: AnyStep) -> list[str]:
    return [position_text(step.position)] if step.position else []


def by_hand_lines(steps: Sequence[AnyStep], style: Style) -> list[str]:
    """Return why a person has to do some of the steps."""
    reasons: defaultdict[str, list[ManualStep]] = defaultdict(list)
    for step in steps:
        if step.type == "manual":
            reasons[step.why_manual].append(step)
    lines: list[str] = []
    for why, manual in reasons.items():
        text = f"{_numbers(manual)}: {shown(why, 600)}"
        lines += labelled("By hand", text, style)
    return lines


def no_way_back_lines(steps: Sequence[AnyStep], style: Style) -> list[str]:
    """Return which steps nothing undoes."""
    final = [step for step in steps if step.type != "wait" and step.inverse is None]
    return labelled("No way back", f"{_numbers(final)}: nothing undoes it", style) if final else []


def _numbers(steps: Sequence[AnyStep]) -> str:
    word = count(len(steps), "step").split()[1]
    return f"{word} {numbers(step.number for step in steps)}"
