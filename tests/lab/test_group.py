"""A simulated group behaves as the HA model says, seen over HTTP alone."""

import pytest

from tests.lab.labs import Client, topology_text

OFF, PRIMARY, SECONDARY, FARM_PRIMARY, FARM_SECONDARY, FAILED, HOLD_OFF = range(7)

PORTS = {1: ("10.255.0.1/28", "10.255.1.1/28"), 2: ("10.255.0.2/28", "10.255.1.2/28")}


def ok(answer):
    assert answer.status_code == 200, answer.text
    return answer.json()


def cable(client: Client, own: int, peer: int) -> None:
    """Address the heartbeat ports and point them at the other unit."""
    for port, link, address, other in zip(
        ("port5", "port6"), (1, 2), PORTS[own], PORTS[peer], strict=True
    ):
        ok(client.put(f"SysInterface/{port}", {"ip": address}))
        body = {"heartbeat_status": link, "peer_ip": other.partition("/")[0]}
        ok(client.put(f"SysHaInterface/{port}", body))


def build(first: Client, second: Client, password: str = "x") -> None:
    cable(first, 1, 2)
    cable(second, 2, 1)
    ok(first.put("SysHa", {"password": "x", "mode": PRIMARY}))
    ok(second.put("SysHa", {"password": password, "mode": SECONDARY}))


def statuses(*clients: Client) -> list[tuple[int, bool]]:
    found = [client.get("SysHaStatus") for client in clients]
    return [(status["effective_mode"], status["config_sync"]) for status in found]


@pytest.fixture
def units(blank):
    return blank.client("mx1"), blank.client("mx2")


def test_a_pair_built_over_http_ends_in_sync(units):
    build(*units)

    assert statuses(*units) == [(PRIMARY, True), (SECONDARY, True)]
    assert units[1].get("SysHaStatus")["primary_heartbeat"] == 1
    assert units[1].login().json()["ha_state"] is True


def test_joining_replaces_what_the_group_shares_and_leaves_what_is_the_units_own(blank, units):
    first, second = units
    blank.door.create("mx1", "domain", "example.com", {})
    blank.door.create("mx2", "domain", "old.example", {})
    ok(first.post("LogSettingRemote/0", {"server": "192.0.2.50", "status": True}))
    ok(
        first.put(
            "SysHaInterface/port1", {"virtual_ip": "198.51.100.25/24", "action_on_primary": 2}
        )
    )
    ok(second.put("SysHa", {"hb_lost_threshold": 33}))

    build(*units)

    assert [row["mkey"] for row in second.get("domain")["collection"]] == ["example.com"]
    assert second.get("LogSettingRemote/1")["server"] == "192.0.2.50"
    assert second.get("SysHaInterface/port1")["virtual_ip"] == "198.51.100.25/24"
    assert second.get("SysHa")["hb_lost_threshold"] == 33
    assert second.get("SysInterface/port5")["ip"] == "10.255.0.2/28"


def test_a_change_on_the_primary_reaches_the_secondary(pair):
    first, second = pair.client("mx1"), pair.client("mx2")

    ok(first.put("LogSettingRemote/1", {"port": 515}))

    assert second.get("LogSettingRemote/1")["port"] == 515


def test_a_secondary_refuses_shared_settings_in_the_words_of_the_cli(pair):
    second = pair.client("mx2")

    answer = second.put("LogSettingRemote/1", {"port": 515})

    assert answer.status_code == 400
    assert answer.json() == {
        "errorType": -38,
        "errorMsg": "HA secondary can't set attribute port",
    }
    assert second.get("LogSettingRemote/1")["port"] == 514


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "LogSettingRemote/0"),
        ("DELETE", "LogSettingRemote/1"),
        ("DELETE", "SysSnmpUser/nms"),
    ],
)
def test_a_secondary_refuses_to_make_and_delete_shared_rows(pair, method, path):
    assert pair.client("mx2").call(method, path).json()["errorType"] == -38


def test_a_secondary_accepts_what_is_its_own(pair):
    second = pair.client("mx2")

    ok(second.put("SysHa", {"hb_lost_threshold": 20}))
    ok(second.put("SysSnmpSysinfo", {"status": False}))

    assert pair.client("mx1").get("SysHa")["hb_lost_threshold"] == 15
    assert pair.client("mx1").get("SysSnmpSysinfo")["status"] is True


