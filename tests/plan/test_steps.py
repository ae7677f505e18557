"""What a step says of itself: what it rests on, what it leaves, what undoes it, what mail feels."""

from dataclasses import replace

import pytest

from hacfg.plan.steps import ActionStep, AnyStep, EffectStep, ManualStep, SetStep, WaitStep
from hacfg.state import UNKNOWN, Address, Secret
from tests.plan.groups import WIRE, Group, declared, group, plan
from tests.plan.simulated import Rows
from tests.plan.worlds import FIRMWARES, built

FIRMWARE = pytest.mark.parametrize("firmware", FIRMWARES)
MX1, MX2 = (Address(unit, "ha") for unit in ("mx1", "mx2"))
STATUS = Address("mx1", "ha_status")


def steps_of(
    one: Group, rows: Rows | None = None, named: frozenset[str] = frozenset()
) -> tuple[AnyStep, ...]:
    return plan(one, one.readings(rows or one.blank()), WIRE, named).outline.steps


def titled(steps: tuple[AnyStep, ...], title: str, unit: str = "mx1") -> SetStep:
    """Return the one step of this title on a unit."""
    (found,) = [s for s in steps if isinstance(s, SetStep) and (s.title, s.unit) == (title, unit)]
    return found


def running(one: Group) -> Rows:
    return built(one, one.blank(), steps_of(one))


def test_the_step_that_makes_the_primary_lead() -> None:
    one = group(declared("7.2"))

    step = titled(steps_of(one), "ha off->primary")

    assert step.procedure == "build active-passive"
    assert step.attributes == {
        "base_port": 20001,
        "lost_threshold": 10,
        "mail_data_sync": True,
        "mode": "primary",
        "on_failure": "restore-role",
        "password": Secret("ha.password"),
        "remote_services": True,
    }
    assert step.before == {
        MX1: {
            "base_port": 20000,
            "lost_threshold": 15,
            "mail_data_sync": False,
            "mode": "off",
            "on_failure": "off",
            "remote_services": False,
        },
        STATUS: {"effective_mode": "off"},
    }
    assert step.after == {
        MX1: {name: v for name, v in step.attributes.items() if not isinstance(v, Secret)}
    }
    assert step.inverse == step.before[MX1]
    assert step.temporary == ["on_failure"]
    assert step.position == str(one.places.at("ha", "password"))


def test_the_step_that_settles_the_primary() -> None:
    one = group(declared("7.2"))

    step = titled(steps_of(one), "ha on_failure")

    assert step.procedure == "settle"
    assert step.before[MX1] == {"mode": "primary", "on_failure": "restore-role"}
    assert step.before[STATUS] == {"effective_mode": "primary"}
    assert step.inverse == {"on_failure": "restore-role"}
    assert step.temporary == []


def test_the_step_that_joins_a_unit_from_7_6() -> None:
    one = group(declared("7.6"))

    (step,) = [step for step in steps_of(one) if isinstance(step, ActionStep)]

    assert (step.action, step.unit, step.title) == ("join", "mx2", "ha join")
    assert step.arguments == {
        "primary_ip": "10.0.0.1",
        "primary_backup": False,
        "password": Secret("ha.password"),
        "unit": "mx2",
    }
    assert step.after == {
        MX2: {"enabled": True},
        Address("mx1", "ha_member", "mx2"): {"role": "secondary", "address": "10.0.0.2/24"},
    }
    assert step.before[MX2] == {"mode": "active-passive", "enabled": False}
    assert step.position == str(one.places.at("units", 1))
    assert step.guards == []
    assert step.inverse is None


@FIRMWARE
def test_only_a_join_relies_on_another_unit(firmware: str) -> None:
    steps = steps_of(group(declared(firmware)))

    (join,) = joins_of(steps)
    for step in steps:
        if not isinstance(step, WaitStep):
            owners = {address.owner for address in step.before}
            assert owners == ({"mx1", "mx2"} if step is join else {step.unit})


@FIRMWARE
def test_every_step_of_a_build_says_where_it_was_declared_and_why(firmware: str) -> None:
    one = group(declared(firmware))

    for step in steps_of(one):
        assert step.reason
        assert step.procedure
        assert isinstance(step, WaitStep) or (step.position or "").startswith("group.yaml:")


def test_mail_feels_nothing_on_a_blank_unit_and_what_the_stage_says_on_another() -> None:
    one = group(declared("7.2"))
    used = one.blank()
    used[Address("mx1", "domain", "example.com")] = {}

    blank = titled(steps_of(one), "ha off->primary")
    full = titled(steps_of(one, used), "ha off->primary")

    assert (blank.mail, full.mail) == ("no effect", "stops briefly")
    assert titled(steps_of(one, used), "snmp enabled").mail == "no effect"


def test_what_a_unit_reads_already_is_not_written() -> None:
    one = group(declared("7.2"))
    rows = one.blank()
    rows[MX1] |= {"on_failure": "restore-role", "lost_threshold": 10}

    steps = steps_of(one, rows)

    lead = titled(steps, "ha off->primary")
    assert "on_failure" not in lead.attributes
    assert "lost_threshold" not in lead.attributes
    assert lead.temporary == []
    assert titled(steps, "ha on_failure").attributes == {"on_failure": "become-secondary"}


def test_a_new_row_is_undone_by_removing_it_and_was_not_there_before() -> None:
    one = group(declared("7.2"))

    step = titled(steps_of(one), "new syslog 192.0.2.50:514")

    assert step.inverse == {}
    assert step.before[Address("mx1", "syslog", "192.0.2.50:514")] is None
    assert (step.operation, step.kind, step.key) == ("create", "syslog", "192.0.2.50:514")


