"""The plan of each scenario, step by step, as a person has read it and found it right."""

from pathlib import Path

import pytest

from tests.goldens import assert_golden
from tests.plan.units.recipes import FILES
from tests.plan.units.telling import tell_all

PLANS = Path(__file__).parent / "plans"


@pytest.mark.parametrize("name", FILES)
def test_a_scenario_has_the_plan_that_a_person_has_read(name: str) -> None:
    assert_golden(PLANS / f"{name}.txt", tell_all(FILES[name]))
