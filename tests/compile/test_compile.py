"""Each declared thing lands under the right owner, kind, key and attribute, with its place."""

from collections.abc import Sequence
from typing import Any

import pytest

from hacfg.errors import InvalidInput
from hacfg.fortimail.compile import compile_topology, wanted_kinds
from hacfg.fortimail.compile.sheet import Sheet
from hacfg.state import GROUP, Address, Secret, Value
from hacfg.topology.places import Path
from tests.plan.groups import FILE, declared, group, places_of

Entry = tuple[Address, str, Value, Path]

HA: Path = ("ha",)
BEAT: Path = ("ha", "heartbeat")
USER: Path = ("alerts", "snmp", "users", 0)
SMTP: Path = ("monitor", "services", "remote-smtp")
DISKS: Path = ("monitor", "services", "local-ports")


def compiled(document: dict[str, Any], leader: str = "mx1", also: Sequence[str] = ()) -> Sheet:
    """Compile for the present units, and for what leaves but was read `also`."""
    one = group(document)
    names = [*(unit.name for unit in one.topology.present_units), *also]
    dialects = dict.fromkeys(names, one.dialect)
    return compile_topology(one.topology, one.places, dialects, leader)


def entries(sheet: Sheet) -> set[tuple[Address, str]]:
    return {(a, name) for a, values in sheet.state.items() for name in values or {"": None}}


def shared(firmware: str, unit: str) -> str:
    """Return who holds the HA settings of a unit."""
    return unit if firmware == "7.2" else GROUP


def settings(firmware: str, unit: str) -> list[Entry]:
    """Return the HA settings that every unit of a pair has, or all have together."""
    ha = Address(shared(firmware, unit), "ha")
    return [
        (ha, "password", Secret("ha.password"), (*HA, "password")),
        (ha, "base_port", 20001, (*BEAT, "base_port")),
        (ha, "lost_threshold", 10, (*BEAT, "lost_threshold")),
        (ha, "remote_services", True, (*BEAT, "remote_services")),
        (ha, "on_failure", "become-secondary", (*HA, "on_failure")),
        (ha, "mail_data_sync", True, (*HA, "synchronize", "mail_data")),
        (ha, "mail_queue_sync", False, (*HA, "synchronize", "mail_queue")),
    ]


def unit_part(index: int) -> list[Entry]:
    """Return what each unit holds itself in both generations."""
    unit, path = f"mx{index + 1}", ("units", index)
    smtp = Address(unit, "ha_service", "remote-smtp")
    local = Address(unit, "ha_service", "local-ports")
    return [
        (
            Address(unit, "interface", "port1"),
            "address",
            f"198.51.100.{index + 1}/24",
            (*path, "interfaces", "port1", "address"),
        ),
        (
            Address(unit, "interface", "port5"),
            "address",
            f"10.0.0.{index + 1}/24",
            (*path, "heartbeat", 0, "address"),
        ),
        (
            Address(unit, "interface", "port6"),
            "address",
            f"10.0.1.{index + 1}/24",
            (*path, "heartbeat", 1, "address"),
        ),
        (Address(unit, "ha_interface", "port1"), "port_monitor", True, ("monitor", "ports", 0)),
        (smtp, "enabled", True, SMTP),
        (smtp, "address", "198.51.100.25", (*SMTP, "address")),
        (smtp, "port", 25, (*SMTP, "port")),
        (smtp, "interval", 60, (*SMTP, "interval")),
        (smtp, "timeout", 10, (*SMTP, "timeout")),
        (smtp, "retries", 4, (*SMTP, "retries")),
        (local, "enabled", True, DISKS),
        (local, "interval", 20, (*DISKS, "interval")),
        (local, "retries", 5, (*DISKS, "retries")),
        (Address(unit, "snmp"), "enabled", True, ("alerts", "snmp", "enabled")),
    ]


