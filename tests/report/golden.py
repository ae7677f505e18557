"""The expected texts of reports."""

from pathlib import Path

from tests import goldens

FOLDER = Path(__file__).parent / "goldens"


def assert_golden(name: str, text: str) -> None:
    goldens.assert_golden(FOLDER / name, text)
