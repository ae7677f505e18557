"""What a write of a plan does to the model: to roles, to the configuration, and to the way in."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha import World
from hacfg.fortimail.ha.state import change
from hacfg.fortimail.ha.writes import RefusedByUnit
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import FORMER
from hacfg.state import Address, Secret
from tests.rehearsal.units.parts import stage, start
from tests.rehearsal.units.steps import ALERTS, HA, HA2, PORT, played, typed, write

VIRTUAL_IP = Address("mx1", "ha_interface", "port1")
PEER_PORT = Address("mx2", "interface", "port1")
DOMAIN = Address("mx1", "domain", "example.com")
AT_PORTS = {"mx1": "198.51.100.1", "mx2": "198.51.100.2"}
"""hacfg reaches each unit by the address of its first port."""


def edited(version: int = 1):
    """Return the pair once the configuration of mx1 was edited."""
    return change(start(), 0, cfg=start().units[0].cfg._replace(version=version))


@pytest.mark.parametrize(
    ("step", "index", "values"),
    [
        (write(HA2, {"mode": "off"}), 1, {"conf": "off"}),
        (write(HA, {"on_failure": "off"}), 0, {"on_failure": "off"}),
        (typed({HA2: {"on_failure": "off"}}, "mx2"), 1, {"on_failure": "off"}),
        (write(Address("mx1", "ha_interface", "port1"), {"port_monitor": False}), 0, {}),
    ],
    ids=["role", "on_failure", "typed", "monitored port"],
)
def test_a_write_does_to_a_unit_what_its_settings_then_mean(step, index, values):
    expected = change(start(), index, **values) if values else start()

    assert played(stage(), [step], start()) == expected


@pytest.mark.parametrize(
    ("step", "edits"),
    [
        (write(DOMAIN, operation="delete"), 1),
        (write(DOMAIN, {"comment": "x"}), 0),
        (write(Address("mx1", "mail_storage"), {"port": 1}), 1),
        (typed({Address("mx1", "mail_storage"): {"port": 1}, DOMAIN: None}), 2),
    ],
    ids=["row that goes", "row with nothing shared in it", "attribute", "two, typed"],
)
def test_a_write_of_what_the_group_shares_is_an_edit_of_the_configuration(step, edits):
    assert played(stage(), [step], start()) == edited(edits)


def test_a_row_that_goes_is_held_no_more():
    last = write_script(stage(), [write(DOMAIN, operation="delete")]).held[-1]

    assert last["mx1"].rows("domain") == {}
    assert last["mx2"] == stage().held["mx2"]


def test_an_effective_secondary_refuses_to_change_what_the_group_shares():
    cue = write_script(stage(), [write(Address("mx2", "mail_storage"), {"port": 1})]).cues[0]

    assert cue.do is not None
    with pytest.raises(RefusedByUnit):
        cue.do(World(), start())


def test_a_write_does_what_the_world_says():
    step = write(HA, {"base_port": 21000})
    restarts = World(facts=frozenset({"silent-restart"}))

    assert played(stage(), [step], start()).units[0].eff == "primary"
    assert played(stage(), [step], start(), restarts).units[0].eff == "starting"


@pytest.mark.parametrize(
    ("slot", "after"), [("ha.password", "declared"), ("mail_storage.password", FORMER)]
)
def test_a_unit_that_is_sent_the_password_listens_with_the_declared_one(slot, after):
    on = replace(stage(), passwords={"mx1": FORMER, "mx2": FORMER})
    steps = [write(HA, {"password": Secret(slot)}), write(HA, {"on_failure": "off"}, 2)]
    before = change(start(), 0, hb=start().units[0].hb._replace(password=FORMER))

    assert played(on, steps, before).units[0].hb.password == after


def test_no_secret_is_held():
    (_, after) = write_script(stage(), [write(HA, {"password": Secret("s"), "x": 1})]).held

    assert after["mx1"].rows("ha")[""] == {**stage().held["mx1"].rows("ha")[""], "x": 1}


@pytest.mark.parametrize(
    ("step", "sent"),
    [
        (typed({HA2: {"mode": "secondary"}}, "mx2"), True),
        (typed({HA2: {"on_failure": "off"}}, "mx2"), False),
        (typed({HA2: {"on_failure": "off"}}, "mx2", secrets=["ha.password"]), True),
        (typed({HA2: {"on_failure": "off"}}, "mx2", secrets=["snmp.auth"]), False),
        (typed({HA2: {"x": Secret("ha.password")}}, "mx2", secrets=["snmp.auth"]), True),
        (typed({ALERTS: {"comment": "x"}}, secrets=["ha.password"]), False),
        (write(HA2, {"mode": "secondary"}), False),
    ],
    ids=[
        "HA on, typed",
        "typed",
        "typed with it",
        "typed with another",
        "in the row, and another",
        "typed elsewhere",
        "HA on, written",
    ],
)
def test_a_person_types_the_password_with_the_lines_that_name_it_or_switch_ha_on(step, sent):
    off = {**stage().held, "mx2": stage().held["mx2"].put(HA2, {"mode": "off"})}
    on = replace(stage(), held=off, passwords=dict.fromkeys(stage().names, FORMER))
    nothing = write(HA2, {"base_port": 1}, 9)
    both = change(start(), 1, conf="off", eff="off", hb=start().units[1].hb._replace(password=""))

    after = played(on, [step, nothing], both).units[1]

    assert after.hb.password == ("declared" if sent else "")


def test_switching_ha_off_by_hand_sends_no_password():
    on = replace(stage(), passwords=dict.fromkeys(stage().names, FORMER))
    former = change(start(), 1, hb=start().units[1].hb._replace(password=FORMER))

    after = played(on, [typed({HA2: {"mode": "off"}}, "mx2")], former)

    assert after == change(former, 1, conf="off")


@pytest.mark.parametrize(
    ("address", "values", "paths"),
    [
        (PORT, {"address": "198.51.100.9/24"}, (False, True)),
        (PEER_PORT, {"address": "198.51.100.9/24"}, (True, False)),
        (VIRTUAL_IP, {"virtual_ip": "198.51.100.2/24"}, (True, False)),
        (VIRTUAL_IP, {"virtual_ip": "198.51.100.9/24"}, (True, True)),
    ],
    ids=["own address", "that of the other", "virtual IP", "another virtual IP"],
)
def test_a_write_may_take_the_way_in_from_a_unit(address, values, paths):
    on = replace(stage(), hosts=AT_PORTS)

    after = played(on, [write(address, values)], start())

    assert tuple(unit.path for unit in after.units) == paths


def test_a_write_may_give_the_way_in_back():
    on = replace(stage(), hosts=AT_PORTS)
    steps = [write(PORT, {"address": f"198.51.100.{last}/24"}, last) for last in (9, 1)]

    assert len(write_script(on, steps).cues) == 2
    assert played(on, steps, start()) == start()


@pytest.mark.parametrize("address", [ALERTS, PORT], ids=str)
def test_a_write_that_ha_does_not_notice_does_nothing_to_the_model(address):
    (cue,) = write_script(stage(), [write(address, {"comment": "x"})]).cues

    assert cue.do is None


@pytest.mark.parametrize(
    ("first", "kind", "link"),
    [
        (write(HA, {"mode": "primary"}), "pair", "primary 10.0.0.1 10.0.0.3"),
        (write(HA2, {"mode": "secondary"}), "pair", "10.0.0.0/24"),
        (write(HA2, {"base_port": 20001}), "farm", "10.0.0.0/24"),
    ],
    ids=["the one that leads", "another one", "none"],
)
def test_the_mode_of_the_unit_that_is_to_lead_says_how_units_with_ha_off_listen(first, kind, link):
    farm = stage(farm=True)
    out = [write(Address(f"mx{n}", "ha"), {"mode": "off"}) for n in (3, 2, 1)]
    peer = write(Address("mx3", "ha_interface", "port5"), {"peer_address": "10.0.0.1"})

    after = played(farm, [*out, first, peer], start(farm=True))

    assert after.kind == kind
    assert after.units[2].hb.links[0] == link


def test_units_with_ha_off_listen_as_in_a_farm_once_the_unit_that_is_to_lead_is_in_one():
    out = [write(one, {"mode": "off"}) for one in (HA2, HA)]
    peer = write(Address("mx2", "ha_interface", "port5"), {"peer_address": "10.0.0.7"})
    leads = write(HA, {"mode": "config-primary"})

    pair = played(stage(), [*out, peer], start())
    farm = played(stage(), [*out, leads, peer], start())

    assert pair.units[1].hb.links[0] == "primary 10.0.0.2 10.0.0.7"
    assert (farm.kind, farm.units[1].hb) == ("farm", start().units[1].hb)
