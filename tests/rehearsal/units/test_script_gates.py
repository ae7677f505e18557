"""What a wait of a plan is to the model: what people do, when it is met, what is known then."""

import pytest

from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.steps import AnyStep, Gate
from hacfg.state import Address, Value
from tests.ha.groups import PAIR
from tests.rehearsal.units.parts import awaiting_role, awaiting_sync, gate, stage, start
from tests.rehearsal.units.steps import HA, HA2, awaited, write

TUNED = write(Address("mx1", "mail_storage"), {"host": "nas2.example.net"})


def about(one: Gate, unit: str = "mx2", source: str = "rest") -> Gate:
    """Return a gate about another unit, or that somebody else answers."""
    return one.model_copy(update={"unit": unit, "source": source})


def test_what_people_do_for_a_gate_comes_before_what_is_awaited():
    deed, wait = write_script(stage(), [awaited(about(gate("drained")), 4)]).cues

    assert (deed.step, deed.index, deed.by_hand, deed.on_console) == (4, 1, True, False)
    assert (wait.step, wait.index) == (4, 1)
    assert deed.do is not None
    assert deed.met is None
    assert wait.do is None
    assert wait.met is not None
    open_ = change(start(), 1, sent=True, queue=True)
    assert deed.do(PAIR, open_) == change(open_, 1, sent=False)
    assert wait.met(PAIR, start())
    assert not wait.met(PAIR, open_)


@pytest.mark.parametrize(
    ("source", "by_hand"),
    [("rest", False), ("person", True), ("command", True), ("snmp", True), ("service", True)],
)
def test_what_hacfg_does_not_read_itself_is_awaited_of_others(source, by_hand):
    (cue,) = write_script(stage(), [awaited(about(awaiting_role("primary"), source=source))]).cues

    assert cue.by_hand is by_hand


@pytest.mark.parametrize(
    ("one", "restores"),
    [
        (awaiting_sync("mx2"), True),
        (awaiting_role("primary"), True),
        (awaiting_role("secondary"), False),
        (gate("holds"), False),
    ],
    ids=["in sync", "primary", "secondary", "holds"],
)
def test_a_wait_shows_that_mail_flows_again_if_its_gate_does(one, restores):
    (cue,) = write_script(stage(), [awaited(one)]).cues

    assert cue.restores_mail is restores


@pytest.mark.parametrize(("unit", "index"), [("mx1", 0), ("mx2", 1)])
def test_a_role_is_awaited_of_the_unit_of_the_step(unit, index):
    (cue,) = write_script(stage(), [awaited(about(awaiting_role("primary"), unit))]).cues

    assert cue.index == index
    assert cue.met is not None
    assert cue.met(PAIR, start()) is (index == 0)


@pytest.mark.parametrize(
    ("one", "synced"),
    [
        (awaiting_sync("mx2"), {"mx2"}),
        (awaiting_sync("mx2", "mx3"), {"mx2", "mx3"}),
        (about(gate("in-sync"), "mx3"), {"mx3"}),
        (about(awaiting_role("secondary")), set()),
    ],
    ids=["the unit", "two units", "nothing expected", "a role"],
)
def test_a_unit_that_is_awaited_in_sync_holds_what_the_one_that_leads_shares(one, synced):
    on = stage(farm=True)

    held = write_script(on, [TUNED, awaited(one)]).held[-1]

    hosts = {name: row.value("mail_storage", "host") for name, row in held.items()}
    assert {name for name, host in hosts.items() if host == "nas2.example.net"} == {"mx1", *synced}


def test_where_it_is_not_clear_who_leads_nothing_more_is_known_of_a_unit_in_sync():
    out = write(HA, {"mode": "off"})

    script = write_script(stage(), [TUNED, out, awaited(awaiting_sync("mx2"))])

    assert script.held[-1] == script.held[-2]


def test_a_unit_in_sync_has_what_the_unit_shares_that_acts_whoever_is_to_lead():
    elsewhere = write(Address("mx2", "mail_storage"), {"host": "nas2.example.net"})
    to_mx2 = awaited(about(awaiting_role("primary", "mx2"), "mx2"))
    follows = awaited(about(awaiting_role("secondary"), "mx1"))

    def host(*steps: AnyStep) -> Value:
        held = write_script(stage(), [elsewhere, *steps, awaited(awaiting_sync("mx1"))]).held[-1]
        return held["mx1"].value("mail_storage", "host")

    assert host(to_mx2) == "nas2.example.net"
    assert host() == "nas1.example.net"
    assert host(to_mx2, follows) == "nas2.example.net"
    assert host(to_mx2, write(HA2, {"mode": "off"})) == "nas1.example.net"


def test_a_unit_is_in_sync_with_the_one_that_leads_by_then():
    swapped = [write(HA, {"mode": "secondary"}), write(HA2, {"mode": "primary"})]

    held = write_script(stage(), [TUNED, *swapped, awaited(awaiting_sync("mx1"))]).held[-1]

    assert held["mx1"].value("mail_storage", "host") == "nas1.example.net"


def test_units_are_awaited_in_the_order_of_the_model():
    (cue,) = write_script(stage(), [awaited(awaiting_sync("mx2"))]).cues

    assert cue.met is not None
    assert cue.met(PAIR, start())
    assert not cue.met(PAIR, change(start(), 1, eff="joining"))
