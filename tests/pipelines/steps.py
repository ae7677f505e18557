"""The shell steps of the pipelines in examples/, run as their runners run them."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PIPELINES = Path(__file__).parents[2] / "examples" / "pipelines"
PROGRAMS = Path(sys.executable).parent
_EXPRESSION = re.compile(r"\$\{\{ *([a-z.A-Z_]+) *\}\}")


@dataclass(frozen=True)
class Ran:
    """How a script ended and what it wrote."""

    code: int
    out: str


def document(name: str) -> dict[str, Any]:
    """Return a pipeline file."""
    loaded: dict[str, Any] = YAML(typ="safe").load((PIPELINES / name).read_text())
    return loaded


def run(script: str, folder: Path, environ: Mapping[str, str], *programs: Path) -> Ran:
    """Run a script with bash as runners do: it ends at the first command that fails."""
    path = ":".join(map(str, [*programs, PROGRAMS, os.environ["PATH"]]))
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": path, "CI": "true", "LC_ALL": "C.UTF-8", **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    assert "canary" not in done.stdout, done.stdout
    assert "Traceback" not in done.stdout, done.stdout
    return Ran(done.returncode, done.stdout)


def filled(value: str, known: Mapping[str, str]) -> str:
    """Return a value of a GitHub workflow with its expressions filled in."""
    return _EXPRESSION.sub(lambda found: known[found[1]], value)


def lines(script: Sequence[str] | str) -> str:
    """Return a GitLab script as one text."""
    return script if isinstance(script, str) else "\n".join(script)


def outputs(file: Path) -> dict[str, str]:
    """Return what a step wrote for GITHUB_OUTPUT."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines())
