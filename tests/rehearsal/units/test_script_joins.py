"""What joining is to a script: the document of the group replaces the one of the unit (7.6)."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha import Group, World
from hacfg.fortimail.ha.state import change
from hacfg.fortimail.ha.writes import RefusedByUnit
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import FORMER, Stage
from hacfg.plan.values import PlanState
from hacfg.state import Address, Secret
from tests.rehearsal.units.parts import stage, start
from tests.rehearsal.units.steps import HA, HA2, told, typed, write

ROW = Address("mx1", "ha_member", "mx2")
OWN = Address("mx2", "ha_member", "mx2")
JOINED: PlanState = {ROW: {"role": "secondary", "primary_backup": True}, HA2: {"enabled": True}}


def outside(primary: str = "primary") -> Stage:
    """Return the stage of a pair that mx2 is not in yet, with a password of its own."""
    first, second = stage("7.6").held["mx1"], stage("7.6").held["mx2"]
    first = first.put(ROW, None).put(Address("mx1", "ha_member", "mx1"), {"role": primary})
    for name in ("mx1", "mx2"):
        second = second.put(Address("mx2", "ha_member", name), None)
    second = second.put(HA2, {"enabled": False, "base_port": 7, "on_failure": "off"})
    held = {"mx1": first, "mx2": second.put(Address("mx2", "mail_storage"), {"host": "own"})}
    return replace(stage("7.6"), held=held, passwords={"mx1": "declared", "mx2": FORMER})


def alone() -> Group:
    """Return the group before mx2 joins."""
    own = start("7.6").units[1].hb._replace(password="of mx2", port=7)
    return change(start("7.6"), 1, conf="off", eff="off", hb=own, on_failure="off")


def joined(group: Group, *, backup: bool = True) -> Group:
    """Return the group once mx2 has joined."""
    config = group.units[0].cfg._replace(version=1)
    group = change(group, 0, cfg=config)
    return change(
        group,
        1,
        conf="secondary",
        eff="starting",
        hb=group.units[0].hb,
        on_failure="become-secondary",
        backup=backup,
    )


def after(on: Stage, step, group: Group, world: World | None = None) -> Group:
    """Return the group after one step."""
    (cue,) = write_script(on, [step]).cues
    assert cue.do is not None
    return cue.do(world or World("shared"), group)


@pytest.mark.parametrize(
    ("step", "by_hand"),
    [(told("join", "mx2", JOINED), False), (typed(JOINED, "mx2", "join"), True)],
    ids=["hacfg", "a person"],
)
def test_a_unit_joins_the_one_that_has_a_row_for_it(step, by_hand):
    (cue,) = write_script(outside(), [step]).cues

    assert after(outside(), step, alone()) == joined(alone())
    assert (cue.index, cue.by_hand, cue.on_console) == (1, by_hand, by_hand)


def test_a_unit_that_joins_is_the_primary_backup_if_its_row_says_so():
    step = told("join", "mx2", {ROW: {"role": "secondary"}, HA2: {"enabled": True}})

    assert after(outside(), step, alone()) == joined(alone(), backup=False)


def test_a_unit_joins_in_the_world_that_is_played():
    deaf = change(alone(), 0, hb=alone().units[0].hb._replace(password="other"))
    step = told("join", "mx2", JOINED)

    with pytest.raises(RefusedByUnit):
        after(outside(), step, deaf)
    heard = after(outside(), step, deaf, World("shared", frozenset({"password-only-sync"})))
    assert heard.units[1].conf == "secondary"
    assert heard.units[1].hb.password == "declared"


@pytest.mark.parametrize(
    ("rows", "on", "primary"),
    [
        ({}, outside(), 0),
        ({ROW: {"role": "secondary"}}, outside("off"), 0),
        ({OWN: {"role": "secondary"}}, outside(), 0),
        ({}, outside("off"), 0),
    ],
    ids=["the one that leads", "the one with the row", "its own row is none", "the first"],
)
def test_a_unit_joins_one_that_the_step_or_the_settings_name(rows, on, primary):
    found = after(on, told("join", "mx2", {**rows, HA2: {"enabled": True}}), alone())

    assert [unit.cfg.version for unit in found.units] == [1 - primary, 0]


@pytest.mark.parametrize(
    ("rows", "leads"),
    [
        ({Address("mx2", "ha_member", "mx1"): {"role": "secondary"}}, "primary"),
        ({}, "secondary"),
        ({Address("mx2", "mail_storage"): {}}, "secondary"),
    ],
    ids=["the row counts", "who leads counts", "other rows are none"],
)
def test_the_first_unit_may_join_the_second(rows, leads):
    one, two = stage("7.6").held["mx1"], stage("7.6").held["mx2"]
    two = two.put(Address("mx2", "ha_member", "mx2"), {"role": "primary"})
    held = {"mx1": one.put(HA, {"enabled": leads == "primary"}), "mx2": two}
    first, second = start("7.6").units
    swapped = start("7.6")._replace(units=(first._replace(conf="off", eff="off"), second))
    swapped = change(swapped, 1, conf="primary", eff="primary")

    found = after(replace(stage("7.6"), held=held), told("join", "mx1", rows), swapped)

    assert [unit.cfg.version for unit in found.units] == [0, 1]
    assert found.units[0].conf == "secondary"


def test_a_unit_that_joined_holds_the_document_of_the_group_and_the_rest_of_its_own():
    script = write_script(outside(), [told("join", "mx2", JOINED)])

    before, now = script.held
    assert now["mx2"].rows("ha")[""] == {**now["mx1"].rows("ha")[""]}
    assert now["mx2"].rows("ha_member") == now["mx1"].rows("ha_member")
    assert now["mx1"].rows("ha_member")["mx2"] == JOINED[ROW]
    assert now["mx2"].value("mail_storage", "host") == "own"
    assert before == outside().held


def test_a_unit_that_joined_has_the_declared_password_and_takes_it_once_more_without_effect():
    tuned = write(HA2, {"base_port": 9, "password": Secret("ha.password")}, 2)
    group = joined(alone())

    _, then = write_script(outside(), [told("join", "mx2", JOINED), tuned]).cues

    assert then.do is not None
    former = change(group, 1, eff="primary", hb=group.units[1].hb._replace(password=FORMER))
    assert then.do(World("shared"), former).units[1].hb == former.units[1].hb._replace(port=9)
