"""Each move of a unit, with the whole group before and after it."""

from typing import NamedTuple

import pytest

from hacfg.fortimail.ha import FACTS, MOVES, RULES, Group, World, enabled, fire
from tests.ha.groups import (
    BEAT,
    FARM,
    GOOD,
    OTHER,
    PAIR,
    SHARED,
    after,
    backed_farm,
    cut,
    farm,
    healthy,
    with_first,
    with_second,
    world_with,
)

BY_NAME = {rule.name: rule for rule in RULES}


class Case(NamedTuple):
    rule: str
    number: int
    before: Group
    after: Group
    world: World = PAIR


def mixed(first: str, second: str, **values: object) -> Group:
    """Return a pair in which both units are in unusual modes."""
    return after(with_first(eff=first, **values), 1, eff=second)


TAKEN_OVER = mixed("starting", "primary")
DOWN = after(backed_farm(), 0, up=False, eff="off")
BACKUP_LEADS = after(after(backed_farm(), 0, eff="starting"), 1, eff="primary")
WRONG = BEAT._replace(password="wrong")

CASES = [
    Case("starts-as-primary", 0, mixed("starting", "starting"), mixed("primary", "starting")),
    Case(
        "starts-beside-primary",
        0,
        TAKEN_OVER,
        mixed("primary", "primary"),
        world_with("rude-start"),
    ),
    Case("yields-at-start", 0, TAKEN_OVER, mixed("joining", "primary")),
    Case(
        "reclaims-at-start",
        0,
        mixed("starting", "primary", on_failure="restore-role"),
        mixed("primary", "joining", on_failure="restore-role"),
    ),
    Case(
        "recovers-as-configured",
        1,
        with_second(eff="failed", on_failure="restore-role"),
        with_second(eff="joining", on_failure="restore-role"),
    ),
    Case(
        "stays-off-at-start",
        0,
        mixed("starting", "primary", on_failure="off"),
        mixed("off", "primary", on_failure="off"),
    ),
    Case("follows-backup", 0, BACKUP_LEADS, after(BACKUP_LEADS, 0, eff="joining")),
    Case("finds-primary", 1, with_second(eff="starting"), with_second(eff="joining")),
    Case(
        "promotes-alone",
        1,
        mixed("off", "starting"),
        mixed("off", "primary"),
        world_with("lonely-promotes"),
    ),
    Case("syncs-first", 1, with_second(eff="joining", cfg=OTHER), healthy()),
    Case(
        "fails-first-sync",
        1,
        cut(with_second(eff="joining", cfg=OTHER)),
        cut(with_second(eff="guard", cfg=OTHER)),
    ),
    Case("tries-again", 1, with_second(eff="guard"), with_second(eff="joining")),
    Case(
        "promotes-from-guard",
        1,
        mixed("off", "guard"),
        mixed("off", "primary"),
        world_with("guard-promotes"),
    ),
    Case(
        "syncs-change",
        1,
        with_first(cfg=GOOD._replace(version=4)),
        after(with_first(cfg=GOOD._replace(version=4)), 1, cfg=GOOD._replace(version=4)),
    ),
    Case("hands-queue-over", 1, with_second(queue=True), healthy()),
    Case("takes-over", 1, mixed("off", "secondary", up=False), mixed("off", "primary", up=False)),
    Case("backup-takes-over", 1, DOWN, after(DOWN, 1, eff="primary")),
    Case("leaves-hold-off", 1, with_second(eff="hold_off"), healthy()),
    Case(
        "hold-off-runs-out",
        1,
        mixed("off", "hold_off", up=False),
        mixed("off", "primary", up=False),
    ),
    Case("fails", 0, with_first(sound=False), with_first(sound=False, eff="failed")),
    Case(
        "fails-for-good",
        0,
        with_first(sound=False, on_failure="off"),
        with_first(sound=False, on_failure="off", eff="off"),
    ),
    Case("switches-off", 1, with_second(conf="off"), with_second(conf="off", eff="off")),
    Case("recovers-as-secondary", 0, mixed("failed", "primary"), mixed("joining", "primary")),
    Case(
        "recovers-its-role",
        0,
        mixed("failed", "primary", on_failure="restore-role"),
        mixed("primary", "joining", on_failure="restore-role"),
    ),
    Case("takes-in-mail", 0, with_first(queue=False), healthy()),
    Case(
        "delivers-queue",
        0,
        healthy()._replace(sent=frozenset()),
        with_first(queue=False)._replace(sent=frozenset()),
    ),
    Case(
        "promote-together",
        0,
        mixed("starting", "secondary"),
        mixed("primary", "primary"),
        world_with("same-instant"),
    ),
    Case("power-returns", 0, with_first(up=False, eff="off"), with_first(eff="starting")),
    Case("port-returns", 0, with_first(sound=False), healthy()),
    Case("api-returns", 1, with_second(api=False), healthy()),
    Case("links-return", 0, cut(healthy(), False, True), healthy()),  # noqa: FBT003  # which links are up
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_that_may_fire_changes_exactly_this(case):
    rule = BY_NAME[case.rule]

    assert (rule, case.number) in list(enabled(case.world, case.before))
    assert fire(case.world, case.before, rule, case.number) == case.after


def test_every_rule_has_a_case():
    assert sorted(case.rule for case in CASES) == sorted(BY_NAME)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_says_where_it_is_known_from(rule):
    assert rule.source
    assert rule.pace in {"prompt", "lapse", "long"}
    assert rule.mark in {"documented", "sibling", "inferred", "unknown"}
    assert rule.mark != "documented" or "inferred" not in rule.source


@pytest.mark.parametrize(
    "world", [PAIR, SHARED, world_with(*FACTS)], ids=["per-unit", "shared", "all facts"]
)
def test_a_healthy_pair_stays_as_it_is_in_every_world(world):
    assert list(enabled(world, healthy())) == []


@pytest.mark.parametrize("facts", [(), tuple(FACTS)], ids=["no fact", "all facts"])
def test_a_healthy_farm_stays_as_it_is_in_every_world(facts):
    assert list(enabled(world_with(*facts, base=FARM), farm())) == []


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        ("starts-beside-primary", "rude-start"),
        ("promotes-alone", "lonely-promotes"),
        ("promotes-from-guard", "guard-promotes"),
        ("promote-together", "same-instant"),
    ],
)
def test_a_doubtful_move_needs_its_fact(rule, fact):
    case = next(case for case in CASES if case.rule == rule)

    assert case.world.facts == {fact}
    assert BY_NAME[rule] not in [found for found, _ in enabled(PAIR, case.before)]


