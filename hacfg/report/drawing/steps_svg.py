"""The order of a plan drawn: a lane for each unit, the steps from top to bottom."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hacfg.plan.document import PlanDocument
from hacfg.plan.steps import AnyStep
from hacfg.report.drawing.canvas import Canvas
from hacfg.report.layout import duration
from hacfg.report.step_notes import step_title

_MARGIN, _HEAD = 16, 40
_ROW, _BOX = 62, 40
_LANE, _NARROW, _WIDEST = 300, 130, 1400


def steps_svg(document: PlanDocument) -> str:
    """Return the drawing of a plan's order."""
    ours = document.hacfg
    units = [unit.name for unit in ours.units]
    lane = max(_NARROW, min(_LANE, _WIDEST // len(units)))
    canvas = Canvas(f"The order of the plan for {ours.group}", step_sentences(ours.steps), "order")
    for number, unit in enumerate(units):
        canvas.text(_MARGIN + lane * number, 24, unit, "name", room=lane)
    places = [_place(step, units, lane) for step in ours.steps]
    for (x1, y1), (x2, y2) in pairwise(places):
        canvas.line((x1 + 14, y1 + _BOX), (x2 + 14, y2))
    for step, (x, y) in zip(ours.steps, places, strict=True):
        _step(canvas, step, (x, y), lane - 20)
    if not ours.steps:
        canvas.text(_MARGIN, _HEAD + 20, "There is nothing to do.")
    return canvas.svg()


def step_sentences(steps: Sequence[AnyStep]) -> Iterator[str]:
    """Yield the steps in words."""
    return (f"{step.number}: {step_words(step)}. " for step in steps)


def step_words(step: AnyStep) -> str:
    """Return what a step is, with the unit that it is carried out on."""
    if step.type == "wait":
        return f"wait until {step_title(step)}"
    by_hand = "BY HAND " if step.type == "manual" else ""
    return f"{step.unit}: {by_hand}{step_title(step)}"


def _place(step: AnyStep, units: Sequence[str], lane: int) -> tuple[int, int]:
    column = units.index(step.unit) if step.unit in units else 0
    return _MARGIN + lane * column, _HEAD + _ROW * (step.number - 1)


def _step(canvas: Canvas, step: AnyStep, place: tuple[int, int], width: int) -> None:
    x, y = place
    waits = step.type == "wait"
    canvas.box(x, y, width, _BOX, "" if step.is_calm else "changed", corner=20 if waits else 4)
    words = step_words(step).removeprefix(f"{step.unit}: ")
    canvas.text(x + 10, y + 17, f"{step.number} {words}", "", room=width - 16)
    detail = f"at most {duration(step.gate.timeout)}" if step.type == "wait" else step.mail
    canvas.text(x + 10, y + 33, f"mail: {detail}" if not waits else detail,
                "quiet" if step.is_calm else "changed", room=width - 16)  # fmt: skip  # one call
