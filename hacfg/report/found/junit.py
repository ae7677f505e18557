"""Findings as JUnit XML: one test case for each rule and place, so that pipelines show trends."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence

from hacfg.findings import Finding, Outcome, Rule
from hacfg.report.escape import shown
from hacfg.report.found.judged import JudgedGroup, numbered, place_of, reason

_ELEMENTS: Mapping[Outcome, str] = {
    "broken": "failure",
    "unknown": "error",
    "waived": "skipped",
    "not-applicable": "skipped",
}
"""How it came out to the element that says so; what passed or is attested has none. What could not
be seen is an error, as a test that could not run: it is no failure, and never a pass."""

_COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}
_LONG = 1200


def findings_junit(groups: Iterable[JudgedGroup], _: Sequence[Rule] = ()) -> str:
    """Return one document with a test suite for each group."""
    root = ET.Element("testsuites", {"name": "hacfg check"})
    for judged in groups:
        suite = ET.SubElement(root, "testsuite", {"name": shown(judged.group), "time": "0"})
        for finding, name in numbered(judged):
            _case(suite, finding, name, judged)
        _count(suite)
    _count(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, finding: Finding, name: str, judged: JudgedGroup) -> None:
    place = place_of(finding, judged)
    attributes = {
        "classname": f"hacfg.{shown(judged.group)}",
        "name": shown(name),
        "file": shown(place.file),
        "line": str(place.line),
        "time": "0",
    }
    case = ET.SubElement(suite, "testcase", attributes)
    message = shown(finding.message, _LONG)
    if kind := _ELEMENTS.get(finding.outcome):
        said = reason(finding) if finding.outcome == "waived" else ""
        words = f"{message} ({said})" if said else message
        element = ET.SubElement(case, kind, {"message": words, "type": _type(finding)})
        element.text = f"{shown(finding.where)}: {message}\n{shown(finding.next, _LONG)}"
    elif finding.outcome == "attested":
        ET.SubElement(case, "system-out").text = f"{message} ({reason(finding)})"


def _type(finding: Finding) -> str:
    return finding.severity if finding.outcome == "broken" else finding.outcome


def _count(element: ET.Element) -> None:
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    for name, kind in _COUNTS.items():
        element.set(name, str(sum(1 for _ in element.iter(kind))))