STORAGE = Address(GROUP, "mail_storage")
SYSLOG = Address(GROUP, "syslog", "192.0.2.50:514")
NMS = Address(GROUP, "snmp_user", "nms")
GROUP_PART: list[Entry] = [
    (STORAGE, "kind", "nas", ("mail_storage", "kind")),
    (STORAGE, "protocol", "iscsi", ("mail_storage", "protocol")),
    (STORAGE, "host", "nas1.example.net", ("mail_storage", "host")),
    (STORAGE, "directory", "/vol/mail", ("mail_storage", "directory")),
    (STORAGE, "port", 3260, ("mail_storage", "port")),
    (STORAGE, "username", "mail", ("mail_storage", "username")),
    (STORAGE, "password", Secret("mail_storage.password"), ("mail_storage", "password")),
    (SYSLOG, "enabled", True, ("alerts", "syslog", 0)),
    (SYSLOG, "server", "192.0.2.50", ("alerts", "syslog", 0, "server")),
    (SYSLOG, "port", 514, ("alerts", "syslog", 0)),
    (SYSLOG, "system_events", True, ("alerts", "syslog", 0)),
    (SYSLOG, "categories", ("ha", "system"), ("alerts", "syslog", 0, "categories")),
    *(
        (
            Address(GROUP, "alert_email", address),
            "address",
            address,
            ("alerts", "email", "rows", row, "address"),
        )
        for row, address in enumerate(("noc@example.net", "mail@example.net"))
    ),
    (NMS, "security_level", "authnopriv", (*USER, "security_level")),
    (NMS, "auth_protocol", "sha256", (*USER, "auth_protocol")),
    (NMS, "auth_password", Secret("snmp.nms.auth_password"), (*USER, "auth_password")),
    (NMS, "trap_enabled", True, USER),
    (NMS, "trap_events", ("ha", "system"), (*USER, "trap_events")),
    *(
        (
            Address(GROUP, "snmp_user_host", f"nms/{host}"),
            "address",
            host,
            (*USER, "hosts", number),
        )
        for number, host in enumerate(("192.0.2.60", "192.0.2.61"))
    ),
    (
        Address(GROUP, "ha_interface", "port1"),
        "virtual_ip",
        "198.51.100.25/24",
        ("virtual_ips", 0, "address"),
    ),
]


def per_unit_part(index: int) -> list[Entry]:
    """Return what only 7.0 and 7.2 hold: the role in the mode, the peer's addresses."""
    unit, path, peer = f"mx{index + 1}", ("units", index), 1 - index
    found: list[Entry] = [
        (Address(unit, "ha"), "mode", ("primary", "secondary")[index], (*path, "role"))
    ]
    for row, (port, link) in enumerate((("port5", "primary"), ("port6", "secondary"))):
        interface = Address(unit, "ha_interface", port)
        there = ("units", peer, "heartbeat", row, "address")
        found += [
            (interface, "heartbeat", link, (*path, "heartbeat", row, "link")),
            (interface, "peer_address", f"10.0.{row}.{peer + 1}", there),
        ]
    return found


def shared_part(index: int) -> list[Entry]:
    """Return what only 7.6 and 8.0 hold: the switch and the member table."""
    unit, path = f"mx{index + 1}", ("units", index)
    row = Address(GROUP, "ha_member", unit)
    return [
        (Address(unit, "ha"), "enabled", True, path),
        (row, "role", ("primary", "secondary")[index], (*path, "role")),
        (row, "address", f"10.0.0.{index + 1}/24", path),
        (Address(unit, "ha_interface", "port5"), "heartbeat", True, (*path, "heartbeat", 0)),
        (Address(unit, "ha_interface", "port6"), "heartbeat", True, (*path, "heartbeat", 1)),
    ]


PER_UNIT = [
    *settings("7.2", "mx1"),
    *settings("7.2", "mx2"),
    *per_unit_part(0),
    *per_unit_part(1),
    (
        Address(GROUP, "ha_interface", "port1"),
        "virtual_ip_action",
        "add",
        ("virtual_ips", 0, "action"),
    ),
]
SHARED = [
    *settings("7.6", GROUP),
    (Address(GROUP, "ha"), "mode", "active-passive", ("mode",)),
    *shared_part(0),
    *shared_part(1),
    (
        Address(GROUP, "ha_interface", "port1"),
        "virtual_ip_bridge",
        False,
        ("virtual_ips", 0, "action"),
    ),
]
FULL = {
    firmware: [*unit_part(0), *unit_part(1), *GROUP_PART, *own]
    for firmware, own in (("7.2", PER_UNIT), ("7.6", SHARED))
}


