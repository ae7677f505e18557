"""A plan in Markdown, as GitHub's own parser reads it."""

import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st

from hacfg.plan.document import PlanDocument
from hacfg.report.markdown.blocks import size
from hacfg.report.markdown.escape import words
from hacfg.report.markdown.plan import LIMIT, marker, plan_markdown
from hacfg.report.sheet import Sheet
from tests.report.documents import DOCUMENTS, farm, pair
from tests.report.evil import EVIL, Tags, by_hand_with, large, large_with, with_evil
from tests.report.golden import assert_golden

OURS = {"b", "br", "code", "details", "em", "h3", "li", "p", "pre", "strong", "summary", "ul"}
TABLE = {"table", "tbody", "td", "th", "thead", "tr"}
SAVED = Sheet(file="mail-east.plan.json")
LARGE = large()
HOSTILE = {kind: large_with(evil) for kind, evil in EVIL.items()}


def rendered(markdown: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def evil_plans(evil: str) -> list[PlanDocument]:
    return [with_evil(evil), by_hand_with(evil)]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_plan_in_markdown_reads_as_before(name):
    assert_golden(f"{name}.md", plan_markdown(DOCUMENTS[name](), SAVED))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_comment_is_found_again_by_its_first_line(name):
    document = DOCUMENTS[name]()

    first, title, *_ = plan_markdown(document, SAVED).splitlines()

    assert first == marker(document.hacfg.group) == "<!-- hacfg plan mail-east -->"
    assert title.startswith("### mail-east: ")


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_element_is_closed_where_it_was_opened(name):
    tags = Tags(rendered(plan_markdown(DOCUMENTS[name](), SAVED)))

    assert tags.broken == []
    assert set(tags.seen) <= OURS | TABLE


def test_a_diff_has_its_signs_in_column_0():
    text = plan_markdown(farm(), SAVED)

    fences = re.findall(r"^```diff\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    lines = "".join(fences).splitlines()
    assert len(fences) == 2
    assert {line[0] for line in lines} == {"+", "-", "!"}
    assert "+ ha_peer 10.0.0.2   # topology.yaml:22" in lines
    assert "!     trap_events: +ha" not in lines
    assert "+     trap_events: ha" in lines


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_is_no_markup(kind):
    for document in evil_plans(EVIL[kind]):
        usual = Tags(rendered(plan_markdown(with_evil("harmless"), SAVED)))
        tags = Tags(rendered(plan_markdown(document, SAVED)))

        assert tags.broken == []
        assert set(tags.seen) <= OURS | TABLE
        if document.hacfg.topology == EVIL[kind]:
            assert tags.seen == usual.seen


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_mentions_and_links_nobody(kind):
    for document in evil_plans(EVIL[kind]):
        html = rendered(plan_markdown(document, SAVED))

        told = "".join(Tags(html).words)
        assert not re.search(r"@\w|#\d|://|www\.", told)
        assert "<a " not in html
        assert html.count("<!--") == 1


@given(st.text(max_size=80))
def test_any_text_reads_as_it_is(text):
    harmless = "".join(sign for sign in text if sign.isprintable()).strip()

    (paragraph,) = re.findall(r"<p>x(.*?)x</p>", rendered(f"x{words(harmless)}x"), re.DOTALL)

    read = "".join(Tags(paragraph).words).replace("\u200b", "")
    assert read == harmless.replace("\u200b", "")


@given(st.integers(2_000, 80_000))
def test_what_is_too_long_is_cut_without_breaking_anything(limit):
    text = plan_markdown(LARGE, Sheet(file="a.plan.json", limit=limit))

    assert size(text) <= limit
    assert Tags(rendered(text)).broken == []
    assert text.startswith(marker("mail-east"))
    assert "Plan: 0 to add, 961 to change, 0 to destroy." in text
    assert "Left out here" in text


@pytest.mark.parametrize("kind", sorted(EVIL))
@given(limit=st.integers(2_000, 40_000))
def test_a_cut_breaks_no_fence_and_no_details_whatever_units_say(kind, limit):
    text = plan_markdown(HOSTILE[kind], Sheet(file="a.plan.json", limit=limit))

    assert size(text) <= limit
    assert open_fences(text) == []
    assert text.count("<details>") == text.count("\n</details>\n")
    assert Tags(rendered(text)).broken == []


def open_fences(text: str) -> list[str]:
    """Return the fence that is open at the end, by CommonMark's rule for closing one."""
    fences: list[str] = []
    for line in text.splitlines():
        mark = re.match("`{3,}", line)
        if mark and not fences:
            fences.append(mark[0])
        elif mark and len(mark[0]) >= len(fences[0]) and line.strip() == mark[0]:
            fences.clear()
    return fences


def test_a_comment_fits_github_unless_asked_otherwise():
    assert size(plan_markdown(LARGE, SAVED)) <= LIMIT == 65_536
    assert "Left out here" in plan_markdown(LARGE, SAVED)
    assert "Left out here" not in plan_markdown(LARGE, Sheet(limit=1_000_000))


def test_what_was_left_out_says_where_all_of_it_is():
    text = plan_markdown(LARGE, Sheet(file="a.plan.json", limit=10_000))

    assert "<code>hacfg show a.plan.json --full</code>" in text


def test_a_value_that_is_marked_as_a_secret_is_never_shown():
    attribute = pair().hacfg.changes[1].attributes[1]
    marked = attribute.model_copy(update={"before": "CANARY-1", "after": "CANARY-2"})
    changed = pair().hacfg.changes[1].model_copy(update={"attributes": [marked]})
    ours = pair().hacfg.model_copy(update={"changes": [changed]})

    text = plan_markdown(pair().model_copy(update={"hacfg": ours}), SAVED)

    assert "CANARY" not in text
    assert "password? = (sensitive, will be set)" in text
