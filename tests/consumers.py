"""Other people's programs that read what hacfg writes: where they are, and what if they are not."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".consumers"
"""What `make consumers` sets up."""


def required() -> bool:
    """Tell whether a program that is missing is a failure: it is in CI."""
    return bool(os.environ.get("REQUIRE_CONSUMERS"))


def missing(name: str) -> None:
    """Skip the test, and say how it would run; fail where nothing may be left out."""
    text = f"{name} is not installed: make consumers"
    if required():
        pytest.fail(text)
    pytest.skip(text)


def program(*names: str) -> Path:
    """Return a program that was set up or is on the path; its test is skipped without it."""
    for name in names:
        found = FOLDER / name if (FOLDER / name).exists() else shutil.which(Path(name).name)
        if found:
            return Path(found)
    missing(Path(names[0]).name)
    raise AssertionError("not reached")
