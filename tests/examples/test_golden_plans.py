"""Each example has its golden plan from blank units, as JSON and as a person reads it."""

from pathlib import Path

import pytest

from hacfg.fortimail.catalogue import load_catalogue
from hacfg.plan.document import PlanDocument, to_json
from hacfg.report.drawing.mermaid import steps_mermaid, topology_mermaid
from hacfg.report.drawing.of_plan import picture_of_plan
from hacfg.report.drawing.steps_svg import steps_svg
from hacfg.report.drawing.topology_svg import topology_svg
from hacfg.report.forms import Form, rendered
from hacfg.report.plan_text import plan_text
from hacfg.report.sheet import Sheet
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


FILES = {
    Form.markdown: "plan.md",
    Form.html: "plan.html",
    Form.github: "github.txt",
    Form.github_outputs: "outputs.txt",
    Form.gitlab: "tfplan.json",
    Form.stream: "plan.ndjson",
}


@pytest.mark.parametrize("story", STORIES)
def test_an_example_has_its_plan_in_every_form(story: str) -> None:
    """The forms rest on the plan that is kept, so that they change only when it or they do."""
    folder = EXAMPLES / story / "forms"
    document = PlanDocument.model_validate_json((EXAMPLES / story / "plan.json").read_text())
    sheet = Sheet(file="plan.json", now="2026-11-22T12:00:00Z")
    picture = picture_of_plan(document)

    assert set(FILES) == set(Form) - {Form.text, Form.json}
    for form, name in FILES.items():
        assert_golden(folder / name, rendered(document, form, sheet))
    assert_golden(folder / "topology.svg", topology_svg(picture))
    assert_golden(folder / "topology.mmd", topology_mermaid(picture))
    assert_golden(folder / "order.svg", steps_svg(document))
    assert_golden(folder / "order.mmd", steps_mermaid(document))
