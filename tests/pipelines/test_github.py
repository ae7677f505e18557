"""The composite action and the workflow: their steps run against simulated units."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.pipelines.conftest import checked_out
from tests.pipelines.steps import PIPELINES, PROGRAMS, Ran, document, filled, outputs, run

ACTION, WORKFLOW, DRIFT = "github/action.yml", "github/workflow.yml", "github/drift.yml"
ALLOWED = {"allow": "unverified-wire"}
GH = """#!/bin/sh
# Stands for GitHub's own program: notes what it was asked, and knows the comments of a file.
echo "$*" >> "$ASKED"
case "$*" in *--jq*) cat "$KNOWN" ;; esac
"""


def inputs(given: Mapping[str, str]) -> dict[str, str]:
    declared = {name: found["default"] for name, found in document(ACTION)["inputs"].items()}
    return {f"inputs.{name}": value for name, value in {**declared, **given}.items()}


def run_action(folder: Path, group: SimulatedGroup, **given: str) -> Ran:
    (step,) = document(ACTION)["runs"]["steps"]
    known = inputs(given)
    environ = {name: filled(value, known) for name, value in step["env"].items()}
    files = {
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_ACTIONS": "true",
    }
    return run(step["run"], folder, {**group.environ, **environ, **files})


def named_step(name: str, workflow: str = WORKFLOW) -> dict[str, Any]:
    steps = [step for job in document(workflow)["jobs"].values() for step in job["steps"]]
    return next(step for step in steps if step.get("name") == name)


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("vendor.github-actions", ACTION),
        ("vendor.github-workflows", WORKFLOW),
        ("vendor.github-workflows", DRIFT),
    ],
)
def test_github_takes_the_files(schema, name):
    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", schema, PIPELINES / name],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def planned(shared_group, tmp_path_factory):
    """Give a run of the action on pending changes, and the folder that it ran in."""
    checkout = checked_out(shared_group, tmp_path_factory.mktemp("planned"))
    return run_action(checkout, shared_group, **ALLOWED), checkout


def test_pending_changes_pass_and_say_2(planned):
    ran, checkout = planned

    assert ran.code == 0, ran.out
    found = outputs(checkout / "output")
    assert found["exitcode"] == "2"
    assert (found["create"], found["update"], found["delete"]) == ("4", "22", "0")
    assert found["plan"] == "hacfg.plan.json"
    assert (checkout / found["plan"]).exists()
    assert (checkout / "summary.md").read_text().startswith("<!-- hacfg plan mail-east -->\n")
    assert re.search(r"^::notice file=topology.yaml,line=\d+,", ran.out, re.MULTILINE)


def test_every_output_of_the_action_is_written(planned):
    _, checkout = planned

    written = outputs(checkout / "output")
    for name, output in document(ACTION)["outputs"].items():
        assert output["value"] == f"${{{{ steps.plan.outputs.{name} }}}}"
        assert written[name]


def test_what_units_say_is_shown_while_commands_are_off(planned):
    ran, _ = planned

    token = re.findall(r"^::stop-commands::([0-9a-f]{32})$", ran.out, re.MULTILINE)
    before, after = ran.out.split(f"::{token[0]}::\n")
    assert "Plan: 4 to add" in before
    assert before.count("::") == 2
    assert after.count("::notice ") == 10


def test_a_refused_plan_fails_and_is_annotated(shared_group, checkout):
    text = (checkout / "topology.yaml").read_text()
    (checkout / "topology.yaml").write_text(text.replace('firmware: "7.2"', 'firmware: "7.6"'))

    ran = run_action(checkout, shared_group, **ALLOWED)

    assert ran.code == 4
    assert outputs(checkout / "output")["refused"] == "true"
    assert "::error file=topology.yaml," in ran.out


def test_a_wrong_topology_fails_with_its_own_code(shared_group, checkout):
    (checkout / "topology.yaml").write_text("version: 1\nnmae: mail-east\n")

    assert run_action(checkout, shared_group).code == 3
    assert outputs(checkout / "output") == {"exitcode": "3"}


def test_an_input_is_never_read_as_shell(shared_group, checkout):
    ran = run_action(checkout, shared_group, topology="$(touch owned); `touch owned`")

    assert ran.code == 3
    assert not (checkout / "owned").exists()


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("", "api -X POST repos/o/r/issues/7/comments -F body=@comment.md"),
        ("41\n42\n", "api -X PATCH repos/o/r/issues/comments/41 -F body=@comment.md"),
    ],
)
def test_a_pull_request_has_one_comment_that_is_kept_up_to_date(known, asked, planned, tmp_path):
    checkout = tmp_path
    shutil.copy(planned[1] / "hacfg.plan.json", checkout)
    program = checkout / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(GH)
    program.chmod(0o755)
    (checkout / "known").write_text(known)
    environ = {
        "ASKED": str(checkout / "asked"),
        "KNOWN": str(checkout / "known"),
        "GITHUB_REPOSITORY": "o/r",
        "PULL_REQUEST": "7",
    }

    ran = run(named_step("Comment on the pull request")["run"], checkout, environ, program.parent)

    assert ran.code == 0, ran.out
    first, last = (checkout / "asked").read_text().splitlines()
    assert 'startswith("<!-- hacfg plan mail-east -->")' in first
    assert last == asked


def test_the_plan_that_was_reviewed_is_applied_once_in_another_job(tmp_path):
    checkout, elsewhere = tmp_path / "checkout", tmp_path / "elsewhere"
    checkout.mkdir()
    elsewhere.mkdir()
    with simulated("pair-7.2", checkout) as group:
        run_action(checkout, group, **ALLOWED)
        (elsewhere / "hacfg.plan.json").write_bytes((checkout / "hacfg.plan.json").read_bytes())
        applied = run(named_step("Apply exactly that plan")["run"], elsewhere, group.environ)
        again = run(named_step("Apply exactly that plan")["run"], elsewhere, group.environ)

    assert applied.code == 0, applied.out
    assert "Done: 29 of 29 steps carried out." in applied.out
    assert again.code == 6, again.out


def test_every_night_what_changed_on_a_unit_fails_the_run_and_no_unit_speaks_to_the_runner(
    tmp_path,
):
    step = named_step("Look for drift", DRIFT)
    with simulated("pair-7.2", tmp_path, blank=False) as group:
        quiet = run(step["run"], tmp_path, group.environ)
        group.door.edit("mx1", "ha", {"on_failure": "off"})
        ran = run(step["run"], tmp_path, group.environ)

    assert document(DRIFT)["on"]["schedule"]
    assert quiet.code == 0, quiet.out
    assert ran.code == 10, ran.out
    assert re.match(r"::stop-commands::[0-9a-f]{32}\nmail-east ", ran.out)
    assert "become-secondary -> off" in ran.out
    (found,) = map(json.loads, (tmp_path / "drift.ndjson").read_text().splitlines())
    assert found["alarm"]
