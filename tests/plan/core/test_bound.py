"""What a plan is bound to, and which rows are nobody's."""

from dataclasses import replace

import pytest

from hacfg.plan.changes import Desired
from hacfg.plan.compose import bound
from hacfg.plan.steps import AnyStep
from hacfg.plan.values import PlanState
from hacfg.state import GROUP, UNKNOWN, Actual, Address
from tests.plan.core.documents import composed
from tests.plan.core.parts import HA, STATUS
from tests.plan.core.steps import waits, writes
from tests.rehearsal.scenarios import prepared

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
    "what a step long before wrote": (
        [writes(1, after={HA: {"a": 1}}), writes(2, after={STATUS: {"b": 1}}),
         writes(3, before={HA: {"a": 1}, STATUS: {"b": 1, "c": 2}})],
        {STATUS: {"c": 2}},
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
    actual = Actual({address: {} for address in rows})
    desired = Desired({address: {} for address in declares})
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
