"""The pre-commit hooks, run by pre-commit itself in a scratch repository, without network."""

import os
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.pipelines.steps import PIPELINES, PROGRAMS

MANIFEST = PIPELINES.parents[1] / ".pre-commit-hooks.yaml"
CONFIG = PIPELINES / "pre-commit-config.yaml"
TOPOLOGY = PIPELINES.parent / "pair-7.2" / "topology.yaml"


def program(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    return subprocess.run(
        list(map(str, words)),
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), "PRE_COMMIT_HOME": str(folder / ".cache")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def repository(tmp_path):
    """Give a repository whose hooks are ours, with hacfg as it is installed here."""
    yaml = YAML(typ="safe")
    hooks = [{**hook, "language": "system"} for hook in yaml.load(MANIFEST)]
    yaml.dump({"repos": [{"repo": "local", "hooks": hooks}]}, tmp_path / ".pre-commit-config.yaml")
    program("git", "init", "--quiet", folder=tmp_path)
    return tmp_path


def run_hooks(repository: Path) -> subprocess.CompletedProcess[str]:
    program("git", "add", "--all", folder=repository)
    return program("pre-commit", "run", "--all-files", folder=repository)


def test_pre_commit_takes_the_manifest_and_the_example():
    manifest = program("pre-commit", "validate-manifest", MANIFEST, folder=PIPELINES)
    config = program("pre-commit", "validate-config", CONFIG, folder=PIPELINES)

    assert (manifest.returncode, config.returncode) == (0, 0), manifest.stdout + config.stdout
    offered = {hook["id"] for hook in YAML(typ="safe").load(MANIFEST)}
    used = {hook["id"] for hook in YAML(typ="safe").load(CONFIG)["repos"][0]["hooks"]}
    assert used == offered


def test_a_right_topology_passes(repository):
    (repository / "topology.yaml").write_text(TOPOLOGY.read_text())

    done = run_hooks(repository)

    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_a_wrong_topology_fails_with_its_line(repository):
    text = TOPOLOGY.read_text().replace("role: secondary", "role: secondry")
    line = text[: text.index("secondry")].count("\n") + 1
    (repository / "topology.yaml").write_text(text)

    done = run_hooks(repository)

    assert done.returncode == 1
    assert f"topology.yaml:{line}:11: " in done.stdout


def test_other_files_are_left_alone(repository):
    (repository / "values.yaml").write_text("version: 1\n")

    assert "no files to check" in run_hooks(repository).stdout
