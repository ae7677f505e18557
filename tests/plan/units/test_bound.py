"""What a told plan is bound to: what was read, and nothing that no unit has read yet."""

import pytest

from hacfg.plan.compose import bound
from tests.plan.units.recipes import FILES
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import planned


@pytest.mark.parametrize("kind", FILES)
def test_a_plan_is_bound_to_what_the_units_read_when_it_was_made(kind: str) -> None:
    for firmware in FIRMWARES:
        for name, recipe in FILES[kind].items():
            one = planned(recipe, firmware)
            for address, values in bound(one.outline.steps).items():
                read = one.readings[address.owner].kinds[address.kind].resources.get(address)
                known = {n: (read or {}).get(n) for n in values or ()}
                assert known == (values or {}), (firmware, name, address)
                assert (read is None) is (values is None), (firmware, name, address)
