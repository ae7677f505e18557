"""Findings as SARIF 2.1.0, for code scanning: what is open, and what is waived or attested."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from hacfg import __version__
from hacfg.findings import Finding, Outcome, Rule
from hacfg.report.escape import shown
from hacfg.report.found.judged import JudgedGroup, Place, numbered, place_of, reason

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "hacfg/v1"
"""Name and version of how fingerprints are made; another way needs another name."""

_KINDS: Mapping[Outcome, str] = {"broken": "fail", "unknown": "open"}
"""How it came out, before anybody waived or attested it. The others are no results: a tool that
looks at nothing but their presence would take a pass for an alert."""

_LONG = 1200


def findings_sarif(groups: Sequence[JudgedGroup], rules: Sequence[Rule]) -> str:
    """Return one SARIF log with one run; `rules` are all that findings may name."""
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "hacfg",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": list(_results(groups, numbers)),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    help_ = f"{rule.remedy}\n\nEvidence: {rule.evidence}\n\nSource: {rule.source}"
    return {
        "id": rule.id,
        "name": _name(rule.title),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": help_},
        "defaultConfiguration": {"level": rule.severity},
    }


def _name(title: str) -> str:
    """Return a title as SARIF wants names: one word, each part with a capital."""
    words = "".join(sign if sign.isalnum() else " " for sign in title).split()
    return "".join(word[0].upper() + word[1:] for word in words)


def _results(groups: Iterable[JudgedGroup], numbers: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for judged in groups:
        for finding, name in numbered(judged):
            if kind := _KINDS.get(finding.was or finding.outcome):
                yield _result(finding, name, kind, judged, numbers)


def _result(
    finding: Finding, name: str, kind: str, judged: JudgedGroup, numbers: Mapping[str, int]
) -> dict[str, Any]:
    place = place_of(finding, judged)
    return {
        "ruleId": finding.id,
        "ruleIndex": numbers[finding.id],
        "kind": kind,
        # SARIF allows a level for failures only.
        "level": finding.severity if kind == "fail" else "none",
        "message": {"text": _message(finding, judged)},
        "locations": [_location(place, judged)],
        "partialFingerprints": {FINGERPRINT: _fingerprint(name, judged, place)},
        **_suppressed(finding),
    }


def _message(finding: Finding, judged: JudgedGroup) -> str:
    return f"{shown(judged.group)}: {shown(finding.message, _LONG)}. {shown(finding.next, _LONG)}"


def _location(place: Place, judged: JudgedGroup) -> dict[str, Any]:
    physical = {
        "artifactLocation": _artifact(place.file),
        "region": {"startLine": place.line, "startColumn": place.column},
    }
    if not place.on_unit:
        return {"physicalLocation": physical}
    logical = {"fullyQualifiedName": f"{shown(judged.group)}/{shown(place.on_unit)}"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _artifact(file: str) -> dict[str, str]:
    if file.startswith("/"):
        return {"uri": f"file://{_uri(file)}"}
    return {"uri": _uri(file), "uriBaseId": "%SRCROOT%"}


def _uri(file: str) -> str:
    """Return a path as a relative reference with forward slashes, as code scanning wants it."""
    return quote(file.replace("\\", "/").removeprefix("./"), errors="backslashreplace")


def _fingerprint(name: str, judged: JudgedGroup, place: Place) -> str:
    text = "\n".join((judged.group, _uri(place.file), name))
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()


def _suppressed(finding: Finding) -> dict[str, Any]:
    if finding.outcome not in {"waived", "attested"}:
        return {}
    found = {"kind": "inSource", "status": "accepted", "justification": reason(finding)}
    return {"suppressions": [found]}
