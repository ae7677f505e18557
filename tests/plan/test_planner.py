"""What a plan does in each situation, and what it refuses to do, by name and place."""

from dataclasses import replace
from itertools import pairwise

import pytest

from hacfg.errors import Problem
from hacfg.fortimail.reading import Reading
from hacfg.plan.steps import ActionStep, ManualStep, SetStep, WaitStep
from hacfg.source import OnUnit
from hacfg.state import Address, Secret, Value
from tests.plan.groups import PARTS, WIRE, Group, Planned, declared, group, plan
from tests.plan.simulated import Rows
from tests.plan.worlds import FIRMWARES, at_rest, built

FIRMWARE = pytest.mark.parametrize("firmware", FIRMWARES)


def running(one: Group) -> Rows:
    """Return what the units hold once the group is built."""
    return built(one, one.blank(), plan(one, one.readings(one.blank())).outline.steps)


def used(one: Group, *names: str) -> Rows:
    """Return blank units of which these carry mail of a domain."""
    return one.blank() | {Address(name, "domain", "example.com"): {} for name in names}


def replanned(one: Group, rows: Rows, allow: frozenset[str] = WIRE) -> Planned:
    return plan(one, one.readings(rows), allow)


@FIRMWARE
@pytest.mark.parametrize("final", ["off", "become-secondary"])
def test_a_join_is_held_under_restore_role_and_settled_with_its_place(
    firmware: str, final: str
) -> None:
    one = group(declared(firmware, on_failure=final))
    steps = plan(one, one.readings(one.blank())).outline.steps

    writes = [
        (step.attributes["on_failure"], step.temporary, step.position)
        for step in steps
        if isinstance(step, SetStep) and step.unit == "mx1" and "on_failure" in step.attributes
    ]

    assert writes[0][:2] == ("restore-role", ["on_failure"])
    assert writes[1] == (final, [], str(one.places.at("ha", "on_failure")))
    assert len(writes) == 2


@FIRMWARE
def test_restore_role_as_declared_is_nothing_temporary(firmware: str) -> None:
    one = group(declared(firmware, on_failure="restore-role"))

    steps = plan(one, one.readings(one.blank())).outline.steps

    assert [
        step.number for step in steps if not isinstance(step, WaitStep) and step.temporary
    ] == []
    assert steps[-1].procedure == "join mx2"


@FIRMWARE
def test_a_join_needs_on_failure_declared(firmware: str) -> None:
    one = group(declared(firmware, on_failure=None))

    found = plan(one, one.readings(one.blank()))

    assert found.lacking == ["undeclared"]
    assert found.outline.lacking[0].where == str(one.places.at("ha", "password"))
    assert not found.document.applyable
    assert all(
        "on_failure" not in step.attributes
        for step in found.outline.steps
        if isinstance(step, SetStep)
    )


@FIRMWARE
def test_a_unit_that_joined_by_itself_is_waited_for_under_restore_role(firmware: str) -> None:
    one = group(declared(firmware))
    rows = at_rest(one, running(one), synced=False)

    found = replanned(one, rows)

    assert found.situation.condition == "building"
    settled = ["settle"] * (1 if firmware == "7.2" else 2)  # 7.6: it is in the shared document
    procedures = [step.procedure for step in found.outline.steps]
    assert procedures == ["await mx2", "await mx2", *settled]
    hold, gate, settle = found.outline.steps[:3]
    assert isinstance(hold, SetStep)
    assert isinstance(settle, SetStep)
    assert (hold.attributes, hold.temporary) == ({"on_failure": "restore-role"}, ["on_failure"])
    assert hold.position == settle.position == str(one.places.at("ha", "on_failure"))
    assert isinstance(gate, WaitStep)
    assert (gate.gate.condition, gate.unit) == ("in-sync", "mx2")
    status = {"effective_mode": "secondary", "in_sync": True}
    assert gate.gate.expect == {Address("mx2", "ha_status"): status}
    assert settle.attributes == {"on_failure": "become-secondary"}


@FIRMWARE
def test_a_member_that_is_not_in_sync_yet_is_waited_for_before_the_next_joins(
    firmware: str,
) -> None:
    one = group(declared(firmware, "config-only", 3))
    steps = plan(one, one.readings(one.blank())).outline.steps
    joined = next(s.number for s in steps if s.procedure == "join mx3") - 1
    rows = at_rest(one, built(one, one.blank(), steps[: joined - 1]), synced=False)

    found = replanned(one, rows)

    procedures = list(dict.fromkeys(step.procedure for step in found.outline.steps))
    assert procedures == ["await mx2", "join mx3"]
    gate = found.outline.steps[0]
    assert isinstance(gate, WaitStep)
    status = {"effective_mode": "config-secondary", "in_sync": True}
    assert gate.gate.expect == {Address("mx2", "ha_status"): status}


