"""The plan without faults: its groups at rest, what configurations hold, and its windows."""

import pytest

from hacfg.fortimail.ha import Group
from hacfg.fortimail.ha.state import change
from hacfg.fortimail.ha.writes import RefusedByUnit
from hacfg.plan.proof import Window
from hacfg.plan.rehearsal.cue import Cue, Script
from hacfg.plan.rehearsal.mainline import Mainline, follow, windows
from hacfg.state import Address
from tests.ha.groups import OTHER, cut, world_with
from tests.rehearsal.units.parts import play, stage
from tests.rehearsal.units.states import FARM_AT_REST, PAIR_AT_REST, pair_with

FRAGILE = pair_with(1, conf="off", eff="off")
CLOSED = PAIR_AT_REST._replace(sent=frozenset())
GOOD = PAIR_AT_REST.units[0].cfg


def to(group: Group):
    return lambda *_: group


def refuses(*_):
    raise RefusedByUnit("no")


def tuned(word: str, unit: str = "mx1"):
    """Return what the units hold once one of them holds another word."""
    held = stage().held
    return {**held, unit: held[unit].put(Address(unit, "ha"), {"word": word})}


def script(*cues: Cue, held=()) -> Script:
    return Script(cues, tuple(held) or (stage().held,) * (len(cues) + 1))


def followed(*cues: Cue, start: Group = PAIR_AT_REST, held=(), facts=()) -> Mainline:
    """Return the plan without faults."""
    return follow(play(*cues, world=world_with(*facts)), script(*cues, held=held), start)


def found(*groups: Group, cues: tuple[Cue, ...]) -> list[tuple[str, int, int]]:
    """Return the windows of a plan that leads through these groups."""
    line = Mainline(groups, {})
    return [(one.sort, one.first, one.last) for one in windows(play(*cues), script(*cues), line)]


def test_units_come_to_rest_before_each_cue_and_after_the_last():
    off = Cue(1, 1, do=lambda _, group: change(group, 1, conf="off"))

    line = followed(off, Cue(2, 1), start=pair_with(1, eff="joining"))

    assert line.groups == (PAIR_AT_REST, FRAGILE, FRAGILE)


def test_what_is_broken_is_not_repaired():
    assert followed(start=cut(PAIR_AT_REST)).groups[0].links == (False, False)


def test_a_plan_is_followed_until_a_unit_refuses():
    line = followed(
        Cue(1, 1, do=to(FRAGILE)), Cue(2, 1, do=refuses), Cue(3, 1, do=to(PAIR_AT_REST))
    )

    assert line.groups == (PAIR_AT_REST, FRAGILE)


def test_units_and_cues_do_what_the_world_says():
    worlds = []
    starting = change(pair_with(0, eff="starting"), 1, eff="primary")

    def notes(world, group):
        worlds.append(world)
        return group

    restores = Cue(1, 0, do=notes)

    line = followed(restores, start=starting, facts=["rude-start"])

    assert line.groups[0].units[0].eff == "primary" == line.groups[0].units[1].eff
    assert worlds == [world_with("rude-start")]


def test_what_a_configuration_holds_is_told_by_the_unit_that_leads_with_it():
    first, second = tuned("of mx1"), tuned("of mx2", "mx2")
    both = {"mx1": first["mx1"], "mx2": second["mx2"]}
    failed_over = change(pair_with(0, eff="off", on_failure="off"), 1, eff="primary")

    assert followed(held=[both]).snapshots == {GOOD: both["mx1"]}
    assert followed(start=failed_over, held=[both]).snapshots == {GOOD: both["mx2"]}


def test_what_a_configuration_holds_is_told_as_it_was_first():
    edits = Cue(2, 0, do=lambda _, group: change(group, 0, cfg=GOOD._replace(version=9)))
    held = [tuned("begin"), tuned("middle"), tuned("end")]

    line = followed(Cue(1, 0), edits, held=held)

    assert {config.version: one.value("ha", "word") for config, one in line.snapshots.items()} == {
        GOOD.version: "begin",
        9: "end",
    }


def test_each_configuration_is_told_and_that_of_a_unit_that_is_not_held_is_not():
    apart = pair_with(1, conf="off", eff="off", cfg=OTHER)
    only_one = {"mx1": stage().held["mx1"]}

    assert followed(start=apart).snapshots.keys() == {GOOD, OTHER}
    assert followed(start=apart, held=[only_one]).snapshots.keys() == {GOOD}


