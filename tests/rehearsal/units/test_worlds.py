"""Which worlds a plan is rehearsed in, and which facts its moves asked for."""

import pytest

from hacfg.fortimail.ha import FACTS
from hacfg.plan.rehearsal.worlds import Noted, doubtful_worlds, plain_world

FIRST, SECOND, *REST = FACTS
ALL = frozenset(FACTS)
KNOWN = dict.fromkeys(REST, False)
"""Only two facts are in doubt."""


def test_a_set_that_notes_is_equal_to_the_facts_that_it_holds():
    noted = Noted([FIRST, SECOND])

    assert noted == frozenset({FIRST, SECOND})
    assert noted.asked == set()


def test_a_fact_is_noted_whether_it_holds_or_not():
    noted = Noted({FIRST})

    assert FIRST in noted
    assert SECOND not in noted
    assert noted.asked == {FIRST, SECOND}


def test_two_worlds_do_not_note_for_each_other():
    noted, other = Noted({FIRST}), Noted({FIRST})

    assert FIRST in noted
    assert other.asked == set()


def test_the_plain_world_has_the_facts_that_are_known_to_hold():
    assert plain_world({FIRST: True, SECOND: False}) == {FIRST}
    assert plain_world({}) == frozenset()


def test_each_fact_that_was_asked_for_has_a_world_and_all_have_one_together():
    assert list(doubtful_worlds({}, [SECOND, FIRST])) == [{FIRST}, {SECOND}, ALL]


@pytest.mark.parametrize(
    ("known", "asked", "worlds"),
    [
        ({}, (), [ALL]),
        (KNOWN, (FIRST,), [{FIRST}, {FIRST, SECOND}]),
        (KNOWN, (), [{FIRST, SECOND}]),
        ({**KNOWN, FIRST: False}, (FIRST, SECOND), [{SECOND}]),
        ({**KNOWN, FIRST: True}, (FIRST, SECOND), [{FIRST, SECOND}]),
        ({**KNOWN, FIRST: True}, (), []),
        (dict.fromkeys(FACTS, True), tuple(FACTS), []),
        ({FIRST: False}, (FIRST,), [ALL - {FIRST}]),
    ],
    ids=[
        "nothing asked",
        "one of two",
        "none of two",
        "one false",
        "one true",
        "one left, not asked",
        "all known",
        "a known one asked",
    ],
)
def test_what_is_known_is_as_known_in_every_world(known, asked, worlds):
    assert list(doubtful_worlds(known, asked)) == worlds
