"""How hacfg gets in: by which address, and with whose accounts."""

from dataclasses import replace

import pytest

from hacfg.plan.rehearsal.stage import SHARED, set_stage
from hacfg.state import Address
from tests.rehearsal.units.parts import stage
from tests.rehearsal.units.situations import all_of, api_is, found, off, unit_is

ACCOUNT = {"username": "hacfg", "password": {"env": "OTHER"}}
OWN_PASSWORD = {"password": {"env": "MX2_PASSWORD"}}
BOTH = frozenset({"mx1", "mx2"})
PORT2 = Address("mx2", "interface", "port1")
VIP1 = Address("mx1", "ha_interface", "port1")


def members_of(*units: set[str]) -> tuple[frozenset[str], ...]:
    """Return the units whose accounts let hacfg in, for each unit."""
    return tuple(map(frozenset, units))


@pytest.mark.parametrize(
    ("declare", "first", "second"),
    [
        (api_is(1), BOTH, BOTH),
        (api_is(1, **OWN_PASSWORD), {"mx1"}, {"mx2"}),
        (api_is(1, username="other"), {"mx1"}, {"mx2"}),
        (api_is(1, **OWN_PASSWORD, after_join=ACCOUNT), {"mx1"}, BOTH),
        (api_is(0, **OWN_PASSWORD, after_join=ACCOUNT), BOTH, {"mx2"}),
    ],
    ids=["same account", "own password", "own name", "after_join", "after_join of the first"],
)
@pytest.mark.parametrize(
    ("happen", "members"),
    [(off(), BOTH), (off("mx2"), {"mx1"}), (off("mx1"), {"mx2"}), (off("mx1", "mx2"), set())],
    ids=["both in HA", "mx1 in HA", "mx2 in HA", "none in HA"],
)
def test_hacfg_gets_in_with_accounts_that_it_knows_the_password_of(
    declare, first, second, happen, members
):
    on = set_stage(found(declare, happen))

    shared = [{SHARED} if known & members else set() for known in (first, second)]
    assert on.logins == (first | shared[0], second | shared[1])


def test_hacfg_gets_in_with_every_account_where_a_person_says_that_it_does():
    one = found(api_is(1, **OWN_PASSWORD))

    assert set_stage(one, kept_accounts=["mx2"]).logins == members_of(
        {"mx1", SHARED}, {*BOTH, SHARED}
    )


def test_nobody_is_locked_out_of_a_unit_that_is_lost():
    lost = found(unit_is(1, state="absent", lost=True))

    assert set_stage(lost).logins == members_of({"mx1", SHARED}, {"mx1", "mx2", SHARED})


def test_an_account_is_that_of_any_unit_that_was_read():
    leaving = found(
        all_of(unit_is(1, state="absent"), api_is(0, **OWN_PASSWORD)), farm=True, size=3
    )

    on = set_stage(leaving)

    assert on.names == ("mx1", "mx3", "mx2")
    assert on.logins == members_of({"mx1", SHARED}, *[{"mx2", "mx3", SHARED}] * 2)


@pytest.mark.parametrize(
    ("host", "address", "values", "led"),
    [
        ("192.0.2.2", PORT2, {"address": "198.51.100.9/24"}, True),
        ("198.51.100.2", PORT2, {"address": "198.51.100.2/28"}, True),
        ("198.51.100.2", PORT2, {"address": "198.51.100.9/24"}, False),
        ("198.51.100.2", PORT2, {"address": None}, False),
        ("198.51.100.2", Address("mx2", "interface", "port2"), {"address": "10.1.1.1/8"}, True),
        ("198.51.100.25", PORT2, {}, False),
        ("198.51.100.9", VIP1, {"virtual_ip": "198.51.100.9/24"}, False),
        ("198.51.100.25", VIP1, {"virtual_ip": "198.51.100.9/24"}, False),
        ("mx2.example.net", PORT2, {"address": "198.51.100.9/24"}, True),
        ("2001:db8::2", PORT2, {"address": "2001:DB8:0::2/64"}, True),
        ("", PORT2, {"address": None}, True),
    ],
    ids=[
        "not its own before",
        "still its own",
        "moved",
        "gone",
        "another port",
        "virtual IP",
        "the other's virtual IP",
        "virtual IP of one",
        "a name",
        "another spelling",
        "none",
    ],
)
def test_an_address_leads_to_a_unit_unless_it_moved_or_is_a_virtual_ip(host, address, values, led):
    on = replace(stage(), hosts={**stage().hosts, "mx2": host})
    held = {**on.held, address.owner: on.held[address.owner].put(address, values)}

    assert on.is_led_to("mx2", held) is led


def test_what_was_no_address_of_the_unit_before_may_be_anything():
    on = replace(stage(), hosts={"mx1": "198.51.100.2", "mx2": "198.51.100.2"})

    assert on.is_led_to("mx1", on.held)
    assert on.is_led_to("mx2", on.held)
    moved = {**on.held, "mx2": on.held["mx2"].put(PORT2, {"address": "198.51.100.9/24"})}
    assert on.is_led_to("mx1", moved)
    assert not on.is_led_to("mx2", moved)
