"""Whether a plan is complete, and whether it may be carried out; what it is bound to."""

from dataclasses import replace
from typing import Any

import pytest

from hacfg.plan.changes import Desired
from hacfg.plan.compose import Origin, are_known, bound, compose, is_read
from hacfg.plan.document import PlanDocument
from hacfg.plan.made import Made
from hacfg.plan.ours import Notice
from hacfg.plan.steps import AnyStep
from hacfg.plan.values import PlanState
from hacfg.state import GROUP, UNKNOWN, Actual, Address
from tests.plan.core.parts import HEALTHY, SILENT, Found, in_roles
from tests.plan.core.steps import waits, writes
from tests.rehearsal.scenarios import prepared

ORIGIN = Origin("f", frozenset(), False, frozenset(), (), {}, {}, "t", {})  # noqa: FBT003  # as declared
HA, STATUS = Address("mx1", "ha"), Address("mx1", "ha_status")
LACK = Notice(id="x", severity="error", message="m")


def composed(made: Made, *notices: Notice) -> PlanDocument:
    return compose(ORIGIN, made, notices)


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


BOUND: dict[str, tuple[list[AnyStep], PlanState]] = {
    "nothing": ([], {}),
    "a value": ([writes(before={HA: {"a": 1}})], {HA: {"a": 1}}),
    "one that nobody saw": ([writes(before={HA: {"a": UNKNOWN}})], {}),
    "a row that is not there": ([writes(before={HA: None})], {HA: None}),
    "a row of which nothing is read": ([writes(before={HA: {}})], {}),
    "values of several steps": (
        [writes(1, before={HA: {"a": 1}}), writes(2, before={HA: {"b": 2}})],
        {HA: {"a": 1, "b": 2}},
    ),
    "what an earlier step wrote": (
        [writes(1, after={HA: {"a": 1}}), writes(2, before={HA: {"a": 1, "b": 2}})],
        {HA: {"b": 2}},
    ),
    "what an earlier gate awaits": (
        [waits(1, {STATUS: {"a": 1}}), writes(2, before={STATUS: {"a": 1, "b": 2}})],
        {STATUS: {"b": 2}},
    ),
    "what a later step writes": (
        [writes(1, before={HA: {"a": 1}}), writes(2, after={HA: {"a": 2}})],
        {HA: {"a": 1}},
    ),
    "a row that an earlier step removed": (
        [writes(1, after={HA: None}), writes(2, before={HA: None})], {}),
    "a row that an earlier step made and another removed": (
        [writes(1, before={HA: None}, after={HA: {"a": 1}}), writes(2, after={HA: None}),
         writes(3, before={HA: None})],
        {HA: None},
    ),
    "a row that was read, and a step wrote of it": (
        [writes(1, after={HA: {"a": 1}}), writes(2, before={HA: None})], {}),
    "a row that was not there and one value": (
        [writes(1, before={HA: None}), writes(2, before={HA: {"a": 1}})], {HA: {"a": 1}}),
    "the order of addresses": (
        [writes(1, before={STATUS: {"a": 1}}), writes(2, before={HA: {"a": 1}})],
        {HA: {"a": 1}, STATUS: {"a": 1}},
    ),
}  # fmt: skip  # one case a row


@pytest.mark.parametrize("case", BOUND)
def test_a_plan_is_bound_to_what_it_rests_on_and_no_earlier_step_wrote(case: str) -> None:
    steps, expected = BOUND[case]

    found = bound(iter(steps))

    assert found == expected
    assert list(found) == sorted(found)


def rows_left(*rows: Address, declares: tuple[Address, ...]) -> int:
    """Return how many rows a plan counts as nobody's that reads these and declares those."""
    made = prepared("settings", "7.2").made
    actual = Actual(dict.fromkeys(rows, {}))
    desired = Desired(dict.fromkeys(declares, {}))
    return composed(replace(made, actual=actual, desired=desired)).hacfg.unmanaged_rows


def test_rows_that_people_made_beside_the_declared_ones_are_counted() -> None:
    one, two, three = (Address(GROUP, "syslog", key) for key in ("a", "b", "c"))
    port = Address("mx1", "interface", "port1")
    other = Address("mx1", "syslog", "d")
    member = Address("mx1", "unheard_of", "e")

    assert rows_left(one, two, three, declares=(one,)) == 2
    assert rows_left(one, two, declares=(one, two)) == 0
    assert rows_left(one, other, declares=(one,)) == 0
    assert rows_left(port, Address("mx1", "interface", "port2"), declares=(port,)) == 0
    assert rows_left(member, Address("mx1", "unheard_of", "f"), declares=(member,)) == 0
    table = Address(GROUP, "syslog")
    assert rows_left(one, declares=(table,)) == 0
    assert rows_left(HA, STATUS, declares=(HA,)) == 0
