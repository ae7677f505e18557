"""The plan of each scenario, told step by step in a file that a person can read."""

from pathlib import Path

import pytest

from tests.goldens import assert_golden
from tests.plan.units.recipes import FILES
from tests.plan.units.telling import tell_all

PLANS = Path(__file__).parent / "plans"


@pytest.mark.parametrize("name", FILES)
def test_a_scenario_has_the_plan_that_its_file_tells(name: str) -> None:
    assert_golden(PLANS / f"{name.replace(': ', '/')}.txt", tell_all(FILES[name]))
