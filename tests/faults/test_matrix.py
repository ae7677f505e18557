"""The fault matrix in a reduced form; `make faults` runs it whole."""

from functools import cache

import pytest

from tests.faults.cases import FAULTS, WAYS, Case, Way, places
from tests.faults.trial import extent, run

SAMPLES = {"pair-7.2": FAULTS, "pair-7.6": FAULTS[3::6], "farm-7.2": FAULTS[1::7]}


measured = cache(extent)


def sample(story: str, number: int, way: Way) -> Case:
    """Choose one point of a fault: another share of the way for each fault."""
    fault = SAMPLES[story][number]
    found = list(places(fault, measured(story)))
    unit, point = found[len(found) * (2 * number + 1) // (2 * len(SAMPLES[story]) + 1)]
    return Case(story, fault, unit, point, way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("story", "number"),
    [(story, n) for story, faults in SAMPLES.items() for n in range(len(faults))],
)
def test_whatever_happens_to_an_apply_it_is_safe_truthful_and_can_be_gone_on_with(
    story: str, number: int, way: Way
) -> None:
    verdict = run(sample(story, number, way))

    assert verdict.violations == []
    assert verdict.converged, (verdict.case, verdict.ended, verdict.why)
