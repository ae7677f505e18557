"""What a plan in the making knows: of each unit, by now; what a step relies on; what was asked."""

import pytest

from hacfg.plan.changes import Change, Desired
from hacfg.plan.draft import Draft, Expected, runs_as_farm
from hacfg.plan.pending import Pending
from hacfg.source import Position
from hacfg.state import GROUP, UNKNOWN, Address, Attributes, Value
from tests.plan.core.parts import HEALTHY, Found, draft, in_roles, roles, situation
from tests.plan.groups import declared, group

HA, STATUS = Address("mx1", "ha"), Address("mx1", "ha_status")
SECOND, THIRD = Address("mx2", "ha_status"), Address("mx3", "ha_status")
PORT = Address("mx1", "ha_interface", "port1")
LINES = [Position("group.yaml", line) for line in range(9)]


def pair(**expected: Attributes | None) -> Draft:
    """Return a draft on a pair; what is expected of the HA and of the status of mx1."""
    made = draft(in_roles(*HEALTHY))
    for kind, values in expected.items():
        made.expected[Address("mx1", kind)] = None if values is None else dict(values)
    return made


def test_what_is_expected_takes_the_place_of_what_was_read_attribute_by_attribute() -> None:
    on = pair(ha={"mode": "off", "base_port": 1}, ha_interface=None)
    on.expected[PORT] = {"heartbeat": "primary"}

    on.expect({HA: {"mode": "primary"}, STATUS: None, Address("mx1", "ha_interface"): {"a": 1}})

    assert on.read("mx1", "ha", "mode") == "primary"
    assert on.read("mx1", "ha", "base_port") == 1
    assert on.read("mx1", "ha_status", "effective_mode") is UNKNOWN
    assert on.read("mx1", "ha_interface", "heartbeat", "port1") == "primary"
    assert on.read("mx1", "ha_interface", "heartbeat") is UNKNOWN
    assert on.read("mx1", "ha_interface", "a") == 1
    assert on.read("mx1", "unheard_of", "a") is UNKNOWN
    assert on.expected[STATUS] is None


def test_steps_are_counted_from_one() -> None:
    assert pair().number == 1


@pytest.mark.parametrize(
    ("mode", "is_on"),
    [("off", False), ("primary", True), ("config-secondary", True), (UNKNOWN, False),
     (None, False)],
)  # fmt: skip  # one table
def test_ha_is_on_up_to_7_2_in_any_mode_but_off(mode: Value, *, is_on: bool) -> None:
    assert pair(ha={"mode": mode, "enabled": not is_on}).is_on("mx1") is is_on


@pytest.mark.parametrize(
    ("enabled", "is_on"), [(True, True), (False, False), (UNKNOWN, False), (None, False)]
)
def test_ha_is_on_from_7_6_if_it_is_switched_on(enabled: Value, *, is_on: bool) -> None:
    one = group(declared("7.6"))
    on = draft(situation(one))
    on.expected[HA] = {"enabled": enabled, "mode": "active-passive"}

    assert on.is_shared("mx1")
    assert on.is_on("mx1") is is_on
    assert not pair().is_shared("mx1")


@pytest.mark.parametrize(
    ("word", "in_sync", "role", "follows"),
    [
        ("primary", True, "primary", False),
        ("config-primary", True, "primary", False),
        ("secondary", True, "secondary", True),
        ("config-secondary", True, "secondary", True),
        ("config-secondary", False, "secondary", False),
        ("secondary", UNKNOWN, "secondary", False),
        ("failed", True, "failed", False),
        (UNKNOWN, True, "unknown", False),
        (None, True, "unknown", False),
        (True, True, "unknown", False),
    ],
)
def test_a_unit_follows_if_it_acts_as_secondary_and_is_in_sync(
    word: Value, in_sync: Value, role: str, *, follows: bool
) -> None:
    on = pair(ha_status={"effective_mode": word, "in_sync": in_sync})

    assert on.acts_as("mx1") == role
    assert on.is_in_sync("mx1") is (in_sync is True)
    assert on.follows("mx1") is follows


