"""An apply for people: one line a step while it runs, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hacfg.apply.events import ApplyResult, Event, Outcome, StepResult, tally
from hacfg.errors import Problem
from hacfg.plan.document import PlanDocument
from hacfg.plan.steps import AnyStep
from hacfg.report.escape import shown
from hacfg.report.layout import fold, numbers, pad, widest, width_of
from hacfg.report.problems import detail_lines
from hacfg.report.step_notes import step_title
from hacfg.report.style import Style

_SIGNS: Mapping[str, tuple[str, str]] = {
    "started": ("->", "cyan"),
    "waiting": ("->", "cyan"),
    "done": ("ok", "green"),
    "skipped": ("--", "dim"),
    "failed": ("XX", "red"),
}
_ASKED = ("..", "cyan")
"""A manual step that was shown: whether somebody types it, the gate that follows will tell."""
_LEFT: Mapping[Outcome, str] = {"failed": "red", "not-started": "dim"}
_FEW = 6
"""Steps left undone that are named; of the others only the numbers."""

_NOTES = {"waiting": "waiting"}
_GAP = "   "


@dataclass(frozen=True, slots=True)
class Ending:
    """What an apply ended with beside its result: its exit code, and how to go on."""

    exit_code: int
    next: str = ""
    undone: str = ""
    """What was rolled back, as `undone_text` tells it."""


def run_line(document: PlanDocument, run: str, style: Style) -> str:
    """Return the line that an apply begins with."""
    ours = document.hacfg
    group = style.paint(shown(ours.group), "bold")
    return f"{group}   run {shown(run)}   plan {shown(ours.plan_id[:17])}..."


def step_line(event: Event, document: PlanDocument, style: Style) -> str:
    """Return what happened to a step: one line, and more for a note that does not fit."""
    sign, look = _sign(event)
    head = f"  {style.paint(sign, look)}  {_head(event, document, style.width)}"
    note = _note(event)
    if width_of(head) + len(_GAP) + width_of(note) <= style.width:
        return f"{head}{_GAP}{note}".rstrip()
    return "\n".join([head.rstrip(), *(" " * 8 + line for line in fold(note, style.width - 8))])


def live_line(event: Event, document: PlanDocument, width: int) -> str:
    """Return the same without colour and cut to a width, for a line that is written over."""
    sign, _ = _sign(event)
    line = f"  {sign}  {_head(event, document, width)}{_GAP}{_note(event)}".rstrip()
    return line if width_of(line) <= width else f"{line[: width - 3]}..."


def ending_text(result: ApplyResult, document: PlanDocument, ending: Ending, style: Style) -> str:
    """Return how an apply ended, what was left undone, and what to do next."""
    lines = _done(result, document) if result.stopped is None else []
    if result.stopped is not None:
        lines = _stopped(result, result.stopped, document, ending, style)
    lines += ending.undone.splitlines()
    rest = fold(shown(ending.next, 600), style.width - 8) if ending.next else []
    margins = ["  Next  ", *[" " * 8] * len(rest)]
    lines += [margin + text for margin, text in zip(margins, rest, strict=False)]
    return "".join(f"{line}\n" for line in lines)


def undone_text(run: str, steps: Sequence[StepResult]) -> str:
    """Return how the steps of a run ended that was rolled back."""
    taken = tally(steps)["rolled-back"]
    first = f"Rolled back: {taken} of {len(steps)} steps of run {shown(run)}."
    return f"{first}\n  {counts_line(steps)}\n"


def counts_line(steps: Sequence[StepResult]) -> str:
    """Return how many steps ended in each way."""
    return "   ".join(f"{name.replace('-', ' ')} {count}" for name, count in tally(steps).items())


def _head(event: Event, document: PlanDocument, width: int) -> str:
    steps = document.hacfg.steps
    number = str(event.step.number).rjust(len(str(len(steps))))
    column = widest((_what(step) for step in steps), max(20, width - 48))
    time = f"{event.seconds:7.1f} s" if event.seconds else " " * 9
    return f"{number} {pad(_what(event.step), column)} {time}"


def _sign(event: Event) -> tuple[str, str]:
    return _ASKED if _is_asked(event) else _SIGNS[event.type]


def _is_asked(event: Event) -> bool:
    return (event.step.type, event.type) == ("manual", "done")


def _note(event: Event) -> str:
    if _is_asked(event):
        return "shown; waiting for it"
    return shown(event.note or _NOTES.get(event.type, ""), 600)


def _done(result: ApplyResult, document: PlanDocument) -> list[str]:
    skipped = result.count("skipped")
    also = f", {skipped} already as planned" if skipped else ""
    first = f"Done: {result.count('done')} of {len(result.steps)} steps carried out{also}."
    return [first, f"  {shown(document.hacfg.group)} reads as planned."]


def _stopped(
    result: ApplyResult, stopped: Problem, document: PlanDocument, ending: Ending, style: Style
) -> list[str]:
    where = f"{shown(stopped.where)}: " if stopped.where else ""
    told = f"{_place(result)}: {where}{shown(stopped.message, 1200)}"
    first, *others = fold(told, style.width - 10)
    code = f"exit {ending.exit_code}".rjust(style.width - len(first))
    return [
        style.paint(first, "bold", "red") + code,
        *(f"  {line}" for line in others),
        f"  {counts_line(result.steps)}",
        *detail_lines(stopped, style),
        *_left(result, document, style),
        *([] if result.wrote else ["  Nothing was written."]),
    ]


def _place(result: ApplyResult) -> str:
    undone = [step.number for step in result.steps if step.outcome in {"failed", "not-started"}]
    total = len(result.steps)
    return f"Stopped at step {undone[0]} of {total}" if undone else f"Stopped after {total} steps"


def _left(result: ApplyResult, document: PlanDocument, style: Style) -> list[str]:
    steps = {step.number: step for step in document.hacfg.steps}
    undone = [found for found in result.steps if found.outcome in _LEFT and found.number in steps]
    lines = [
        _left_line(found.outcome, f"{found.number} {_what(steps[found.number])}", style)
        for found in undone[:_FEW]
    ]
    rest = [found.number for found in undone[_FEW:]]
    return [*lines, _left_line("not-started", numbers(rest), style)] if rest else lines


def _left_line(outcome: Outcome, text: str, style: Style) -> str:
    return f"  {style.paint(pad(outcome.replace('-', ' '), 11), _LEFT[outcome])}  {text}"


def _what(step: AnyStep) -> str:
    return step_title(step) if step.type == "wait" else f"{shown(step.unit)} {step_title(step)}"
