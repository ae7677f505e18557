"""Every scenario has a plan that is proved safe."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from hacfg.plan.proof import Proof
from hacfg.plan.steps import ActionStep, AnyStep, SetStep, WaitStep
from hacfg.state import GROUP, Address
from tests.goldens import assert_golden
from tests.plan.groups import Group, Json, Planned
from tests.plan.simulated import Rows
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.rehearsing import rehearsed
from tests.rehearsal.scenarios import (
    RECIPES,
    SCENARIOS,
    Recipe,
    fail_over,
    file_name,
    forget_member,
    heartbeat_addresses,
    planned,
    prepared,
    swap_roles,
    unit_is,
)

PROOFS = Path(__file__).parent / "proofs"
SLOW = {name for name in RECIPES if name.startswith("stopped")}
"""They begin in many states, as nobody knows what a unit is in that shows `off`."""


def marked(rows: list[tuple[str, str]]) -> list[object]:
    slow = pytest.mark.slow
    return [pytest.param(*row, marks=slow if row[0] in SLOW else ()) for row in rows]


def proof_of(one: Planned) -> Proof:
    assert one.proof is not None
    return one.proof


@pytest.mark.parametrize(("name", "firmware"), marked(SCENARIOS))
def test_every_plan_is_proved_safe_with_the_risks_and_windows_that_a_person_has_read(
    name: str, firmware: str
) -> None:
    one = prepared(name, firmware)
    proof = proof_of(one)

    assert one.lacking == []
    assert [(story.rule, story.title, story.world) for story in proof.stories] == []
    assert proof.safe
    # The plain world, each doubtful fact that a move asked for, and all of them; all planned again.
    assert [] in proof.worlds
    assert max(map(len, proof.worlds)) == 9
    assert proof.ends > 0
    assert_golden(PROOFS / firmware / f"{file_name(name)}.txt", "\n".join([*shown(one, proof), ""]))


@pytest.mark.parametrize("firmware", FIRMWARES)
@pytest.mark.parametrize("name", ["swap roles", "split, mx2 counts"])
def test_that_a_unit_leads_which_is_not_configured_to_is_refused_unless_it_is_under_its_guard(
    name: str, firmware: str
) -> None:
    one = prepared(name, firmware)
    nothing_allowed = replace(RECIPES[name], allow=frozenset())
    assert "guard:mail-interruption" in planned(nothing_allowed, firmware).lacking

    proof = rehearsed(one, [_unguarded(step) for step in one.outline.steps])

    assert {(story.rule, story.danger) for story in proof.stories} == {("S3", "mail-ends")}


@pytest.mark.parametrize("firmware", FIRMWARES)
@pytest.mark.parametrize("name", ["split", "split, mx2 counts"])
def test_of_a_split_brain_either_side_may_lose_what_the_other_one_lacks(
    name: str, firmware: str
) -> None:
    one = prepared(name, firmware)
    unannounced = [
        step if isinstance(step, WaitStep) else step.model_copy(update={"overwrites": []})
        for step in one.outline.steps
    ]

    assert "overwritten" in {story.danger for story in rehearsed(one, unannounced).stories}


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_roles_that_change_with_the_heartbeat_leave_no_link_behind(firmware: str) -> None:
    def both(found: Json) -> None:
        swap_roles(found)
        heartbeat_addresses(found)

    one = planned(Recipe(both), firmware)

    guards = {guard for step in one.outline.steps if step.type != "wait" for guard in step.guards}
    alone = planned(Recipe(swap_roles), firmware)
    assert "heartbeat-change" in guards
    assert proof_of(one).safe
    assert [(i.rule, i.title, i.world) for i in proof_of(one).inherent] == [
        (i.rule, i.title, i.world) for i in proof_of(alone).inherent
    ]


def _unguarded(step: AnyStep) -> AnyStep:
    if isinstance(step, WaitStep):
        return step
    guards = [guard for guard in step.guards if guard != "mail-interruption"]
    return step.model_copy(update={"guards": guards})


def shown(one: Planned, proof: Proof) -> Iterator[str]:
    """Yield what a plan does and what its proof says, without figures that any rule would move."""
    yield one.situation.condition
    for step, title in zip(one.outline.steps, one.titles, strict=True):
        yield f"{step.number:>4} {title}{' (mail stops)' if step.outage else ''}"
    yield from (f"{w.sort} from step {w.first} to {w.last}" for w in proof.windows)
    for risk in proof.inherent:
        world = f" if {', '.join(risk.world)}" if risk.world else ""
        yield f"inherent: {risk.rule} {risk.title}{world}"
    yield from (f"may ask: {question}" for question in proof.questions)


@pytest.mark.parametrize("firmware", FIRMWARES)
@pytest.mark.parametrize(("name", "loses"), [("split", "mx2"), ("split, mx2 counts", "mx1")])
def test_what_one_side_of_a_split_loses_falls_under_a_guard_and_its_mail_goes_first(
    name: str, loses: str, firmware: str
) -> None:
    steps = prepared(name, firmware).outline.steps
    drained = [s.number for s in steps if s.type == "wait" and s.gate.condition == "drained"]
    joins = [s for s in steps if s.type != "wait" and loses in s.overwrites and s.unit == loses]

    assert [step.guards for step in joins] == [["config-overwrite"]]
    assert len(drained) == 1
    assert drained[0] < joins[0].number


def test_for_another_primary_backup_only_the_two_units_that_it_is_about_join_anew() -> None:
    def was_mx2(_: Group, rows: Rows) -> None:
        for address, row in rows.items():
            if address.kind == "ha_member":
                row["primary_backup"] = address.key == "mx2"

    one = planned(Recipe(unit_is(2, primary_backup=True), was_mx2, size=4, farm=True), "7.6")

    joins = [step for step in one.outline.steps if isinstance(step, ActionStep)]
    assert {step.unit: step.arguments["primary_backup"] for step in joins} == {
        "mx2": False,
        "mx3": True,
    }
    assert {step.unit for step in one.outline.steps if step.type == "set"} == {"mx2", "mx3"}
    assert one.lacking == []
    assert proof_of(one).safe


def test_while_the_backup_leads_no_row_is_made_of_a_member_that_is_still_to_join() -> None:
    def leads_half_a_farm(one: Group, rows: Rows) -> None:
        forget_member(one, rows, "mx4", "10.0.0.4")
        rows.pop(Address("mx2", "ha_member", "mx4"), None)
        fail_over(one, rows)

    recipe = Recipe(unit_is(1, primary_backup=True), leads_half_a_farm, size=4, farm=True)
    one = planned(recipe, "7.6")

    assert one.situation.condition == "failed over"
    assert any(c.address == Address(GROUP, "ha_member", "mx4") for c in one.changes)
    written = [a for step in one.outline.steps if step.type != "wait" for a in step.after]
    assert "ha_member" not in {address.kind for address in written}


def test_a_member_that_the_group_does_not_list_goes_out_and_joins_anew() -> None:
    def unlisted(_: Group, rows: Rows) -> None:
        for unit in ("mx1", "mx2", "mx3"):
            del rows[Address(unit, "ha_member", "mx4")]

    one = planned(Recipe(unit_is(3), unlisted, size=4, farm=True), "7.6")

    assert [step.unit for step in one.outline.steps if isinstance(step, ActionStep)] == ["mx4"]
    assert {step.unit for step in one.outline.steps if step.type == "set"} == {"mx4"}
    assert one.lacking == []
    assert proof_of(one).safe


def test_a_member_that_does_not_know_its_own_role_is_named_with_the_way_out() -> None:
    def unlisted(_: Group, rows: Rows) -> None:
        for unit in ("mx1", "mx2", "mx3", "mx4"):
            del rows[Address(unit, "ha_member", "mx4")]

    one = planned(Recipe(unit_is(3), unlisted, size=4, farm=True), "7.6")

    (notice,) = one.outline.lacking
    assert one.outline.steps == ()
    assert notice.where == "mx4: HA is on, and the unit's own member table has no row for it"
    assert notice.next == "switch HA off on mx4 by hand, then plan again: it joins anew"


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_a_plan_that_begins_with_a_unit_in_hold_off_is_played_to_its_end(firmware: str) -> None:
    one = planned(Recipe(happen=partial(fail_over, former="hold-off"), recover=True), firmware)
    first = one.outline.steps[0]
    assert first.type != "wait"
    assert {"effective_mode": "hold-off"} in first.before.values()

    unguarded = rehearsed(one, [_unguarded(step) for step in one.outline.steps])

    assert proof_of(one).safe
    # What it could end in is found only by playing it: mx2, configured as secondary, reboots alone.
    assert {story.rule for story in unguarded.stories} == {"S3"}


def test_a_plan_that_comes_to_no_end_is_never_called_safe() -> None:
    one = prepared("base port", "7.2")
    first, *rest = one.outline.steps
    assert first.type == "set"
    nowhere = {address: {"effective_mode": "failed"} for address in first.before}
    elsewhere = first.model_copy(update={"before": {**first.before, **nowhere}})

    (story,) = rehearsed(one, [elsewhere, *rest], [frozenset()]).stories

    assert (story.rule, story.danger) == ("S6", "unfinished")


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_of_two_that_lead_the_one_that_stays_is_held_whatever_the_other_does(firmware: str) -> None:
    def both_hold(one: Group, rows: Rows) -> None:
        fail_over(one, rows, former="primary")
        for unit in ("mx1", "mx2"):
            rows[Address(unit, "ha")]["on_failure"] = "restore-role"

    one = planned(Recipe(happen=both_hold, recover=True), firmware)

    assert proof_of(one).safe
    written = [step.attributes for step in one.outline.steps if isinstance(step, SetStep)]
    assert {"on_failure": "off"} not in written
