"""Each example has its golden plan from blank units, as JSON and as a person reads it."""

from pathlib import Path

import pytest

from hacfg.fortimail.catalogue import load_catalogue
from hacfg.plan.document import PlanDocument, to_json
from hacfg.report.plan_text import plan_text
from hacfg.report.style import Style
from hacfg.usecases.loading import load
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_from
from tests.goldens import assert_golden
from tests.plan.simulated import blank_group

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")
ALLOWED = {"plan": frozenset({"unverified-wire"}), "runbook": frozenset[str]()}


def golden_plan(
    story: str, allowed: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> PlanDocument:
    """Plan an example from blank units, with nothing that differs between two machines."""
    monkeypatch.chdir(EXAMPLES / story)
    (loaded,) = load([Path("topology.yaml")])
    catalogue = load_catalogue()
    dialect = catalogue.for_firmware(loaded.topology.firmwares[0])
    assert dialect is not None
    options = PlanOptions({}, allow=allowed, timestamp="2026-11-22T12:00:00Z")
    readings = blank_group(loaded.topology, dialect)
    return plan_from(loaded, readings, catalogue, options)


@pytest.mark.parametrize("kind", sorted(ALLOWED))
@pytest.mark.parametrize("story", STORIES)
def test_an_example_has_the_plan_that_is_kept_beside_it(
    story: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of any plan shows in review; UPDATE_GOLDENS=1 writes the files anew."""
    document = golden_plan(story, ALLOWED[kind], monkeypatch)

    assert_golden(EXAMPLES / story / f"{kind}.json", to_json(document))
    assert_golden(EXAMPLES / story / f"{kind}.txt", plan_text(document, Style(width=100)))