@pytest.mark.parametrize(
    ("firmware", "entry"),
    [
        pytest.param(firmware, entry, id=f"{firmware} {entry[0]} {entry[1]}")
        for firmware, table in FULL.items()
        for entry in table
    ],
)
def test_each_declared_value_has_its_owner_and_place(firmware: str, entry: Entry) -> None:
    address, name, value, path = entry
    sheet = compiled(declared(firmware))

    assert (sheet.state[address] or {})[name] == value
    assert sheet.at[address, name] == places_of(declared(firmware)).at(*path)


@pytest.mark.parametrize("firmware", FULL)
def test_nothing_else_is_declared(firmware: str) -> None:
    assert entries(compiled(declared(firmware))) == {entry[:2] for entry in FULL[firmware]}


@pytest.mark.parametrize("firmware", FULL)
def test_what_is_not_declared_is_not_managed(firmware: str) -> None:
    document = declared(firmware, parts=frozenset(), on_failure=None)
    document["ha"] = {"password": {"env": "X"}}
    document["units"] = [{**unit, "interfaces": {}} for unit in document["units"]]
    kinds = {
        "7.2": {"ha": {"password", "mode"}, "ha_interface": {"heartbeat", "peer_address"}},
        "7.6": {
            "ha": {"password", "mode", "enabled"},
            "ha_interface": {"heartbeat"},
            "ha_member": {"role", "address"},
        },
    }

    found: dict[str, set[str]] = {}
    for address, name in entries(compiled(document)):
        found.setdefault(address.kind, set()).add(name)

    assert found == {**kinds[firmware], "interface": {"address"}}


def test_rows_say_nothing_of_what_they_do_not_mention() -> None:
    document = declared()
    document["alerts"] = {
        "syslog": [{"server": "log.example.net"}],
        "snmp": {"enabled": False, "users": [{"name": "nms", "security_level": "noauthnopriv"}]},
    }

    sheet = compiled(document)

    assert sheet.state[Address(GROUP, "syslog", "log.example.net:514")] == {
        "enabled": True,
        "server": "log.example.net",
        "port": 514,
    }
    assert sheet.state[NMS] == {"security_level": "noauthnopriv"}
    assert sheet.state[Address("mx2", "snmp")] == {"enabled": False}


def test_a_farm_of_7_2_points_at_its_primary_which_lists_its_peers() -> None:
    sheet = compiled(declared("7.2", "config-only", 3))

    for unit in ("mx2", "mx3"):
        assert (sheet.state[Address(unit, "ha")] or {})["primary_address"] == "10.0.0.1"
        assert sheet.state[Address("mx1", "ha_peer", f"10.0.0.{unit[-1]}")] == {
            "address": f"10.0.0.{unit[-1]}"
        }
    assert "primary_address" not in (sheet.state[Address("mx1", "ha")] or {})
    assert {name for _, name in entries(sheet)}.isdisjoint({"peer_address"})
    modes = {u: (sheet.state[Address(u, "ha")] or {})["mode"] for u in ("mx1", "mx2", "mx3")}
    assert modes == {
        "mx1": "config-primary",
        "mx2": "config-secondary",
        "mx3": "config-secondary",
    }


def test_a_farm_of_7_6_is_active_active_and_only_one_of_its_members_is_the_backup() -> None:
    document = declared("7.6", "config-only", 3)
    document["units"][2]["primary_backup"] = True

    sheet = compiled(document)

    assert (sheet.state[Address(GROUP, "ha")] or {})["mode"] == "active-active"
    rows = [sheet.state[Address(GROUP, "ha_member", unit)] for unit in ("mx1", "mx2", "mx3")]
    assert rows == [
        {"role": "primary", "address": "10.0.0.1/24"},
        {"role": "secondary", "address": "10.0.0.2/24", "primary_backup": False},
        {"role": "secondary", "address": "10.0.0.3/24", "primary_backup": True},
    ]


FARM_EXCLUDES = {
    "7.2": {
        ("group", "ha_interface"): {"virtual_ip": None, "virtual_ip_action": "ignore"},
        ("mx1", "ha_service"): {"enabled": False},
        ("mx2", "ha_service"): {"enabled": False},
    },
    "7.6": {
        ("group", "ha_interface"): {"virtual_ip": None, "virtual_ip_bridge": False},
        ("mx1", "ha_service"): {"enabled": False},
        ("mx2", "ha_service"): {"enabled": False},
    },
}


