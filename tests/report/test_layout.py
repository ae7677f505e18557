"""Columns, folding, and how numbers and times read."""

import pytest

from hacfg.report.layout import (
    Cell,
    count,
    duration,
    fold,
    labelled,
    numbers,
    pad,
    row,
    width_of,
    with_note,
)
from hacfg.report.style import Style


@pytest.mark.parametrize(
    ("found", "text"),
    [((), ""), ((4,), "4"), ((1, 2, 3), "1-3"), ((5, 1, 2, 9), "1-2, 5, 9")],
)
def test_numbers_read_as_ranges(found, text):
    assert numbers(found) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (20, "20 s"), (60, "1 min"), (90, "90 s"), (1200, "20 min"), (7200, "2 h")],
)
def test_times_read_as_people_say_them(seconds, text):
    assert duration(seconds) == text


def test_wide_and_combining_characters_take_their_columns():
    assert width_of("東京") == 4
    assert width_of("e\u0301") == 1
    assert pad("東", 4) == "東  "


def test_colours_take_no_columns():
    assert width_of(Style(color=True).paint("ok", "green", "bold")) == 2


def test_a_word_that_is_too_long_stays_whole():
    assert fold("a 12345678901234567890 b", 10) == ["a", "12345678901234567890", "b"]


def test_cells_are_folded_into_their_own_columns():
    lines = row([Cell("1", 2), Cell("heartbeat ports get addresses", 12), Cell("end", 3)], Style())

    assert lines == ["  1   heartbeat     end", "      ports get", "      addresses"]


def test_a_note_that_does_not_fit_keeps_its_end():
    line = with_note("  ~ interface port5", "a/very/long/folder/topology.yaml:19", Style(width=44))

    assert line == "  ~ interface port5  ...der/topology.yaml:19"
    assert with_note("left", "", Style()) == "left"


def test_a_label_stands_beside_its_text():
    assert labelled("Proof", "not rehearsed", Style()) == ["Proof         not rehearsed"]


def test_one_is_singular():
    assert (count(1, "unit"), count(2, "unit")) == ("1 unit", "2 units")