def test_settings_whose_sharing_is_unproved_are_synchronised_if_the_reading_says_so(make_lab):
    lab = make_lab(readings=("unproved-synchronised",))
    ok(lab.client("mx1").put("SysSnmpSysinfo", {"status": False}))
    ok(lab.client("mx1").put("LogSettingRemote/1", {"port": 515}))

    assert lab.client("mx2").get("SysSnmpSysinfo")["status"] is False


def test_a_secondary_without_a_primary_waits(units):
    second = units[1]
    cable(second, 2, 1)

    ok(second.put("SysHa", {"password": "x", "mode": SECONDARY}))

    assert statuses(second) == [(OFF, False)]


def test_a_wrong_password_keeps_a_unit_out(units):
    build(units[0], units[1], password="y")

    assert statuses(*units) == [(PRIMARY, True), (OFF, False)]
    assert units[1].get("SysHaStatus")["primary_heartbeat"] == 2


def test_peers_that_do_not_point_at_each_other_do_not_meet(units):
    first, second = units
    cable(first, 1, 2)
    cable(second, 2, 1)
    for port in ("port5", "port6"):
        ok(second.put(f"SysHaInterface/{port}", {"peer_ip": "10.255.0.9"}))

    ok(first.put("SysHa", {"mode": PRIMARY}))
    ok(second.put("SysHa", {"mode": SECONDARY}))

    assert statuses(*units) == [(PRIMARY, True), (OFF, False)]


def test_the_units_take_their_time_and_stand_still_with_the_clock(make_lab):
    lab = make_lab(blank=True, time_scale=None)
    first, second = lab.client("mx1"), lab.client("mx2")
    build(first, second)

    assert statuses(first, second) == [(OFF, False), (OFF, False)]
    lab.door.advance(1.2)
    assert statuses(first) == [(PRIMARY, True)]
    lab.door.advance(5)
    assert statuses(second) == [(SECONDARY, True)]


def test_a_scaled_clock_moves_the_units_by_itself(make_lab):
    lab = make_lab(blank=True, time_scale=1000)
    first, second = lab.client("mx1"), lab.client("mx2")
    build(first, second)

    for _ in range(2000):
        if statuses(second) == [(SECONDARY, True)]:
            break
    assert statuses(first, second) == [(PRIMARY, True), (SECONDARY, True)]


def test_all_cables_cut_is_a_split_brain_and_restore_heals_it(pair):
    first, second = pair.client("mx1"), pair.client("mx2")

    pair.door.cut()
    assert statuses(first, second) == [(PRIMARY, True), (PRIMARY, True)]
    pair.door.plug()
    assert statuses(first, second) == [(PRIMARY, True), (PRIMARY, True)]
    ok(second.post("SysHaCommand", {"action": 2}))
    assert statuses(first, second) == [(PRIMARY, True), (SECONDARY, True)]


def test_one_cut_cable_shows_and_changes_no_role(pair):
    second = pair.client("mx2")

    pair.door.cut("secondary")

    found = second.get("SysHaStatus")
    assert (found["primary_heartbeat"], found["secondary_heartbeat"]) == (1, 2)
    assert statuses(second) == [(SECONDARY, True)]


def test_power_loss_of_the_primary_is_a_failover_and_its_return_follows_on_failure(pair):
    second = pair.client("mx2")

    pair.door.fault("mx1", "power-loss")
    assert statuses(second) == [(PRIMARY, True)]
    pair.door.repair("mx1")

    assert statuses(pair.client("mx1"), second) == [(SECONDARY, True), (PRIMARY, True)]


MONITORED = {
    "port": ("ha_interface", {"port_monitor": True}, "port1"),
    "service": ("ha_service", {"enabled": True}, "local-ports"),
}


@pytest.mark.parametrize("monitor", MONITORED)
def test_a_failed_port_takes_the_role_away_where_a_port_or_service_is_monitored(pair, monitor):
    first, second = pair.client("mx1"), pair.client("mx2")
    pair.door.edit("mx1", *MONITORED[monitor])

    pair.door.fault("mx1", "port-failure")
    assert statuses(first, second) == [(FAILED, False), (PRIMARY, True)]
    pair.door.repair("mx1")

    assert statuses(first, second) == [(SECONDARY, True), (PRIMARY, True)]


