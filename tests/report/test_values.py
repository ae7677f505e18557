"""How values read."""

import pytest

from hacfg.report.values import difference_lines, value_text
from hacfg.state import UNKNOWN, Secret
from tests.report.documents import diff


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (15, "15"),
        ("", '""'),
        (None, "(not set)"),
        ("primary", "primary"),
        (("ha", "system"), "ha, system"),
        ([], "(none)"),
        (UNKNOWN, "(unknown)"),
        ({"unknown": True}, "(unknown)"),
        (Secret("ha.password"), "(sensitive)"),
        ({"secret": "ha.password"}, "(sensitive)"),
    ],
)
def test_a_value_reads_as_people_say_it(value, text):
    assert value_text(value) == text


def test_a_list_shows_what_it_gains_and_loses():
    found = diff("events", ["cpu"], ["ha"], added=["ha"], removed=["cpu"])

    assert difference_lines(found, "update", 40) == ["+ha -cpu"]


def test_a_long_difference_takes_two_lines():
    found = diff("host", "a" * 20, "b" * 20)

    assert difference_lines(found, "update", 30) == ["a" * 20, "-> " + "b" * 20]


def test_what_was_not_seen_is_said_to_be_unknown():
    found = diff("host", None, "b", unknown=True)

    assert difference_lines(found, "update", 30) == ["(unknown) -> b"]
