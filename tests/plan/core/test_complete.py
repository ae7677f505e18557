"""Whether a plan is complete, and whether it may be carried out; what it is bound to."""

from dataclasses import replace
from typing import Any

import pytest

from hacfg.plan.changes import Desired
from hacfg.plan.compose import are_known, is_read
from hacfg.plan.ours import Notice
from hacfg.state import GROUP, UNKNOWN, Actual
from tests.plan.core.documents import composed
from tests.plan.core.parts import HA, HEALTHY, SILENT, Found, in_roles
from tests.rehearsal.scenarios import prepared

LACK = Notice(id="x", severity="error", message="m")


def test_a_plan_of_which_all_was_read_and_that_lacks_nothing_may_be_carried_out() -> None:
    found = composed(prepared("settings", "7.2").made)

    assert (found.complete, found.applyable) == (True, True)


def test_a_plan_without_steps_is_complete_and_there_is_nothing_to_carry_out() -> None:
    made = prepared("settings", "7.2").made

    found = composed(replace(made, outline=replace(made.outline, steps=())))

    assert (found.complete, found.applyable) == (True, False)


@pytest.mark.parametrize("given", [False, True])
def test_a_plan_that_lacks_something_is_not_carried_out(*, given: bool) -> None:
    made = prepared("settings", "7.2").made
    lacks = replace(made, outline=replace(made.outline, lacking=(LACK,)))

    found = composed(made, LACK) if given else composed(lacks)

    assert (found.complete, found.applyable) == (True, False)


UNSEEN = Actual({}, {(GROUP, "syslog"): "x"})
MENDING: list[tuple[dict[str, Any], bool]] = [
    ({}, False),
    ({"whole": False}, True),
    ({"whole": False, "steps": ()}, False),
]


@pytest.mark.parametrize(("outline", "complete"), MENDING)
def test_what_mends_a_group_first_may_rest_on_less_than_all(
    outline: dict[str, Any], *, complete: bool
) -> None:
    made = prepared("settings", "7.2").made
    unread = replace(made, actual=UNSEEN, outline=replace(made.outline, **outline))

    found = composed(unread)

    assert (found.complete, found.applyable) == (complete, complete)


def test_even_what_mends_a_group_rests_on_the_roles_and_names_of_its_units() -> None:
    made = prepared("settings", "7.2").made
    on = replace(made.situation, condition="unknown")
    unknown = replace(made, situation=on, outline=replace(made.outline, whole=False))

    assert not composed(unknown).complete


def test_a_declared_value_that_was_not_seen_leaves_a_plan_incomplete() -> None:
    made = prepared("settings", "7.2").made
    rows = {**made.actual.resources, HA: {**made.actual.resources[HA], "base_port": UNKNOWN}}

    assert not composed(replace(made, actual=Actual(rows))).complete


def test_the_group_is_known_if_each_unit_answered_with_its_name_and_role() -> None:
    on = in_roles(*HEALTHY)
    assert are_known(on)

    def with_second(**values: Any) -> bool:
        first, second = on.units
        second = replace(second, reading=replace(second.reading, **values))
        return are_known(replace(on, units=(first, second)))

    facts = dict(on.units[1].reading.facts)
    assert with_second(facts=facts)
    assert not with_second(problems={"": SILENT})
    assert with_second(problems={"license": SILENT})
    for name in ("serial", "firmware"):
        assert not with_second(facts={n: v for n, v in facts.items() if n != name})
        assert not with_second(facts=facts | {name: UNKNOWN})
    assert with_second(facts={n: facts[n] for n in ("serial", "firmware")})
    assert not are_known(in_roles(HEALTHY[0], Found(UNKNOWN)))
    assert are_known(in_roles(HEALTHY[0], Found("primary", "off")))


@pytest.mark.parametrize(
    ("unread", "read"),
    [
        ((), True),
        ((("mx1", "ha"),), False),
        ((("mx2", "ha"),), True),
        (((GROUP, "syslog"),), False),
        (((GROUP, "ha_service"),), True),
        ((("mx2", "ha_service"),), False),
        ((("mx2", "domain"), ("mx1", "domain")), True),
        ((("mx2", "domain"), ("mx1", "ha")), False),
    ],
)
def test_all_was_read_that_is_declared_owned_or_fixed_by_the_mode(
    unread: tuple[tuple[str, str], ...], *, read: bool
) -> None:
    desired = Desired(
        {HA: {"mode": "primary"}},
        owned=frozenset({(GROUP, "syslog")}),
        everywhere={("mx2", "ha_service"): {"enabled": False}},
    )
    actual = Actual({}, dict.fromkeys(unread, "why"))

    assert is_read(in_roles(*HEALTHY), desired, actual) is read
    assert not is_read(in_roles(HEALTHY[0], Found(UNKNOWN)), desired, actual)
