"""Apply does what the plan says, one step after the other, and tells how far it got."""

import sys

import pytest

from hacfg.apply.carrier import READ_BACK, SETTLE
from hacfg.apply.person import Person
from hacfg.apply.waiting import POLL, STEADY
from hacfg.errors import (
    BadAnswer,
    Interrupted,
    LoginRefused,
    MissingAnswer,
    NotPermitted,
    Problem,
    Rejected,
    Stale,
    StoreFailed,
    UnitError,
    Unreachable,
)
from hacfg.plan.steps import AnyStep, SetStep, WaitStep
from hacfg.plan.values import PlanState
from hacfg.source import OnUnit
from hacfg.state import Address, Secret, Value
from tests.apply.units import (
    HA,
    LOST,
    ROW,
    STATUS,
    FakeUnit,
    Rows,
    Time,
    Trial,
    by_hand,
    outcomes,
    problem,
    row,
    setting,
    wait,
)


def unit(**faults: object) -> FakeUnit:
    """Return a unit with HA off, on which step 2 may go wrong."""
    rows: Rows = {HA: {"mode": "off", "port": 1}, STATUS: {"effective_mode": "off"}}
    return FakeUnit("mx1", rows, **faults)  # type: ignore[arg-type]  # a test gives what it needs


FIRST = setting(1, {"port": 1}, {"port": 2})
SECOND = setting(2, {"mode": "off"}, {"mode": "primary"})
THIRD = setting(3, {"port": 2}, {"port": 3})


def test_steps_are_carried_out_in_order_each_once_and_read_back() -> None:
    trial = Trial(unit())

    result = trial.run(FIRST, SECOND, THIRD)

    assert trial.unit.rows[HA] == {"mode": "primary", "port": 3}
    assert trial.unit.sent == [1, 2, 3]
    assert (outcomes(result), result.complete, result.wrote) == (["done"] * 3, True, True)
    assert [step.note for step in result.steps] == ["read back"] * 3
    assert trial.told == ["started 1", "done 1", "started 2", "done 2", "started 3", "done 3"]


def test_the_intent_is_written_down_before_the_write_and_the_end_after_the_read_back() -> None:
    trial = Trial(unit(faults={1: (True, LOST)}))

    trial.run(FIRST, SECOND)

    assert trial.book.lines == [
        "intent 1", "reply 1: lost", "verified 1: reply lost, read back",
        "intent 2", "reply 2: answered", "verified 2: read back",
    ]  # fmt: skip  # one list


def test_rows_are_made_and_removed() -> None:
    trial = Trial(unit())

    made = trial.run(row(1, creates=True))
    assert trial.unit.rows[ROW] == {"server": "192.0.2.50", "port": 514}
    removed = trial.run(row(1, creates=False))

    assert ROW not in trial.unit.rows
    assert outcomes(made) == outcomes(removed) == ["done"]


def test_a_step_that_took_effect_already_is_skipped_and_not_sent() -> None:
    trial = Trial(unit())
    trial.unit.rows[HA]["port"] = 2

    result = trial.run(FIRST, SECOND)

    assert trial.unit.sent == [2]
    assert outcomes(result) == ["skipped", "done"]
    assert result.steps[0].note == "already as planned"
    assert trial.book.lines[:2] == ["skipped 1: already as planned", "intent 2"]


def test_a_plan_that_is_carried_out_already_writes_nothing() -> None:
    trial = Trial(unit())
    trial.unit.rows[HA] = {"port": 2, "mode": "primary"}

    result = trial.run(FIRST, SECOND)

    assert (outcomes(result), result.wrote, trial.unit.sent) == (["skipped"] * 2, False, [])


def test_a_unit_that_changed_before_the_first_write_makes_the_plan_stale() -> None:
    trial = Trial(unit())
    trial.unit.rows[HA]["port"] = 9

    with pytest.raises(Stale) as raised:
        trial.run(FIRST, SECOND)

    (found,) = raised.value.problems
    assert (found.seen, found.expected) == ("9", "1")
    assert found.where == OnUnit("mx1", "ha", "port")
    assert found.next
    assert trial.unit.sent == []
    assert trial.told == ["started 1", "failed 1"]