def test_a_changed_row_is_undone_by_its_former_values() -> None:
    one = group(declared("7.2"))
    rows = running(one)
    rows[Address("mx1", "syslog", "192.0.2.50:514")] |= {"categories": ("dns",), "enabled": True}

    step, _ = steps_of(one, rows)

    assert isinstance(step, SetStep)
    assert step.inverse == {"categories": ("dns",)}
    assert step.attributes == {"categories": ("ha", "system")}


def test_a_value_that_was_not_seen_cannot_be_brought_back() -> None:
    one = group(declared("7.2"))
    rows = running(one)
    row = Address("mx1", "ha_service", "local-ports")
    del rows[row]["interval"]

    (step,) = steps_of(one, rows)

    assert isinstance(step, SetStep)
    assert step.inverse is None
    assert (step.before[row] or {})["interval"] is UNKNOWN


def test_what_was_not_seen_is_written_even_if_it_shall_not_be_set() -> None:
    document = declared("7.2")
    document["virtual_ips"][0]["state"] = "absent"
    one = group(document)
    rows = one.blank()
    del rows[Address("mx1", "ha_interface", "port1")]["virtual_ip"]

    steps = [s for s in steps_of(one, rows) if isinstance(s, SetStep)]

    (step,) = [step for step in steps if "virtual_ip" in step.attributes]
    assert step.attributes == {"virtual_ip": None}


def test_a_secret_is_told_by_its_slot_and_nobody_reads_it_back() -> None:
    one = group(declared("7.2"))
    row = Address("mx1", "snmp_user", "nms")

    step, _ = steps_of(one, running(one), frozenset({"snmp.nms.auth_password"}))

    assert isinstance(step, SetStep)
    assert step.before[row] == {}
    assert step.after == {row: {}}
    assert step.inverse == {}
    assert step.position == str(one.places.at("alerts", "snmp", "users", 0, "auth_password"))


def test_what_a_person_does_in_one_go_is_told_in_one_title_and_each_reason_once() -> None:
    document = declared("7.2")
    one = group(document)

    steps = plan(one, one.readings(one.blank()), frozenset()).outline.steps

    store, first = [step for step in steps if isinstance(step, ManualStep)][:2]
    assert store.title == "mail storage"
    assert first.title == (
        "snmp enabled, new snmp user nms, new snmp user host nms/192.0.2.60, nms/192.0.2.61, "
        "new syslog 192.0.2.50:514, new alert email mail@example.net, noc@example.net"
    )
    assert first.why_manual.startswith("no public document confirms the REST names; ")
    assert first.position == str(one.places.at("alerts", "snmp", "enabled"))


def test_rows_that_a_person_removes_are_each_told_to_go() -> None:
    document = declared("7.2")
    rows = running(group(document))
    document["alerts"]["email"]["rows"] = []
    one = group(document)

    step, gate, synced = plan(one, one.readings(rows), frozenset()).outline.steps

    assert isinstance(step, ManualStep)
    assert isinstance(gate, WaitStep)
    assert isinstance(synced, WaitStep)
    assert (gate.gate.condition, synced.gate.condition) == ("holds", "in-sync")
    assert step.title == ("remove alert email mail@example.net, remove alert email noc@example.net")
    assert step.guards == ["row-removal"]


def joins_of(steps: tuple[AnyStep, ...]) -> list[EffectStep]:
    """Return the steps that replace the configuration of a unit."""
    titles = {"ha join", "ha off->secondary"}
    return [s for s in steps if not isinstance(s, WaitStep) and s.title in titles]


@FIRMWARE
@pytest.mark.parametrize("allowed", [WIRE, frozenset[str]()])
def test_only_a_join_cannot_be_undone_and_wants_the_unit_to_be_blank_still(
    firmware: str, allowed: frozenset[str]
) -> None:
    one = group(declared(firmware))

    steps = plan(one, one.readings(one.blank()), allowed).outline.steps

    (join,) = joins_of(steps)
    assert (join.inverse, join.blank) == (None, list(one.dialect.blank))
    for step in steps:
        if not isinstance(step, WaitStep) and step is not join:
            assert step.inverse is not None
            assert step.blank == []


@FIRMWARE
def test_a_unit_whose_configuration_may_be_replaced_need_not_be_blank(firmware: str) -> None:
    one = group(declared(firmware))
    used = one.blank()
    used[Address("mx2", "domain", "example.com")] = {}

    (join,) = joins_of(steps_of(one, used))

    assert (join.guards, join.blank) == (["config-overwrite"], [])


def test_a_join_by_hand_says_why() -> None:
    one = group(declared("7.6"))

    (join,) = joins_of(plan(one, one.readings(one.blank()), frozenset()).outline.steps)

    assert isinstance(join, ManualStep)
    assert join.why_manual.startswith("no public document confirms the REST names; ")


def test_each_reason_why_a_person_does_it_is_told() -> None:
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    kinds = dict(readings["mx1"].kinds)
    held = dict(kinds["ha_service"].held)
    for name, key in (("local-ports", "retries"), ("remote-smtp", "port")):
        row = Address("mx1", "ha_service", name)
        held[row] -= {key}
    kinds["ha_service"] = replace(kinds["ha_service"], held=held)
    readings["mx1"] = replace(readings["mx1"], kinds=kinds)

    steps = plan(one, readings).outline.steps

    (manual,) = [step for step in steps if isinstance(step, ManualStep)]
    assert manual.title == "ha service local-ports, remote-smtp"
    assert manual.why_manual == (
        "the unit's answer held no key retries; the unit's answer held no key port"
    )
