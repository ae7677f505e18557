"""The plan of each scenario, step by step, as a person has read it and found it right."""

from pathlib import Path

import pytest

from tests.goldens import assert_golden
from tests.plan.units.telling import tell
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import RECIPES, planned

PLANS = Path(__file__).parent / "plans"


@pytest.mark.parametrize("name", RECIPES)
def test_a_scenario_has_the_plan_that_a_person_has_read(name: str) -> None:
    told = {firmware: tell(planned(RECIPES[name], firmware)) for firmware in FIRMWARES}

    both = "\n".join(f"FortiMail {firmware}\n\n{text}" for firmware, text in told.items())
    assert_golden(PLANS / f"{name}.txt", both)
