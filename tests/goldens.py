"""Golden files: what is shown stands in a file that a person has read."""

import os
from pathlib import Path


def assert_golden(path: Path, text: str) -> None:
    """Compare with the file; `UPDATE_GOLDENS=1 make test` writes it anew, for review."""
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
