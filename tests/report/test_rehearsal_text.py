"""What people see of a rehearsal, and what machines read of it."""

import json

import pytest

from hacfg.apply.compare import Difference
from hacfg.apply.events import ApplyResult, StepResult
from hacfg.errors import Problem
from hacfg.report.rehearsal_json import rehearsal_json
from hacfg.report.rehearsal_text import rehearsal_text
from hacfg.report.style import Style
from hacfg.source import OnUnit
from hacfg.state import Address
from hacfg.usecases.rehearsing.faults import parse_fault
from hacfg.usecases.rehearsing.play import Rehearsal, RehearseOptions
from hacfg.usecases.rehearsing.timeline import Moment, Outage, outages
from tests.report.documents import pair
from tests.report.golden import assert_golden
from tests.report.test_shapes import validator

TRICK = "mx1\x1b[2J\u202e\r\nPlayed to the end: 7 of 7 steps."
OFF = {"mx1": "off", "mx2": "off"}
LEADS = {"mx1": "primary", "mx2": "off"}
BOTH = {"mx1": "primary", "mx2": "secondary"}
DOWN = {"mx1": "without power", "mx2": "primary"}


def steps(last: int, total: int = 7) -> tuple[StepResult, ...]:
    done = [StepResult(number, "done", 1.0, "read back") for number in range(1, last + 1)]
    rest = [StepResult(n, "not-started") for n in range(last + 2, total + 1)]
    failed = [StepResult(last + 1, "failed", 60.0, "silent")] if last < total else []
    return (*done, *failed, *rest)


def played() -> Rehearsal:
    moments = (
        Moment(0, 0, "start", "before the first step", OFF, ()),
        *(Moment(n, n, "step", "read back", OFF, (), "done") for n in range(1, 4)),
        Moment(5, 4, "move", "the units move", LEADS, ()),
        Moment(5, 4, "step", "mx1 acts as primary", LEADS, (), "done"),
        Moment(6, 5, "person", "senders use 198.51.100.25", LEADS, ("mx1",)),
        Moment(6, 5, "step", "", LEADS, ("mx1",), "skipped"),
        Moment(7, 6, "step", "read back", BOTH, ("mx1",), "done"),
        Moment(9, 7, "step", "mx2 is in sync", BOTH, ("mx1",), "done"),
        Moment(9, 7, "end", "at the end", BOTH, ("mx1",)),
    )
    result = ApplyResult("7f3a", steps(7), wrote=True)
    return Rehearsal(pair(), RehearseOptions({}), moments, result, (), (), ())


def stopped(word: str = "the unit was silent for 60 s") -> Rehearsal:
    start = played().moments
    faults = (parse_fault("mx1:power-loss@7"), parse_fault("mx2:false-alarm@7"))
    moments = (
        *start[:9],
        Moment(8, 7, "fault", faults[0].words, {**BOTH, "mx1": "without power"}, ()),
        Moment(8, 7, "no-fault", f"{faults[1]} does not happen: {word}", DOWN, ()),
        Moment(23, 7, "move", "the units move", DOWN, ("mx2",)),
        Moment(68, 7, "step", word, DOWN, ("mx2",), "failed"),
        Moment(68, 7, "end", "at the end", DOWN, ("mx2",)),
    )
    problem = Problem(word, OnUnit("mx1"), seen="it refused the connection", next="plan again")
    differing = tuple(
        Difference(Address("mx2", "ha", ""), f"field{number}", word, "expected")
        for number in range(9)
    )
    options = RehearseOptions({}, faults, readings=("rude-start",), seed=7)
    result = ApplyResult("7f3a", steps(6), problem, wrote=True)
    return Rehearsal(pair(), options, moments, result, differing, ("mx1",), (f"mx2 ha: {word}",))


@pytest.mark.parametrize("width", [80, 120])
def test_a_rehearsal_that_is_played_to_its_end_reads_as_before(width):
    assert_golden(f"rehearsal-{width}.txt", rehearsal_text(played(), 0, Style(width=width)))


@pytest.mark.parametrize("width", [80, 120])
def test_a_rehearsal_in_which_apply_would_stop_reads_as_before(width):
    text = rehearsal_text(stopped(), 8, Style(width=width))

    assert_golden(f"rehearsal-stopped-{width}.txt", text)


@pytest.mark.parametrize("width", [80, 120])
def test_what_units_say_cannot_move_a_cursor_or_forge_a_line(width):
    text = rehearsal_text(stopped(TRICK), 8, Style(width=width))

    assert all(sign.isprintable() for sign in text.replace("\n", "")), ascii(text)
    assert "\nPlayed to the end" not in text
    assert "\\x1b[2J" in text
    assert_golden(f"rehearsal-hostile-{width}.txt", text)


@pytest.mark.parametrize("rehearsal", [played(), stopped(), stopped(TRICK)])
def test_a_rehearsal_is_as_its_schema_says(rehearsal):
    line = rehearsal_json(rehearsal)
    document = json.loads(line)

    validator("rehearsal").validate(document)
    assert line.isascii()
    assert line.count("\n") == 1
    assert document["complete"] is (document["stopped"] is None)


def test_mail_that_stops_is_told_with_its_time_and_its_steps():
    assert outages(played().moments) == []
    assert outages(stopped().moments) == [Outage(7, 7, 15, over=True)]
    assert outages(stopped().moments[:11]) == [Outage(7, 7, 0, over=False)]
