"""Lines of a `-json` stream in Terraform's shape: the envelope, and what any command may say."""

import json
from collections.abc import Mapping
from typing import Literal

from hacfg.errors import Problem
from hacfg.report.diagnostics import diagnostic

UI_VERSION = "1.2"
Level = Literal["info", "warn", "error"]


def stream_line(
    kind: str, message: str, now: str, payload: Mapping[str, object], level: Level = "info"
) -> str:
    """Return one line of the stream; `now` is RFC 3339, UTC."""
    line = {
        "@level": level,
        "@message": message,
        "@module": "terraform.ui",
        "@timestamp": now,
        "type": kind,
        **payload,
    }
    return json.dumps(line) + "\n"


def version_line(version: str, now: str) -> str:
    """Return the first line of every stream."""
    payload = {"hacfg": version, "terraform": "1.11.4", "ui": UI_VERSION}
    return stream_line("version", f"hacfg {version}", now, payload)


def diagnostic_line(problem: Problem, now: str) -> str:
    """Return a problem as a line of the stream."""
    found = diagnostic(problem)
    text = f"Error: {problem.message}"
    return stream_line("diagnostic", text, now, {"diagnostic": found}, "error")
