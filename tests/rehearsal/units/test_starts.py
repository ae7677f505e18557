"""In which states a group may be when a plan begins: one for all that was seen, more where not."""

import pytest

from hacfg.fortimail.ha import Config, Group, Heartbeat, Unit, World
from hacfg.plan.rehearsal.stage import set_stage
from hacfg.plan.rehearsal.starts import find_starts
from hacfg.plan.situation import Situation
from hacfg.state import UNKNOWN
from tests.rehearsal.units.situations import as_found, found, happened, holds, off, without_mail

STORE = "nas1.example.net:/vol/mail"
CONFIG = Config("mx1", 0, ("198.51.100.25",), STORE)
BEAT = Heartbeat("declared", 20001, ("primary 10.0.0.1 10.0.0.2", "secondary 10.0.1.1 10.0.1.2"))
FIRST = Unit(
    "primary", "primary", BEAT, CONFIG, "become-secondary", queue=True, account="mx1", kept=STORE
)
SECOND = Unit("secondary", "secondary", BEAT, CONFIG, "become-secondary", account="mx2")
DEAF = holds("mx1", "ha", base_port=7)
"""mx1 listens on another port: the units do not hear each other."""


def effs(situation: Situation, *facts: str, unit: int = 1) -> list[str]:
    """Return what a unit may be in."""
    starts = find_starts(World(facts=frozenset(facts)), situation, set_stage(situation))
    return [start.group.units[unit].eff for start in starts]


def only(situation: Situation, *facts: str) -> Group:
    """Return the one state that a group is in."""
    (start,) = find_starts(World(facts=frozenset(facts)), situation, set_stage(situation))
    return start.group


def test_a_healthy_pair_is_in_one_state():
    assert only(found()) == Group((FIRST, SECOND), sent=frozenset(CONFIG.vips))


def test_units_with_ha_off_have_their_own_configurations_and_may_hold_mail():
    group = only(found(happen=off("mx1", "mx2")))

    first, second = group.units
    assert first.hb.password == "of mx1"
    assert first.cfg == CONFIG
    assert second.cfg == CONFIG._replace(lineage="mx2")
    assert [(unit.conf, unit.eff) for unit in group.units] == [("off", "off")] * 2
    assert [(unit.queue, unit.kept, unit.sent) for unit in group.units] == [(True, STORE, True)] * 2


def test_a_blank_unit_with_ha_off_holds_nothing():
    second = only(found(happen=happened(off("mx2"), without_mail("mx2")))).units[1]

    assert second.cfg == CONFIG._replace(lineage="blank")
    assert (second.queue, second.kept) == (False, "")


def test_a_unit_that_may_be_blank_may_hold_mail():
    second = only(as_found(found(happen=off("mx2")), "mx2", blank=UNKNOWN)).units[1]

    assert (second.cfg.lineage, second.queue, second.kept) == ("mx2", True, STORE)


@pytest.mark.parametrize(
    ("word", "in_sync", "among", "apart"),
    [
        ("primary", False, ["primary"], ["primary"]),
        ("secondary", True, ["secondary"], ["secondary"]),
        ("secondary", False, ["joining"], ["joining"]),
        ("secondary", UNKNOWN, ["secondary"], ["secondary"]),
        ("failed", False, ["failed"], ["failed"]),
        ("hold-off", False, ["hold_off"], ["hold_off"]),
        ("off", False, ["off"], ["starting", "guard", "off"]),
        (UNKNOWN, False, ["primary", "off"], ["primary", "starting", "off"]),
        (
            UNKNOWN,
            True,
            ["primary", "secondary", "off"],
            ["primary", "secondary", "starting", "off"],
        ),
        (
            UNKNOWN,
            UNKNOWN,
            ["primary", "secondary", "off"],
            ["primary", "secondary", "starting", "off"],
        ),
    ],
    ids=str,
)
def test_a_unit_may_be_in_what_its_word_is_shown_for_unless_it_would_have_left_it(
    word, in_sync, among, apart
):
    seen = {"effective": word, "in_sync": in_sync}

    assert effs(as_found(found(), "mx2", **seen)) == among
    assert effs(as_found(found(happen=DEAF), "mx2", **seen)) == apart


@pytest.mark.parametrize(
    ("fact", "left"),
    [
        ("guard-promotes", ["starting", "guard", "off"]),
        ("lonely-promotes", ["guard", "off"]),
        ("rude-start", ["starting", "guard", "off"]),
    ],
)
def test_a_unit_has_left_what_it_leaves_within_minutes_in_the_world_that_is_played(fact, left):
    assert effs(as_found(found(happen=DEAF), "mx2", effective="off"), fact) == left


def test_where_all_units_would_have_left_what_they_show_they_may_be_in_it():
    one = as_found(found(), "mx2", effective="secondary", in_sync=False)

    assert effs(one) == ["joining"]


def test_units_hear_each_other_by_the_links_that_are_up_in_the_group_that_they_are_in():
    cut = happened(
        holds("mx1", "ha_status", primary_heartbeat="down", secondary_heartbeat="down"),
    )

    assert effs(as_found(found(happen=cut), "mx2", effective="off")) == ["starting", "guard", "off"]
    farm = as_found(found(happen=DEAF, farm=True), "mx2", effective="off")
    assert effs(farm, "lonely-promotes") == ["starting", "guard", "off"]


def test_what_two_units_may_be_in_is_every_pair_of_states():
    one = found(happen=DEAF)
    for name in ("mx1", "mx2"):
        one = as_found(one, name, effective="off")

    starts = find_starts(World(), one, set_stage(one))

    assert [tuple(unit.eff for unit in start.group.units) for start in starts] == [
        ("guard", "starting"),
        ("guard", "guard"),
        ("guard", "off"),
        ("off", "starting"),
        ("off", "guard"),
        ("off", "off"),
    ]


def test_a_unit_in_sync_is_not_joining_even_where_another_one_is():
    one = as_found(found(), "mx1", effective="secondary", in_sync=False)

    assert effs(as_found(one, "mx2", effective="secondary", in_sync=True)) == ["secondary"]


def test_a_unit_with_ha_off_listens_as_in_the_group_that_it_is_next_to():
    farm = only(found(happen=off("mx2"), farm=True)).units[1]

    assert farm.hb.links == ("10.0.0.0/24", "10.0.1.0/24")
