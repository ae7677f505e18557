"""The GitLab template: its jobs' scripts run, one after the other, against simulated units."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.pipelines.steps import PIPELINES, PROGRAMS, Ran, document, lines, run

NAME = "gitlab-ci.yml"
ALLOWED = {"HACFG_PLAN_ALLOW": "unverified-wire"}


def job(name: str) -> dict[str, Any]:
    found = document(NAME)[name]
    return {**document(NAME).get(found.get("extends", ""), {}), **found}


def run_job(name: str, folder: Path, group: SimulatedGroup, **variables: str) -> Ran:
    environ = {**document(NAME)["variables"], **group.environ, **variables}
    return run(lines(job(name)["script"]), folder, environ)


def test_gitlab_takes_the_template():
    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", PIPELINES / NAME],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_job_runs_in_a_stage_and_installs_hacfg_only():
    pipeline = document(NAME)
    jobs = [name for name, found in pipeline.items() if "script" in found]

    assert [job(name)["stage"] for name in jobs] == pipeline["stages"] == jobs
    assert {lines(job(name)["before_script"]) for name in jobs} == {"pip install 'hacfg[postgres]'"}


def test_a_schedule_looks_for_drift_and_does_nothing_else():
    by_schedule = '$CI_PIPELINE_SOURCE == "schedule"'
    first = {name: job(name)["rules"][0] for name in document(NAME)["stages"]}

    assert first["validate"] == first["plan"] == {"if": by_schedule, "when": "never"}
    assert '$CI_PIPELINE_SOURCE != "schedule"' in first["apply"]["if"]
    assert first["drift"] == {"if": by_schedule}


def test_a_merge_request_is_validated_planned_and_applied_elsewhere(tmp_path):
    checkout, elsewhere = tmp_path / "checkout", tmp_path / "elsewhere"
    checkout.mkdir()
    elsewhere.mkdir()
    with simulated("pair-7.2", checkout) as group:
        assert run_job("validate", checkout, group).code == 0
        planned = run_job("plan", checkout, group, **ALLOWED)
        for artefact in job("plan")["artifacts"]["paths"]:
            (elsewhere / artefact).write_bytes((checkout / artefact).read_bytes())
        applied = run_job("apply", elsewhere, group)

    assert planned.code == 0, planned.out
    report = (checkout / job("plan")["artifacts"]["reports"]["terraform"]).read_text()
    assert json.loads(report) == {"create": 4, "update": 22, "delete": 0}
    assert (checkout / "plan.md").read_text().startswith("<!-- hacfg plan mail-east -->\n")
    assert applied.code == 0, applied.out
    stream = [json.loads(line) for line in (elsewhere / "apply.ndjson").read_text().splitlines()]
    assert stream[-1]["@message"] == "Apply complete! Resources: 4 added, 22 changed, 0 destroyed."


def test_a_plan_that_is_refused_fails_the_job_and_is_shown(shared_group, checkout):
    text = (checkout / "topology.yaml").read_text()
    (checkout / "topology.yaml").write_text(text.replace('firmware: "7.2"', 'firmware: "7.6"'))

    ran = run_job("plan", checkout, shared_group, **ALLOWED)

    assert ran.code == 4, ran.out
    assert "refused" in (checkout / "plan.md").read_text().splitlines()[1]
    assert (checkout / "tfplan.json").exists()


@pytest.mark.parametrize("name", ["validate", "plan"])
def test_a_wrong_topology_fails_the_job(name, shared_group, checkout):
    (checkout / "topology.yaml").write_text("version: 1\nnmae: mail-east\n")

    ran = run_job(name, checkout, shared_group)

    assert ran.code == 3
    assert "topology.yaml:1:1: this is no topology" in ran.out
