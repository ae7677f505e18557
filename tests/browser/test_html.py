"""The HTML report in a real browser: whole in itself, harmless, readable by everybody."""

import json
from pathlib import Path

import pytest

from hacfg.plan.document import PlanDocument
from hacfg.report.html.page import plan_html
from hacfg.report.sheet import Sheet
from tests.report.documents import DOCUMENTS
from tests.report.evil import EVIL, by_hand_with, with_evil

EXAMPLES = Path(__file__).parents[2] / "examples"
SHEET = Sheet(file="mail-east.plan.json")
ELEMENTS = "[...document.querySelectorAll('*')].map(one => one.tagName)"


def example(story: str, kind: str = "plan") -> str:
    text = (EXAMPLES / story / f"{kind}.json").read_text()
    return plan_html(PlanDocument.model_validate_json(text), SHEET)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_page_asks_for_nothing_and_complains_of_nothing(name, look):
    looked = look(plan_html(DOCUMENTS[name](), SHEET))

    assert [url.rpartition("/")[2] for url in looked.requests] == ["page.html"]
    assert looked.complaints == []


@pytest.fixture(scope="module")
def usual(chromium):
    """Give the elements of a page on which nobody plays tricks."""
    page = chromium.new_page()
    page.set_content(plan_html(with_evil("harmless"), SHEET))
    elements = page.evaluate(ELEMENTS)
    page.close()
    return elements


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_does_nothing(kind, usual, look):
    looked = look(plan_html(with_evil(EVIL[kind]), SHEET))
    by_hand = look(plan_html(by_hand_with(EVIL[kind]), SHEET))

    assert looked.page.evaluate(ELEMENTS) == usual
    for one in (looked, by_hand):
        assert len(one.requests) == 1
        assert one.complaints == []


def test_a_script_would_be_stopped_by_the_page_itself(look):
    html = plan_html(DOCUMENTS["pair"](), SHEET)

    looked = look(html.replace("</main>", "<script>document.title = 'owned'</script></main>"))

    assert looked.page.title() == "Plan for mail-east"
    assert "Content Security Policy" in looked.complaints[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["hostile", "lacking", "pair", "runbook", "silent", "unchanged"])
def test_axe_finds_nothing_wrong(name, scheme, look):
    assert look(plan_html(DOCUMENTS[name](), SHEET), scheme).axe() == []


@pytest.mark.parametrize(("story", "kind"), [("pair-7.2", "plan"), ("farm-7.6", "runbook")])
def test_axe_finds_nothing_wrong_with_an_example(story, kind, look):
    assert look(example(story, kind)).axe() == []


def test_axe_would_find_what_is_wrong(look):
    html = plan_html(DOCUMENTS["pair"](), SHEET)
    pale = html.replace("--quiet: #4a5260", "--quiet: #c0c4ca", 1)
    pale = pale.replace('<html lang="en">', "<html>")

    found = {one.partition(":")[0] for one in look(pale).axe()}

    assert found == {"color-contrast", "html-has-lang"}


def test_a_page_has_its_landmarks_and_headings_in_order(look):
    page = look(example("pair-7.2")).page

    headings = page.evaluate("[...document.querySelectorAll('h1,h2')].map(one => one.innerText)")
    assert headings == [
        "Plan for mail-east", "Topology", "Changes", "Steps", "What it rests on", "Approval",
    ]  # fmt: skip  # the order of the page
    for role in ("banner", "navigation", "main"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("img", name="The topology of mail-east").count() == 1


def test_a_page_is_used_with_the_keyboard_alone(look):
    page = look(example("pair-7.2")).page

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the plan"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "The drawing in words"
    page.keyboard.press("Enter")
    assert page.get_by_text("mx1: primary, is: HA off; changes.").nth(1).is_visible()


def test_light_and_dark_are_what_the_reader_has_chosen(look):
    ground = "getComputedStyle(document.body).backgroundColor"

    light, dark = (look(example("pair-7.2"), scheme).page for scheme in ("light", "dark"))

    assert light.evaluate(ground) == "rgb(255, 255, 255)"
    assert dark.evaluate(ground) == "rgb(20, 24, 29)"


def test_a_page_on_paper_is_a_runbook(look):
    page = look(example("pair-7.2"), "dark").page
    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.get_by_role("navigation").is_visible()
    assert page.get_by_text("Done at ____").first.is_visible()
    # What is folded on a screen can't be opened on paper.
    assert page.locator("details:not([open]) pre").first.evaluate("one => one.checkVisibility()")
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["hostile", "pair", "runbook"])
def test_a_page_fits_a_telephone(name, look):
    page = look(plan_html(DOCUMENTS[name](), SHEET), width=360).page

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_step_is_told_with_what_to_do_if_it_fails(look):
    page = look(example("pair-7.2")).page

    steps = json.loads((EXAMPLES / "pair-7.2/plan.json").read_text())["hacfg"]["steps"]
    told = page.locator("ol.timeline > li")
    assert told.count() == len(steps)
    assert page.get_by_text("If it fails:").count() == len(steps)
