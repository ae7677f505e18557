"""The proof of a plan, and the story of one that is not safe, in Markdown and HTML."""

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options

from hacfg.plan.document import PlanDocument
from hacfg.plan.proof import Line, Proof, Story, Window
from hacfg.report.html.page import plan_html
from hacfg.report.html.views import step_views
from hacfg.report.markdown.plan import plan_markdown
from hacfg.report.sheet import Sheet
from tests.report.documents import pair
from tests.report.evil import EVIL, Tags

SHEET = Sheet(file="mail-east.plan.json")


def story(words: str = "no new primary") -> Story:
    return Story(
        rule="S1",
        words="never two primaries in one active-passive group",
        danger="two-primaries",
        title="two primaries",
        lines=[
            Line(sort="step", step=3, unit="mx1", text="ha password"),
            Line(sort="fault", text="hacfg stops here"),
            Line(sort="then", unit="mx2", text=words),
        ],
        now=["mx1 and mx2 both act as primary"],
        instead="split it",
    )


def proved(*stories: Story) -> PlanDocument:
    windows = [
        Window(sort="no-failover", first=0, last=6),
        Window(sort="no-mail", first=2, last=3),
        Window(sort="no-restart", first=4, last=5),
    ]
    proof = Proof(
        steps_digest="sha256:0",
        safe=not stories,
        worlds=[[]],
        starts=1,
        states=1204,
        transitions=3000,
        faults=["power lost"],
        windows=windows,
        stories=list(stories),
    )
    return pair(proof=proof)


def test_a_step_says_what_is_missing_while_it_is_carried_out():
    missing = {view.number: list(view.missing) for view in step_views(proved())}

    assert missing[1] == ["no failover"]
    assert missing[3] == ["no failover", "mail stops"]
    assert missing[5] == ["no failover", "a reboot or failure of the unit that leads ends mail"]
    assert missing[7] == []


def test_the_proof_is_on_the_page_and_in_the_comment():
    for text in (plan_html(proved(), SHEET), plan_markdown(proved(), SHEET)):
        assert "1,204 states" in text
        assert "no failover from the start until step 6 is done" in text
        assert (
            "a reboot or failure of the unit that leads ends mail from step 4 until step 5 is done"
            in text
        )
        assert "can end in" not in text


def test_a_plan_that_is_not_safe_tells_how_it_ends():
    page, comment = plan_html(proved(story()), SHEET), plan_markdown(proved(story()), SHEET)

    for text in (page, comment):
        assert "this can end in two primaries" in text
        assert "never two primaries in one active-passive group" in text
    assert 'href="#story"' in page


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_in_a_story_is_only_words(kind):
    page = Tags(plan_html(proved(story(EVIL[kind])), SHEET))
    comment = plan_markdown(proved(story(EVIL[kind])), SHEET)
    html = cmarkgfm.github_flavored_markdown_to_html(comment, Options.CMARK_OPT_UNSAFE)

    assert page.broken == []
    assert page.seen == Tags(plan_html(proved(story()), SHEET)).seen
    assert Tags(str(html)).broken == []
    assert not {"script", "img", "a", "h1"} & set(Tags(str(html)).seen)
