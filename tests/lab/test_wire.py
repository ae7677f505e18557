"""The shapes on the wire, as recorded in public test data, seen by an ordinary HTTP client."""

import pytest

from tests.lab.labs import topology_text


def test_a_login_answers_as_recorded_with_facts_about_the_unit(pair):
    client = pair.client(login=False)

    answer = client.login()
    body = answer.json()

    assert answer.status_code == 200
    assert answer.headers["Set-Cookie"].startswith("APSCOOKIE_")
    assert len(body.pop("csrf_token")) == 40
    assert body == {
        "objectID": "AdminLogin:",
        "reqAction": 2,
        "nodePermission": 0,
        "ha_state": True,
        "name": "hacfg",
        "password": "******",
        "token": "******",
        "domain": "system",
        "loginstatus": 1,
        "product_name": "FortiMail",
        "post_login_banner": False,
        "is_superadmin": True,
        "ha_config_mode": 2,
        "is_local": True,
        "is_cloud": False,
        "model": "FE-VMW",
        "serial": "FEVM000000000001",
        "product_version": "7.2.0",
        "hostname": "mx1",
        "operation_mode": 1,
    }


def test_a_failed_login_answers_as_recorded(pair):
    answer = pair.client(login=False).login(password="wrong")

    assert answer.status_code == 403
    assert answer.json() == {
        "errorType": 7,
        "errorMsg": "Failed: Access denied:Add object (AdminLogin) ",
        "reqAction": 2,
        "totalRemoteCount": 0,
        "collection": "[]",
    }


def test_a_singleton_has_no_key_and_its_secrets_are_masked(pair):
    assert pair.client().get("SysHa") == {
        "objectID": "SysHa:",
        "reqAction": 1,
        "nodePermission": 3,
        "mode": 1,
        "password": "******",
        "hb_base_port": 20000,
        "hb_lost_threshold": 15,
        "remote_services_as_heartbeat": False,
        "on_failure": 2,
        "mail_data_sync": False,
        "mailqueue_data_sync": False,
        "config_peer_ip": "0.0.0.0",  # noqa: S104  # the recorded form of "not set"
    }


def test_a_row_of_a_named_table_has_its_name_as_key(pair):
    assert pair.client().get("SysInterface/port5") == {
        "objectID": "SysInterface:port5",
        "reqAction": 1,
        "nodePermission": 3,
        "mkey": "port5",
        "ip": "10.255.0.1/28",
        "mode": 0,
        "allowaccess": 0,
    }


def test_a_list_answers_as_recorded_and_numbers_are_numbers(pair):
    assert pair.client().get("LogSettingRemote") == {
        "objectID": "LogSettingRemoteCollection:",
        "reqAction": 1,
        "totalRemoteCount": 1,
        "subCount": 1,
        "remoteSorting": True,
        "nextPage": False,
        "nodePermission": 3,
        "collection": [
            {
                "mkey": 1,
                "status": True,
                "server": "192.0.2.50",
                "port": 514,
                "sysevent_log_status": True,
                "sysevent_log_category": 16,
            }
        ],
    }


@pytest.mark.parametrize(
    ("path", "object_id"),
    [
        ("domain", "DomainInfoCollection:"),
        ("domain/system/PolicyRcpt", "PolicyRcptCollection:{D:system}"),
        ("SysSnmpUser/nms/SysSnmpUserHost", "SysSnmpUserHostCollection:{P:nms}"),
    ],
)
def test_lists_inside_something_say_inside_what(pair, path, object_id):
    assert pair.client().get(path)["objectID"] == object_id


def test_rows_of_a_child_table_stand_under_their_parent(pair):
    client = pair.client()

    assert client.get("SysSnmpUser/nms/SysSnmpUserHost")["collection"] == [
        {"mkey": 1, "ip": "192.0.2.60"}
    ]
    assert client.get("SysSnmpUser/nms/SysSnmpUserHost/1")["ip"] == "192.0.2.60"
    assert client.call("GET", "SysSnmpUser/nobody/SysSnmpUserHost").status_code == 404


def test_a_put_changes_only_what_it_names_and_answers_the_whole_object(pair):
    client = pair.client()
    before = client.get("SysHaInterface/port1")

    answer = client.put("SysHaInterface/port1", {"port_monitor": True, "mkey": "port1"})

    assert answer.json() == {**before, "port_monitor": True, "reqAction": 5}
    assert client.get("SysHaInterface/port1") == {**before, "port_monitor": True}


def test_a_named_row_is_made_by_the_key_in_the_url(pair):
    client = pair.client()

    answer = client.post("SysSnmpUser/second", {"trap_status": True})

    assert answer.status_code == 200
    assert answer.json()["reqAction"] == 2
    assert answer.json()["objectID"] == "SysSnmpUser:second"
    assert client.get("SysSnmpUser/second")["trap_status"] is True


def test_a_numbered_row_is_made_by_number_0(pair):
    answer = pair.client().post("LogSettingRemote/0", {"server": "192.0.2.51"})

    assert answer.json()["objectID"] == "LogSettingRemote:2"
    assert answer.json()["mkey"] == 2
    assert answer.json()["port"] == 514