@pytest.mark.parametrize("firmware", FARM_EXCLUDES)
def test_a_farm_excludes_virtual_ips_and_service_monitoring(firmware: str) -> None:
    document = declared(firmware, "config-only", 2)

    sheet = compiled(document)

    assert sheet.everywhere == FARM_EXCLUDES[firmware]
    for (owner, kind), values in sheet.everywhere.items():
        for name in values:
            assert sheet.at[Address(owner, kind), name] == places_of(document).at("mode")


@pytest.mark.parametrize("firmware", FARM_EXCLUDES)
def test_a_farm_copies_no_mail_between_its_units(firmware: str) -> None:
    sheet = compiled(declared(firmware, "config-only", 2))

    values = sheet.state[Address(shared(firmware, "mx2"), "ha")] or {}
    assert (values["mail_data_sync"], values["mail_queue_sync"]) == (False, False)


@pytest.mark.parametrize("firmware", FULL)
def test_a_pair_excludes_nothing(firmware: str) -> None:
    assert compiled(declared(firmware)).everywhere == {}


def test_group_values_are_declared_once_whichever_unit_leads() -> None:
    for firmware in FULL:
        by_first, by_second = (compiled(declared(firmware), unit) for unit in ("mx1", "mx2"))
        assert by_first.state == by_second.state


ABSENT = {
    "syslog": ({"server": "192.0.2.50", "state": "absent"}, "192.0.2.50:514", ("syslog",)),
    "alert_email": ({"address": "a@b.c", "state": "absent"}, "a@b.c", ("email",)),
    "snmp_user": (
        {"name": "old", "security_level": "authpriv", "state": "absent"},
        "old",
        ("snmp", "users"),
    ),
}


@pytest.mark.parametrize("kind", ABSENT)
@pytest.mark.parametrize("owned", [False, True])
def test_an_absent_row_shall_not_be_there(kind: str, owned: bool) -> None:  # noqa: FBT001  # a parameter of the test
    row, key, (*above, table) = ABSENT[kind]
    rows: object = {"owned": True, "rows": [row]} if owned else [row]
    document = declared(parts=frozenset())
    alerts: dict[str, Any] = {table: rows}
    if above:
        alerts = {"snmp": {"enabled": True, table: rows}}
    document["alerts"] = alerts

    sheet = compiled(document)

    address = Address(GROUP, kind, key)
    assert sheet.state[address] is None
    path = ("alerts", *above, table, *(("rows",) if owned else ()), 0)
    assert sheet.at[address, ""] == places_of(document).at(*path)
    assert sheet.owned == ({(GROUP, kind)} if owned else set())
    if owned:
        place = places_of(document).at("alerts", *above, table, "owned")
        assert sheet.at[Address(GROUP, kind), ""] == place


def test_an_absent_service_is_not_watched_and_an_absent_virtual_ip_not_held() -> None:
    document = declared()
    document["monitor"]["services"]["local-ports"]["state"] = "absent"
    document["virtual_ips"][0]["state"] = "absent"

    sheet = compiled(document)

    service = Address("mx2", "ha_service", "local-ports")
    assert sheet.state[service] == {"enabled": False}
    assert sheet.at[service, "enabled"] == places_of(document).at(*DISKS, "state")
    assert sheet.state[Address(GROUP, "ha_interface", "port1")] == {
        "virtual_ip": None,
        "virtual_ip_action": "ignore",
    }


@pytest.mark.parametrize("firmware", FULL)
@pytest.mark.parametrize("order", [1, -1])
def test_a_virtual_ip_takes_the_port_of_one_that_goes(firmware: str, order: int) -> None:
    document = declared(firmware)
    gone = {"port": "port1", "address": "198.51.100.99/24", "state": "absent"}
    document["virtual_ips"] = [gone, *document["virtual_ips"]][::order]

    values = compiled(document).state[Address(GROUP, "ha_interface", "port1")] or {}

    assert values["virtual_ip"] == "198.51.100.25/24"