def test_a_failed_port_that_nobody_monitors_moves_no_role(pair):
    pair.door.fault("mx1", "port-failure")

    assert statuses(pair.client("mx1"), pair.client("mx2")) == [(PRIMARY, True), (SECONDARY, True)]


def test_a_false_alarm_moves_the_role_and_the_sound_unit_follows_without_a_repair(pair):
    first, second = pair.client("mx1"), pair.client("mx2")
    pair.door.edit("mx1", *MONITORED["port"])

    pair.door.fault("mx1", "false-alarm")

    assert statuses(first, second) == [(SECONDARY, True), (PRIMARY, True)]


def test_after_a_false_alarm_a_unit_acts_as_failed_for_a_while(make_lab):
    lab = make_lab(time_scale=None)
    first = lab.client("mx1")
    lab.door.edit("mx1", *MONITORED["port"])

    lab.door.fault("mx1", "false-alarm")

    assert statuses(first) == [(FAILED, False)]
    lab.door.advance(60)
    assert statuses(first) == [(SECONDARY, True)]


def test_switching_ha_off_takes_a_moment_in_which_the_unit_acts_as_before(make_lab):
    lab = make_lab(time_scale=None)
    second = lab.client("mx2")

    ok(second.put("SysHa", {"mode": OFF}))

    assert second.get("SysHa")["mode"] == OFF
    assert second.role == SECONDARY
    lab.door.advance(1.2)
    assert second.role == OFF


def test_a_heartbeat_port_without_address_is_refused_and_nothing_changed(units):
    first = units[0]

    answer = first.put("SysHaInterface/port5", {"heartbeat_status": 1, "peer_ip": "10.255.0.2"})

    assert answer.status_code == 400
    assert "heartbeat port port5 has no address" in answer.json()["errorMsg"]
    assert first.get("SysHaInterface/port5")["heartbeat_status"] == 0


def test_an_announced_reboot_makes_the_secondary_hold_off(make_lab):
    lab = make_lab(time_scale=None)
    second = lab.client("mx2")

    lab.door.fault("mx1", "reboot")
    assert statuses(second) == [(HOLD_OFF, False)]
    lab.door.advance(120)

    assert statuses(lab.client("mx1"), second) == [(PRIMARY, True), (SECONDARY, True)]


def test_the_restart_command_is_an_announced_reboot(make_lab):
    lab = make_lab(time_scale=None)
    first = lab.client("mx1")

    with pytest.raises(OSError, match=r"Connection|aborted|reset"):
        first.post("SysStatusCommand", {"action": 1})

    assert statuses(lab.client("mx2")) == [(HOLD_OFF, False)]


SHARED = topology_text("7.6")
JOIN = {"primary_ip": "10.255.0.1", "primary_backup": False, "unit_name": "mx2"}


def shared_units(lab) -> tuple[Client, Client]:
    """Two blank units of the shared generation, the first acting as primary."""
    first, second = lab.client("mx1"), lab.client("mx2")
    for number, client in enumerate((first, second), 1):
        for port, address in zip(("port5", "port6"), PORTS[number], strict=True):
            ok(client.put(f"SysInterface/{port}", {"ip": address}))
            ok(client.put(f"SysHaInterface/{port}", {"heartbeat_status": True}))
    ok(first.post("SysHaMember/mx1", {"role": 0, "ip": PORTS[1][0]}))
    ok(first.put("SysHa", {"password": "x", "state": True, "hb_base_port": 20020}))
    return first, second


def test_joining_copies_the_ha_document_and_adds_a_member(make_lab):
    lab = make_lab(SHARED, blank=True)
    first, second = shared_units(lab)

    answer = ok(second.post("SysHaJoin", {**JOIN, "password": "x"}))

    assert answer["errorType"] == 0
    assert statuses(first, second) == [(PRIMARY, True), (SECONDARY, True)]
    rows = first.get("SysHaMember")["collection"]
    assert [(row["mkey"], row["ip"]) for row in rows] == [
        ("mx1", PORTS[1][0]),
        ("mx2", PORTS[2][0]),
    ]
    assert second.get("SysHaMember")["collection"] == rows
    assert second.get("SysHa")["hb_base_port"] == 20020


