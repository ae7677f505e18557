"""What a step relies on, which roles last, and what is asked for beside the changes."""

import pytest

from hacfg.plan.changes import Change, Desired
from hacfg.plan.draft import Expected
from hacfg.plan.pending import Pending
from hacfg.state import GROUP, UNKNOWN, Address, Value
from tests.plan.core.parts import (
    HA,
    HEALTHY,
    LINES,
    PORT,
    SECOND,
    SECOND_HA,
    STATUS,
    Found,
    draft,
    expecting,
    in_roles,
)
from tests.plan.groups import declared


def test_only_roles_that_last_are_told_of_each_unit_in_the_words_of_the_group() -> None:
    document = declared("7.2", "config-only", 6)
    document["units"][5]["state"] = "absent"
    on = draft(in_roles(*HEALTHY, *[Found()] * 4, document=document))
    words: list[Value] = ["config-secondary", "failed", "primary", UNKNOWN]
    for number, word in enumerate(words, 2):
        on.expected[Address(f"mx{number}", "ha_status")] = {"effective_mode": word}

    assert on.roles() == {
        STATUS: {"effective_mode": "config-primary"},
        SECOND: {"effective_mode": "config-secondary"},
        Address("mx6", "ha_status"): {"effective_mode": "off"},
    }
    assert list(on.roles()) == sorted(on.roles())


def test_roles_are_told_in_the_order_of_the_units_names() -> None:
    document = declared("7.2")
    document["units"][0]["role"], document["units"][1]["role"] = "secondary", "primary"

    on = draft(in_roles(*reversed(HEALTHY), document=document))

    assert [unit.name for unit in on.situation.units] == ["mx2", "mx1"]
    assert list(on.roles()) == [STATUS, SECOND]


RELIED: dict[str, tuple[tuple[str, ...], Expected]] = {
    "the one that is written to": (
        ("mx1",),
        {HA: {"mode": "primary"}, STATUS: {"effective_mode": "primary"}},
    ),
    "whether it is in sync is the others' only": (
        ("mx2",),
        {SECOND_HA: {"mode": "secondary"}, SECOND: {"effective_mode": "secondary"}},
    ),
    "another that is in sync": (
        ("mx1", "mx2"),
        {
            HA: {"mode": "primary"},
            STATUS: {"effective_mode": "primary"},
            SECOND_HA: {"mode": "secondary"},
            SECOND: {"effective_mode": "secondary", "in_sync": True},
        },
    ),
    "another that is not": (
        ("mx2", "mx1"),
        {
            SECOND_HA: {"mode": "secondary"},
            SECOND: {"effective_mode": "secondary"},
            HA: {"mode": "primary"},
            STATUS: {"effective_mode": "primary"},
        },
    ),
    "nobody": ((), {}),
}


@pytest.mark.parametrize("case", RELIED)
def test_a_step_relies_on_the_roles_of_its_unit_and_of_others(case: str) -> None:
    units, expected = RELIED[case]

    assert expecting().relied(*units) == expected


def test_nothing_is_relied_on_that_was_not_seen() -> None:
    on = expecting(ha={"mode": UNKNOWN, "enabled": True}, ha_status={"effective_mode": UNKNOWN})
    on.expected[SECOND] = {"effective_mode": UNKNOWN, "in_sync": True}
    on.expected[SECOND_HA] = None

    assert on.relied("mx1", "mx2") == {HA: {"enabled": True}, SECOND: {"in_sync": True}}


def test_what_is_relied_on_is_no_part_of_what_is_expected() -> None:
    on = expecting()

    relied = on.relied("mx1")[STATUS]
    assert relied is not None
    relied["effective_mode"] = "off"

    assert on.acts_as("mx1") == "primary"


def test_what_is_asked_for_is_pending_with_its_place_and_what_is_read_now() -> None:
    desired = Desired(
        places={
            (HA, "mode"): LINES[1],
            (Address(GROUP, "ha"), "mode"): LINES[2],
            (Address(GROUP, "ha"), "base_port"): LINES[3],
            (Address(GROUP, "ha_interface", "port1"), "virtual_ip"): LINES[4],
        }
    )
    on = draft(in_roles(*HEALTHY), [Change(HA, "update", {"x": 1}, {"x": 2})], desired)
    on.expected[HA] = {"mode": "primary"}

    on.ask(HA, {"mode": "off", "base_port": 5, "password": "p"})
    on.ask(PORT, {"virtual_ip": None})
    on.ask(STATUS, {"seen": None})

    assert on.pool.by_address == {
        HA: Pending(
            "update",
            {"x": 1, "mode": "primary", "base_port": UNKNOWN, "password": UNKNOWN},
            {"x": 2, "mode": "off", "base_port": 5, "password": "p"},
            {"mode": LINES[1], "base_port": LINES[3]},
        ),
        PORT: Pending(
            "update",
            {"virtual_ip": on.read("mx1", "ha_interface", "virtual_ip", "port1")},
            {"virtual_ip": None},
            {"virtual_ip": LINES[4]},
        ),
        STATUS: Pending("update", {"seen": UNKNOWN}, {"seen": None}, {}),
    }