@pytest.mark.parametrize("firmware", FULL)
def test_a_second_virtual_ip_of_ipv6_is_not_dropped_unseen(firmware: str) -> None:
    document = declared(firmware)
    document["virtual_ips"].append({"port": "port1", "address": "2001:db8::25/64"})

    with pytest.raises(InvalidInput) as raised:
        compiled(document)

    (problem,) = raised.value.problems
    assert problem.where == places_of(document).at("virtual_ips", 1, "address")
    assert "virtual_ip6" in problem.message


def test_a_virtual_ip_that_replaces_the_ports_own_is_unknown_from_7_6() -> None:
    document = declared("7.6")
    document["virtual_ips"][0]["action"] = "set"

    with pytest.raises(InvalidInput) as raised:
        compiled(document)

    (problem,) = raised.value.problems
    assert problem.where == places_of(document).at("virtual_ips", 0, "action")
    assert str(problem).startswith(f"{FILE}:")
    assert "add" in problem.next


def test_a_bridged_virtual_ip_is_a_switch_of_its_own_from_7_6() -> None:
    document = declared("7.6")
    document["virtual_ips"][0]["action"] = "bridge"

    values = compiled(document).state[Address(GROUP, "ha_interface", "port1")] or {}

    assert values["virtual_ip_bridge"] is True


def test_all_that_a_dialect_lacks_is_told_at_once_each_with_its_place() -> None:
    document = declared("7.2")
    one = group(document)
    kinds = {name: kind for name, kind in one.dialect.kinds.items() if name != "mail_storage"}
    dialect = one.dialect.model_copy(update={"kinds": {**kinds, "syslog": None}})
    dialects = dict.fromkeys(("mx1", "mx2"), dialect)

    with pytest.raises(InvalidInput) as raised:
        compile_topology(one.topology, one.places, dialects, "mx1")

    wheres = [str(problem.where) for problem in raised.value.problems]
    assert wheres == sorted(wheres, key=lambda where: int(where.split(":")[1]))
    messages = " ".join(problem.message for problem in raised.value.problems)
    assert "has no host of mail_storage" in messages
    assert "has no server of syslog" in messages
    assert all("--dialect" in problem.next for problem in raised.value.problems)


@pytest.mark.parametrize(
    ("firmware", "off", "row"),
    [
        ("7.2", {"mode": "off"}, Address("mx1", "ha_peer", "10.0.0.2")),
        ("7.6", {"enabled": False}, Address(GROUP, "ha_member", "mx2")),
    ],
)
def test_of_a_unit_that_leaves_only_that_it_is_out_is_declared(
    firmware: str, off: dict[str, Value], row: Address
) -> None:
    document = declared(firmware, "config-only", 3)
    document["units"][1]["state"] = "absent"

    sheet = compiled(document, also=("mx2",))

    assert {a: v for a, v in sheet.state.items() if a.owner == "mx2"} == {
        Address("mx2", "ha", ""): off
    }
    assert sheet.state[row] is None


def test_of_a_lost_unit_that_leaves_only_the_row_is_declared_gone() -> None:
    document = declared("7.2", "config-only", 3)
    document["units"][1] |= {"state": "absent", "lost": True}

    sheet = compiled(document, also=("mx2",))

    assert "mx2" not in {address.owner for address in sheet.state}
    assert sheet.state[Address("mx1", "ha_peer", "10.0.0.2")] is None


READ_FOR: dict[str, set[str]] = {
    "storage": {"mail_storage"},
    "services": {"ha_service"},
    "alerts": {"syslog", "alert_email", "snmp", "snmp_user", "snmp_user_host"},
}


@pytest.mark.parametrize("part", READ_FOR)
def test_a_kind_is_read_only_if_something_of_it_is_declared(part: str) -> None:
    with_part = wanted_kinds(group(declared(parts=frozenset({part}))).topology)
    without = wanted_kinds(group(declared(parts=frozenset())).topology)

    assert with_part - without == READ_FOR[part]


@pytest.mark.parametrize("firmware", FULL)
@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
def test_every_kind_that_is_declared_or_excluded_is_read(firmware: str, mode: str) -> None:
    document = declared(firmware, mode)
    sheet = compiled(document)

    kinds = {address.kind for address in sheet.state} | {kind for _, kind in sheet.everywhere}

    assert kinds <= wanted_kinds(group(document).topology)