def test_a_unit_that_changed_after_a_write_stops_with_what_is_done_and_what_is_not() -> None:
    trial = Trial(unit())
    trial.unit.rows[HA]["mode"] = "secondary"

    result = trial.run(FIRST, SECOND, THIRD)

    assert outcomes(result) == ["done", "failed", "not-started"]
    assert [step.number for step in result.steps] == [1, 2, 3]
    assert result.wrote
    assert not result.complete
    assert result.stopped is not None
    assert result.stopped.seen == "secondary"
    assert trial.unit.sent == [1]
    assert trial.told[-2:] == ["started 2", "failed 2"]


REFUSED = Rejected(problem("value out of range"))


def test_a_refused_first_write_is_the_error_itself_for_nothing_was_written() -> None:
    trial = Trial(unit(faults={1: (False, REFUSED)}))

    with pytest.raises(Rejected, match="value out of range"):
        trial.run(FIRST, SECOND)

    assert trial.unit.sent == [1]
    assert trial.book.lines == ["intent 1", "failed 1: value out of range"]


def test_a_refused_later_write_stops_with_a_table() -> None:
    trial = Trial(unit(faults={2: (False, REFUSED)}))

    result = trial.run(FIRST, SECOND, THIRD)

    assert outcomes(result) == ["done", "failed", "not-started"]
    assert (result.count("done"), result.count("not-started")) == (1, 1)
    assert result.stopped is not None
    assert result.stopped.message == "value out of range"
    assert trial.unit.sent == [1, 2]


def test_a_write_whose_reply_is_lost_is_read_back_and_never_sent_again() -> None:
    trial = Trial(unit(faults={1: (True, LOST)}))

    result = trial.run(FIRST, SECOND)

    assert trial.unit.sent == [1, 2]
    assert outcomes(result) == ["done", "done"]
    assert result.steps[0].note == "reply lost, read back"


def test_a_lost_write_that_did_not_take_effect_stops_and_is_never_sent_again() -> None:
    trial = Trial(unit(faults={1: (False, LOST)}))

    result = trial.run(FIRST, SECOND)

    assert trial.unit.sent == [1]
    assert (outcomes(result), result.wrote) == (["failed", "not-started"], True)
    assert result.stopped is not None
    assert "is 1, expected 2" in result.stopped.seen
    assert trial.time.now == READ_BACK


def test_a_write_that_is_never_read_back_stops_in_time() -> None:
    trial = Trial(unit(faults={1: (False, None)}))

    result = trial.run(FIRST)

    assert outcomes(result) == ["failed"]
    assert result.stopped is not None
    assert result.stopped.next.startswith("look at the unit")
    assert result.steps[0].seconds == READ_BACK
    assert len([event for event in trial.events if event.type == "waiting"]) == READ_BACK / POLL


AWAY: list[UnitError] = [
    Unreachable(problem("connection refused")),
    BadAnswer(problem("HTML instead of JSON")),
    NotPermitted(problem("403 again")),
]


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
def test_a_unit_may_be_away_for_a_while_after_a_write(error: UnitError) -> None:
    trial = Trial(unit())

    def restart() -> None:
        trial.unit.away = error
        trial.time.at(20, lambda: setattr(trial.unit, "away", None))

    trial.book.intent = lambda _step, /: restart() if not trial.unit.sent else None  # type: ignore[method-assign]  # the moment of the write

    result = trial.run(FIRST)

    assert outcomes(result) == ["done"]
    assert trial.time.now == pytest.approx(20, abs=POLL)
    seen = [event.note for event in trial.events if event.type == "waiting"]
    assert all(error.problems[0].message in note for note in seen)


def test_a_unit_that_stays_away_before_anything_was_written_is_the_error_itself() -> None:
    trial = Trial(unit(away=AWAY[0]))

    with pytest.raises(Unreachable) as raised:
        trial.run(FIRST)

    assert raised.value.problems[0].seen == "connection refused"
    assert trial.time.now == READ_BACK
    assert trial.unit.sent == []


def test_a_unit_that_restarts_before_a_step_is_waited_for() -> None:
    trial = Trial(unit(away=AWAY[0]))
    trial.time.at(20, lambda: setattr(trial.unit, "away", None))

    assert outcomes(trial.run(FIRST)) == ["done"]
    assert trial.time.now == 20


