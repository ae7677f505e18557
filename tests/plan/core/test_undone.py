"""What a write is undone by, and what is looked at after it."""

import pytest

from hacfg.plan.changes import Change
from hacfg.plan.procedures import Stage
from hacfg.plan.steps import ManualStep, WaitStep
from hacfg.state import UNKNOWN, Address, Value
from tests.plan.core.parts import HA, SYSLOG, healthy, update
from tests.plan.core.taking import BASE, SLOT, steps


@pytest.mark.parametrize(
    ("change", "expected", "inverse"),
    [
        (Change(SYSLOG, "create", {}, {"port": 1}), None, {}),
        (update(HA, {BASE: 7}, {BASE: 1}), {BASE: 5}, {BASE: 5}),
        (update(HA, {BASE: 7}, {BASE: 1}), {"mode": "off"}, None),
        (update(HA, {BASE: 7}, {BASE: 1}), None, {BASE: 7}),
        (update(HA, {BASE: UNKNOWN}, {BASE: 1}), {BASE: UNKNOWN}, None),
        (update(HA, {}, {"password": SLOT}), {"mode": "off"}, {}),
        (Change(SYSLOG, "delete", {"port": 7}, {}), {"port": 5}, {"port": 7}),
        (Change(SYSLOG, "delete", {"port": UNKNOWN}, {}), {"port": 5}, None),
        (Change(Address("mx1", "snmp_user", "nms"), "delete", {"a": 1}, {}), {"a": 1}, None),
    ],
    ids=["a new row", "as it should read", "one of it unknown", "not predicted", "unseen",
         "a secret", "a row", "a row not seen whole", "a row with a secret"],
)  # fmt: skip  # one table
def test_a_write_is_undone_by_what_should_be_read_before_it(
    change: Change, expected: dict[str, Value] | None, inverse: dict[str, Value] | None
) -> None:
    on = healthy(change)
    on.expected.pop(change.address, None)
    if expected is not None:
        on.expected[change.address] = expected

    (step,) = steps(on, Stage({change.address.kind: None}, "why"))

    assert step.inverse == inverse


def test_what_nobody_knows_before_a_write_is_said_to_be_unknown() -> None:
    on = healthy(update(HA, {BASE: 7}, {BASE: 1}))
    on.expected[HA] = {"mode": "off"}

    (step,) = steps(on)

    assert step.before[HA] == {"mode": "off", BASE: UNKNOWN}


def test_what_a_row_held_is_read_before_it_goes_and_nothing_after() -> None:
    on = healthy(Change(SYSLOG, "delete", {"port": 514}, {}))
    on.expected[SYSLOG] = {"port": 514, "enabled": UNKNOWN}

    (step,) = steps(on)

    assert step.before[SYSLOG] == {"port": 514, "enabled": UNKNOWN}
    assert step.after == {SYSLOG: None}
    assert on.expected[SYSLOG] is None
    assert (step.operation, step.key, step.attributes) == ("delete", "192.0.2.50:514", {})


def test_what_has_to_be_looked_at_is_looked_at_after_each_write() -> None:
    seen: list[int] = []
    changes = [update(HA, {"base_port": 1}, {"base_port": 2}), Change(SYSLOG, "delete", {}, {})]
    on = healthy(*changes)

    steps(on, look=lambda: seen.append(len(on.steps)))

    assert seen == [1, 2]

    by_hand = healthy(*changes, allowed=frozenset())
    steps(by_hand, look=lambda: seen.append(len(by_hand.steps)))
    assert seen == [1, 2, 2, 4]
    assert [type(step) for step in by_hand.steps] == [ManualStep, WaitStep] * 2
