"""Whose configuration is lost in a move, and to which one."""

import pytest

from hacfg.fortimail.ha import Config
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.hazards import losses
from tests.ha.groups import GOOD, OTHER
from tests.rehearsal.units.states import PAIR_AT_REST, pair_with


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        (OTHER, GOOD, True),
        (OTHER, OTHER, False),
        (Config(), GOOD, False),
        (OTHER, Config(), True),
        (OTHER, OTHER._replace(version=0), False),
        (OTHER, OTHER._replace(version=-1), True),
        (OTHER._replace(version=0), OTHER._replace(version=-1), True),
        (OTHER._replace(version=-1), OTHER._replace(version=-2), True),
        (OTHER._replace(version=-2), OTHER._replace(version=-1), False),
        (OTHER._replace(version=-1), OTHER._replace(version=3), False),
        (OTHER, OTHER._replace(vips=("vip",)), False),
    ],
    ids=[
        "another one",
        "the same",
        "a blank one",
        "by a blank one",
        "an edit of the plan",
        "an older one",
        "changes from before the plan",
        "an older one yet",
        "a newer one",
        "a newest one",
        "edited in place",
    ],
)
def test_a_configuration_is_lost_to_another_or_an_older_one(old, new, lost):
    before, after = pair_with(1, cfg=old), pair_with(1, cfg=new)

    assert losses(before, after) == (((1, new),) if lost else ())


def test_each_loss_of_a_move_is_told():
    before = change(PAIR_AT_REST, 1, cfg=OTHER)
    after = change(change(before, 0, cfg=OTHER), 1, cfg=GOOD)

    assert losses(before, after) == ((0, OTHER), (1, GOOD))


def test_a_move_keeps_the_number_of_units():
    with pytest.raises(ValueError, match="shorter"):
        losses(PAIR_AT_REST, PAIR_AT_REST._replace(units=PAIR_AT_REST.units[:1]))
