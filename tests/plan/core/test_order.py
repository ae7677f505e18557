"""Which procedures have their turn in which condition, in which order, and where that leads."""

from functools import partial

import pytest

from hacfg.state import Address
from tests.plan.groups import Group
from tests.plan.simulated import Rows
from tests.plan.units.declaring import switched_off
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import (
    RECIPES,
    Recipe,
    fail_over,
    lose_primary,
    move_virtual_ip,
    planned,
    prepared,
    show,
    unit_is,
)

FIRMWARE = pytest.mark.parametrize("firmware", FIRMWARES)
JOIN = ["join mx2", "settle"]
BUILD = ["change mail storage", "build active-passive", *JOIN]
FARM = ["join mx2", "join mx3", "join mx4"]
IN_AS_SECONDARY = ["bring mx1 in as secondary of mx2"]
HAND_OVER = ["hand over from mx2 to mx1", "await mx2", "settle"]

ORDERS: dict[str, tuple[str, list[str]]] = {
    "build": ("off", BUILD),
    "build around a used unit": ("off", BUILD),
    "base port": ("healthy", ["change the heartbeat", *JOIN]),
    "password": ("healthy", ["change the heartbeat", *JOIN]),
    "heartbeat addresses": ("healthy", ["change the heartbeat", *JOIN]),
    "move a virtual IP": ("healthy", ["change virtual IPs"]),
    "remove a virtual IP": ("healthy", ["change virtual IPs"]),
    "settings": ("healthy", ["shared settings", "unit settings"]),
    "storage": ("healthy", ["change mail storage"]),
    "everything": (
        "healthy",
        ["change mail storage", "change the heartbeat", *JOIN, "change virtual IPs",
         "shared settings", "unit settings"],
    ),
    "remove mx2": ("healthy", ["remove mx2"]),
    "disband": ("healthy", ["disband"]),
    "to a farm": ("healthy", ["change the mode to config-only", "join mx2", "unit settings"]),
    "not in sync": ("building", ["await mx2", "settle"]),
    "replace mx2": ("building", JOIN),
    "a used unit joins": ("building", JOIN),
    "build a farm": ("off", ["change mail storage", "build config-only", *FARM]),
    "build a farm around a used unit": ("off", ["change mail storage", "build config-only", *FARM]),
    "farm: base port": ("healthy", ["change the heartbeat", *FARM]),
    "farm: settings": ("healthy", ["shared settings"]),
    "farm: remove mx4": ("healthy", ["remove mx4"]),
    "farm: lost mx4": ("healthy", ["lost mx4"]),
    "farm: add mx4": ("building", ["join mx4"]),
    "farm: a used unit joins": ("building", ["join mx4"]),
    "farm: disband": ("healthy", ["disband"]),
    "farm: to a pair": ("healthy", ["change the mode to active-passive", *JOIN, "unit settings"]),
}  # fmt: skip  # one scenario a row
"""Where all that is declared is planned."""

MENDED: dict[str, tuple[str, list[str]]] = {
    "swap roles": ("healthy", ["hand over from mx1 to mx2"]),
    "failed over": ("failed over", HAND_OVER),
    "failed over, mx1 off": ("failed over", IN_AS_SECONDARY),
    "failed over, mx1 failed": ("failed over", HAND_OVER),
    "split": ("split brain", ["recover with the configuration of mx1", *JOIN]),
    "split, mx2 counts": (
        "split brain", ["recover with the configuration of mx2", *IN_AS_SECONDARY]),
    "stopped": ("abnormal", ["recover with the configuration of mx1", *JOIN]),
    "stopped, mx2 counts": (
        "abnormal", ["recover with the configuration of mx2", *IN_AS_SECONDARY]),
    "mx2 stopped": ("abnormal", ["recover with the configuration of mx1", *JOIN]),
    "replace mx1": ("failed over", IN_AS_SECONDARY),
    "replace mx1, as secondary": ("failed over", ["mx2 leads for good", "join mx1", "settle"]),
    "lost mx1": ("failed over", ["lost mx1", "mx2 leads for good"]),
}  # fmt: skip  # one scenario a row
"""Where who leads is mended first, and all else is left for a plan that follows."""

MOVED = {"port1": {"address": "198.51.100.99/24"}}
OTHERS_LEAD = {"failed over, mx1 off", "split, mx2 counts", "stopped, mx2 counts", "replace mx1",
               "replace mx1, as secondary", "lost mx1", "swap roles"}  # fmt: skip  # one list


def test_every_scenario_is_in_one_of_the_tables() -> None:
    assert sorted([*ORDERS, *MENDED]) == sorted(RECIPES)