def test_a_unit_that_stays_away_after_a_write_stops_with_what_is_done() -> None:
    trial = Trial(unit())
    gate = wait(2, condition="holds", expect={HA: {"port": 2}})
    trial.book.on_note = lambda line: (
        setattr(trial.unit, "away", AWAY[0]) if line == "verified" else None
    )

    result = trial.run(FIRST, setting(2, {"port": 2}, {"port": 3}), gate)

    assert outcomes(result) == ["done", "failed", "not-started"]
    assert trial.time.now == READ_BACK
    assert trial.unit.sent == [1]


def test_an_interrupt_ends_the_wait_for_a_silent_unit() -> None:
    trial = Trial(unit(away=AWAY[0]))
    trial.asked_to_stop = lambda: trial.time.now >= 5

    with pytest.raises(Interrupted):
        trial.run(FIRST)

    assert trial.time.now == 5


@pytest.mark.parametrize("error", AWAY[1:], ids=lambda error: type(error).__name__)
def test_a_unit_that_answers_badly_before_a_step_is_not_waited_for(error: UnitError) -> None:
    trial = Trial(unit(away=error))

    with pytest.raises(type(error)):
        trial.run(FIRST)

    assert trial.unit.looks == 1


def test_a_refused_login_is_not_tried_again() -> None:
    trial = Trial(unit())
    trial.book.intent = lambda _step, /: setattr(  # type: ignore[method-assign]  # the moment of the write
        trial.unit, "away", LoginRefused(problem("wrong password"))
    )

    result = trial.run(FIRST, SECOND)

    assert outcomes(result) == ["failed", "not-started"]
    assert result.stopped is not None
    assert result.stopped.message == "wrong password"
    assert trial.unit.looks == 2


@pytest.mark.parametrize("error", [LoginRefused, NotPermitted])
def test_the_account_that_joining_brings_is_used_once(error: type[UnitError]) -> None:
    trial = Trial(unit())
    trial.unit.joined = [lambda: setattr(trial.unit, "away", None)]
    trial.book.intent = lambda _step, /: setattr(  # type: ignore[method-assign]  # the moment of the write
        trial.unit, "away", error(problem("no such account"))
    )

    result = trial.run(FIRST)

    assert outcomes(result) == ["done"]
    assert trial.unit.logins == 1
    assert trial.time.now == 0


def test_an_account_that_does_not_help_is_not_tried_twice() -> None:
    trial = Trial(unit())
    trial.unit.joined = [lambda: None]
    trial.book.intent = lambda _step, /: setattr(  # type: ignore[method-assign]  # the moment of the write
        trial.unit, "away", LoginRefused(problem("no such account"))
    )

    result = trial.run(FIRST)

    assert outcomes(result) == ["failed"]
    assert trial.unit.logins == 1
    assert trial.unit.looks == 3


def acts(time: Time, one: FakeUnit, when: float) -> None:
    time.at(when, lambda: one.rows[STATUS].update(effective_mode="primary"))


def test_a_gate_waits_until_it_is_met() -> None:
    trial = Trial(unit())
    acts(trial.time, trial.unit, 12)

    result = trial.run(wait(1))

    assert (outcomes(result), result.wrote) == (["done"], False)
    assert result.steps[0].seconds == 12 + STEADY["role"]
    assert result.steps[0].note == "mx1 acts as primary"
    notes = {event.note for event in trial.events if event.type == "waiting"}
    assert notes == {
        "mx1 ha_status effective_mode is off, expected primary",
        "so; whether it stays so is watched",
    }


def test_what_is_so_for_a_moment_only_does_not_open_a_gate() -> None:
    trial = Trial(unit())
    acts(trial.time, trial.unit, 3)
    trial.time.at(4, lambda: trial.unit.rows[STATUS].update(effective_mode="off"))
    acts(trial.time, trial.unit, 9)

    result = trial.run(wait(1))

    assert (outcomes(result), trial.time.now) == (["done"], 9 + STEADY["role"])


def irreversible(number: int, *, blank: bool = False) -> SetStep:
    step = setting(number, {"mode": "off"}, {"mode": "secondary"})
    kinds = ["domain"] if blank else []
    return step.model_copy(update={"overwrites": ["mx1"], "blank": kinds})


def reversible(number: int) -> SetStep:
    return setting(number, {"port": 1}, {"port": 2}).model_copy(update={"inverse": {"port": 1}})


