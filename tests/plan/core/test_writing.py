"""Turning what is pending into steps: one write each for hacfg, one go for a person."""

from typing import Any

import pytest

from hacfg.plan.changes import Change
from hacfg.plan.draft import Draft, Mandate
from hacfg.plan.procedures import Stage
from hacfg.plan.steps import ManualStep, SetStep, WaitStep
from hacfg.plan.writing import Terms, take
from hacfg.source import Position
from hacfg.state import UNKNOWN, Address, Attributes, Secret, Value
from tests.plan.core.parts import HEALTHY, Found, draft, in_roles, update
from tests.plan.groups import WIRE

HA, STATUS = Address("mx1", "ha"), Address("mx1", "ha_status")
SECOND = Address("mx2", "ha_status")
SYSLOG = Address("mx1", "syslog", "192.0.2.50:514")
HOST = Address("mx1", "snmp_user_host", "nms/192.0.2.60")
ALL = Stage({"ha": None, "syslog": None, "snmp_user_host": None, "mail_storage": None}, "why")
LINES = [Position("group.yaml", line) for line in range(9)]
SLOT = Secret("ha.password")


def healthy(*changes: Change, allowed: frozenset[str] = WIRE) -> Draft:
    """Return a draft on a healthy pair with these changes."""
    made = draft(in_roles(*HEALTHY), changes, mandate=Mandate(allowed))
    made.procedure = "p"
    return made


def steps(on: Draft, stage: Stage = ALL, terms: Terms | None = None, **more: Any) -> list[Any]:
    """Take all that a stage takes on mx1."""
    take(on, "mx1", stage, *([terms] if terms else []), **more)
    return on.steps


def test_a_write_says_what_it_relies_on_what_it_leaves_and_what_undoes_it() -> None:
    places = {"base_port": LINES[3], "lost_threshold": LINES[2]}
    change = Change(
        HA, "update", {"base_port": 20000, "lost_threshold": 15},
        {"base_port": 21000, "lost_threshold": 9}, places=places,
    )  # fmt: skip  # one list
    on = healthy(change)
    on.expected[HA] = {"mode": "primary", "base_port": 20000, "lost_threshold": 15}

    (step,) = steps(on, Stage({"ha": None}, "why", "stops briefly", outage=True))

    assert step == SetStep(
        number=1,
        unit="mx1",
        procedure="p",
        reason="why",
        mail="stops briefly",
        outage=True,
        position=str(LINES[2]),
        title="ha base_port, lost_threshold",
        before={
            HA: {"mode": "primary", "base_port": 20000, "lost_threshold": 15},
            STATUS: {"effective_mode": "primary"},
        },
        after={HA: {"base_port": 21000, "lost_threshold": 9}},
        inverse={"base_port": 20000, "lost_threshold": 15},
        kind="ha",
        key="",
        operation="update",
        attributes={"base_port": 21000, "lost_threshold": 9},
    )
    assert on.read("mx1", "ha", "base_port") == 21000
    assert on.read("mx1", "ha", "mode") == "primary"
    assert on.pool.by_address == {}


def test_a_stage_takes_only_its_own_attributes_and_kinds() -> None:
    other = update(SYSLOG, {}, {"enabled": True})
    on = healthy(
        update(
            HA,
            {"on_failure": "off", "base_port": 1},
            {"on_failure": "restore-role", "base_port": 2},
        ),
        other,
    )

    (step,) = steps(on, Stage({"ha": frozenset({"on_failure"})}, "why"))

    assert step.attributes == {"on_failure": "restore-role"}
    assert {a: p.after for a, p in on.pool.by_address.items()} == {
        HA: {"base_port": 2},
        SYSLOG: {"enabled": True},
    }


PORT, OTHER = "base_port", "lost_threshold"
READS: dict[str, tuple[dict[str, Value], Attributes, Attributes | None]] = {
    "another value": ({PORT: 1}, {PORT: 2}, {PORT: 2}),
    "this value": ({PORT: 2}, {PORT: 2}, None),
    "one of two": ({PORT: 2}, {PORT: 2, OTHER: 1}, {OTHER: 1}),
    "nobody saw it": ({PORT: UNKNOWN}, {PORT: 2}, {PORT: 2}),
    "nothing is known": ({}, {PORT: None}, {PORT: None}),
    "it is not set": ({PORT: None}, {PORT: None}, None),
    "a secret": ({PORT: 1}, {PORT: 1, "password": SLOT}, {"password": SLOT}),
}