@FIRMWARE
def test_a_running_farm_takes_in_one_more_unit(firmware: str) -> None:
    three = group(declared(firmware, "config-only", 3))
    four = group(declared(firmware, "config-only", 4))
    new = {address: row for address, row in four.blank().items() if address.owner == "mx4"}

    found = replanned(four, {**running(three), **new})

    assert found.lacking == []
    assert {step.procedure for step in found.outline.steps} == {"join mx4"}
    assert {step.unit for step in found.outline.steps} <= {"mx1", "mx4"}
    peers = [s for s in found.outline.steps if isinstance(s, SetStep) and s.kind == "ha_peer"]
    assert [(s.unit, s.key) for s in peers] == ([("mx1", "10.0.0.4")] if firmware == "7.2" else [])


@FIRMWARE
def test_a_virtual_ip_is_added_to_a_primary_that_leads_alone(firmware: str) -> None:
    one = group(declared(firmware))
    steps = plan(one, one.readings(one.blank())).outline.steps
    role = next(s for s in steps if isinstance(s, WaitStep) and s.gate.condition == "role")

    found = replanned(one, built(one, one.blank(), steps[: role.number]))

    assert found.lacking == []
    first = found.outline.steps[0]
    assert isinstance(first, SetStep)
    assert first.attributes["virtual_ip"] == "198.51.100.25/24"
    assert first.procedure == "build active-passive"


@FIRMWARE
def test_a_virtual_ip_in_use_is_not_moved_even_if_the_primary_leads_alone(firmware: str) -> None:
    one = group(declared(firmware))
    steps = plan(one, one.readings(one.blank())).outline.steps
    role = next(s for s in steps if isinstance(s, WaitStep) and s.gate.condition == "role")
    rows = built(one, one.blank(), steps[: role.number])
    rows[Address("mx1", "ha_interface", "port1")]["virtual_ip"] = "198.51.100.99/24"

    found = replanned(one, rows)

    assert found.lacking == ["guard:virtual-ip-change"]
    moved = next(
        step
        for step in found.outline.steps
        if isinstance(step, SetStep) and "virtual_ip" in step.attributes
    )
    assert moved.procedure == "change virtual IPs"
    joined = [step.number for step in found.outline.steps if step.procedure == "join mx2"]
    assert moved.number > max(joined)


@FIRMWARE
def test_a_named_secret_of_a_row_is_sent_and_nothing_else(firmware: str) -> None:
    one = group(declared(firmware))

    found = plan(one, one.readings(running(one)), WIRE, frozenset({"snmp.nms.auth_password"}))

    step, gate = found.outline.steps
    assert isinstance(step, SetStep)
    assert isinstance(gate, WaitStep)
    assert (gate.gate.condition, gate.unit) == ("in-sync", "mx2")
    assert step.attributes == {"auth_password": Secret("snmp.nms.auth_password")}
    assert step.after == {Address("mx1", "snmp_user", "nms"): {}}
    assert found.lacking == []


@FIRMWARE
@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
def test_a_unit_with_its_own_configuration_joins_only_if_that_may_be_replaced(
    firmware: str, mode: str
) -> None:
    one = group(declared(firmware, mode))
    rows = one.blank()
    rows[Address("mx2", "domain", "example.com")] = {}

    found = replanned(one, rows)

    assert found.lacking == ["guard:config-overwrite"]
    (notice,) = found.outline.lacking
    assert notice.where == "mx2"
    guarded = [s for s in found.outline.steps if not isinstance(s, WaitStep) and s.guards]
    assert [step.procedure for step in guarded] == ["join mx2"]
    assert f"step {guarded[0].number}," in notice.message
    assert replanned(one, rows, WIRE | {"config-overwrite"}).lacking == []


@FIRMWARE
def test_a_joiner_whose_domains_could_not_be_read_counts_as_not_blank(firmware: str) -> None:
    one = group(declared(firmware))
    readings = one.readings(one.blank())
    unread = without_kind(readings["mx2"], "domain")

    found = plan(one, {**readings, "mx2": unread})

    assert found.lacking == ["guard:config-overwrite"]