def test_a_polite_start_is_impossible_where_a_rude_one_is_the_rule():
    found = enabled(world_with("rude-start"), TAKEN_OVER, MOVES)

    assert [rule.name for rule, index in found if index == 0] == ["starts-beside-primary"]


def test_units_of_a_farm_without_a_backup_never_take_over():
    alone = after(farm(), 0, up=False, eff="off")

    assert list(enabled(world_with(*FACTS, base=FARM), alone, MOVES)) == []


def test_a_farm_unit_that_lost_its_first_sync_does_not_become_primary():
    group = after(after(farm(), 0, up=False, eff="off"), 1, eff="guard", sent=False, queue=False)

    assert list(enabled(world_with(*FACTS, base=FARM), group, MOVES)) == []


def test_mail_in_the_queue_of_a_unit_that_joined_is_handed_over_once_it_follows():
    group = with_second(eff="joining", cfg=OTHER, queue=True)
    synced = fire(PAIR, group, BY_NAME["syncs-first"], 1)

    assert synced == with_second(queue=True)
    assert fire(PAIR, synced, BY_NAME["hands-queue-over"], 1) == healthy()
    emptied = after(with_second(queue=True), 0, queue=False)
    assert fire(PAIR, emptied, BY_NAME["hands-queue-over"], 1) == healthy()


