"""Text of units and users cannot do anything but be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hacfg.report.escape import LIMIT, shown


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("mx1", "mx1"),
        ("Zürich 東京", "Zürich 東京"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x9b31mred", r"\x9b31mred"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("two\nlines\r\n", r"two\nlines\r\n"),
        ("a\tb\x00\x7f", r"a\tb\x00\x7f"),
        ("\u202efdp.exe", r"\u202efdp.exe"),
        ("a\u2066b\u2069", r"a\u2066b\u2069"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("line\u2028separator", r"line\u2028separator"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("[bold]markup[/bold] <b>&amp;</b>", "[bold]markup[/bold] <b>&amp;</b>"),
    ],
)
def test_what_is_not_plain_print_is_made_visible(text, visible):
    assert shown(text) == visible


def test_a_long_text_is_cut_and_says_by_how_much():
    assert shown("x" * (LIMIT + 7)) == "x" * LIMIT + "... (7 more characters)"


@given(some.text(some.characters(), max_size=400))
def test_any_text_becomes_one_bounded_printable_line(text):
    visible = shown(text)

    assert visible.isprintable()
    assert len(visible) <= LIMIT * 10 + 40
