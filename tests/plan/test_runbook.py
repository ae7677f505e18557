"""What a person is given to type: the documented lines, in the order of the plan, no secret."""

from pathlib import Path

import pytest
from hypothesis import given

from hacfg.fortimail.dialect import ActionSpec, KindSpec
from hacfg.plan.runbook import action_lines, set_lines
from hacfg.plan.steps import AnyStep, ManualStep, WaitStep
from hacfg.state import Address, Attributes, Secret, Value
from tests.goldens import assert_golden
from tests.plan.groups import Group, catalogue, declared, group, plan
from tests.plan.simulated import carry_out
from tests.plan.worlds import FIRMWARES, built, groups

HERE = Path(__file__).parent


def kind(firmware: str, name: str) -> KindSpec:
    dialect = catalogue().for_firmware(firmware)
    assert dialect is not None
    spec = dialect.kinds[name]
    assert spec is not None
    return spec


def action(firmware: str, name: str) -> ActionSpec:
    dialect = catalogue().for_firmware(firmware)
    assert dialect is not None
    spec = dialect.actions[name]
    assert spec is not None
    return spec


def said(slot: str) -> str:
    return f"env {slot.upper()}"


PEERS = "System > High Availability > Configuration > Peer systems"
# Firmware, kind, row, operation, attributes, lines: words and order as the CLI reference has them.
SETS: list[tuple[str, str, str, str, Attributes, list[str]]] = [
    (
        "7.2",
        "ha",
        "",
        "update",
        {
            "on_failure": "restore-role",
            "password": Secret("ha"),
            "mode": "primary",
            "base_port": 20001,
            "lost_threshold": 10,
            "remote_services": True,
            "mail_data_sync": False,
            "mail_queue_sync": False,
        },
        [
            "config system ha",
            "  set mode primary",
            "  set password <secret: env HA>",
            "  set hb-base-port 20001",
            "  set hb-lost-threshold 10",
            "  set remote-services-as-heartbeat enable",
            "  set on-failure restore-role",
            "  set mail-data-sync disable",
            "  set mailqueue-data-sync disable",
            "end",
        ],
    ),
    (
        "7.2",
        "ha",
        "",
        "update",
        {"mode": "config-secondary", "primary_address": "10.0.0.1"},
        ["config system ha", "  set mode config-secondary", "  set config-peer-ip 10.0.0.1", "end"],
    ),
    (
        "7.6",
        "ha",
        "",
        "update",
        {"enabled": True, "mode": "active-active", "on_failure": "become-secondary"},
        [
            "config system ha",
            "  set state enable",
            "  set mode active-active",
            "  set action-on-failure become-secondary",
            "end",
        ],
    ),
    (
        "7.2",
        "ha_interface",
        "port5",
        "update",
        {"heartbeat": "primary", "peer_address": "10.0.0.2", "port_monitor": True},
        [
            "config system ha",
            "  config interface",
            "    edit port5",
            "      set heartbeat-status primary",
            "      set peer-ip 10.0.0.2",
            "      set port-monitor enable",
            "    next",
            "  end",
            "end",
        ],
    ),
    (
        "7.6",
        "ha_interface",
        "port1",
        "update",
        {"heartbeat": True, "virtual_ip": "198.51.100.25/24", "virtual_ip_bridge": True},
        [
            "config system ha",
            "  config interface",
            "    edit port1",
            "      set heartbeat-status enable",
            "      set virtual-ip 198.51.100.25/24",
            "      set add-to-bridge enable",
            "    next",
            "  end",
            "end",
        ],
    ),
    (
        "7.6",
        "ha_member",
        "mx1",
        "create",
        {"role": "primary", "address": "10.0.0.1/24"},
        [
            "config system ha",
            "  config member",
            "    edit mx1",
            "      set role primary",
            "      set ip 10.0.0.1/24",
            "    next",
            "  end",
            "end",
        ],
    ),
    (
        "7.6",
        "ha_member",
        "mx3",
        "delete",
        {},
        ["config system ha", "  config member", "    delete mx3", "  end", "end"],
    ),
    (
        "7.2",
        "snmp_user_host",
        "nms/192.0.2.60",
        "create",
        {"address": "192.0.2.60"},
        [
            "config system snmp user",
            "  edit nms",
            "    config host",
            "      edit 0",
            "        set ip 192.0.2.60",
            "      next",
            "    end",
            "  next",
            "end",
        ],
    ),
    (
        "7.2",
        "ha_peer",
        "10.0.0.2",
        "create",
        {"address": "10.0.0.2"},
        [
            "# no CLI is documented for this; in the web interface: " + PEERS,
            "# address: 10.0.0.2",
        ],
    ),
    (
        "7.2",
        "syslog",
        "2",
        "update",
        {"port": 515},
        ["config log setting remote", "  edit 2", "    set port 515", "  next", "end"],
    ),
    ("7.2", "syslog", "2", "delete", {}, ["config log setting remote", "  delete 2", "end"]),
    (
        "7.2",
        "snmp_user_host",
        "nms/2",
        "delete",
        {},
        [
            "config system snmp user",
            "  edit nms",
            "    config host",
            "      delete 2",
            "    end",
            "  next",
            "end",
        ],
    ),
    (
        "7.2",
        "interface",
        "port1",
        "update",
        {"address": None},
        ["config system interface", "  edit port1", "    unset ip", "  next", "end"],
    ),
    (
        "7.2",
        "snmp_user",
        "nms",
        "update",
        {"trap_events": ("ha", "system")},
        [
            "config system snmp user",
            "  edit nms",
            "    set trapevent ha system",
            "  next",
            "end",
        ],
    ),
]