def test_a_row_that_is_there_is_not_made_again(pair):
    answer = pair.client().post("SysSnmpUser/nms", {})

    assert answer.status_code == 400
    assert answer.json()["errorType"] not in {0, None}


def test_a_table_takes_no_more_rows_than_it_can(pair):
    client = pair.client()
    codes = [
        client.post(f"LogAlertemailRecipient/n{n}@example.net", {}).status_code for n in (1, 2, 3)
    ]

    assert codes == [200, 200, 400]
    assert client.get("LogAlertemailRecipient")["totalRemoteCount"] == 3


def test_a_deletion_answers_as_recorded_and_takes_child_rows_along(pair):
    client = pair.client()

    answer = client.call("DELETE", "SysSnmpUser/nms")

    assert answer.json() == {
        "errorType": 0,
        "errorMsg": "Successful:Remove object (SysSnmpUser) ",
        "objectID": "SysSnmpUser:nms",
        "reqAction": 3,
    }
    assert client.call("GET", "SysSnmpUser/nms/SysSnmpUserHost").status_code == 404


@pytest.mark.parametrize("path", ["domain/nowhere.example", "SysSnmpUser/nobody"])
def test_what_is_not_there_is_404_as_recorded(pair, path):
    answer = pair.client().call("GET", path)

    assert answer.status_code == 404
    assert answer.json()["errorType"] == 3
    assert answer.json()["errorMsg"].startswith("Failed to retrieve object :Get object (")


def test_a_resource_that_the_firmware_does_not_know_is_404(pair):
    assert pair.client().call("GET", "SysHaMember").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "SysHa"),
        ("POST", "SysInterface/port9"),
        ("DELETE", "SysInterface/port1"),
        ("PUT", "SysInterface"),
        ("GET", "AdminLogin"),
        ("GET", "SysStatusCommand"),
        ("GET", "SysHaCommand"),
        ("PATCH", "SysHa"),
    ],
)
def test_a_verb_that_a_resource_does_not_have_is_405(pair, method, path):
    assert pair.client().call(method, path).status_code == 405


@pytest.mark.parametrize(
    "body",
    [{"mode": 99}, {"hb_base_port": "many"}, {"remote_services_as_heartbeat": 1}, {"mode": "off"}],
    ids=str,
)
def test_a_bad_value_is_400_and_changes_nothing(pair, body):
    client = pair.client()
    before = client.get("SysHa")

    assert client.put("SysHa", body).status_code == 400
    assert client.get("SysHa") == before


@pytest.mark.parametrize("data", [b"{", b"[]"], ids=["no JSON", "no object"])
def test_a_bad_body_is_400(pair, data):
    assert pair.client().call("PUT", "SysHa", data=data).status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("SysStatusCommand", {"action": 9}),
        ("SysHaCommand", {"action": 9}),
        ("SysSnmpUser/nobody/SysSnmpUserHost/0", {"ip": "192.0.2.1"}),
    ],
    ids=["status", "ha", "parent"],
)
def test_a_post_that_makes_no_sense_is_refused(pair, path, body):
    assert pair.client().post(path, body).status_code in {400, 404}


def test_what_is_read_only_is_not_written(pair):
    assert pair.client().put("SysStatusLicinfo", {"antispam_status": False}).status_code == 400


def test_keys_that_nobody_knows_are_passed_over(pair):
    answer = pair.client().put(
        "SysHa", {"objectID": "SysHa:", "mdomain": "system", "hb_base_port": 20010}
    )

    assert answer.status_code == 200
    assert answer.json()["hb_base_port"] == 20010


def test_a_long_list_comes_in_pages(pair):
    client = pair.client()
    for number in range(120):
        pair.door.create("mx1", "domain", f"d{number}.example", {})

    first, last = client.get("domain"), client.get("domain", startIndex=100)
    small = client.get("domain", startIndex=10, pageSize=3)

    assert (first["subCount"], first["totalRemoteCount"], first["nextPage"]) == (50, 120, True)
    assert (last["subCount"], last["totalRemoteCount"], last["nextPage"]) == (20, 120, False)
    assert [row["mkey"] for row in small["collection"]] == [f"d{n}.example" for n in (10, 11, 12)]


def test_a_trailing_slash_and_an_encoded_key_are_understood(pair):
    client = pair.client()

    assert client.get("SysHa/")["objectID"] == "SysHa:"
    assert client.get("LogAlertemailRecipient/noc%40example.net")["mkey"] == "noc@example.net"


def test_the_shared_generation_has_a_member_table(make_lab):
    client = make_lab(topology_text("7.6")).client()

    rows = client.get("SysHaMember")["collection"]

    assert [(row["mkey"], row["role"], row["ip"]) for row in rows] == [
        ("mx1", 0, "10.255.0.1/28"),
        ("mx2", 1, "10.255.0.2/28"),
    ]


def test_blank_units_have_ha_off_and_no_address(blank):
    client = blank.client()

    assert client.login().json()["ha_state"] is False
    assert client.get("SysHa")["mode"] == 0
    assert client.get("SysHa")["password"] == ""
    assert {row["ip"] for row in client.get("SysInterface")["collection"]} == {"0.0.0.0/0"}
    assert client.get("domain")["collection"] == []
