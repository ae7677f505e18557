"""The three levels of a plan's text: what it amounts to, what is usual, everything."""

import re

import pytest

from hacfg.report.plan_text import plan_text
from hacfg.report.style import Style
from tests.report.documents import DOCUMENTS, farm, pair, runbook, unchanged
from tests.report.golden import assert_golden

BRIEF = Style(width=80, brief=True)


@pytest.mark.parametrize("name", ["pair", "lacking", "runbook"])
def test_a_summary_reads_as_before(name):
    assert_golden(f"{name}-80-summary.txt", plan_text(DOCUMENTS[name](), BRIEF))


@pytest.mark.parametrize("name", sorted(set(DOCUMENTS) - {"unchanged", "hostile", "stuck"}))
def test_each_level_says_more_than_the_one_before(name):
    full = Style(width=80, full=True)

    sizes = [len(plan_text(DOCUMENTS[name](), style)) for style in (BRIEF, Style(), full)]

    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]


@pytest.mark.parametrize("style", [BRIEF, Style(), Style(full=True)])
@pytest.mark.parametrize("make", [pair, farm, runbook])
def test_what_is_touched_comes_last_at_every_level(make, style):
    document = make()

    summary, _, touched = plan_text(document, style).rpartition("to destroy.\n")

    assert summary
    named = {change.address.kind for change in document.hacfg.changes}
    assert all(kind in touched for kind in named)
    assert re.search(r"\n\n", touched) is None


def test_a_summary_says_who_does_what_and_what_mail_notices():
    text = plan_text(pair(), BRIEF)

    assert "7: 5 written by hacfg, 2 waited for" in text
    assert "stops ~20 s (step 3)" in text


def test_a_summary_of_nothing_has_no_steps():
    text = plan_text(unchanged(), BRIEF)

    assert "Steps" not in text
    assert "No changes." in text
