"""Mermaid itself reads and draws what `hacfg graph --format mermaid` writes."""

from pathlib import Path

import pytest

from hacfg.plan.document import PlanDocument
from hacfg.report.drawing.mermaid import steps_mermaid, topology_mermaid
from hacfg.report.drawing.of_plan import picture_of_plan
from hacfg.report.drawing.picture import Joint, Picture, UnitBox
from tests.consumers import FOLDER
from tests.report.evil import EVIL, with_evil

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAW = """async text => {
  mermaid.initialize({startOnLoad: false, securityLevel: 'strict'});
  const {svg} = await mermaid.render('drawn', text);
  const holder = document.createElement('div');
  holder.innerHTML = svg;
  return {
    words: holder.innerText || holder.textContent,
    nodes: holder.querySelectorAll('.node').length,
    edges: holder.querySelectorAll('.flowchart-link').length,
    bad: holder.querySelectorAll('script, img, a, h1, iframe').length,
  };
}"""


@pytest.fixture(scope="module")
def page(chromium):
    """Give a page with Mermaid on it; loading it takes longer than drawing."""
    page = chromium.new_page()
    page.add_script_tag(path=FOLDER / "node_modules/mermaid/dist/mermaid.min.js")
    yield page
    page.close()


@pytest.fixture
def draw(page):
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def drawn(text):
        found = page.evaluate(DRAW, text)
        assert complaints == []
        return found

    return drawn


def plan(story: str) -> PlanDocument:
    return PlanDocument.model_validate_json((EXAMPLES / story / "plan.json").read_text())


@pytest.mark.parametrize("story", ["pair-7.2", "farm-7.6"])
def test_mermaid_draws_a_topology(story, draw):
    picture = picture_of_plan(plan(story))

    found = draw(topology_mermaid(picture))

    assert found["nodes"] == len(picture.units) + len(picture.joints)
    assert found["edges"] == sum(len(joint.ends) for joint in picture.joints)
    assert "nas1.example.net:/vol/mail" in found["words"]


@pytest.mark.parametrize("story", ["pair-7.2", "farm-7.6"])
def test_mermaid_draws_the_order_of_a_plan(story, draw):
    document = plan(story)
    steps = document.hacfg.steps

    found = draw(steps_mermaid(document))

    assert (found["nodes"], found["edges"]) == (len(steps), len(steps) - 1)


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_is_no_mermaid(kind, draw):
    evil = EVIL[kind]
    boxes = (UnitBox(evil, evil, evil, (evil,), "~"),)
    picture = Picture(evil, evil, boxes, (Joint("heartbeat", evil, {evil: evil}, "+"),))

    topology = draw(topology_mermaid(picture))
    order = draw(steps_mermaid(with_evil(evil)))

    assert (topology["nodes"], topology["edges"], topology["bad"]) == (2, 1, 0)
    assert (order["nodes"], order["edges"], order["bad"]) == (1, 0, 0)