@pytest.mark.parametrize("case", READS)
def test_what_a_unit_should_read_already_by_now_is_not_written(case: str) -> None:
    expected, wanted, written = READS[case]
    on = healthy(update(HA, {PORT: 9}, wanted))
    on.expected[HA] = expected

    assert [step.attributes for step in steps(on)] == ([] if written is None else [written])


def test_of_a_resource_that_should_be_gone_all_is_written() -> None:
    on = healthy(update(HA, {PORT: 9}, {PORT: 1}))
    on.expected[HA] = None

    (step,) = steps(on)

    assert (step.attributes, step.before[HA]) == ({PORT: 1}, None)


@pytest.mark.parametrize(
    ("found", "idle"), [((Found(), Found()), True), (HEALTHY, False)], ids=["blank", "in HA"]
)
def test_mail_feels_what_the_stage_says_only_on_a_unit_that_carries_mail(
    found: tuple[Found, ...], *, idle: bool
) -> None:
    stage = Stage({"ha": None}, "why", "stops briefly", outage=True, irreversible=True)
    on = draft(in_roles(*found), [update(HA, {"base_port": 1}, {"base_port": 2})])
    on.procedure = "p"

    (step,) = steps(on, stage)

    assert (step.mail, step.outage) == (("no effect", False) if idle else ("stops briefly", True))
    assert step.inverse is None
    assert step.blank == list(on.unit("mx1").dialect.blank)
    calm = draft(in_roles(*found), [update(HA, {"base_port": 1}, {"base_port": 2})])
    calm.procedure = "p"
    assert not steps(calm, Stage({"ha": None}, "why"))[0].outage


def test_a_stage_may_rely_on_the_unit_that_leads_by_now_and_on_others() -> None:
    leader = Stage({"ha": None}, "why", relies_on_leader=True)

    def relied(unit: str, stage: Stage, terms: Terms, *leading: str) -> set[Address]:
        on = healthy(update(Address(unit, "ha"), {"base_port": 1}, {"base_port": 2}))
        for name in leading:
            on.expected[Address(name, "ha_status")] = {"effective_mode": "primary"}
        take(on, unit, stage, terms)
        (step,) = on.steps
        assert not isinstance(step, WaitStep)
        return set(step.before)

    first, second = {HA, STATUS}, {Address("mx2", "ha"), SECOND}
    assert relied("mx2", ALL, Terms()) == second
    assert relied("mx2", leader, Terms()) == second | first
    assert relied("mx2", ALL, Terms(relies=("mx1",))) == second | first
    assert relied("mx2", leader, Terms(), "mx2") == second | first
    assert relied("mx1", leader, Terms(), "mx2") == first
    assert relied("mx1", leader, Terms(relies=("mx2",))) == second | first


def test_terms_and_stage_add_guards_marks_and_losses_each_once() -> None:
    on = healthy(Change(SYSLOG, "delete", {"port": 514}, {}))
    terms = Terms(("port",), ("role-change", "row-removal"), overwrites=("mx2",))
    stage = Stage({"syslog": None}, "why", guards=("mail-interruption", "role-change"))

    (step,) = steps(on, stage, terms)

    assert step.guards == ["role-change", "row-removal", "mail-interruption"]
    assert step.overwrites == ["mx2"]
    assert step.temporary == []

    on = healthy(update(HA, {"mode": "off"}, {"mode": "off", "on_failure": "restore-role"}))
    assert steps(on, ALL, Terms(temporary=("on_failure", "x", "mode")))[0].temporary == [
        "on_failure",
        "mode",
    ]


@pytest.mark.parametrize(
    ("change", "expected", "inverse"),
    [
        (Change(SYSLOG, "create", {}, {"port": 1}), None, {}),
        (update(HA, {PORT: 7}, {PORT: 1}), {PORT: 5}, {PORT: 5}),
        (update(HA, {PORT: 7}, {PORT: 1}), {"mode": "off"}, None),
        (update(HA, {PORT: 7}, {PORT: 1}), None, {PORT: 7}),
        (update(HA, {PORT: UNKNOWN}, {PORT: 1}), {PORT: UNKNOWN}, None),
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
