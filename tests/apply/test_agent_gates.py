"""Gates on what a unit's SNMP agent tells: the messages that it holds, the role that it acts in."""

import sys
from typing import Any

import pytest

from hacfg.apply.events import ApplyResult
from hacfg.apply.waiting import STEADY
from hacfg.errors import Unreachable
from hacfg.plan.steps import WaitStep
from tests.apply.units import HA, STATUS, FakeUnit, Trial, problem, setting, wait

FIRST = setting(1, {"port": 1}, {"port": 2})
AGENT = {"host": "192.0.2.11", "port": 161}


def drained(**gate: Any) -> WaitStep:
    queue = {"below": 1, "stable_for": 10, "agent": AGENT}
    asked: dict[str, Any] = {"condition": "drained", "source": "snmp", "expect": {}, **gate}
    return wait(2, timeout=60, wording="mx1 is drained", queue=queue, **asked)


def trial(holds: int) -> Trial:
    return Trial(FakeUnit("mx1", {HA: {"port": 1}}, holds=holds))


def ended(result: ApplyResult) -> str:
    return result.steps[1].outcome


def fill(one: Trial, seconds: float, messages: int) -> None:
    def change() -> None:
        one.unit.holds = messages

    one.time.at(seconds, change)


def test_it_opens_once_the_queue_was_short_for_as_long_as_was_asked_for() -> None:
    one = trial(3)
    fill(one, 20, 0)

    result = one.run(FIRST, drained())

    assert ended(result) == "done"
    assert 30 <= one.time.now < 35
    assert "gate 2: mx1 is drained, says its SNMP agent" in one.book.lines


def test_while_it_waits_it_says_how_many_messages_there_are_and_who_says_so() -> None:
    one = trial(3)
    fill(one, 20, 0)

    one.run(FIRST, drained())

    assert "3 in its mail queues, says SNMP" in {event.note for event in one.events}


def test_a_queue_that_fills_again_has_to_be_short_as_long_anew() -> None:
    one = trial(0)
    fill(one, 5, 1)
    fill(one, 8, 0)

    result = one.run(FIRST, drained())

    assert ended(result) == "done"
    assert one.time.now >= 18


def test_a_queue_that_stays_long_stops_it() -> None:
    result = trial(1).run(FIRST, drained())

    assert ended(result) == "failed"
    assert result.stopped is not None
    assert "1 in its mail queues" in result.stopped.seen


def test_an_agent_that_tells_nothing_is_no_empty_queue() -> None:
    one = trial(0)
    one.unit.holds = Unreachable(problem("the agent is silent"))

    result = one.run(FIRST, drained())

    assert ended(result) == "failed"
    assert result.stopped is not None
    assert "the agent is silent" in result.stopped.seen


def test_a_command_and_the_queue_both_have_to_say_so() -> None:
    for code, holds, outcome in (("pass", 0, "done"), ("pass", 1, "failed"), ("1/0", 0, "failed")):
        command = [sys.executable, "-c", code]

        result = trial(holds).run(FIRST, drained(source="command", command=command))

        assert ended(result) == outcome, (code, holds)


def acting(role: str) -> WaitStep:
    expect = {STATUS: {"effective_mode": role}}
    return wait(2, source="snmp", agent=AGENT, expect=expect, timeout=5)


@pytest.mark.parametrize("word", ["primary", "config-primary"])
def test_a_role_is_believed_once_the_agent_tells_it_for_as_long_as_of_rest(word: str) -> None:
    one = trial(0)
    one.time.at(2, lambda: setattr(one.unit, "acts", "primary"))

    result = one.run(FIRST, acting(word))

    assert ended(result) == "done"
    assert one.time.now == 2 + STEADY["role"]
    assert "gate 2: mx1 acts as primary, says its SNMP agent" in one.book.lines


def test_another_role_or_none_that_the_agent_tells_does_not_open_the_gate() -> None:
    other, silent = trial(0), trial(0)
    other.unit.acts = "secondary"
    silent.unit.acts = Unreachable(problem("the agent is silent"))

    seen = [one.run(FIRST, acting("primary")).stopped for one in (other, silent)]

    assert [stop.seen for stop in seen if stop] == [
        "it acts as secondary, says SNMP",
        "mx1: the agent is silent",
    ]
