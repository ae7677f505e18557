"""docs/lab.md names everything that a lab can be told."""

from pathlib import Path

import pytest

from hacfg.lab.readings import READINGS
from hacfg.lab.troubles import EFFECTS

PAGE = (Path(__file__).parents[2] / "docs" / "lab.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "words"), [*EFFECTS.items(), *READINGS.items()])
def test_every_fault_and_every_reading_is_in_the_docs_in_its_own_words(name, words):
    assert f"\n| `{name}` | {words} |\n" in PAGE
