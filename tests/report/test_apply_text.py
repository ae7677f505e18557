"""What people see while a plan is carried out, and when it ends."""

import pytest

from hacfg.apply.events import ApplyResult, Event, Outcome, StepResult
from hacfg.errors import Problem
from hacfg.report.apply_text import Ending, ending_text, live_line, run_line, step_line, undone_text
from hacfg.report.manual import manual_text
from hacfg.report.style import Style
from hacfg.source import OnUnit
from tests.report.documents import DOCUMENTS, farm, pair
from tests.report.golden import assert_golden

STEPS = pair().hacfg.steps
STOPPED = Problem(
    "answered 403 twice (not permitted)",
    OnUnit("mx2", "SysHa"),
    seen="403",
    expected="200",
    next="give hacfg read-write access on mx2, then plan again",
)


def partly(stopped: Problem | None, *, wrote: bool = True) -> ApplyResult:
    outcomes: tuple[Outcome, ...] = (
        "done",
        "skipped",
        "done",
        "done",
        "failed",
        "not-started",
        "not-started",
    )
    steps = tuple(StepResult(number, outcome) for number, outcome in enumerate(outcomes, 1))
    return ApplyResult("7f3a", steps, stopped, wrote=wrote)


def finished() -> ApplyResult:
    outcomes: tuple[Outcome, ...] = ("done", "skipped", "done", "done", "done", "done", "done")
    return ApplyResult("7f3a", tuple(StepResult(n, o) for n, o in enumerate(outcomes, 1)))


@pytest.mark.parametrize("width", [80, 120])
def test_progress_reads_as_before(width):
    plan = pair()
    events = [
        Event("done", STEPS[0], 0.21, "read back"),
        Event("skipped", STEPS[1], 0.1, "already as planned"),
        Event("started", STEPS[2]),
        Event("waiting", STEPS[3], 31.0, "ha_status effective_mode: off"),
        Event("failed", STEPS[4], 1.1, "mx2 SysHa: answered 403 twice; seen: 403; expected: 200"),
    ]
    lines = [
        run_line(plan, "7f3a91c2", Style()),
        *(step_line(e, plan, Style(width=width)) for e in events),
    ]

    assert_golden(f"progress-{width}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("width", [80, 120])
def test_an_apply_that_stopped_says_what_is_left_and_what_to_do(width):
    text = ending_text(partly(STOPPED), pair(), Ending(8), Style(width=width))

    assert_golden(f"stopped-{width}.txt", text)


def test_of_many_steps_left_undone_a_few_are_named():
    rest = (StepResult(number, "not-started") for number in range(2, 12))
    steps = (StepResult(1, "failed"), *rest)

    text = ending_text(ApplyResult("7f3a", steps, STOPPED), farm(), Ending(8), Style())

    assert text.count("interface port5") == 6
    assert "  not started  7-11\n" in text


def test_an_apply_that_is_done_says_so():
    ending = Ending(0, "see that nothing is left: hacfg plan topology.yaml")

    assert_golden("done-80.txt", ending_text(finished(), pair(), ending, Style()))


def test_what_was_rolled_back_is_in_the_table():
    steps = (StepResult(1, "rolled-back"), StepResult(2, "rolled-back"), StepResult(3, "done"))
    ending = Ending(0, "what was taken back: hacfg history 11aa", undone_text("11aa", steps))

    text = ending_text(finished(), pair(), ending, Style())

    assert text.splitlines()[-3:] == [
        "Rolled back: 2 of 3 steps of run 11aa.",
        "  done 1   skipped 0   failed 0   not started 0   rolled back 2",
        "  Next  what was taken back: hacfg history 11aa",
    ]


def test_an_apply_that_wrote_nothing_says_so():
    text = ending_text(partly(STOPPED, wrote=False), pair(), Ending(130), Style())

    assert "  Nothing was written.\n" in text
    assert "exit 130" in text


def test_a_hostile_note_cannot_touch_the_terminal():
    line = step_line(Event("failed", STEPS[0], 1.0, "\x1b[2J\r\n"), pair(), Style())

    assert line.replace("\n", "").isprintable()
    assert "\x1b" not in line


def test_a_line_that_is_written_over_fits():
    event = Event("waiting", STEPS[3], 31.0, "ha_status effective_mode: off, in_sync: no")

    assert len(live_line(event, pair(), 60)) == 60
    assert live_line(event, pair(), 60).endswith("...")
    assert live_line(event, pair(), 120).endswith("in_sync: no")


def test_a_person_sees_what_to_type():
    manual, holds, _ = DOCUMENTS["runbook"]().hacfg.steps
    assert manual.type == "manual"
    assert holds.type == "wait"

    typed = manual_text(manual, Style())
    vouched = manual_text(holds, Style())

    assert "    set password" not in typed.splitlines()[0]
    assert "      set mode primary\n" in typed
    assert "counts as so because you say so" in vouched


def test_a_step_by_hand_does_not_look_done_before_it_is_typed():
    plan = DOCUMENTS["runbook"]()
    event = Event("done", plan.hacfg.steps[0], 0.1, "asked of a person")

    for line in (step_line(event, plan, Style()), live_line(event, plan, 80)):
        assert line.startswith("  ..  1 mx1 ha off->primary")
        assert line.endswith("shown; waiting for it")


def test_a_step_by_hand_that_is_as_planned_already_is_skipped():
    plan = DOCUMENTS["runbook"]()
    event = Event("skipped", plan.hacfg.steps[0], 0.1, "already as planned")

    assert step_line(event, plan, Style()).startswith("  --  1 ")