CUES = (Cue(3, 0), Cue(5, 0), Cue(7, 0))
SAFE = PAIR_AT_REST


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ((SAFE, SAFE, SAFE, SAFE), []),
        ((FRAGILE, SAFE, SAFE, SAFE), [(0, 3)]),
        ((SAFE, FRAGILE, SAFE, SAFE), [(3, 5)]),
        ((SAFE, FRAGILE, FRAGILE, SAFE), [(3, 7)]),
        ((FRAGILE, SAFE, FRAGILE, SAFE), [(0, 3), (5, 7)]),
        ((SAFE, SAFE, SAFE, FRAGILE), [(7, 7)]),
        ((SAFE, FRAGILE), [(3, 5)]),
        ((SAFE, CLOSED, SAFE, SAFE), []),
    ],
    ids=["none", "first", "middle", "longer", "two", "to the end", "refused there", "no mail"],
)
def test_between_which_steps_the_loss_of_one_unit_stops_mail_for_good(groups, expected):
    assert found(*groups, cues=CUES) == [("no-failover", *window) for window in expected]


LEAVE = Cue(5, 0, lonely=True)
LONELY = change(pair_with(0, conf="off", eff="off"), 1, eff="primary")


@pytest.mark.parametrize(
    ("cues", "groups", "expected"),
    [
        ((CUES[0], LEAVE, CUES[2]), (SAFE, SAFE, LONELY, SAFE), [(5, 7)]),
        ((CUES[0], LEAVE, CUES[2]), (SAFE, SAFE, LONELY, LONELY), [(5, 7)]),
        ((CUES[0], LEAVE, CUES[2]), (SAFE, SAFE, SAFE, SAFE), []),
        ((CUES[0], LEAVE, CUES[2]), (LONELY, LONELY, SAFE, SAFE), []),
        (CUES, (SAFE, SAFE, LONELY, SAFE), []),
        ((CUES[0], LEAVE, CUES[2]), (SAFE, SAFE, LONELY), [(5, 7)]),
    ],
    ids=["inside", "to the end", "one is to lead", "before", "not by leave", "refused there"],
)
def test_between_which_steps_a_unit_leads_by_leave_that_is_not_configured_to(
    cues, groups, expected
):
    lonely = [window for window in found(*groups, cues=cues) if window[0] == "no-restart"]

    assert lonely == [("no-restart", *window) for window in expected]


STOPS, RESTORES, QUIET = Cue(3, 0, stops_mail=True), Cue(5, 0, restores_mail=True), Cue(4, 0)


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ((QUIET, STOPS, QUIET, RESTORES), [(3, 5)]),
        ((STOPS, RESTORES), [(3, 5)]),
        ((QUIET, STOPS, QUIET), [(3, 4)]),
        ((STOPS, RESTORES, STOPS, RESTORES, QUIET), [(3, 5), (3, 5)]),
        ((QUIET, RESTORES), []),
    ],
    ids=["inside", "at once", "to the end", "two", "none"],
)
def test_between_which_steps_mail_is_announced_to_stop(cues, expected):
    assert found(cues=cues) == [("no-mail", *window) for window in expected]


def test_windows_without_failover_come_before_those_without_mail():
    cues = (STOPS, RESTORES)

    assert windows(play(*cues), script(*cues), Mainline((FRAGILE, SAFE, SAFE), {})) == [
        Window(sort="no-failover", first=0, last=3),
        Window(sort="no-mail", first=3, last=5),
    ]


@pytest.mark.parametrize(
    ("group", "fragile"),
    [
        (pair_with(1, up=False, gone=True, eff="off"), True),
        (pair_with(1, eff="failed", on_failure="off"), True),
        (change(FRAGILE, 1, sent=True), False),
        (cut(PAIR_AT_REST), False),
        (pair_with(1, up=False, eff="off"), True),
        (pair_with(1, conf="primary", up=False, eff="off"), False),
        (change(pair_with(0, conf="off", eff="off"), 1, eff="primary"), True),
        (pair_with(1, sound=False), True),
        (change(FARM_AT_REST, 2, eff="joining"), False),
    ],
    ids=[
        "alone",
        "the other failed",
        "two take mail",
        "links come back",
        "the other waits",
        "the other boots",
        "the second alone",
        "its port may fail it",
        "farm",
    ],
)
def test_a_group_has_no_failover_if_some_way_after_a_loss_ends_without_mail(group, fragile):
    assert bool(found(group, cues=())) is fragile
