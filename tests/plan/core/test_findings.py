"""Findings in a plan: as data, in Terraform's shape, and those that refuse it."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from hacfg.findings import Finding, Outcome, Severity
from hacfg.plan.changes import Change
from hacfg.plan.found import FindingView, Place, terraform_checks, view_of
from hacfg.plan.ours import Notice
from hacfg.plan.practice_guard import practice_notices
from hacfg.source import OnUnit, Position
from hacfg.state import Address
from hacfg.topology.places import Places

DAY = datetime.date(2027, 3, 31)
LINE = [Position("group.yaml", line, 3) for line in range(20)]
PLACES = Places(
    "group.yaml",
    {
        ("ha",): LINE[1],
        ("ha", "password"): LINE[2],
        ("ha", "heartbeat"): LINE[3],
        ("ha", "heartbeat", "base_port"): LINE[4],
        ("alerts",): LINE[5],
        ("alerts", "syslog"): LINE[6],
        ("alerts", "syslog", 0, "server"): LINE[7],
        ("alerts", "syslog", 0): LINE[7],
        ("alerts", "syslog", 1): LINE[8],
    },
)


def finding(where: Position | OnUnit = LINE[1], **values: Any) -> Finding:
    """Return a broken rule."""
    broken = Finding("HA-07", "broken", "error", where, "it is so", "do this")
    return replace(broken, **values)


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (LINE[4], Place(file="group.yaml", line=4, column=3)),
        (OnUnit("mx1"), Place(unit="mx1")),
        (OnUnit("mx1", "ha"), Place(unit="mx1", resource="ha")),
        (OnUnit("mx1", "ha", "mode"), Place(unit="mx1", resource="ha", field="mode")),
    ],
)
def test_a_finding_says_where_it_is_as_far_as_that_is_known(
    where: Position | OnUnit, place: Place
) -> None:
    assert view_of(finding(where)).where == place


def test_a_finding_as_data_says_all_that_it_said() -> None:
    waived = finding(
        outcome="waived", severity="warning", was="broken", by="us", until=DAY, reason="tests",
        inferred=True,
    )  # fmt: skip  # one list

    assert view_of(waived) == FindingView(
        id="HA-07",
        outcome="waived",
        severity="warning",
        message="it is so",
        next="do this",
        where=Place(file="group.yaml", line=1, column=3),
        was="broken",
        by="us",
        until=DAY,
        reason="tests",
        inferred=True,
    )


@pytest.mark.parametrize(
    ("outcome", "status", "told"),
    [
        ("broken", "fail", True),
        ("unknown", "unknown", True),
        ("waived", "pass", False),
        ("attested", "pass", False),
        ("pass", "pass", False),
        ("not-applicable", "pass", False),
    ],
)
def test_a_rule_is_a_check_of_terraform_and_its_problems_are_what_is_open(
    outcome: Outcome, status: str, *, told: bool
) -> None:
    (check,) = terraform_checks(iter([finding(OnUnit("mx1", "ha"), outcome=outcome)]))

    problems = [{"message": "mx1 ha: it is so; next: do this"}] if told else []
    assert check == {
        "address": {"kind": "check", "name": "HA-07", "to_display": "check.HA-07"},
        "status": status,
        "instances": [
            {
                "address": {"to_display": "check.HA-07"},
                "status": status,
                "problems": problems,
            }
        ],
    }


def test_each_rule_is_one_check_with_its_worst_outcome_and_its_own_problems() -> None:
    found = [
        finding(outcome="pass", message="a"),
        finding(message="b"),
        finding(OnUnit("mx2"), id="HA-02", outcome="unknown", message="c"),
        finding(LINE[4], message="d"),
    ]

    checks = terraform_checks(found)

    assert [(check["address"]["name"], check["status"]) for check in checks] == [
        ("HA-02", "unknown"),
        ("HA-07", "fail"),
    ]
    assert [
        [problem["message"] for problem in check["instances"][0]["problems"]] for check in checks
    ] == [
        ["mx2: c; next: do this"],
        ["group.yaml:1:3: b; next: do this", "group.yaml:4:3: d; next: do this"],
    ]


def writing(*places: Position) -> list[Change]:
    """Return changes that are asked for at these places."""
    return [
        Change(Address("mx1", "ha"), "update", {}, {}, places={str(n): place})
        for n, place in enumerate(places)
    ]


def refusing(found: Finding, *places: Position, strict: bool = False) -> list[Notice]:
    return list(practice_notices([found], writing(*places), PLACES, strict=strict))


@pytest.mark.parametrize(
    ("where", "written", "refused"),
    [
        (LINE[4], LINE[4], True),
        (LINE[3], LINE[4], True),
        (LINE[1], LINE[4], True),
        (LINE[4], LINE[3], False),
        (LINE[2], LINE[4], False),
        (LINE[5], LINE[4], False),
        (LINE[5], LINE[7], True),
        (LINE[7], LINE[7], True),
        (LINE[7], LINE[8], False),
        (LINE[6], LINE[8], True),
        (LINE[19], LINE[19], False),
        (OnUnit("mx1", "ha"), LINE[4], False),
    ],
)
def test_a_rule_refuses_if_the_plan_writes_what_breaks_it(
    where: Position | OnUnit, written: Position, *, refused: bool
) -> None:
    expected = Notice(
        id="HA-07",
        severity="error",
        message="it is so",
        where=str(where),
        next="do this; or waive it: waivers: [{practice: HA-07, ...}]",
    )

    assert refusing(finding(where), LINE[9], written) == ([expected] if refused else [])
    assert refusing(finding(where), written, LINE[9], strict=refused) == (
        [expected] if refused else []
    )


SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_what_the_units_break_already_refuses_only_if_that_is_asked_for(
    severity: Severity, *, strict: bool, own: bool
) -> None:
    found = refusing(finding(severity=severity), LINE[4] if own else LINE[5], strict=strict)

    if own and severity == "error":
        assert [notice.message for notice in found] == ["it is so"]
    elif strict and severity != "note":
        assert [notice.message for notice in found] == ["it is so (--strict-practices)"]
    else:
        assert found == []


@pytest.mark.parametrize("outcome", ["unknown", "waived", "attested", "pass", "not-applicable"])
def test_only_a_broken_rule_refuses(outcome: Outcome) -> None:
    found = [finding(outcome=outcome), finding(id="HA-02")]

    notices = practice_notices(found, writing(LINE[4]), PLACES, strict=True)

    assert [notice.id for notice in notices] == ["HA-02"]