def test_the_primary_needs_no_permission_to_keep_its_own_configuration() -> None:
    one = group(declared(parts=PARTS - {"storage"}))
    rows = one.blank()
    rows[Address("mx1", "domain", "example.com")] = {}

    assert replanned(one, rows).lacking == []


@FIRMWARE
def test_moving_the_mail_of_a_unit_that_has_some_is_guarded(firmware: str) -> None:
    one = group(declared(firmware))
    rows = one.blank()
    rows[Address("mx1", "domain", "example.com")] = {}

    assert replanned(one, rows).lacking == ["guard:storage-change"]
    assert replanned(one, rows, WIRE | {"storage-change"}).lacking == []


@pytest.mark.parametrize(
    ("url", "address", "guarded"),
    [
        ("https://192.0.2.1", "192.0.2.1/24", True),
        ("https://192.0.2.1:8443", "192.0.2.1/24", True),
        ("https://192.0.2.1", "192.0.2.11/24", False),
        ("https://[2001:db8::1]", "2001:db8::1/64", True),
        ("https://[2001:DB8:0:0::1]", "2001:db8::1/64", True),
        ("https://192.0.2.1", None, False),
    ],
)
def test_changing_the_address_that_hacfg_uses_is_guarded(
    url: str,
    address: str | None,
    guarded: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    document = declared()
    document["units"][0]["api"]["url"] = url
    one = group(document)
    rows = one.blank()
    rows[Address("mx1", "interface", "port1")]["address"] = address

    assert replanned(one, rows).lacking == (["guard:management-path"] if guarded else [])
    assert replanned(one, rows, WIRE | {"management-path"}).lacking == []


@FIRMWARE
def test_removing_rows_is_guarded_and_comes_before_new_ones(firmware: str) -> None:
    document = declared(firmware)
    rows = running(group(document))
    document["alerts"]["email"]["rows"] = [{"address": "aaa@example.net"}]
    one = group(document)

    found = replanned(one, rows)

    assert found.lacking == ["guard:row-removal"] * 2
    assert [title.split(" ", 1)[1] for title in found.titles] == [
        "remove alert email mail@example.net",
        "remove alert email noc@example.net",
        "new alert email aaa@example.net",
        "mx2 is in sync",
    ]
    removal = found.outline.steps[0]
    assert isinstance(removal, SetStep)
    assert removal.position == str(one.places.at("alerts", "email", "owned"))
    assert removal.before[Address("mx1", "alert_email", "mail@example.net")] == {
        "address": "mail@example.net"
    }
    assert removal.after == {Address("mx1", "alert_email", "mail@example.net"): None}
    assert removal.inverse == {"address": "mail@example.net"}
    assert replanned(one, rows, WIRE | {"row-removal"}).lacking == []


def test_a_removed_row_that_held_a_secret_cannot_be_brought_back() -> None:
    document = declared()
    rows = running(group(document))
    document["alerts"]["snmp"]["users"][0] = {
        "name": "nms",
        "security_level": "authnopriv",
        "state": "absent",
    }

    step, gate = replanned(group(document), rows).outline.steps

    assert isinstance(step, SetStep)
    assert isinstance(gate, WaitStep)
    assert (step.operation, step.inverse) == ("delete", None)


@pytest.mark.parametrize("membership", [True, False])
def test_a_member_that_nobody_declared_stops_changes_of_membership_alone(
    membership: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    one = group(declared("7.6", "config-only", 3))
    rows = running(one)
    rows[Address("mx1", "ha_member", "stranger")] = {"role": "secondary"}
    if membership:
        rows[Address("mx3", "ha")]["enabled"] = False
        rows = at_rest(one, rows)
    else:
        rows[Address("mx1", "syslog", "192.0.2.50:514")]["categories"] = ()

    found = replanned(one, rows)

    assert found.lacking == (["stranger"] if membership else [])
    assert found.outline.steps
    if membership:
        assert found.outline.lacking[0].where == "mx1 ha_member stranger"


@FIRMWARE
def test_a_unit_that_was_switched_off_joins_again(firmware: str) -> None:
    one = group(declared(firmware))
    rows = running(one)
    name, off = ("mode", "off") if firmware == "7.2" else ("enabled", False)
    rows[Address("mx2", "ha")][name] = off

    found = replanned(one, at_rest(one, rows))

    assert found.situation.condition == "building"
    assert found.lacking == []
    procedures = list(dict.fromkeys(step.procedure for step in found.outline.steps))
    assert procedures == ["join mx2", "settle"]
    rest = replanned(one, built(one, at_rest(one, rows), found.outline.steps))
    assert (rest.changes, rest.outline.steps) == ((), ())


def test_a_unit_configured_as_primary_beside_an_acting_one_is_not_joining() -> None:
    one = group(declared())
    rows = running(one)
    rows[Address("mx2", "ha")]["mode"] = "primary"
    rows[Address("mx2", "ha_status")]["effective_mode"] = "failed"

    found = replanned(one, rows)

    assert found.situation.condition == "abnormal"
    assert found.outline.steps == ()


@FIRMWARE
def test_a_port_that_the_unit_does_not_have_is_refused_and_not_made(firmware: str) -> None:
    document = declared(firmware)
    document["units"][0]["interfaces"]["port9"] = {"address": "203.0.113.1/24"}
    one = group(document)

    found = plan(one, one.readings(one.blank()))

    (notice,) = found.outline.lacking
    assert notice.id == "no-such-row"
    assert notice.message.startswith("mx1 has no interface port9")
    assert notice.where == str(one.places.at("units", 0, "interfaces", "port9", "address"))
    assert all(s.key != "port9" for s in found.outline.steps if isinstance(s, SetStep))


def test_two_rows_of_one_identity_block_their_table_alone() -> None:
    document = declared()
    rows = running(group(document))
    document["alerts"]["syslog"][0]["categories"] = ["admin"]
    document["alerts"]["snmp"]["users"][0]["trap_events"] = ["cpu"]
    one = group(document)
    readings = one.readings(rows)
    twin = Address("mx1", "syslog", "192.0.2.50:514")
    kinds = dict(readings["mx1"].kinds)
    kinds["syslog"] = replace(kinds["syslog"], twins=(twin,))
    readings["mx1"] = replace(readings["mx1"], kinds=kinds)

    found = plan(one, readings)

    assert found.lacking == ["twins"]
    assert found.titles == ["mx1 snmp user nms", "mx2 mx2 is in sync"]


def without_kind(reading: Reading, kind: str) -> Reading:
    kinds = {name: found for name, found in reading.kinds.items() if name != kind}
    return replace(reading, kinds=kinds, problems={kind: Problem("timed out", OnUnit("mx2"))})


@FIRMWARE
def test_a_silent_unit_leaves_an_incomplete_plan_that_says_why(firmware: str) -> None:
    one = group(declared(firmware))
    readings = one.readings(one.blank())
    problem = Problem("did not answer", OnUnit("mx2"), next="see that it runs")

    found = plan(one, {**readings, "mx2": Reading("mx2", problems={"": problem})})

    assert found.situation.condition == "unknown"
    assert found.outline.steps == ()
    assert (found.document.complete, found.document.applyable) == (False, False)
    assert "fortimail_ha.mx2 base_port" in found.document.hacfg.unknown or firmware == "7.6"
    told = [notice for notice in found.document.hacfg.notices if notice.id == "unread"]
    assert [(n.message, n.where, n.next) for n in told] == [
        ("did not answer", "mx2", "see that it runs")
    ]


@FIRMWARE
def test_an_attribute_that_could_not_be_seen_makes_a_plan_incomplete(firmware: str) -> None:
    one = group(declared(firmware))
    rows = running(one)
    del rows[Address("mx2", "ha_service", "local-ports")]["interval"]

    found = replanned(one, rows)

    assert found.document.hacfg.unknown == ['fortimail_ha_service.mx2["local-ports"] interval']
    assert (found.document.complete, found.document.applyable) == (False, False)


@FIRMWARE
def test_a_step_relies_on_the_role_of_its_unit_and_a_join_on_the_primarys_too(
    firmware: str,
) -> None:
    one = group(declared(firmware))
    steps = plan(one, one.readings(one.blank())).outline.steps
    on: dict[str, Value] = {"mode": "primary"} if firmware == "7.2" else {"enabled": True}

    join = next(
        s
        for s in steps
        if isinstance(s, ActionStep) or (isinstance(s, SetStep) and s.title == "ha off->secondary")
    )

    assert (join.before[Address("mx1", "ha")] or {}).items() >= on.items()
    assert join.before[Address("mx1", "ha_status")] == {"effective_mode": "primary"}
    assert join.before[Address("mx2", "ha_status")] == {"effective_mode": "off"}
    assert "stops briefly" not in join.mail


def test_gates_wait_as_long_as_declared() -> None:
    document = declared(parts=PARTS | {"entry"})
    document["gate_timeouts"] = {"default": 77, "in-sync": 99}
    one = group(document)

    gates = [
        (step.gate.condition, step.gate.timeout)
        for step in plan(one, one.readings(used(one, "mx1", "mx2"))).outline.steps
        if isinstance(step, WaitStep)
    ]

    assert gates == [
        ("data", 77), ("role", 77), ("drained", 77), ("data", 77), ("in-sync", 99), ("opened", 77)
    ]  # fmt: skip  # one list


def test_without_a_declared_time_gates_are_patient() -> None:
    one = group(declared())
    steps = plan(one, one.readings(used(one, "mx1", "mx2")), frozenset()).outline.steps

    found = {s.gate.condition: s.gate.timeout for s in steps if isinstance(s, WaitStep)}

    people = dict.fromkeys(["drained", "opened", "data"], 3600)
    assert found == {"holds": 3600, "role": 300, "in-sync": 1800, **people}


def test_a_command_says_that_senders_reach_a_unit() -> None:
    one = group(declared())
    steps = plan(one, one.readings(used(one, "mx1")), WIRE | {"storage-change"}).outline.steps

    (gate,) = [s.gate for s in steps if isinstance(s, WaitStep) and s.gate.source == "command"]

    assert gate.command == ["./opened", "mx2"]
    assert gate.unit == "mx2"


@FIRMWARE
def test_changes_are_written_and_gates_read_by_hacfg_only_if_that_is_allowed(
    firmware: str,
) -> None:
    one = group(declared(firmware))

    steps = plan(one, one.readings(one.blank()), frozenset()).outline.steps

    assert not [s for s in steps if isinstance(s, SetStep | ActionStep)]
    for step, following in pairwise(steps):
        if isinstance(step, ManualStep):
            assert isinstance(following, WaitStep)
            assert step.why_manual
    sources = {
        source
        for s in steps
        if isinstance(s, WaitStep)
        for source in [(s.gate.condition, s.gate.source)]
    }
    assert ("role", "person") in sources
    assert ("in-sync", "person") in sources
    assert ("role", "rest") not in sources


@FIRMWARE
def test_a_key_that_the_unit_did_not_hold_is_left_to_a_person(firmware: str) -> None:
    one = group(declared(firmware))
    readings = one.readings(one.blank())
    kinds = dict(readings["mx1"].kinds)
    interface = Address("mx1", "interface", "port1")
    held = {**kinds["interface"].held, interface: frozenset({"mkey"})}
    kinds["interface"] = replace(kinds["interface"], held=held)
    readings["mx1"] = replace(readings["mx1"], kinds=kinds)

    steps = plan(one, readings).outline.steps

    (manual,) = [step for step in steps if isinstance(step, ManualStep)]
    assert manual.title == "interface port1"
    assert manual.why_manual == "the unit's answer held no key ip"
    assert manual.lines == [
        "config system interface",
        "  edit port1",
        "    set ip 198.51.100.1/24",
        "  next",
        "end",
    ]


@FIRMWARE
@pytest.mark.parametrize(
    ("kind", "complete"), [("ha_interface", False), ("interface", False), ("syslog", True)]
)
def test_a_kind_that_could_not_be_read_leaves_the_others_to_be_planned(
    firmware: str, kind: str, *, complete: bool
) -> None:
    """What the units share is read from the primary; a secondary's copy is not needed."""
    one = group(declared(firmware))
    rows = running(one)
    rows[Address("mx2", "ha_service", "local-ports")]["interval"] = 99
    readings = one.readings(rows)

    found = plan(one, {**readings, "mx2": without_kind(readings["mx2"], kind)})

    assert found.titles == ["mx2 ha service local-ports"]
    assert (found.document.complete, found.document.applyable) == (complete, complete)


def test_a_key_that_the_answer_lacked_is_told_with_the_way_out() -> None:
    one = group(declared())
    rows = running(one)
    readings = one.readings(rows)
    row = Address("mx2", "ha_service", "local-ports")
    kinds = dict(readings["mx2"].kinds)
    values = {name: v for name, v in rows[row].items() if name != "interval"}
    kinds["ha_service"] = replace(
        kinds["ha_service"],
        resources={**kinds["ha_service"].resources, row: values},
        held={**kinds["ha_service"].held, row: frozenset({"retries", "status"})},
    )

    found = plan(one, {**readings, "mx2": replace(readings["mx2"], kinds=kinds)})

    (notice,) = [n for n in found.document.hacfg.notices if n.id == "unread"]
    assert notice.message == "the answer held no key check_interval"
    assert notice.where == "mx2 ha_service local-ports"
    assert "--dialect" in notice.next


@FIRMWARE
def test_senders_leave_a_used_unit_before_it_joins_and_come_only_to_a_group_with_domains(
    firmware: str,
) -> None:
    document = declared(firmware)
    document["mail_entry"]["drained"] = {"command": ["./drained", "{unit}"]}
    one = group(document)

    gates = {
        names: [
            (s.gate.condition, s.gate.command)
            for s in replanned(one, used(one, *names)).outline.steps
            if isinstance(s, WaitStep) and s.gate.source != "rest"
        ]
        for names in ((), ("mx2",), ("mx1",))
    }

    drained = ("drained", ["./drained", "mx2"])
    assert gates[()] == []
    assert drained in gates["mx2",]
    assert "opened" not in dict(gates["mx2",])
    assert gates["mx1",] == [("data", []), ("opened", ["./opened", "mx2"])]


@FIRMWARE
@pytest.mark.parametrize("index", [0, 1])
def test_a_join_needs_the_primary_heartbeat_link_of_both(firmware: str, index: int) -> None:
    document = declared(firmware)
    del document["units"][index]["heartbeat"][0]
    one = group(document)

    found = plan(one, one.readings(one.blank()))

    assert [notice.where for notice in found.outline.lacking] == [f"mx{index + 1}"]
    assert found.lacking == ["undeclared"]
    assert not found.document.applyable


def test_a_peer_that_nobody_declared_stops_changes_of_membership() -> None:
    one = group(declared("7.2", "config-only", 3))
    rows = running(one)
    rows[Address("mx1", "ha_peer", "10.9.9.9")] = {"address": "10.9.9.9"}
    assert replanned(one, rows).lacking == []

    rows[Address("mx3", "ha")]["mode"] = "off"

    assert replanned(one, at_rest(one, rows)).lacking == ["stranger"]


@FIRMWARE
@pytest.mark.parametrize("left", ["restore-role", "off"])
def test_on_failure_of_a_running_pair_is_a_setting_like_others(firmware: str, left: str) -> None:
    one = group(declared(firmware))
    rows = running(one)
    rows[Address("mx1", "ha")]["on_failure"] = left

    step, *gates = replanned(one, rows).outline.steps

    assert isinstance(step, SetStep)
    assert [gate.type for gate in gates] == ["wait"]
    assert (step.unit, step.attributes) == ("mx1", {"on_failure": "become-secondary"})
    assert step.procedure == "shared settings"


@FIRMWARE
def test_each_unit_gets_the_settings_that_it_holds_itself(firmware: str) -> None:
    one = group(declared(firmware))
    rows = running(one)
    for unit in ("mx1", "mx2"):
        rows[Address(unit, "ha_service", "local-ports")]["interval"] = 99
        rows[Address(unit, "interface", "port1")]["address"] = "198.51.100.77/24"

    found = replanned(one, rows)

    assert [step.procedure for step in found.outline.steps] == ["unit settings"] * 4
    assert found.titles == [
        "mx1 interface port1",
        "mx1 ha service local-ports",
        "mx2 interface port1",
        "mx2 ha service local-ports",
    ]


@FIRMWARE
def test_a_port_that_was_found_to_carry_the_heartbeat_keeps_its_address(firmware: str) -> None:
    document = declared(firmware)
    rows = running(group(document))
    heartbeat: Value = "secondary" if firmware == "7.2" else True
    rows[Address("mx1", "ha_interface", "port3")]["heartbeat"] = heartbeat
    document["units"][0]["interfaces"] |= {
        "port3": {"address": "203.0.113.3/24"},
        "port4": {"address": "203.0.114.4/24"},
    }
    one = group(document)

    found = replanned(one, rows)

    for step in found.outline.steps:
        if isinstance(step, SetStep) and step.key == "port3":
            assert step.guards == ["heartbeat-change"]
            assert step.procedure == "change the heartbeat"
    assert found.titles[-1] == "mx1 interface port4"
    assert found.outline.steps[-1].procedure == "unit settings"
    assert "mx1 interface port3" in found.titles