def test_before_the_first_step_that_nothing_undoes_a_backup_is_vouched_for() -> None:
    trial = Trial(unit(), person=Person(frozenset({"mx1.backup@2"})))

    trial.run(reversible(1), irreversible(2))

    assert trial.unit.sent == [1, 2]
    line = "attested 2: there is a configuration backup of mx1, not older than 24 hours"
    assert trial.book.lines.index(line) < trial.book.lines.index("intent 2")


@pytest.mark.parametrize("asked", [True, False])
def test_without_a_backup_nothing_is_replaced(*, asked: bool) -> None:
    trial = Trial(unit(), person=Person(confirm=(lambda _: False) if asked else None))

    result = trial.run(reversible(1), irreversible(2))

    assert (outcomes(result), trial.unit.sent) == (["done", "failed"], [1])


def test_a_row_whose_secret_nothing_brings_back_needs_a_backup() -> None:
    person = Person(frozenset({"mx1.backup@1"}))
    step = row(1, creates=False).model_copy(update={"inverse": None})
    rows: Rows = {ROW: {"server": "192.0.2.50", "port": 514}}

    assert outcomes(Trial(FakeUnit("mx1", dict(rows)), person=person).run(step)) == ["done"]
    with pytest.raises(MissingAnswer, match=r"mx1\.backup@1|needs a person"):
        Trial(FakeUnit("mx1", dict(rows))).run(step)


def test_a_blank_unit_needs_no_backup() -> None:
    trial = Trial(unit())

    assert outcomes(trial.run(irreversible(1, blank=True))) == ["done"]


def test_a_gate_that_times_out_says_what_was_seen_and_what_was_awaited() -> None:
    trial = Trial(unit())

    result = trial.run(FIRST, wait(2, timeout=7), THIRD)

    assert outcomes(result) == ["done", "failed", "not-started"]
    assert result.stopped is not None
    assert result.stopped.message == "step 2: mx1 acts as primary did not come within 7 s"
    assert result.stopped.seen == "mx1 ha_status effective_mode is off, expected primary"
    assert result.stopped.expected == "mx1 acts as primary"
    assert trial.time.now == 7


def test_a_gate_that_is_met_at_the_last_moment_is_met() -> None:
    trial = Trial(unit())
    acts(trial.time, trial.unit, 7)

    assert outcomes(trial.run(wait(1, timeout=7))) == ["done"]


def test_a_gate_sits_out_a_unit_that_is_away() -> None:
    trial = Trial(unit(away=AWAY[0]))
    trial.time.at(3, lambda: setattr(trial.unit, "away", None))
    acts(trial.time, trial.unit, 5)

    assert outcomes(trial.run(wait(1))) == ["done"]
    assert trial.time.now == 5 + STEADY["role"]


def test_an_interrupt_before_the_first_step_writes_nothing_and_starts_nothing() -> None:
    trial = Trial(unit(), asked_to_stop=lambda: True)

    with pytest.raises(Interrupted):
        trial.run(FIRST)

    assert (trial.unit.sent, trial.told) == ([], [])


def test_an_interrupt_between_steps_starts_no_other() -> None:
    trial = Trial(unit())
    trial.asked_to_stop = lambda: bool(trial.unit.sent)

    result = trial.run(FIRST, SECOND, THIRD)

    assert outcomes(result) == ["done", "not-started", "not-started"]
    assert trial.told == ["started 1", "done 1"]
    assert result.stopped is not None
    assert result.stopped.message == "interrupted"


def test_an_interrupt_during_a_read_back_lets_the_step_end() -> None:
    trial = Trial(unit(faults={1: (False, None)}))
    trial.asked_to_stop = lambda: bool(trial.unit.sent)
    trial.time.at(10, lambda: trial.unit.take(FIRST.after))

    result = trial.run(FIRST, SECOND)

    assert outcomes(result) == ["done", "not-started"]
    assert trial.time.now == 10


@pytest.mark.parametrize("wrote", [False, True])
def test_an_interrupt_in_a_gate_ends_the_wait(wrote: bool) -> None:  # noqa: FBT001  # a parameter of the test
    trial = Trial(unit())
    trial.asked_to_stop = lambda: trial.time.now >= 4
    steps: list[AnyStep] = [FIRST, wait(2), THIRD] if wrote else [wait(1), THIRD]

    if wrote:
        result = trial.run(*steps)
        assert outcomes(result) == ["done", "failed", "not-started"]
        assert result.stopped is not None
        assert result.stopped.message == "interrupted"
    else:
        with pytest.raises(Interrupted):
            trial.run(*steps)
    assert trial.time.now == 4


