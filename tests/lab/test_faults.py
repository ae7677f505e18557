"""Faults on demand, as an ordinary HTTP client sees them."""

import pytest
import requests
from pydantic import SecretStr

from hacfg.errors import Refused, ReplyLost
from hacfg.fortimail.client import Endpoint, Trust, UnitSession

LOST = requests.exceptions.ConnectionError


@pytest.fixture
def client(pair):
    return pair.client()


def port_of(client):
    return client.get("LogSettingRemote/1")["port"]


def test_a_dropped_reply_comes_after_the_write_took_effect(pair, client):
    pair.door.fault("mx1", "drop-reply")

    with pytest.raises(LOST):
        client.put("LogSettingRemote/1", {"port": 515})

    assert port_of(client) == 515


def test_a_reset_comes_before_the_write_takes_effect(pair, client):
    pair.door.fault("mx1", "reset")

    with pytest.raises(LOST):
        client.put("LogSettingRemote/1", {"port": 515})

    assert port_of(client) == 514


def test_a_refused_connection_lasts_until_repaired_on_the_same_port(pair, client):
    pair.door.fault("mx1", "refuse")

    for _ in range(2):
        with pytest.raises(LOST, match=r"refused|reset|aborted"):
            client.get("SysHa")
    pair.door.repair("mx1")

    assert port_of(client) == 514


@pytest.mark.parametrize(
    ("fault", "status"), [("http-500", 500), ("http-503", 503), ("forbid", 403)]
)
def test_an_error_answer_takes_no_effect_and_comes_once(pair, client, fault, status):
    pair.door.fault("mx1", fault)

    assert client.put("LogSettingRemote/1", {"port": 515}).status_code == status
    assert port_of(client) == 514


def test_an_error_answer_may_come_after_the_write_took_effect(pair, client):
    pair.door.fault("mx1", "http-500-after")

    assert client.put("LogSettingRemote/1", {"port": 515}).status_code == 500
    assert port_of(client) == 515


def test_a_session_says_that_a_write_answered_500_may_have_been_done_and_can_read_it_back(pair):
    info = pair.running.info
    endpoint = Endpoint("mx1", info.urls["mx1"], "hacfg", Trust(ca_pem=info.ca_pem))
    pair.door.fault("mx1", "http-500-after", method="PUT")

    with UnitSession(endpoint, SecretStr("admin secret")) as session:
        with pytest.raises(ReplyLost, match="seen: HTTP 500"):
            session.update("LogSettingRemote/1", {"port": 515})

        assert session.get("LogSettingRemote/1")["port"] == 515


def test_an_expired_session_needs_a_new_login(pair, client):
    pair.door.fault("mx1", "expire")

    assert client.call("GET", "SysHa").status_code == 403
    assert client.call("GET", "SysHa").status_code == 403
    assert client.login().status_code == 200
    assert port_of(client) == 514


def test_a_truncated_answer_is_no_json_though_the_write_took_effect(pair, client):
    pair.door.fault("mx1", "truncate")

    answer = client.put("LogSettingRemote/1", {"port": 515})

    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()
    assert port_of(client) == 515


def test_html_comes_instead_of_json(pair, client):
    pair.door.fault("mx1", "html")

    answer = client.call("GET", "SysHa")

    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.text.startswith("<html>")


def test_a_slow_answer_takes_as_long_as_asked_for(pair, client):
    pair.door.fault("mx1", "slow", ms=60)

    assert client.call("GET", "SysHa").elapsed.total_seconds() >= 0.06


def test_a_slow_write_that_nobody_waits_for_takes_effect_once_the_unit_is_repaired(pair, client):
    pair.door.fault("mx1", "slow", ms=3_600_000, method="PUT")
    url = f"{client.base}/api/v1/LogSettingRemote/1"
    with pytest.raises(requests.exceptions.ReadTimeout):
        client.session.put(url, json={"port": 515}, timeout=(10, 0.2))
    assert port_of(client) == 514

    pair.door.repair()

    assert port_of(client) == 515


def test_every_answer_takes_the_latency_of_the_lab(make_lab):
    client = make_lab(latency_ms=30).client()

    assert client.call("GET", "SysHa").elapsed.total_seconds() >= 0.03


