"""From the lines of a journal: how each step ended, and what of it was rolled back."""

import pytest

from hacfg.apply.events import Outcome, tally
from hacfg.apply.outcomes import outcomes
from hacfg.store.records import Entry, EntryType
from tests.apply.units import HA, by_hand, row, setting, wait

STEPS = (
    setting(1, {"port": 1}, {"port": 2}),
    by_hand(2, {HA: {"port": 2}}, {HA: {"port": 3}}),
    wait(3),
    setting(4, {"port": 3}, {"port": 4}),
    setting(5, {"port": 4}, {"port": 5}),
)


def told(*lines: tuple[int, EntryType], rolled_back: bool = False) -> list[Outcome]:
    entries = [Entry(n, 0.0, step, type_, "", "me", 1) for n, (step, type_) in enumerate(lines)]
    return [one.outcome for one in outcomes(STEPS, entries, rolled_back=rolled_back)]


PART_WAY: tuple[tuple[int, EntryType], ...] = (
    (0, "begun"),
    (1, "intent"),
    (1, "reply"),
    (1, "verified"),
    (2, "asked"),
    (3, "gate"),
    (4, "skipped"),
    (5, "intent"),
)


def test_each_step_ended_as_the_last_line_about_it_says() -> None:
    assert told() == ["not-started"] * 5
    assert told(*PART_WAY) == ["done", "done", "done", "skipped", "failed"]
    assert told(*PART_WAY, (5, "failed"), (5, "verified"))[-1] == "done"


def test_what_a_run_wrote_is_rolled_back_with_it_and_no_gate_and_nothing_that_was_there() -> None:
    ended = told(*PART_WAY, (0, "undone"), rolled_back=True)

    assert ended == ["rolled-back", "rolled-back", "done", "skipped", "failed"]


def test_what_took_effect_before_the_run_was_gone_on_with_is_rolled_back_too() -> None:
    found = told((1, "intent"), (0, "resumed"), (1, "skipped"), rolled_back=True)

    assert found[0] == "rolled-back"


def test_what_nothing_brings_back_is_never_called_rolled_back() -> None:
    gone = row(1, creates=False).model_copy(update={"inverse": None})
    entries = [Entry(1, 0, 1, "intent", "", "me", 1), Entry(2, 0, 1, "verified", "", "me", 1)]

    assert [one.outcome for one in outcomes([gone], entries, rolled_back=True)] == ["done"]


@pytest.mark.parametrize("rolled_back", [False, True])
def test_the_table_counts_every_step_once(*, rolled_back: bool) -> None:
    entries = [Entry(1, 0.0, 1, "verified", "", "me", 1)]
    counts = tally(outcomes(STEPS, entries, rolled_back=rolled_back))

    assert list(counts) == ["done", "skipped", "failed", "not-started", "rolled-back"]
    assert sum(counts.values()) == len(STEPS)
