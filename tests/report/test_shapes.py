"""What is written for machines is what the committed schemas say."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from hacfg.apply.events import ApplyResult, Event, StepResult
from hacfg.errors import Problem
from hacfg.report.apply_stream import event_line, result_line, undone_line
from hacfg.report.one_line import one_line
from hacfg.report.plan_stream import plan_stream
from hacfg.report.sheet import Sheet
from hacfg.report.stream import diagnostic_line
from hacfg.report.validate_json import validate_json
from hacfg.source import OnUnit, Position
from tests.report.documents import DOCUMENTS, pair

SCHEMAS = Path(__file__).parents[2] / "schemas"
NOW = "2026-11-22T18:00:00Z"
PROBLEMS = [
    Problem("unknown key", Position("t.yaml", 3, 5), seen="a", expected="b", next="c"),
    Problem("no answer", OnUnit("mx1")),
    Problem("nobody can be asked"),
]


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}-v1.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_plan_is_as_its_schema_says(name):
    validator("plan").validate(json.loads(one_line(DOCUMENTS[name]())))


@pytest.mark.parametrize("problems", [[], PROBLEMS])
def test_a_validation_is_as_its_schema_says(problems):
    validator("validate").validate(json.loads(validate_json(problems)))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_planned_stream_is_as_its_schema_says(name):
    lines = plan_stream(DOCUMENTS[name](), Sheet(now=NOW)).splitlines()

    for line in lines:
        validator("stream").validate(json.loads(line))
    assert json.loads(lines[0])["type"] == "version"
    assert json.loads(lines[-1])["type"] == "change_summary"


def test_an_applied_stream_is_as_its_schema_says():
    document = pair()
    steps = document.hacfg.steps
    stopped = ApplyResult("7f3a", (StepResult(1, "failed"),), PROBLEMS[0], wrote=True)

    lines = [
        *(event_line(Event("started", step), NOW) for step in steps),
        *(event_line(Event("waiting", step, 1.0, "off"), NOW) for step in steps),
        *(event_line(Event("done", step, 1.0, "read back"), NOW) for step in steps),
        *(event_line(Event("skipped", step), NOW) for step in steps),
        *(event_line(Event("failed", step, 1.0, "403"), NOW) for step in steps),
        *(diagnostic_line(problem, NOW) for problem in PROBLEMS),
        result_line(ApplyResult("7f3a", ()), document, NOW),
        result_line(stopped, document, NOW),
        undone_line("7f3a", (StepResult(1, "rolled-back"), StepResult(2, "failed")), NOW),
    ]

    for line in lines:
        validator("stream").validate(json.loads(line))


@pytest.mark.parametrize("missing", ["@level", "@timestamp", "type", "change"])
def test_a_line_that_lacks_something_is_not_as_its_schema_says(missing):
    line = json.loads(plan_stream(pair(), Sheet(now=NOW)).splitlines()[1])
    del line[missing]

    assert not validator("stream").is_valid(line)
