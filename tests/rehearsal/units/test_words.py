"""Every danger, fault, move and mode has its words."""

from collections.abc import Mapping
from string import Formatter
from typing import Any, get_args

import pytest

from hacfg.fortimail.ha import FAULTS as KNOWN_FAULTS
from hacfg.fortimail.ha import RULES as MODEL
from hacfg.fortimail.ha.state import Effective
from hacfg.plan.rehearsal.hazards import RULES, Danger
from hacfg.plan.rehearsal.words import BEGINS, FAULTS, INSTEAD, LOST, MODES, MOVES, TITLES

TABLES: tuple[Mapping[Any, str], ...] = (TITLES, LOST, INSTEAD, FAULTS, MOVES, MODES, BEGINS)
NAMES = ["titles", "lost", "instead", "faults", "moves", "modes", "begins"]


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (TITLES, get_args(Danger)),
        (INSTEAD, get_args(Danger)),
        (RULES, get_args(Danger)),
        (FAULTS, KNOWN_FAULTS),
        (MOVES, [rule.name for rule in MODEL]),
        (MODES, get_args(Effective)),
    ],
    ids=["titles", "instead", "rules", "faults", "moves", "modes"],
)
def test_all_that_a_story_may_name_has_words(table, names):
    assert table.keys() == set(names)


def test_what_no_rule_of_its_own_says_is_lost_is_a_known_danger():
    assert LOST.keys() < set(get_args(Danger))


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_words_leave_room_for_a_unit_or_a_number_and_nothing_else(table):
    fields = {field for words in table.values() for _, field, *_ in Formatter().parse(words)}

    assert fields <= {None, "unit", "number"}
    assert all(words.strip() == words != "" for words in table.values())


def test_no_mode_is_told_by_its_name_in_the_model_where_people_have_another():
    assert not any("_" in words for table in (MODES, BEGINS) for words in table.values())