@pytest.mark.parametrize(
    "change", [{"password": "y"}, {"password": "x", "primary_ip": "10.255.0.9"}], ids=str
)
def test_a_join_that_cannot_be_is_refused_and_changes_nothing(make_lab, change):
    lab = make_lab(SHARED, blank=True)
    first, second = shared_units(lab)

    assert second.post("SysHaJoin", {**JOIN, **change}).status_code == 400

    assert second.get("SysHa")["state"] is False
    assert second.get("SysHa")["password"] == ""
    assert first.get("SysHaMember")["totalRemoteCount"] == 1


def test_a_unit_with_ha_on_cannot_join(make_lab):
    second = make_lab(SHARED).client("mx2")

    answer = second.post("SysHaJoin", {**JOIN, "password": "ha secret"})

    assert answer.status_code == 400
    assert "HA is enabled" in answer.json()["errorMsg"]


def test_a_join_without_all_arguments_is_400(make_lab):
    second = make_lab(SHARED, blank=True).client("mx2")

    assert second.post("SysHaJoin", {"primary_ip": "10.255.0.1"}).status_code == 400


def test_a_join_may_replace_the_administrator_accounts(make_lab):
    lab = make_lab(SHARED, blank=True, readings=("join-replaces-accounts",))
    _, second = shared_units(lab)

    ok(second.post("SysHaJoin", {**JOIN, "password": "x"}))

    assert second.login().status_code == 200
    assert [row["mkey"] for row in second.get("SysAdmin")["collection"]] == ["admin", "hacfg"]


def test_a_member_whose_row_is_deleted_still_believes_that_it_is_one(make_lab):
    lab = make_lab(SHARED)
    first, second = lab.client("mx1"), lab.client("mx2")

    ok(first.call("DELETE", "SysHaMember/mx2"))

    assert statuses(second) == [(SECONDARY, True)]


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
def test_a_farm_has_one_acting_primary_and_its_edits_reach_every_unit(make_lab, firmware):
    lab = make_lab(topology_text(firmware, 5, farm=True))
    clients = [lab.client(f"mx{number}") for number in range(1, 6)]

    ok(clients[0].put("LogSettingRemote/1", {"port": 515}))

    assert statuses(*clients) == [(FARM_PRIMARY, True), *[(FARM_SECONDARY, True)] * 4]
    assert [client.get("LogSettingRemote/1")["port"] for client in clients] == [515] * 5


def test_a_farm_unit_that_points_at_no_primary_finds_none(make_lab):
    lab = make_lab(topology_text("7.2", 3, farm=True))
    third = lab.client("mx3")

    ok(third.put("SysHa", {"mode": OFF}))
    ok(third.put("SysHa", {"config_peer_ip": "0.0.0.0", "mode": 4}))  # noqa: S104  # "not set"
    assert statuses(third) == [(OFF, False)]
    ok(third.put("SysHa", {"config_peer_ip": "10.255.0.1"}))

    assert statuses(third) == [(FARM_SECONDARY, True)]


def test_the_backup_of_a_farm_takes_over_and_the_primary_follows_it_when_it_is_back(make_lab):
    lab = make_lab(topology_text("7.6", 3, farm=True))
    clients = [lab.client(f"mx{number}") for number in (1, 2, 3)]
    ok(clients[0].put("SysHaMember/mx2", {"primary_backup": True}))

    lab.door.fault("mx1", "power-loss")
    assert statuses(*clients[1:]) == [(FARM_PRIMARY, True), (FARM_SECONDARY, True)]
    lab.door.repair("mx1")
    ok(clients[0].login())

    assert [status[0] for status in statuses(*clients)] == [
        FARM_SECONDARY,
        FARM_PRIMARY,
        FARM_SECONDARY,
    ]


def test_a_farm_without_its_primary_promotes_nobody(make_lab):
    lab = make_lab(topology_text("7.2", 3, farm=True))

    lab.door.fault("mx1", "power-loss")

    assert statuses(lab.client("mx2"), lab.client("mx3")) == [(FARM_SECONDARY, False)] * 2
