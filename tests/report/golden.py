"""Expected texts in files; UPDATE_GOLDENS=1 writes them anew, and git shows what differs."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "goldens"


def assert_golden(name: str, text: str) -> None:
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode(), f"{name}: UPDATE_GOLDENS=1 shows what differs"
