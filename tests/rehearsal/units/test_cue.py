"""From where to where in a plan mail is announced to stop."""

import pytest

from hacfg.plan.rehearsal.cue import Cue, announced_outages

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