@pytest.mark.parametrize("role", ["off", "primary", "secondary", "failed"])
def test_a_farm_has_words_of_its_own_for_who_leads_and_follows(role: str) -> None:
    on = pair()
    farm = pair()
    farm.is_farm = True

    assert on.word(role) == role
    assert farm.word(role) == (f"config-{role}" if role in {"primary", "secondary"} else role)


def test_a_guard_is_for_units_that_carry_mail() -> None:
    one = group(declared("7.2"))
    on = draft(situation(one, one.blank() | {Address("mx2", "domain", "example.com"): {}}))

    assert on.unless_idle("mx1", "role-change") == ()
    assert on.unless_idle("mx2", "role-change") == ("role-change",)
    assert on.has_senders("mx2")
    assert not on.has_senders("mx1")


def test_only_roles_that_last_are_told_of_each_unit_in_the_words_of_the_group() -> None:
    document = declared("7.2", "config-only", 6)
    document["units"][5]["state"] = "absent"
    on = draft(in_roles(*HEALTHY, *[Found()] * 4, document=document))
    for number, word in enumerate(["config-secondary", "failed", "primary", UNKNOWN], 2):
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
        {Address("mx2", "ha"): {"mode": "secondary"}, SECOND: {"effective_mode": "secondary"}},
    ),
    "another that is in sync": (
        ("mx1", "mx2"),
        {
            HA: {"mode": "primary"},
            STATUS: {"effective_mode": "primary"},
            Address("mx2", "ha"): {"mode": "secondary"},
            SECOND: {"effective_mode": "secondary", "in_sync": True},
        },
    ),
    "another that is not": (
        ("mx2", "mx1"),
        {
            Address("mx2", "ha"): {"mode": "secondary"},
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

    assert pair().relied(*units) == expected


def test_nothing_is_relied_on_that_was_not_seen() -> None:
    on = pair(ha={"mode": UNKNOWN, "enabled": True}, ha_status={"effective_mode": UNKNOWN})
    on.expected[SECOND] = {"effective_mode": UNKNOWN, "in_sync": True}
    on.expected[Address("mx2", "ha")] = None

    assert on.relied("mx1", "mx2") == {HA: {"enabled": True}, SECOND: {"in_sync": True}}


def test_what_is_relied_on_is_no_part_of_what_is_expected() -> None:
    on = pair()

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


@pytest.mark.parametrize(
    ("modes", "declares_farm", "farm"),
    [
        (("off", "off"), True, True),
        (("off", "off"), False, False),
        (("primary", "secondary"), True, False),
        (("config-primary", "off"), False, True),
        (("off", "config-secondary"), False, True),
        (("off", "secondary"), True, False),
        ((UNKNOWN, "config-secondary"), False, True),
        ((UNKNOWN, UNKNOWN), True, True),
        ((UNKNOWN, UNKNOWN), False, False),
    ],
)
def test_up_to_7_2_the_modes_of_the_units_tell_whether_the_group_is_a_farm(
    modes: tuple[Value, ...], *, declares_farm: bool, farm: bool
) -> None:
    one = group(declared("7.2", "config-only" if declares_farm else "active-passive"))
    rows = roles(one.blank(), [Found(mode) for mode in modes])

    assert runs_as_farm(situation(one, rows)) is farm


@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
@pytest.mark.parametrize(("held", "farm"), [("active-active", True), ("active-passive", False)])
def test_from_7_6_the_shared_document_tells_it(mode: str, held: str, *, farm: bool) -> None:
    one = group(declared("7.6", mode))
    rows = one.blank()
    rows[HA] |= {"enabled": True, "mode": held}
    rows[Address("mx1", "ha_member", "mx1")] = {"role": "primary"}

    assert runs_as_farm(situation(one, rows)) is farm
    rows[HA]["enabled"] = False
    assert runs_as_farm(situation(one, rows)) is (mode == "config-only")
