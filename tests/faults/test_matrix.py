"""The fault matrix in a reduced form; `make faults` runs it whole."""

import pytest

from tests.faults.cases import FAULTS, points_of
from tests.faults.run import extent, happen
from tests.faults.trial import trial

SAMPLES = {"pair-7.2": FAULTS, "pair-7.6": FAULTS[3::6], "farm-7.2": FAULTS[1::7]}
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("story", SAMPLES)
def test_whatever_happens_to_an_apply_it_is_safe_truthful_and_can_be_gone_on_with(
    story: str, part: int
) -> None:
    with trial(story) as one:
        found = extent(one)
        for number, fault in list(enumerate(SAMPLES[story]))[part::PARTS]:
            every = list(points_of(story, fault, found))
            # Another share of the way for each fault.
            point = every[len(every) * (2 * number + 1) // (2 * len(SAMPLES[story]) + 1)]
            for verdict in happen(one, point):
                assert verdict.violations == [], verdict
                assert verdict.converged, (verdict, verdict.why)
