"""Exit codes: one table, one order."""

from itertools import pairwise

import pytest

from hacfg import errors
from hacfg.cli.exits import EXITS, ORDER, worst
from hacfg.errors import Category, HacfgError


def test_every_category_has_its_own_number():
    assert set(EXITS) == set(Category)
    assert len(set(EXITS.values())) == len(EXITS)
    assert 2 not in EXITS.values()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InvalidInput, 3),
        (errors.Refused, 4),
        (errors.Unreachable, 5),
        (errors.LoginRefused, 5),
        (errors.NotPermitted, 5),
        (errors.BadAnswer, 5),
        (errors.Stale, 6),
        (errors.Locked, 7),
        (errors.Stopped, 8),
        (errors.MissingAnswer, 64),
        (errors.Interrupted, 130),
    ],
)
def test_an_error_has_the_documented_code(error, code):
    assert issubclass(error, HacfgError)
    assert EXITS[error.category] == code


def test_the_order_of_several_groups_is_the_documented_one():
    documented = (8, 9, 1, 130, 143, 3, 4, 7, 6, 5, 10, 2, 0)

    assert tuple(code for code in ORDER if code != 64) == documented
    assert set(EXITS.values()) <= set(ORDER)


def test_the_worst_of_any_two_is_the_first_of_the_order():
    assert all(worst([later, earlier]) == earlier for earlier, later in pairwise(ORDER))
    assert worst([]) == 0
