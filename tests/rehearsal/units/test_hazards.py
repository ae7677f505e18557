"""Dangers of a state of the group."""

from typing import get_args

import pytest

from hacfg.fortimail.ha import Config, Group, Unit
from hacfg.fortimail.ha.state import BLANK, MAY_BE_LEFT, change
from hacfg.plan.rehearsal.hazards import GROUP_WIDE, RULES, Danger, Hazard, Look, look
from tests.ha.groups import FARM, GOOD, world_with
from tests.rehearsal.units.parts import OWN
from tests.rehearsal.units.states import (
    FARM_AT_REST,
    NOBODY,
    PAIR_AT_REST,
    farm_with,
    pair_with,
    seen,
)

BLANK_WITH_VIP = Config(BLANK, 0, ("vip",))
ALONE = Unit("off", "off", sent=True)
STRANDED = (("queue-stranded", GROUP_WIDE),)


def test_each_danger_breaks_one_of_the_rules():
    assert set(RULES) == set(get_args(Danger))
    assert {rule for rule, _ in RULES.values()} == {"S1", "S2", "S3", "S4", "S5", "S6"}


def test_a_hazard_of_the_group_is_none_of_any_unit():
    assert Hazard("no-mail", 0) == Hazard("no-mail", 0, GROUP_WIDE)
    assert Hazard("no-mail", 0) not in {Hazard("no-mail", 0, unit) for unit in range(24)}


def test_a_healthy_pair_is_in_no_danger_and_serves():
    assert seen(PAIR_AT_REST) == Look(
        dangers=(), at_rest=(), two_primaries=False, astray=(), served=True, apart=False
    )


def test_a_farm_is_in_no_danger_and_serves():
    assert seen(FARM_AT_REST) == seen(PAIR_AT_REST)


@pytest.mark.parametrize(
    ("group", "dangers"),
    [
        (pair_with(0, cfg=BLANK_WITH_VIP), (("blank-serves", 0),)),
        (pair_with(0, cfg=Config()), ()),
        (pair_with(1, cfg=BLANK_WITH_VIP), ()),
        (farm_with(2, cfg=Config()), (("blank-serves", 2),)),
        (pair_with(1, kept="local"), (("data-stranded", GROUP_WIDE),)),
        (pair_with(1, kept="local", cfg=GOOD._replace(store="local")), ()),
        (pair_with(1, kept=MAY_BE_LEFT), ()),
        (pair_with(1, kept="", cfg=GOOD._replace(store="local")), ()),
        (
            change(farm_with(1, kept="local"), 2, kept="local", cfg=Config()),
            (("blank-serves", 2), ("data-stranded", GROUP_WIDE)),
        ),
    ],
    ids=[
        "blank at the virtual IP",
        "blank that nobody reaches",
        "blank that follows",
        "blank in a farm",
        "data elsewhere",
        "data in its store",
        "data that a person saw to",
        "no data",
        "several",
    ],
)
def test_a_look_names_blank_units_that_serve_and_data_that_lies_elsewhere(group, dangers):
    assert seen(group).dangers == dangers
    assert seen(group).at_rest == ()


@pytest.mark.parametrize(
    ("group", "at_rest"),
    [
        (pair_with(1, queue=True), STRANDED),
        (change(pair_with(0, up=False), 1, queue=True), STRANDED),
        (pair_with(1, queue=True, gone=True), ()),
        (farm_with(1, eff="off"), STRANDED),
        (pair_with(0, conf="off", eff="off"), ()),
    ],
    ids=["secondary", "all of them", "gone for good", "stopped in a farm", "stands alone"],
)
def test_mail_that_nobody_delivers_is_one_danger_of_the_group(group, at_rest):
    assert seen(group).at_rest == at_rest
    assert seen(group).dangers == ()


@pytest.mark.parametrize(
    ("unit", "leaves"),
    [
        (ALONE, True),
        (ALONE._replace(sent=False, queue=True), True),
        (ALONE._replace(sent=False), False),
        (ALONE._replace(up=False), False),
        (ALONE._replace(conf="secondary"), False),
    ],
    ids=["senders reach it", "holds mail", "neither", "no power", "still in HA"],
)
def test_a_unit_that_left_with_mail_is_in_danger_if_it_was_to_leave(unit, leaves):
    group = Group((PAIR_AT_REST.units[0], unit), kind="farm")

    assert seen(group, frozenset({1})).at_rest == ((("leaves-with-mail", 1),) if leaves else ())
    assert seen(group).at_rest == ()


def test_whether_a_joining_unit_of_a_farm_serves_is_told_by_the_world():
    group = farm_with(1, eff="joining", cfg=Config())

    assert seen(group).dangers == ()
    assert seen(group).at_rest == STRANDED
    serving = look(world_with("joining-serves", base=FARM), group, OWN, NOBODY)
    assert serving.dangers == (("blank-serves", 1),)
    assert serving.at_rest == ()