def test_a_gate_that_is_met_when_the_interrupt_comes_is_done_first() -> None:
    trial = Trial(unit())
    acts(trial.time, trial.unit, 4)
    trial.asked_to_stop = lambda: trial.time.now >= 4

    result = trial.run(FIRST, wait(2), THIRD)

    assert outcomes(result) == ["done", "done", "not-started"]


ATTESTED = wait(3, source="person")


def test_a_person_gate_is_met_by_the_attestation_of_that_step_alone() -> None:
    trial = Trial(unit(), person=Person(frozenset({"mx1.role@3"})))
    assert outcomes(trial.run(ATTESTED)) == ["done"]
    assert trial.unit.looks == 0

    other = Trial(unit(), person=Person(frozenset({"mx1.role@4", "mx1.in_sync@3", "mx2.role@3"})))
    with pytest.raises(MissingAnswer) as raised:
        other.run(ATTESTED)
    assert raised.value.problems[0].next == "--attest mx1.role@3"


@pytest.mark.parametrize("wrote", [False, True])
def test_a_person_who_says_no_stops_the_run(wrote: bool) -> None:  # noqa: FBT001  # a parameter of the test
    asked: list[int] = []

    def confirm(step: WaitStep) -> bool:
        asked.append(step.number)
        return False

    trial = Trial(unit(), person=Person(confirm=confirm))
    steps: list[AnyStep] = [FIRST, SECOND, ATTESTED] if wrote else [ATTESTED]

    if wrote:
        result = trial.run(*steps)
        assert outcomes(result) == ["done", "done", "failed"]
        assert result.stopped is not None
        assert "not confirmed" in result.stopped.message
    else:
        with pytest.raises(Interrupted):
            trial.run(*steps)
    assert asked == [3]


def test_a_person_who_says_yes_is_believed() -> None:
    trial = Trial(unit(), person=Person(confirm=lambda _step: True))

    result = trial.run(ATTESTED)

    assert [(step.outcome, step.note) for step in result.steps] == [
        ("done", "attested by a person")
    ]


def test_an_attestation_in_time_saves_asking() -> None:
    trial = Trial(unit(), person=Person(frozenset({"mx1.role@3"}), lambda _step: False))

    assert outcomes(trial.run(ATTESTED)) == ["done"]


def test_a_manual_step_is_left_to_the_person_and_seen_to_by_its_gate() -> None:
    trial = Trial(unit())
    after: PlanState = {HA: {"port": 2}}
    trial.time.at(90, lambda: trial.unit.take(after))
    step = by_hand(1, {HA: {"port": 1}}, after)
    gate = wait(2, condition="holds", expect=after, timeout=3600, wording="mx1 has it")

    result = trial.run(step, gate)

    assert outcomes(result) == ["done", "done"]
    assert trial.unit.sent == []
    assert result.wrote
    assert trial.time.now == 90


def test_a_row_that_a_person_removes_is_waited_for_to_be_gone() -> None:
    trial = Trial(unit())
    trial.unit.rows[ROW] = {"port": 514}
    trial.time.at(30, lambda: trial.unit.take({ROW: None}))
    gate = wait(2, condition="holds", expect={ROW: None}, timeout=3600)

    result = trial.run(by_hand(1, {ROW: {"port": 514}}, {ROW: None}), gate)

    assert outcomes(result) == ["done", "done"]
    assert trial.time.now == 30


def test_a_manual_step_that_was_done_before_is_skipped() -> None:
    trial = Trial(unit())
    trial.unit.rows[HA]["port"] = 2

    result = trial.run(by_hand(1, {HA: {"port": 1}}, {HA: {"port": 2}}))

    assert (outcomes(result), result.wrote) == (["skipped"], False)


def test_a_manual_step_is_not_shown_on_a_unit_that_changed() -> None:
    trial = Trial(unit())
    trial.unit.rows[HA]["port"] = 9

    with pytest.raises(Stale):
        trial.run(by_hand(1, {HA: {"port": 1}}, {HA: {"port": 2}}))


