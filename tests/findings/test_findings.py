import pytest

from hacfg.findings import (
    NOTHING,
    OUTCOMES,
    Finding,
    Outcome,
    Severity,
    counted,
    has_broken,
    ordered,
    worst_outcomes,
)
from hacfg.source import OnUnit, Position, Where

LINE = Position("topology.yaml", 18, 5)


def a_finding(
    rule: str = "HA-04",
    outcome: Outcome = "broken",
    severity: Severity = "error",
    where: Where = LINE,
) -> Finding:
    todo = "declare a second heartbeat link" if outcome in {"broken", "unknown"} else NOTHING
    return Finding(rule, outcome, severity, where, "mx1 has one heartbeat link", todo)


@pytest.mark.parametrize("outcome", ["broken", "unknown"])
def test_an_open_finding_without_a_next_action_cannot_exist(outcome):
    with pytest.raises(ValueError, match=f"HA-04 is {outcome} and has no next action"):
        Finding("HA-04", outcome, "error", OnUnit("mx1"), "one link")


@pytest.mark.parametrize("blank", ["id", "message", "next"])
def test_a_finding_without_words_cannot_exist(blank):
    words = {"id": "HA-04", "message": "one link", "next": "add one"} | {blank: ""}

    with pytest.raises(ValueError, match="an id, a message and a next action"):
        Finding(outcome="pass", severity="error", where=OnUnit("mx1"), **words)


def test_only_broken_and_unknown_findings_are_open():
    assert [outcome for outcome in OUTCOMES if a_finding(outcome=outcome).is_open] == [
        "broken",
        "unknown",
    ]


def test_the_worst_findings_come_first_then_they_stand_by_rule_and_place():
    unknown = a_finding(outcome="unknown")
    warning = a_finding("HX-01", severity="warning")
    later = a_finding(where=Position("topology.yaml", 20))
    earlier = a_finding(where=Position("topology.yaml", 3))
    other_rule = a_finding("HA-09", where=OnUnit("mx1", "ha"))
    passed = a_finding("HA-01", "pass")
    expected = [earlier, later, other_rule, warning, unknown, passed]

    assert ordered(reversed(expected)) == expected


def test_a_rule_came_out_as_its_worst_finding():
    findings = [a_finding("HA-04", "pass"), a_finding("HA-04", "unknown"), a_finding("HA-01")]

    assert worst_outcomes(findings) == {"HA-01": "broken", "HA-04": "unknown"}


def test_rules_are_counted_not_findings():
    findings = [a_finding(), a_finding(where=OnUnit("mx2")), a_finding("HA-01", "pass")]

    assert dict(counted(findings)) == {
        "broken": 1,
        "unknown": 0,
        "waived": 0,
        "attested": 0,
        "pass": 1,
        "not-applicable": 0,
    }


@pytest.mark.parametrize(
    ("severity", "least", "found"),
    [
        ("error", "error", True),
        ("error", "note", True),
        ("warning", "error", False),
        ("warning", "warning", True),
        ("note", "warning", False),
    ],
)
def test_a_broken_rule_counts_from_the_severity_that_was_asked_for(severity, least, found):
    assert has_broken([a_finding(severity=severity)], least) is found


def test_what_is_unknown_is_not_broken():
    assert not has_broken([a_finding(outcome="unknown")], "note")
