"""What a story says of its end: what each unit takes itself for, what is lost, what to do."""

import pytest

from hacfg.fortimail.ha import Fault, World
from hacfg.fortimail.ha.state import change
from hacfg.plan.proof import Story
from hacfg.plan.rehearsal.hazards import Hazard
from hacfg.plan.rehearsal.play import RUNS, State
from hacfg.plan.rehearsal.telling import fault_words, tell
from tests.ha.groups import farm
from tests.rehearsal.units.parts import play, stage
from tests.rehearsal.units.states import pair_with
from tests.rehearsal.units.stories import (
    START,
    STEPS,
    TWO_PRIMARIES,
    led,
    told,
)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"eff": "secondary"}, ["takes itself for secondary"]),
        ({"eff": "secondary", "queue": True}, ["takes itself for secondary, holds mail"]),
        ({"eff": "joining"}, ["takes itself for a secondary, not yet in sync"]),
        ({"eff": "hold_off"}, ["takes itself for waiting for the primary's reboot"]),
        ({"eff": "primary"}, ["takes itself for primary, takes mail"]),
        ({"eff": "primary", "queue": True}, ["takes itself for primary, takes mail"]),
        ({"eff": "off"}, ["is off"]),
        ({"conf": "off", "eff": "off"}, ["is standalone"]),
        ({"conf": "off", "eff": "off", "sent": True, "queue": True}, ["is standalone, takes mail"]),
        ({"conf": "off"}, ["takes itself for secondary"]),
        ({"up": False, "eff": "off", "queue": True}, ["has no power"]),
        ({"up": False, "eff": "off", "gone": True}, []),
    ],
    ids=str,
)
def test_each_unit_that_is_still_there_is_told_with_what_it_takes_itself_for(values, words):
    now = told(group=pair_with(1, **values)).now

    assert now == ["mx1 takes itself for primary, takes mail", *(f"mx2 {one}" for one in words)]


def test_a_unit_that_is_gone_hides_none_of_the_others():
    now = told(group=pair_with(0, up=False, eff="off", gone=True)).now

    assert now == ["mx2 takes itself for secondary"]
    assert told(group=pair_with(0, up=False, eff="off")).now == ["mx1 has no power", *now]


def test_a_story_says_which_rule_is_broken_where_what_is_lost_and_what_to_do():
    one, state = led(facts=("rude-start", "lonely-promotes"))

    assert tell(one, STEPS, TWO_PRIMARIES, state, "as it was") == Story(
        rule="S1",
        words="never two primaries in one active-passive group",
        danger="two-primaries",
        title="two primaries",
        world=["lonely-promotes", "rude-start"],
        start="as it was",
        lines=[],
        now=["mx1 takes itself for primary, takes mail", "mx2 takes itself for secondary"],
        lost="both answer for one address; mail that one of them takes is lost later",
        instead="take the secondary out of HA before the units may lose each other",
    )


@pytest.mark.parametrize(
    ("hazard", "why", "lost"),
    [
        (Hazard("astray", 0, 0), "", "mx1 can be reached on its console only"),
        (Hazard("astray", 0, 1), "", "mx2 can be reached on its console only"),
        (Hazard("unfinished", 0), "", ""),
        (Hazard("unfinished", 0), "since", "since"),
        (Hazard("astray", 0, 1), "since", "since"),
        (Hazard("overwritten", 0, -1), "", "the configuration of  is gone; only a backup has it"),
    ],
    ids=["first", "second", "nothing", "why", "why counts", "no unit"],
)
def test_what_is_lost_is_told_of_the_unit_unless_the_reason_is_known(hazard, why, lost):
    assert told(hazard=hazard, why=why).lost == lost


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault("loses-power", 0), "mx1 loses power for a while"),
        (Fault("lost-for-good", 1), "mx2 is lost for good"),
        (Fault("link-fails", 0), "heartbeat link 1 is down for a while"),
        (Fault("link-fails", 2), "heartbeat link 3 is down for a while"),
        (Fault("links-fail"), "all heartbeat links are down at once for a while"),
    ],
    ids=str,
)
def test_a_fault_is_told_of_its_unit_or_link(fault, words):
    assert fault_words(stage().names, fault) == words


def test_in_a_farm_a_unit_takes_mail_at_its_own_address():
    one = play(on=stage(farm=True))
    state = State(one.graph.number(change(farm(), 2, sent=False)), 0, RUNS, 0, 0)
    one.parents[state] = (None, START)

    assert tell(one, STEPS, TWO_PRIMARIES, state, "").now == [
        "mx1 takes itself for primary, takes mail",
        "mx2 takes itself for secondary, takes mail",
        "mx3 takes itself for secondary, holds mail",
    ]


def test_a_unit_that_joins_takes_mail_where_the_world_has_it():
    joining = change(farm(), 2, eff="joining", queue=False)
    one = play(on=stage(farm=True), world=World(facts=frozenset({"joining-serves"})))
    state = State(one.graph.number(joining), 0, RUNS, 0, 0)
    one.parents[state] = (None, START)

    last = tell(one, STEPS, TWO_PRIMARIES, state, "").now[-1]

    assert last == "mx3 takes itself for a secondary, not yet in sync, takes mail"