def command(code: str, timeout: int = 30) -> WaitStep:
    return wait(
        1, condition="drained", source="command", expect={}, timeout=timeout,
        command=[sys.executable, "-c", code], wording="senders reach mx1",
    )  # fmt: skip  # what matters is the command


def test_a_command_that_ends_well_meets_its_gate() -> None:
    trial = Trial(unit())

    assert outcomes(trial.run(command("pass"))) == ["done"]
    assert trial.unit.looks == 0


def test_a_command_that_fails_is_tried_until_time_is_up_and_its_output_is_never_shown() -> None:
    trial = Trial(unit())
    code = "import sys; print('hu' + 'sh'); print('hu' + 'sh', file=sys.stderr); sys.exit(3)"

    result = trial.run(FIRST, command(code, timeout=2).model_copy(update={"number": 2}))

    assert outcomes(result) == ["done", "failed"]
    assert result.stopped is not None
    assert result.stopped.seen.endswith("exits 3")
    assert "hush" not in str(trial.events) + str(result)
    assert trial.time.now == 2


def test_a_command_that_cannot_be_started_is_no_yes() -> None:
    trial = Trial(unit())
    step = wait(
        2, condition="drained", source="command", expect={}, timeout=1,
        command=["/nowhere/at-all"], wording="senders reach mx1",
    )  # fmt: skip  # what matters is the command

    result = trial.run(FIRST, step)

    assert result.stopped is not None
    assert result.stopped.seen == "/nowhere/at-all: FileNotFoundError"


def test_a_secret_is_sent_though_it_cannot_be_compared() -> None:
    trial = Trial(unit())
    step = setting(1, {}, {"password": Secret("ha.password")})

    assert outcomes(trial.run(step)) == ["done"]
    assert outcomes(trial.run(step)) == ["done"]
    assert trial.unit.sent == [1, 1]


@pytest.mark.parametrize("wrote", [False, True])
def test_a_unit_that_is_blank_no_more_is_not_overwritten(wrote: bool) -> None:  # noqa: FBT001  # a parameter of the test
    trial = Trial(unit())
    trial.unit.rows[Address("mx1", "domain", "example.com")] = {}
    join = SECOND.model_copy(update={"blank": ["domain"]})

    if wrote:
        result = trial.run(FIRST, join, THIRD)
        assert outcomes(result) == ["done", "failed", "not-started"]
        assert result.stopped is not None
        assert result.stopped.seen == "domain example.com"
    else:
        with pytest.raises(Stale, match=r"domain example\.com"):
            trial.run(join)
    assert 2 not in trial.unit.sent


def test_a_unit_that_joined_already_is_skipped_though_it_is_blank_no_more() -> None:
    trial = Trial(unit())
    trial.unit.rows[Address("mx1", "domain", "example.com")] = {}
    trial.unit.rows[HA]["mode"] = "primary"

    assert outcomes(trial.run(SECOND.model_copy(update={"blank": ["domain"]}))) == ["skipped"]


def test_going_on_leaves_alone_what_an_earlier_attempt_carried_through() -> None:
    trial = Trial(unit())
    trial.unit.rows[HA]["port"] = 2

    result = trial.run(FIRST, SECOND, begun=1, wrote=True)

    assert trial.unit.sent == [2]
    assert [(step.outcome, step.note) for step in result.steps] == [
        ("done", "done before"),
        ("done", "read back"),
    ]


LEADS: PlanState = {STATUS: {"effective_mode": "primary"}}


def test_roles_are_looked_at_once_more_after_the_last_step() -> None:
    trial = Trial(unit())

    result = trial.run(FIRST, SECOND, ends=LEADS)

    assert (outcomes(result), result.complete) == (["done", "done"], False)
    assert result.stopped is not None
    assert result.stopped.message.startswith("all steps are done, and the units do not act")
    assert result.stopped.seen == "mx1 ha_status effective_mode is off, expected primary"
    assert trial.time.now == READ_BACK


def test_a_unit_that_gets_there_in_time_acts_as_planned() -> None:
    trial = Trial(unit())
    acts(trial.time, trial.unit, READ_BACK - 1)

    assert trial.run(FIRST, ends=LEADS).complete
    assert trial.time.now == READ_BACK - 1


