"""`terraform show -json` of a small real plan, held beside ours key by key."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from tests.policies.plans import example

TERRAFORM = shutil.which("terraform")
CONFIGURATION = """
resource "terraform_data" "kept" {
  for_each = toset(["a"])
  input    = "new"
}
check "held" {
  assert {
    condition     = length(terraform_data.kept) == 1
    error_message = "no"
  }
}
"""
OPTIONAL = {
    "": {"hacfg", "resource_drift"},
    "planned_values": {"outputs"},
    "planned_values.root_module.resources": {"sensitive_values", "index"},
    "resource_changes": {"index"},
}
"""Keys that we always have and Terraform leaves out while they are empty, by where they are."""
LEFT_OUT = {"configuration", "variables", "prior_state", "relevant_attributes"}
"""What Terraform has and a plan of ours does not: there is no module to describe."""


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """Give a plan that Terraform itself made; its built-in provider needs no network."""
    if TERRAFORM is None:
        pytest.skip("terraform is not installed")
    folder = tmp_path_factory.mktemp("terraform")
    (folder / "main.tf").write_text(CONFIGURATION)
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "CHECKPOINT_DISABLE": "1"}

    def run(*words: str) -> str:
        return subprocess.run(
            [str(TERRAFORM), *words],
            cwd=folder,
            env=environ,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    run("init", "-input=false")
    run("plan", "-input=false", "-out=plan")
    return json.loads(run("show", "-json", "plan"))


def kind_of(value: Any) -> str:
    return (
        "number" if isinstance(value, int | float) and value is not True else type(value).__name__
    )


def differences(ours: Mapping[str, Any], real: Mapping[str, Any], where: str) -> list[str]:
    """Return keys that only one of them has, and those whose values are of different kinds."""
    allowed = OPTIONAL.get(where, set())
    found = [f"{where}.{key}: ours only" for key in ours.keys() - real.keys() - allowed]
    found += [f"{where}.{key}: not ours" for key in real.keys() - ours.keys() - LEFT_OUT]
    found += [
        f"{where}.{key}: {kind_of(ours[key])}, {kind_of(real[key])}"
        for key in ours.keys() & real.keys()
        if kind_of(ours[key]) != kind_of(real[key])
    ]
    return sorted(found)


def first(plan: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    found: Any = plan
    for name in path:
        found = found[name]
    picked: Mapping[str, Any] = found[0] if isinstance(found, list) else found
    return picked


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("planned_values",),
        ("planned_values", "root_module"),
        ("planned_values", "root_module", "resources"),
        ("resource_changes",),
    ],
)
def test_a_plan_has_the_keys_and_kinds_that_terraform_has(path, real):
    plan = example()

    assert differences(first(plan, *path), first(real, *path), ".".join(path)) == []


def test_a_change_has_the_keys_that_terraform_has(real):
    created = next(one for one in example()["resource_changes"] if one["change"]["before"] is None)

    ours, theirs = created["change"], first(real, "resource_changes")["change"]

    assert differences(ours, theirs, "change") == []
    assert ours["actions"] == theirs["actions"] == ["create"]
    assert ours["before_sensitive"] == theirs["before_sensitive"] is False


def test_both_say_the_same_version_of_the_same_shape(real):
    assert example()["format_version"] == real["format_version"]
    assert example()["terraform_version"].split(".")[0] == real["terraform_version"].split(".")[0]