@pytest.mark.parametrize("number", range(len(SETS)))
def test_settings_are_typed_as_the_cli_reference_has_them(number: int) -> None:
    firmware, name, row, operation, attributes, lines = SETS[number]

    assert set_lines(kind(firmware, name), row, operation, attributes, said) == lines


def test_words_that_no_document_holds_are_marked_or_left_to_the_web_interface() -> None:
    port = kind("7.2", "ha_interface")
    storage = kind("7.2", "mail_storage")

    add, bridge = (
        set_lines(port, "port1", "update", {"virtual_ip_action": word}, said)[3].strip()
        for word in ("add", "bridge")
    )

    assert add == "set action-on-primary use-vip   # sibling"
    assert bridge.startswith("# virtual_ip_action bridge: its CLI word is not documented; in the")
    assert set_lines(storage, "", "update", {"kind": "nas"}, said)[1].endswith("# inferred")


JOINS: list[tuple[Value, str]] = [
    (False, 'execute ha hb join 10.0.0.1 false "<secret: env HA.PASSWORD>" mx2'),
    (True, 'execute ha hb join 10.0.0.1 true "<secret: env HA.PASSWORD>" mx2'),
]


@pytest.mark.parametrize(("backup", "line"), JOINS)
def test_a_join_is_typed_as_the_cli_reference_has_it(backup: Value, line: str) -> None:
    arguments: dict[str, Value] = {
        "primary_ip": "10.0.0.1",
        "primary_backup": backup,
        "password": Secret("ha.password"),
        "unit": "mx2",
    }

    assert action_lines(action("7.6", "join"), arguments, said) == [line]


def test_a_command_that_no_document_holds_is_marked() -> None:
    assert action_lines(action("7.2", "restore"), {}, said) == ["execute ha restore   # inferred"]


