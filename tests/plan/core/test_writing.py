"""Turning what is pending into steps: one write each for hacfg, one go for a person."""

import pytest

from hacfg.plan.changes import Change
from hacfg.plan.procedures import Stage
from hacfg.plan.steps import SetStep, WaitStep
from hacfg.plan.writing import Terms, take
from hacfg.state import UNKNOWN, Address, Attributes, Value
from tests.plan.core.parts import (
    HA,
    HEALTHY,
    LINES,
    SECOND,
    SECOND_HA,
    STATUS,
    SYSLOG,
    Found,
    draft,
    healthy,
    in_roles,
    update,
)
from tests.plan.core.taking import ALL, BASE, LOST, SLOT, steps


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


READS: dict[str, tuple[dict[str, Value], Attributes, Attributes | None]] = {
    "another value": ({BASE: 1}, {BASE: 2}, {BASE: 2}),
    "this value": ({BASE: 2}, {BASE: 2}, None),
    "one of two": ({BASE: 2}, {BASE: 2, LOST: 1}, {LOST: 1}),
    "nobody saw it": ({BASE: UNKNOWN}, {BASE: 2}, {BASE: 2}),
    "nothing is known": ({}, {BASE: None}, {BASE: None}),
    "it is not set": ({BASE: None}, {BASE: None}, None),
    "a secret": ({BASE: 1}, {BASE: 1, "password": SLOT}, {"password": SLOT}),
}


@pytest.mark.parametrize("case", READS)
def test_what_a_unit_should_read_already_by_now_is_not_written(case: str) -> None:
    expected, wanted, written = READS[case]
    on = healthy(update(HA, {BASE: 9}, wanted))
    on.expected[HA] = expected

    assert [step.attributes for step in steps(on)] == ([] if written is None else [written])


def test_of_a_resource_that_should_be_gone_all_is_written() -> None:
    on = healthy(update(HA, {BASE: 9}, {BASE: 1}))
    on.expected[HA] = None

    (step,) = steps(on)

    assert (step.attributes, step.before[HA]) == ({BASE: 1}, None)


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

    first, second = {HA, STATUS}, {SECOND_HA, SECOND}
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
