"""From where to where in a plan mail is announced to stop, or a unit may lead that is not to."""

import pytest

from hacfg.plan.rehearsal.cue import Cue, announced_outages, is_lonely, may_be_lonely
from tests.rehearsal.units.states import FARM_AT_REST, PAIR_AT_REST, pair_with

QUIET = Cue(1, 0)
STOPS = Cue(1, 0, stops_mail=True)
RESTORES = Cue(1, 0, restores_mail=True)
BOTH = Cue(1, 0, stops_mail=True, restores_mail=True)


@pytest.mark.parametrize(
    ("cues", "outages"),
    [
        ([], []),
        ([QUIET, RESTORES], [False, False]),
        ([STOPS, QUIET, RESTORES, QUIET], [True, True, False, False]),
        ([STOPS, RESTORES, STOPS], [True, False, True]),
        ([BOTH, QUIET], [True, True]),
        ([STOPS, BOTH, RESTORES], [True, True, False]),
    ],
    ids=["nothing", "quiet", "one window", "two windows", "both at once", "longer"],
)
def test_mail_is_stopped_from_the_cue_that_says_so_to_one_that_restores_it(cues, outages):
    assert list(announced_outages(cues)) == outages


LEAVE = Cue(1, 0, lonely=True)


@pytest.mark.parametrize(
    ("cues", "allowed"),
    [
        ([], [False]),
        ([QUIET], [False, False]),
        ([QUIET, LEAVE, QUIET], [False, False, True, False]),
        ([LEAVE, LEAVE], [False, True, True]),
    ],
)
def test_a_unit_may_lead_that_is_not_to_once_a_cue_is_done_that_says_so(cues, allowed):
    assert may_be_lonely(cues) == allowed


@pytest.mark.parametrize(
    ("group", "lonely"),
    [
        (PAIR_AT_REST, False),
        (FARM_AT_REST, False),
        (pair_with(0, conf="secondary"), True),
        (pair_with(0, conf="off"), True),
        (pair_with(0, up=False, eff="off"), False),
    ],
)
def test_a_group_in_which_no_unit_is_to_lead_is_lonely(group, lonely):
    assert is_lonely(group) is lonely
