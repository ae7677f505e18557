"""The result of `validate` for machines, in the shape of `terraform validate -json`."""

import json
from collections.abc import Sequence

from hacfg.errors import Problem
from hacfg.report.diagnostics import diagnostic

FORMAT_VERSION = "1.0"


def validate_json(problems: Sequence[Problem]) -> str:
    """Return the result of validation; without problems the input is valid."""
    result = {
        "format_version": FORMAT_VERSION,
        "valid": not problems,
        "error_count": len(problems),
        "warning_count": 0,
        "diagnostics": [diagnostic(problem) for problem in problems],
    }
    return json.dumps(result, indent=2) + "\n"
