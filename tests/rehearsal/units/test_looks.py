"""Who leads, who serves and whom hacfg reaches in a state of the group."""

import pytest

from hacfg.fortimail.ha import Group, Unit
from hacfg.plan.rehearsal.hazards import reached
from tests.ha.groups import cut
from tests.rehearsal.units.states import PAIR_AT_REST, farm_with, pair_with, seen


@pytest.mark.parametrize(
    ("group", "two"),
    [
        (pair_with(1, eff="primary"), True),
        (pair_with(1, conf="primary"), False),
        (farm_with(1, eff="primary"), False),
        (Group(PAIR_AT_REST.units[1:]), False),
    ],
    ids=["both act", "only configured", "in a farm", "nobody"],
)
def test_only_a_pair_has_two_primaries_and_only_acting_ones(group, two):
    assert seen(group).two_primaries is two


@pytest.mark.parametrize(
    ("values", "astray"),
    [
        ({"path": False}, (1,)),
        ({"account": "mx1"}, (1,)),
        ({"path": False, "up": False}, ()),
        ({"path": False, "api": False}, ()),
        ({}, ()),
    ],
    ids=["address", "account", "no power", "no API", "all well"],
)
def test_a_unit_that_answers_but_not_to_hacfg_is_astray(values, astray):
    assert seen(pair_with(1, **values)).astray == astray


@pytest.mark.parametrize(
    ("path", "account", "is_reached"),
    [(True, "mx1", True), (False, "mx1", False), (True, "mx2", False), (False, "mx2", False)],
)
def test_hacfg_needs_both_an_address_and_an_account(path, account, is_reached):
    assert reached(Unit(path=path, account=account), frozenset({"mx1"})) is is_reached


def test_nobody_serves_where_senders_reach_no_unit():
    assert not seen(PAIR_AT_REST._replace(sent=frozenset())).served


@pytest.mark.parametrize(
    ("links", "apart"), [((False, False), True), ((True, False), False), ((False, True), False)]
)
def test_units_are_apart_once_every_link_is_down(links, apart):
    assert seen(cut(PAIR_AT_REST, *links)).apart is apart