def typed(steps: tuple[AnyStep, ...]) -> str:
    """Return a runbook as text: who, what, the lines, and what is awaited then."""
    found: list[str] = []
    for step in steps:
        if isinstance(step, WaitStep):
            found.append(f"{step.number}. {step.unit}: wait until {step.gate.wording}")
        else:
            found.append(f"{step.number}. {step.unit}: {step.title}")
            found += [f"    {line}" for line in getattr(step, "lines", [])]
    return "\n".join([*found, ""])


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_the_runbook_of_a_pair_is_as_a_person_has_read_it(firmware: str) -> None:
    one = group(declared(firmware))

    steps = plan(one, one.readings(one.blank()), frozenset()).outline.steps

    assert_golden(HERE / f"runbook-{firmware}.txt", typed(steps))


@given(groups())
def test_by_hand_the_order_is_that_of_the_plan_and_it_ends_the_same(one: Group) -> None:
    blank = one.readings(one.blank())
    written = plan(one, blank).outline
    by_hand = plan(one, blank, frozenset()).outline

    assert by_hand.lacking == ()
    assert carry_out(one.blank(), by_hand.steps) == carry_out(one.blank(), written.steps)
    for found in (written, by_hand):
        rest = plan(one, one.readings(built(one, one.blank(), found.steps)))
        assert (rest.changes, rest.outline.steps) == ((), ())
    assert order(by_hand.steps) == order(written.steps)


def order(steps: tuple[AnyStep, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what is written where, in order; writes of one unit that follow each other as one."""
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for step in steps:
        if isinstance(step, WaitStep):
            if step.gate.condition != "holds":
                found.append((step.unit, step.gate.condition, ()))
            continue
        for address, values in step.after.items():
            found.append((step.unit, str(address), tuple(sorted(values or {}))))
    return found


@given(groups())
def test_every_manual_step_is_followed_by_a_wait_for_what_it_leaves(one: Group) -> None:
    steps = plan(one, one.readings(one.blank()), frozenset()).outline.steps

    for step in steps:
        if not isinstance(step, ManualStep):
            continue
        gate = steps[step.number]
        assert isinstance(gate, WaitStep)
        assert gate.unit == step.unit
        if step.title == "ha join":
            assert gate.gate.condition == "in-sync"
        else:
            assert (gate.gate.condition, gate.gate.expect) == ("holds", step.after)


def test_a_person_changes_the_row_that_is_there_and_makes_no_second_one() -> None:
    document = declared()
    one = group(document)
    rows = built(one, one.blank(), plan(one, one.readings(one.blank())).outline.steps)
    first = Address("mx1", "syslog", "192.0.2.9:514")
    table = {a: row for a, row in rows.items() if a.kind == "syslog"}
    rest = {a: row for a, row in rows.items() if a.kind != "syslog"}
    document["alerts"]["syslog"][0]["categories"] = ["ha"]
    one = group(document)

    found = plan(one, one.readings({**rest, first: {}, **table}), frozenset())

    step, gate, synced = found.outline.steps
    assert isinstance(step, ManualStep)
    assert isinstance(gate, WaitStep)
    assert isinstance(synced, WaitStep)
    assert (gate.gate.condition, synced.gate.condition) == ("holds", "in-sync")
    assert step.lines[:2] == ["config log setting remote", "  edit 2"]


def test_a_row_that_a_person_removes_is_waited_for_to_be_gone() -> None:
    document = declared()
    rows = built(
        group(document),
        group(document).blank(),
        plan(group(document), group(document).readings(group(document).blank())).outline.steps,
    )
    del document["alerts"]["email"]["rows"][0]
    one = group(document)

    step, gate, synced = plan(one, one.readings(rows), frozenset({"row-removal"})).outline.steps

    row = {'fortimail_alert_email.mx1["noc@example.net"]': None}
    assert isinstance(step, ManualStep)
    assert step.guards == ["row-removal"]
    assert step.lines[-2:] == ["  delete noc@example.net", "end"]
    assert isinstance(gate, WaitStep)
    assert isinstance(synced, WaitStep)
    assert (synced.gate.condition, synced.unit) == ("in-sync", "mx2")
    assert {str(address): values for address, values in gate.gate.expect.items()} == row
