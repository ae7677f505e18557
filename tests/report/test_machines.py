"""JSON for machines: Terraform's shapes, one object a line, nothing hidden."""

import json

from hacfg.apply.events import ApplyResult, Event, StepResult
from hacfg.errors import Problem
from hacfg.plan.document import PlanDocument
from hacfg.report.apply_stream import event_line, planned_lines, result_line
from hacfg.report.one_line import one_line
from hacfg.report.schema_json import schema_json
from hacfg.report.stream import diagnostic_line, version_line
from hacfg.report.validate_json import validate_json
from hacfg.source import OnUnit, Position
from tests.report.documents import DOCUMENTS, farm, pair

NOW = "2026-11-22T18:00:00Z"
PROBLEM = Problem("unknown key", Position("t.yaml", 3, 5), seen="a", expected="b", next="c")
BASE = {"@level", "@message", "@module", "@timestamp", "type"}


def test_a_plan_is_one_line_of_ascii_that_reads_back():
    for make in DOCUMENTS.values():
        line = one_line(make())

        assert line.isascii()
        assert line.count("\n") == 1
        assert PlanDocument.model_validate_json(line) == make()


def test_a_valid_file_has_terraforms_shape():
    assert json.loads(validate_json([])) == {
        "format_version": "1.0",
        "valid": True,
        "error_count": 0,
        "warning_count": 0,
        "diagnostics": [],
    }


def test_a_wrong_file_has_a_range_that_editors_read():
    found = json.loads(validate_json([PROBLEM, Problem("no answer", OnUnit("mx1"))]))

    point = {"line": 3, "column": 5}
    assert found["valid"] is False
    assert found["error_count"] == 2
    assert found["diagnostics"][0] == {
        "severity": "error",
        "summary": "unknown key",
        "detail": "seen: a\nexpected: b\nnext: c",
        "range": {"filename": "t.yaml", "start": point, "end": point},
    }
    assert found["diagnostics"][1]["address"] == "mx1"


def test_a_stream_begins_with_the_versions():
    line = json.loads(version_line("0.1.0", NOW))

    assert line.keys() == BASE | {"hacfg", "terraform", "ui"}
    assert line["@timestamp"] == NOW


def test_planned_changes_end_with_the_frozen_summary():
    lines = [json.loads(line) for line in planned_lines(farm(), NOW).splitlines()]

    assert [line["type"] for line in lines] == ["planned_change"] * 4 + ["change_summary"]
    assert lines[2]["change"] == {
        "resource": {
            "addr": 'fortimail_ha_peer.mx1["10.0.0.2"]',
            "module": "",
            "resource": 'fortimail_ha_peer.mx1["10.0.0.2"]',
            "implied_provider": "fortimail",
            "resource_type": "fortimail_ha_peer",
            "resource_name": "mx1",
            "resource_key": "10.0.0.2",
        },
        "action": "create",
    }
    assert lines[-1]["@message"] == "Plan: 1 to add, 2 to change, 1 to destroy."
    assert lines[-1]["changes"] == {
        "add": 1,
        "change": 2,
        "import": 0,
        "remove": 1,
        "operation": "plan",
    }


def test_every_event_has_terraforms_type():
    step, wait = pair().hacfg.steps[2:4]
    events = [
        Event("started", step),
        Event("waiting", wait, 3.0, "off"),
        Event("done", step, 1.2345, "read back"),
        Event("skipped", step),
        Event("failed", step, 0.1, "403\x1b"),
    ]

    lines = [json.loads(event_line(event, NOW)) for event in events]

    assert [line["type"] for line in lines] == [
        "apply_start",
        "apply_progress",
        "apply_complete",
        "apply_complete",
        "apply_errored",
    ]
    assert lines[2]["hook"]["elapsed_seconds"] == 1.234
    assert lines[2]["hook"]["action"] == "update"
    assert lines[1]["hook"]["action"] == "read"
    assert lines[4]["@level"] == "error"
    assert all(event_line(event, NOW).isascii() for event in events)


def test_a_finished_apply_ends_with_its_summary():
    line = json.loads(result_line(ApplyResult("7f3a", ()), pair(), NOW))

    assert line["@message"] == "Apply complete! Resources: 0 added, 4 changed, 0 destroyed."


def test_a_stopped_apply_says_how_far_it_came():
    steps = (StepResult(1, "done"), StepResult(2, "failed", note="403"))
    result = ApplyResult("7f3a", steps, PROBLEM, wrote=True)

    line = json.loads(result_line(result, pair(), NOW))

    assert line["@level"] == "error"
    assert line["hacfg"]["wrote"] is True
    assert [step["outcome"] for step in line["hacfg"]["steps"]] == ["done", "failed"]


def test_a_problem_is_a_diagnostic():
    line = json.loads(diagnostic_line(PROBLEM, NOW))

    assert line["type"] == "diagnostic"
    assert line["diagnostic"]["range"]["start"] == {"line": 3, "column": 5}


def test_a_schema_keeps_the_order_of_its_fields():
    assert schema_json({"b": 1, "a": "ü"}) == '{\n  "b": 1,\n  "a": "ü"\n}\n'
