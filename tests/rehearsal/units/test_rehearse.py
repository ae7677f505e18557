"""What a rehearsal makes of what its parts find, of steps written by hand."""

from collections.abc import Iterable, Mapping
from functools import partial

from hacfg.fortimail.reading import Reading
from hacfg.plan.proof import Proof
from hacfg.plan.rehearsal.again import Replan, Replanned
from hacfg.plan.rehearsal.rehearse import Brief, rehearse
from hacfg.plan.steps import AnyStep
from hacfg.state import Address
from tests.plan.groups import Group, Planned
from tests.plan.simulated import Rows
from tests.rehearsal.bad_plans import HEALTHY, MX2_BLANK, OTHER_ACCOUNT, joining, restore_role
from tests.rehearsal.by_hand import acts, lead, only_if, synced, write
from tests.rehearsal.rehearsing import numbered
from tests.rehearsal.scenarios import Recipe, fail_over, planned, show
from tests.rehearsal.units.parts import resting

ALERTS = write("mx1", "alert_email", "noc@example.net")
JOINS: list[AnyStep] = [
    lead("7.2", "mx1", outage=True),
    acts("mx1", "primary"),
    restore_role(),
    joining("7.2"),
]
SETTLES: list[AnyStep] = [synced("mx2"), restore_role("become-secondary")]
PLAIN = [frozenset[str]()]
REPLACED = [frozenset({"join-replaces-accounts"})]


def shown(
    one: Planned,
    steps: Iterable[AnyStep],
    brief: Brief = Brief(worlds=PLAIN),  # noqa: B008  # it is frozen
    replan: Replan | None = None,
) -> Proof:
    """Return what steps come to, played in the plain world if nothing else is said."""
    return rehearse(one.situation, numbered(steps), replan, one.readings, brief)


def dangers(proof: Proof) -> set[str]:
    return {story.danger for story in proof.stories}


def test_a_plan_that_never_fits_what_was_found_comes_to_no_end():
    never = only_if(ALERTS, "mx1", "secondary")

    (story,) = shown(resting(), [never]).stories

    assert (story.rule, story.danger, story.lines) == ("S6", "unfinished", [])


def test_a_plan_without_an_end_but_after_a_fault_comes_to_no_end():
    follows_a_failover = only_if(write("mx2", "mail_storage", port=3261), "mx2", "primary")

    assert dangers(shown(resting(), [follows_a_failover])) == {"unfinished"}


def test_where_planning_again_leads_nowhere_a_story_says_why():
    def nowhere(_: Mapping[str, Reading], unsent: bool) -> Replanned:  # noqa: FBT001  # as Replan has it
        del unsent
        return Replanned(resting().situation, (), (), ("mx2 is on fire",))

    proof = shown(resting(), [ALERTS], replan=nowhere)

    assert dangers(proof) == {"no-way-on"}
    assert "mx2 is on fire" in proof.stories[0].model_dump_json()


def test_what_planning_again_asks_in_any_world_is_asked():
    worlds: list[str] = []

    def asks(_: Mapping[str, Reading], unsent: bool) -> Replanned:  # noqa: FBT001  # as Replan has it
        del unsent
        worlds.append("asked")
        return Replanned(resting().situation, (), (f"question {len(worlds)}",), ())

    proof = shown(resting(), [ALERTS], Brief(), asks)

    assert proof.questions == [f"question {number + 1}" for number in range(len(worlds))]


def test_a_unit_that_keeps_hacfg_s_account_may_join_though_it_has_another_one():
    one, steps = planned(OTHER_ACCOUNT, "7.2"), [*JOINS, *SETTLES]

    assert "astray" in dangers(shown(one, steps, Brief(worlds=REPLACED)))
    kept = Brief(worlds=REPLACED, kept_accounts=frozenset({"mx2"}))
    assert dangers(shown(one, steps, kept)) == set()


def test_an_on_failure_that_is_not_as_declared_in_the_end_is_seen_without_a_goal():
    assert dangers(shown(planned(MX2_BLANK, "7.2"), [*JOINS, synced("mx2")])) == {"not-as-declared"}


def test_a_change_that_a_fault_undoes_alone_is_told_beside_what_the_fault_does_anyway():
    storage = write("mx1", "mail_storage", port=3261)

    assert "edit-lost" in dangers(shown(planned(HEALTHY, "7.2"), [storage]))


def test_what_a_fault_does_to_a_unit_that_is_left_out_of_sync_is_no_danger_of_the_plan():
    behind = Recipe(happen=lambda _, rows: show(rows, "mx2", "secondary"))

    proof = shown(planned(behind, "7.2"), [write("mx2", "hostname", hostname="mx2b")])

    assert proof.safe
    assert "a good configuration overwritten" in {one.title for one in proof.inherent}


def mx1_off_and_nobody_watched(_: Group, rows: Rows) -> None:
    """Let mx1 have stopped, with mail in its queue, and nothing be monitored."""
    fail_over(_, rows, former="off")
    for unit in ("mx1", "mx2"):
        rows[Address(unit, "ha_interface", "port1")]["port_monitor"] = False
        for service in ("remote-smtp", "local-ports"):
            rows[Address(unit, "ha_service", service)]["enabled"] = False


def test_what_is_so_without_any_fault_is_no_danger_where_a_plan_makes_one_possible():
    steps = [write("mx2", "ha_interface", "port1", port_monitor=on) for on in (True, False)]

    proof = shown(planned(Recipe(happen=mx1_off_and_nobody_watched), "7.2"), steps)

    assert "monitoring takes mx2 for failed though it is not" in proof.faults
    assert dangers(proof) == set()


def test_a_change_that_a_fault_undoes_is_told_beside_what_the_fault_does_to_mail():
    def stays_off(_: Group, rows: Rows) -> None:
        for unit in ("mx1", "mx2"):
            rows[Address(unit, "ha")]["on_failure"] = "off"

    proof = shown(
        planned(Recipe(happen=stays_off), "7.2"), [write("mx1", "mail_storage", port=3261)]
    )

    assert "edit-lost" in dangers(proof)
    assert "mail left in a queue that nobody delivers" in {one.title for one in proof.inherent}


def test_what_a_fault_does_to_a_split_group_in_the_end_is_no_danger_of_a_plan_that_leaves_it_so():
    split = Recipe(happen=partial(fail_over, former="primary"))

    proof = shown(planned(split, "7.2"), [write("mx2", "hostname", hostname="mx2b")])

    assert dangers(proof) == set()
    assert "a good configuration overwritten" in {one.title for one in proof.inherent}


def blank_primary(_: Group, rows: Rows) -> None:
    """Let both lead, and mx1 be blank."""
    fail_over(_, rows, former="primary")
    del rows[Address("mx1", "domain", "example.com")]


def test_where_a_fault_alone_replaces_a_configuration_who_leads_without_it_is_no_danger_of_a_plan():
    one = planned(Recipe(happen=blank_primary), "7.2")
    out = write("mx1", "ha", mode="off")

    found = dangers(shown(one, [out]))

    assert "blank-serves" not in found
    assert "mail-ends" in found