def test_a_unit_whose_role_cannot_be_read_at_the_end_leaves_it_open() -> None:
    trial = Trial(unit())
    trial.book.on_note = lambda type_: setattr(
        trial.unit, "away", AWAY[0] if type_ == "verified" else None
    )

    result = trial.run(FIRST, ends=LEADS)

    assert (outcomes(result), result.complete) == (["done"], False)


OFF: dict[str, Value] = {"effective_mode": "off"}


def test_a_write_that_an_earlier_attempt_sent_is_recognised_though_the_roles_moved() -> None:
    step = setting(2, {"mode": "off"}, {"mode": "primary"}, relied={STATUS: OFF})
    trial = Trial(unit())
    trial.unit.rows |= {HA: {"mode": "primary"}, STATUS: {"effective_mode": "primary"}}
    trial.book.sent_before = {2}

    result = trial.run(step, wrote=True)

    assert (outcomes(result), trial.unit.sent) == (["skipped"], [])
    assert trial.book.lines == ["skipped 2: already as planned"]


def test_without_an_intent_in_the_journal_moved_roles_stop_it() -> None:
    step = setting(2, {"mode": "off"}, {"mode": "primary"}, relied={STATUS: OFF})
    trial = Trial(unit())
    trial.unit.rows |= {HA: {"mode": "primary"}, STATUS: {"effective_mode": "primary"}}

    with pytest.raises(Stale):
        trial.run(step)

    assert trial.unit.sent == []


def test_a_write_that_may_still_be_on_its_way_is_given_time_before_it_is_sent_again() -> None:
    trial = Trial(unit())
    trial.book.sent_before = {1}

    result = trial.run(FIRST, wrote=True)

    assert (outcomes(result), trial.unit.sent) == (["done"], [1])
    assert trial.time.now == SETTLE


def test_a_write_that_shows_late_is_not_sent_again() -> None:
    trial = Trial(unit())
    trial.book.sent_before = {1}
    trial.time.at(3, lambda: trial.unit.rows[HA].update(port=2))

    result = trial.run(FIRST, wrote=True)

    assert (outcomes(result), trial.unit.sent) == (["skipped"], [])


def test_a_secret_that_no_answer_can_show_is_sent_again_without_waiting() -> None:
    trial = Trial(unit())
    trial.book.sent_before = {1}

    result = trial.run(setting(1, {}, {"password": Secret("ha.password")}), wrote=True)

    assert (outcomes(result), trial.unit.sent, trial.time.now) == (["done"], [1], 0)


def test_a_write_whose_intent_cannot_be_noted_is_not_sent() -> None:
    trial = Trial(unit())
    trial.book.refuses = StoreFailed(Problem("the store cannot be used"))

    with pytest.raises(StoreFailed):
        trial.run(FIRST)

    assert trial.unit.sent == []


def test_a_store_that_is_gone_in_mid_apply_stops_it_before_the_next_write() -> None:
    trial = Trial(unit())
    trial.book.on_note = lambda kind: setattr(
        trial.book, "refuses", StoreFailed(Problem("gone")) if kind == "verified" else None
    )

    result = trial.run(FIRST, SECOND)

    assert (outcomes(result), trial.unit.sent) == (["done", "failed"], [1])
    assert result.stopped == Problem("gone")


def test_a_lock_that_was_lost_ends_a_wait_and_everything_after_it() -> None:
    trial = Trial(unit())
    trial.time.at(5, lambda: setattr(trial.book, "lost", True))

    result = trial.run(FIRST, wait(2), SECOND)

    assert outcomes(result) == ["done", "failed", "not-started"]
    assert (trial.unit.sent, trial.time.now) == ([1], 5)
    assert result.stopped == Problem("the lock was lost")


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (THIRD, "; the journal: step 1 of this run set it to 2"),
        (SECOND, "; the journal: no step of this run wrote it"),
    ],
)
def test_what_differs_is_told_with_what_the_journal_knows_of_it(last: AnyStep, words: str) -> None:
    trial = Trial(unit())
    trial.book.on_note = lambda kind: (
        trial.unit.rows[HA].update(port=9, mode="secondary") if kind == "verified" else None
    )

    result = trial.run(FIRST, last)

    assert result.stopped is not None
    assert result.stopped.message.endswith(words)
