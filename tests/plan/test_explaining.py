"""What each step is there for, and what would make a refused plan safe: both are rehearsed."""

from functools import partial

from hacfg.plan.explaining import explain, nearest_ways
from hacfg.plan.proof import Way
from tests.plan.groups import Planned
from tests.plan.units.conditions import CONDITIONS
from tests.rehearsal.bad_plans import other_account
from tests.rehearsal.scenarios import Recipe, planned, prepared, replace_unit

OTHER_ACCOUNT = Recipe(other_account, partial(replace_unit, unit="mx2"))
"""mx2 joins; it lets hacfg in by an account of its own, and nobody said how it does afterwards."""


def ways(one: Planned) -> list[Way]:
    return nearest_ways(one.material, one.proof, one.readings)


def test_each_step_is_told_with_what_it_keeps_from_happening():
    one = prepared("move a virtual IP", "7.2")

    told = explain(one.material, one.made, one.readings)

    assert [(each.step, each.rule, each.fault) for each in told] == [
        (1, "S3", ""),
        (2, "S3", ""),
        (3, "S3", "monitoring takes mx1 for failed though it is not"),
        (4, "", ""),
    ]


def test_a_safe_plan_needs_no_other_way():
    assert ways(prepared("move a virtual IP", "7.2")) == []


def test_the_fact_that_settles_a_refusal_is_a_way_and_so_are_accounts_that_stay():
    found = ways(planned(OTHER_ACCOUNT, "7.2"))

    assert [way.command for way in found] == [
        "--assume fact.join-replaces-accounts=false",
        "--assume mx2.accounts=kept",
    ]
    assert found[0].words == (
        "if you know that it is not so: the first synchronisation replaces a unit's administrator "
        "accounts by the primary's"
    )
    assert all(way.states > 0 for way in found)


def test_of_a_story_that_no_single_fact_is_known_to_settle_each_of_its_facts_is_tried():
    one = planned(OTHER_ACCOUNT, "7.2")
    assert one.proof is not None
    story = one.proof.stories[0]
    unsettled = story.model_copy(
        update={"settled_by": [], "world": ["join-replaces-accounts", "rude-start"]}
    )
    elsewhere = story.model_copy(update={"settled_by": ["fact.same-instant=false"]})
    proof = one.proof.model_copy(update={"stories": [elsewhere, unsettled]})

    found = nearest_ways(one.material, proof, one.readings)

    assert "--assume fact.join-replaces-accounts=false" in [way.command for way in found]
    assert "--assume fact.rude-start=false" not in [way.command for way in found]


def test_a_fact_that_would_help_if_it_held_is_told_so():
    found = ways(planned(CONDITIONS["units that leave"]["mx2, lost"], "7.6"))

    assert [way.command for way in found] == [
        "--assume fact.guard-promotes=true",
        "--assume fact.lonely-promotes=true",
    ]
    assert found[1].words.startswith("if you know that it is so: ")


def test_that_roles_stay_as_they_are_is_a_way_without_a_command():
    found = ways(planned(CONDITIONS["another unit leads"]["of a farm, mx1 stopped"], "7.2"))

    assert [(way.words, way.command) for way in found] == [
        ("declare mx2 primary and mx1 secondary", "")
    ]