def test_a_fault_waits_for_its_call_and_repeats_as_often_as_asked_for(pair, client):
    pair.door.fault("mx1", "http-500", after=2, times=2)

    assert [client.call("GET", "SysHa").status_code for _ in range(6)] == [
        200,
        200,
        500,
        500,
        200,
        200,
    ]


def test_a_fault_may_be_about_some_calls_only(pair, client):
    pair.door.fault("mx1", "http-500", path="LogSettingRemote", method="PUT", times=0)

    assert client.call("GET", "SysHa").status_code == 200
    assert port_of(client) == 514
    assert [client.put("LogSettingRemote/1", {"port": 1}).status_code for _ in range(3)] == [
        500
    ] * 3
    pair.door.repair("mx1")
    assert client.put("LogSettingRemote/1", {"port": 1}).status_code == 200


def test_a_fault_of_one_unit_leaves_the_other_alone(pair, client):
    pair.door.fault("mx2", "http-500", times=0)

    assert client.call("GET", "SysHa").status_code == 200


def test_a_unit_without_power_refuses_connections_and_forgets_its_sessions(pair, client):
    pair.door.fault("mx1", "power-loss")
    with pytest.raises(LOST):
        client.get("SysHa")

    pair.door.repair("mx1")

    assert client.call("GET", "SysHa").status_code == 403
    assert client.login().status_code == 200


def test_a_stopped_api_refuses_connections_and_changes_no_role(pair, client):
    pair.door.fault("mx1", "api-stop")

    with pytest.raises(LOST):
        client.get("SysHa")
    assert pair.client("mx2").role == 2


def test_power_may_fail_at_the_very_call_of_a_write(pair, client):
    pair.door.fault("mx1", "power-loss", after=1)
    assert client.call("GET", "SysHa").status_code == 200

    with pytest.raises(LOST):
        client.put("LogSettingRemote/1", {"port": 515})
    pair.door.repair("mx1")
    client.login()

    assert port_of(client) == 514


def test_a_reboot_may_come_with_a_call(make_lab):
    lab = make_lab(time_scale=None)
    client = lab.client()
    lab.door.fault("mx1", "reboot", path="SysHa", after=1)

    assert client.call("GET", "SysHa").status_code == 200
    with pytest.raises(LOST):
        client.get("SysHa")
    lab.door.advance(120)

    assert client.login().status_code == 200


MONITOR = ("mx1", "ha_interface", {"port_monitor": True}, "port1")


@pytest.mark.parametrize(
    ("unit", "fault", "needs"),
    [
        ("mx1", "false-alarm", "with a monitored port or service"),
        ("mx2", "power-loss", "a unit with power"),
        ("mx2", "reboot", "a unit with power"),
        ("mx2", "api-stop", "whose API answers"),
        ("mx2", "port-failure", "a working port"),
    ],
)
def test_a_fault_that_cannot_happen_is_refused_with_what_it_takes(pair, unit, fault, needs):
    pair.door.fault("mx2", "power-loss")
    before = pair.door.dump()

    with pytest.raises(Refused, match=f"{fault} cannot happen to {unit} now: it takes .*{needs}"):
        pair.door.fault(unit, fault)

    assert pair.door.dump() == before


def test_no_alarm_is_false_at_a_secondary(pair):
    pair.door.edit("mx2", *MONITOR[1:])

    with pytest.raises(Refused, match="an acting primary of a pair"):
        pair.door.fault("mx2", "false-alarm")


def test_a_fault_whose_call_comes_too_late_for_it_is_none(pair, client):
    pair.door.fault("mx1", "false-alarm", after=1)
    client.get("SysHa")

    assert client.call("GET", "SysHa").status_code == 200
    assert (client.role, pair.client("mx2").role) == (1, 2)


def test_a_false_alarm_may_come_with_a_call(pair, client):
    pair.door.edit(*MONITOR)
    pair.door.fault("mx1", "false-alarm", after=1)
    assert client.role == 1

    client.get("SysHa")

    assert (client.role, pair.client("mx2").role) == (2, 1)
