"""When hacfg goes on with a plan, when it waits, and when it stops for good."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha.writes import RefusedByUnit
from hacfg.plan.rehearsal.cue import Cue, Expected
from hacfg.plan.rehearsal.gates import met_of
from tests.ha.groups import world_with
from tests.rehearsal.units.exploring import dangers, done, explored, way
from tests.rehearsal.units.parts import awaiting_sync, stage, waits
from tests.rehearsal.units.states import PAIR_AT_REST, pair_with

NOTHING = Cue(1, 0)
UNFINISHED = ("unfinished", "", -1)
FOLLOWS = Cue(2, 1, expects=(Expected(1, None, "secondary", synced=False),))
ROLE_OF_FIRST = Cue(1, 1, expects=(Expected(0, None, "secondary", synced=False),))


def refuses(*_):
    raise RefusedByUnit("no")


def never(*_):
    return False


def is_off(_world, group):
    return group.units[1].eff == "off"


BY_HAND = Cue(1, 1, by_hand=True)
TYPED = Cue(1, 1, by_hand=True, on_console=True)
READ = Cue(1, 1)


@pytest.mark.parametrize(
    ("cue", "values", "ways"),
    [
        (READ, {}, ["0"]),
        (READ, {"api": False}, ["api-returns", "0"]),
        (READ, {"up": False, "gone": True, "eff": "off"}, None),
        (READ, {"up": False, "eff": "off"}, ["power-returns", "0"]),
        (READ, {"path": False}, None),
        (READ, {"account": "mx3"}, None),
        (BY_HAND, {"up": False, "gone": True, "api": False, "path": False, "eff": "off"}, ["0"]),
        (TYPED, {"up": False, "gone": True, "eff": "off"}, None),
        (TYPED, {"up": False, "eff": "off"}, ["power-returns", "0"]),
        (TYPED, {"api": False, "path": False, "account": "mx3"}, ["0"]),
    ],
    ids=[
        "as it is",
        "no API",
        "lost",
        "no power",
        "address elsewhere",
        "unknown account",
        "by hand",
        "typed on a lost one",
        "typed without power",
        "typed",
    ],
)
def test_a_cue_comes_once_hacfg_or_a_person_can_do_something_to_the_unit(cue, values, ways):
    one = explored(cue, group=pair_with(1, **values))

    assert [way(one, state) for state in done(one)][:1] == ([] if ways is None else [ways])


@pytest.mark.parametrize(("index", "reached"), [(0, True), (1, False)])
def test_hacfg_logs_in_to_each_unit_with_its_own_accounts(index, reached):
    on = replace(stage(), logins=(frozenset({"mx1"}), frozenset({"mx1"})))

    assert any(done(explored(Cue(1, index), on=on))) is reached


def test_hacfg_waits_until_what_it_awaits_is_so():
    on_its_way = pair_with(1, conf="off")

    one = explored(waits(1, is_off), group=on_its_way)

    assert [way(one, state) for state in done(one)] == [["switches-off", "0"]]
    assert one.graph.groups[next(done(one)).group] == pair_with(1, conf="off", eff="off")
    assert dangers(one) == set()


@pytest.mark.parametrize(
    ("cues", "found"),
    [
        ((NOTHING, waits(1, never)), {UNFINISHED}),
        ((waits(1, never),), {UNFINISHED}),
        ((ROLE_OF_FIRST,), set()),
        ((NOTHING, ROLE_OF_FIRST), {UNFINISHED}),
        ((Cue(1, 1, do=refuses),), {UNFINISHED}),
        ((NOTHING, Cue(1, 1, do=refuses)), {UNFINISHED}),
        ((NOTHING, Cue(1, 1, do=lambda _, group: group)), set()),
    ],
    ids=[
        "never met",
        "never met, first",
        "stale",
        "not as expected later",
        "refused",
        "refused later",
        "done",
    ],
)
def test_a_plan_that_stops_without_a_fault_is_unfinished_unless_nothing_was_written(cues, found):
    one = explored(*cues)

    assert dangers(one) == found
    assert len(list(done(one))) == (0 if found or cues == (ROLE_OF_FIRST,) else 1)
    assert all(one.is_done(state) for state in one.ends)


def test_a_plan_that_only_a_fault_stops_is_not_unfinished():
    one = explored(NOTHING, FOLLOWS, alone=False)

    assert not {found for found in dangers(one) if found[0] == "unfinished"}


def test_a_unit_that_came_to_its_role_by_itself_leaves_no_plan_unfinished():
    starting = pair_with(1, eff="starting")
    off = Cue(2, 1, expects=(Expected(1, None, "off", synced=False),))

    assert dangers(explored(NOTHING, off, group=starting)) == set()
    assert dangers(explored(NOTHING, off)) == {UNFINISHED}


@pytest.mark.parametrize(
    ("facts", "waits_on"), [((), True), (("password-only-sync",), False)], ids=str
)
@pytest.mark.parametrize(
    "cue",
    [
        waits(1, met_of(awaiting_sync("mx2"), 1, ("mx1", "mx2"))),
        Cue(2, 1, expects=(Expected(1, None, None, synced=True),)),
    ],
    ids=["awaited", "relied on"],
)
def test_whether_a_unit_is_in_sync_is_as_the_world_has_it(cue, facts, waits_on):
    deaf = pair_with(1, hb=PAIR_AT_REST.units[1].hb._replace(password="other"))

    one = explored(NOTHING, cue, group=deaf, world=world_with(*facts))
    assert (UNFINISHED in dangers(one)) is waits_on