STRANDS = world_with("join-strands-queue")


@pytest.mark.parametrize(
    ("world", "config", "is_stuck"),
    [(PAIR, OTHER, False), (STRANDS, OTHER, True), (STRANDS, GOOD, False)],
    ids=["no fact", "fact", "same lineage"],
)
def test_mail_that_a_unit_brought_is_stuck_once_it_joined_only_where_that_fact_holds(
    world, config, is_stuck
):
    joining = with_second(eff="joining", cfg=config, queue=True, brought=True)

    synced = fire(world, joining, BY_NAME["syncs-first"], 1)

    assert synced == with_second(queue=True, stuck=is_stuck)
    assert [rule.name for rule, _ in enabled(world, synced)] == (
        [] if is_stuck else ["hands-queue-over"]
    )


def test_mail_that_a_unit_took_as_the_primary_of_a_moment_is_handed_on():
    joining = with_second(eff="joining", cfg=OTHER, queue=True)

    assert fire(STRANDS, joining, BY_NAME["syncs-first"], 1) == with_second(queue=True)


def test_mail_that_is_stuck_is_so_after_another_copy_too():
    stuck = with_second(eff="joining", queue=True, brought=True, stuck=True)

    assert fire(PAIR, stuck, BY_NAME["syncs-first"], 1) == with_second(queue=True, stuck=True)


@pytest.mark.parametrize("rule", ["takes-over", "promote-together", "recovers-its-role"])
def test_whoever_becomes_primary_delivers_what_was_stuck(rule):
    case = next(case for case in CASES if case.rule == rule)
    stuck = after(case.before, case.number, stuck=True)

    assert fire(case.world, stuck, BY_NAME[rule], case.number) == case.after


def test_what_was_delivered_is_stuck_no_more():
    case = next(case for case in CASES if case.rule == "delivers-queue")
    stuck = after(case.before, case.number, brought=True, stuck=True)

    assert fire(PAIR, stuck, BY_NAME["delivers-queue"], case.number) == case.after


def test_the_shared_document_brings_its_on_failure_setting_along():
    group = with_second(eff="joining", cfg=OTHER)

    copied = fire(SHARED, group, BY_NAME["syncs-first"], 1)

    assert copied == with_second(on_failure="become-secondary")


@pytest.mark.parametrize(
    ("facts", "moves"),
    [((), []), (("password-only-sync",), ["fails-first-sync"])],
)
def test_a_wrong_password_never_lets_a_configuration_through(facts, moves):
    group = with_second(eff="joining", cfg=OTHER, hb=WRONG)

    found = [rule.name for rule, index in enabled(world_with(*facts), group) if index == 1]

    assert found == (moves or ["fails-first-sync"])


def test_a_failed_primary_alone_takes_its_role_again_once_repaired():
    alone = mixed("failed", "off", sound=True)

    back = fire(PAIR, alone, BY_NAME["recovers-as-secondary"], 0)

    assert back == mixed("secondary", "off")
    assert fire(PAIR, back, BY_NAME["takes-over"], 0) == mixed("primary", "off")


def test_a_unit_without_power_does_nothing_but_boot():
    group = with_first(up=False, eff="off")

    assert [rule.name for rule, index in enabled(PAIR, group) if index == 0] == ["power-returns"]


def test_a_unit_lost_for_good_never_boots():
    group = with_first(up=False, eff="off", gone=True)

    assert [rule for rule, index in enabled(PAIR, group) if index == 0] == []


def test_a_unit_with_ha_off_boots_to_stand_alone():
    group = after(with_first(up=False, eff="off"), 0, conf="off")

    assert fire(PAIR, group, BY_NAME["power-returns"], 0) == with_first(conf="off", eff="off")


def test_whoever_held_off_for_another_configuration_joins_anew():
    group = with_second(eff="hold_off", cfg=OTHER)

    assert fire(PAIR, group, BY_NAME["leaves-hold-off"], 1) == with_second(eff="joining", cfg=OTHER)