@FIRMWARE
@pytest.mark.parametrize("name", RECIPES)
def test_procedures_come_one_after_the_other_in_the_order_that_the_condition_asks_for(
    name: str, firmware: str
) -> None:
    whole = name in ORDERS
    condition, expected = ORDERS[name] if whole else MENDED[name]

    found = prepared(name, firmware)

    procedures = list(dict.fromkeys(step.procedure for step in found.outline.steps))
    if name == "swap roles":
        procedures = procedures[:1]
    assert (found.situation.condition, procedures) == (condition, expected)
    assert found.outline.whole is whole
    assert [step.number for step in found.outline.steps] == list(
        range(1, len(found.outline.steps) + 1)
    )


@FIRMWARE
@pytest.mark.parametrize("name", RECIPES)
def test_a_plan_tells_who_acts_in_which_role_once_it_is_carried_out(
    name: str, firmware: str
) -> None:
    found = prepared(name, firmware)
    farm = found.situation.topology.mode == "config-only"
    present = [unit.name for unit in found.situation.units]
    leader = "mx2" if name in OTHERS_LEAD else "mx1"

    def role(unit: str) -> str:
        if unit not in present:
            return "off"
        word = "primary" if unit == leader else "secondary"
        return f"config-{word}" if farm else word

    assert found.outline.ends == {
        Address(unit.name, "ha_status"): {"effective_mode": role(unit.name)}
        for unit in found.situation.everyone
    }


@FIRMWARE
def test_without_steps_no_roles_are_promised(firmware: str) -> None:
    outline = planned(Recipe(), firmware).outline

    assert (outline.steps, outline.ends, outline.left, outline.whole) == ((), {}, frozenset(), True)


@FIRMWARE
@pytest.mark.parametrize(
    ("declare", "mended"),
    [(lambda _: None, False), (unit_is(1, replaced=True), True), (lose_primary, True)],
    ids=["not announced", "a new box", "a lost unit"],
)
def test_the_way_back_from_a_failover_is_asked_for_or_the_file_says_what_happened(
    declare, firmware: str, *, mended: bool
) -> None:
    found = planned(Recipe(declare, partial(fail_over, former="off")), firmware)

    assert found.situation.condition == "failed over"
    assert bool(found.outline.steps) is mended
    assert found.outline.whole is False


@FIRMWARE
def test_after_a_failover_settings_alone_are_written_and_the_rest_is_left(firmware: str) -> None:
    def declare(document):
        move_virtual_ip(document)
        document["alerts"]["syslog"][0]["categories"] = ["ha"]

    found = planned(Recipe(declare, fail_over), firmware)

    assert {step.procedure for step in found.outline.steps} == {"shared settings"}
    assert found.outline.left == {Address("mx2", "ha_interface", "port1")}
    assert [notice.where for notice in found.outline.later] == [
        str(found.desired.places[Address("group", "ha_interface", "port1"), "virtual_ip"])
    ]
    assert found.outline.lacking == ()


@FIRMWARE
@pytest.mark.parametrize("former", ["primary", "hold-off"])
def test_in_a_condition_that_nothing_is_planned_in_no_step_is_made(
    former: str, firmware: str
) -> None:
    def happen(one, rows):
        fail_over(one, rows, former)
        if former == "hold-off":
            show(rows, "mx2", "secondary", in_sync=True)

    found = planned(Recipe(unit_is(1, interfaces=MOVED), happen), firmware)

    assert (found.outline.steps, found.outline.later) == ((), ())
    assert found.lacking == ["condition"]
    assert found.outline.left == {Address("mx2", "interface", "port1")}
    assert not found.outline.whole


@FIRMWARE
def test_what_cannot_be_written_is_refused_and_counts_as_left(firmware: str) -> None:
    def declare(document):
        document["units"][1]["interfaces"]["port9"] = {"address": "203.0.113.2/24"}

    found = planned(Recipe(declare), firmware)

    assert found.outline.left == {Address("mx2", "interface", "port9")}
    assert found.lacking == ["no-such-row"]
    assert found.outline.whole


@FIRMWARE
def test_a_group_that_shall_end_needs_no_condition_to_end(firmware: str) -> None:
    def happen(one, rows):
        fail_over(one, rows, "off")

    found = planned(Recipe(RECIPES["disband"].declare, happen), firmware)

    assert {step.procedure for step in found.outline.steps} == {"disband"}
    assert found.outline.whole
    assert found.lacking == []


@FIRMWARE
@pytest.mark.parametrize(
    ("source", "procedures"),
    [
        ("mx1", ["build active-passive", *JOIN]),
        ("mx2", ["recover with the configuration of mx2", *IN_AS_SECONDARY]),
    ],
)
@pytest.mark.parametrize("recover", [True, False])
def test_a_group_that_is_off_begins_with_the_unit_whose_configuration_counts(
    firmware: str, source: str, procedures: list[str], *, recover: bool
) -> None:
    def off(one: Group, rows: Rows) -> None:
        for unit in ("mx1", "mx2"):
            switched_off(unit)(one, rows)

    one = planned(Recipe(happen=off, recover=recover, assume=(f"group.source={source}",)), firmware)

    assert one.situation.condition == "off"
    assert [*dict.fromkeys(step.procedure for step in one.outline.steps)] == procedures
