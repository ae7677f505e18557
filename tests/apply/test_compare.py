"""Go on, skip or stop: by what is read against what a step expects before and leaves after."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hacfg.apply.compare import Verdict, differences, in_words, is_told, judge
from hacfg.apply.live import Seen
from hacfg.plan.values import PlanState
from hacfg.state import UNKNOWN, Address, Value
from tests.apply.units import HA, ROW, STATUS, by_hand, row, setting

PRIMARY: PlanState = {STATUS: {"effective_mode": "primary"}}

# What is written: as before, as after, or neither; what is relied on: holds or not.
VERDICTS: dict[tuple[str, str], Verdict] = {
    ("before", "holds"): "go on",
    ("after", "holds"): "took effect",
    ("other", "holds"): "differs",
    ("before", "changed"): "differs",
    ("after", "changed"): "differs",
    ("other", "changed"): "differs",
}
WRITTEN = {"before": 1, "after": 2, "other": 3}
RELIED = {"holds": "primary", "changed": "secondary"}


@pytest.mark.parametrize("case", VERDICTS, ids=" ".join)
def test_the_verdict_over_a_written_value(case: tuple[str, str]) -> None:
    written, relied = case
    step = setting(1, {"port": 1}, {"port": 2}, relied=PRIMARY)
    seen: Seen = {HA: {"port": WRITTEN[written]}, STATUS: {"effective_mode": RELIED[relied]}}

    verdict, found = judge(step, seen)

    assert verdict == VERDICTS[case]
    assert bool(found) == (verdict == "differs")


@pytest.mark.parametrize("case", VERDICTS, ids=" ".join)
@pytest.mark.parametrize("creates", [True, False])
@pytest.mark.parametrize("manual", [True, False])
def test_the_verdict_over_a_row(case: tuple[str, str], creates: bool, manual: bool) -> None:  # noqa: FBT001  # parameters of the test
    written, relied = case
    values: dict[str, Value] = {"server": "192.0.2.50", "port": 514}
    rows: dict[str, dict[str, Value] | None] = {
        "before": None if creates else values,
        "after": values if creates else None,
        "other": {**values, "port": 515},
    }
    made = row(1, creates=creates)
    step = (
        by_hand(1, {**made.before, **PRIMARY}, made.after)
        if manual
        else made.model_copy(update={"before": {**made.before, **PRIMARY}})
    )

    verdict, _ = judge(step, {ROW: rows[written], STATUS: {"effective_mode": RELIED[relied]}})

    assert verdict == VERDICTS[case]


def test_a_role_on_the_written_resource_is_relied_on_too() -> None:
    step = setting(1, {"mode": "primary", "port": 1}, {"port": 2})

    assert judge(step, {HA: {"mode": "primary", "port": 2}})[0] == "took effect"
    verdict, found = judge(step, {HA: {"mode": "off", "port": 2}})
    assert verdict == "differs"
    assert {difference.attribute for difference in found} == {"mode", "port"}


def test_half_a_step_is_neither_before_nor_after() -> None:
    step = setting(1, {"port": 1, "mode": "off"}, {"port": 2, "mode": "primary"})

    verdict, found = judge(step, {HA: {"port": 2, "mode": "off"}})

    assert verdict == "differs"
    assert [difference.attribute for difference in found] == ["port"]


def test_a_value_that_the_plan_could_not_see_passes_whatever_it_is() -> None:
    step = setting(1, {"port": UNKNOWN}, {"port": 2})

    for value in (1, None, UNKNOWN, "x"):
        assert judge(step, {HA: {"port": value}})[0] == "go on"


def test_a_value_that_apply_cannot_see_does_not_pass() -> None:
    step = setting(1, {"port": 1}, {"port": 2})

    unset = setting(1, {"port": None}, {"port": 2})
    assert judge(unset, {HA: {}})[0] == "differs"
    for seen in ({}, {"port": UNKNOWN}):
        verdict, (found,) = judge(step, {HA: dict(seen)})
        assert verdict == "differs"
        assert str(found) == "mx1 ha port is not readable, expected 1"


def test_a_resource_that_is_gone_or_there_is_said_so() -> None:
    gone, there = (
        str(found)
        for expected, seen in (({ROW: {"port": 1}}, {ROW: None}), ({ROW: None}, {ROW: {}}))
        for found in differences(expected, dict(seen))
    )

    assert gone == "mx1 syslog 192.0.2.50:514 is not there, expected there"
    assert there == "mx1 syslog 192.0.2.50:514 is there, expected not there"


WORDS: list[tuple[Value, str]] = [
    (None, "not set"), (True, "yes"), (False, "no"), (3, "3"), ("a", "a"),
    (("a", "b"), "a b"), ((), "empty"), (UNKNOWN, "not readable"),
]  # fmt: skip  # a table


@pytest.mark.parametrize(("value", "words"), WORDS)
def test_values_are_said_in_words(value: Value, words: str) -> None:
    assert in_words(value) == words


STATES = st.fixed_dictionaries({"port": st.integers(1, 3), "mode": st.sampled_from(["a", "b"])})


@given(STATES, STATES, STATES)
def test_a_step_goes_on_from_before_and_is_skipped_after_and_never_otherwise(
    before: dict[str, Value], after: dict[str, Value], seen: dict[str, Value]
) -> None:
    verdict, _ = judge(setting(1, before, after), {HA: seen})

    expected = "go on" if seen == before else "took effect" if seen == after else "differs"
    assert verdict == expected


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({HA: {"port": 1}}, {HA: {"port": 2}}, True),
        ({HA: {"port": 1}}, {HA: {"port": 1}}, False),
        ({HA: {"port": 1}}, {HA: {}}, False),
        ({HA: {}}, {HA: {"port": None}}, True),
        ({HA: {"port": 1}}, {STATUS: {"port": 1}}, True),
        ({ROW: None}, {ROW: {"port": 1}}, True),
        ({ROW: {"port": 1}}, {ROW: None}, True),
    ],
    ids=[
        "another value",
        "the same value",
        "only a secret",
        "not seen before",
        "another resource",
        "a row that is made",
        "a row that goes",
    ],
)
def test_a_unit_shows_that_a_step_took_effect_where_it_changes_what_can_be_read(
    before: PlanState, after: PlanState, *, told: bool
) -> None:
    assert is_told(by_hand(1, before, after)) is told


def test_only_what_is_expected_is_compared() -> None:
    rows = dict.fromkeys(itertools.starmap(Address, [("mx1", "ha"), ("mx2", "ha")]))

    assert list(differences({}, dict(rows))) == []
    assert list(differences({HA: {}}, {HA: {"port": 1}})) == []
