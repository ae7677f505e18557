"""The control door: what no appliance has."""

import json
import threading
import urllib.error
import urllib.request

import pytest

from hacfg.errors import Refused, Unreachable
from hacfg.lab.door import Door
from tests.lab.labs import topology_text


def test_the_door_says_how_the_units_stand_and_that_ha_is_inferred(pair):
    status = pair.door.status()

    assert "inferred" in status["note"]
    assert status["name"] == "mail"
    assert status["cut"] == []
    assert status["units"]["mx2"] == {
        "url": pair.running.info.urls["mx2"],
        "configured": "secondary",
        "effective": "secondary",
        "reachable": True,
        "power": True,
        "in_sync": True,
        "takes_mail": False,
        "queue": False,
    }


def test_the_door_is_shut_without_its_token(pair):
    request = urllib.request.Request(f"{pair.running.info.door}/dump", b"{}")  # noqa: S310  # loopback

    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(request, timeout=5)  # noqa: S310  # as above
    refused.value.close()


def test_an_edit_behind_the_back_is_seen_over_http_and_synchronised(pair):
    pair.door.edit("mx1", "syslog", {"port": 1514, "categories": ["ha", "dns"]}, key="1")

    found = pair.client("mx2").get("LogSettingRemote/1")
    assert (found["port"], found["sysevent_log_category"]) == (1514, 24)


def test_what_a_person_could_not_edit_the_door_refuses_too(pair):
    with pytest.raises(Refused, match="HA secondary can't set attribute"):
        pair.door.edit("mx2", "syslog", {"port": 1514}, key="1")


def test_readings_that_no_client_may_write_can_be_edited(pair):
    pair.door.edit("mx1", "license", {"antivirus": False})

    assert pair.client().get("SysStatusLicinfo")["antivirus_status"] is False


@pytest.mark.parametrize(
    ("command", "asked", "words"),
    [
        ("edit", {"unit": "mx9", "kind": "ha", "attributes": {"mode": "off"}}, "no unit mx9"),
        ("edit", {"unit": "mx1", "kind": "nothing", "attributes": {}}, "no kind nothing"),
        ("edit", {"unit": "mx1", "kind": "ha", "attributes": {"color": 1}}, "no attribute color"),
        ("edit", {"unit": "mx1", "kind": "ha", "attributes": {"mode": "king"}}, "mode"),
        ("edit", {"unit": "mx1"}, "kind"),
        ("delete", {"unit": "mx1", "kind": "interface", "key": "port1"}, "cannot be deleted"),
        ("delete", {"unit": "mx1", "kind": "domain", "key": "x"}, "has no x"),
        ("create", {"unit": "mx1", "kind": "snmp_user", "key": "nms"}, "exists already"),
        ("fault", {"unit": "mx1", "fault": "earthquake"}, "no fault earthquake"),
        ("fault", {"unit": "mx9", "fault": "html"}, "no unit mx9"),
        ("repair", {"unit": "mx9"}, "no unit mx9"),
        ("cut", {"link": "green"}, "no link green"),
        ("dance", {}, "no command dance"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_wish_is_refused_in_words(pair, command, asked, words):
    with pytest.raises(Refused, match=words):
        pair.door.ask(command, **asked)


def test_the_log_holds_method_path_and_status_and_no_body(pair):
    client = pair.client()
    client.put("LogSettingRemote/1", {"port": 515})
    client.call("GET", "nothing")

    assert pair.door.log() == {
        "mx1": [
            ["POST", "AdminLogin", 200],
            ["PUT", "LogSettingRemote/1", 200],
            ["GET", "nothing", 404],
        ],
        "mx2": [],
    }


def test_a_saved_lab_is_started_again_as_it_was(make_lab, tmp_path):
    first = make_lab()
    first.door.create("mx1", "domain", "example.com", {})
    first.door.fault("mx1", "power-loss")
    saved = first.door.dump()
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(saved))

    second = make_lab(actual=file)

    assert second.door.dump() == saved
    assert second.door.status()["units"]["mx2"]["effective"] == "primary"
    second.door.repair("mx1")
    assert second.client("mx1").role == 2


def test_a_saved_lab_holds_no_secret(pair):
    text = json.dumps(pair.door.dump())

    assert "secret" not in text
    assert "******" in text


def test_two_labs_run_at_once_and_know_nothing_of_each_other(make_lab):
    first, second = make_lab(), make_lab(topology_text("7.6"))

    first.door.edit("mx1", "syslog", {"port": 1514}, key="1")

    assert second.client().get("LogSettingRemote/1")["port"] == 514
    with pytest.raises(Refused, match="wrong token"):
        Door(
            type(first.running.info)(**{**_as_dict(first), "door": second.running.info.door})
        ).dump()


def _as_dict(lab):
    info = lab.running.info
    return {name: getattr(info, name) for name in info.__dataclass_fields__}


def test_a_lab_that_ended_is_unreachable_and_leaves_nothing(make_lab):
    lab = make_lab()
    lab.client()

    lab.stack.close()

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lab ")]
    with pytest.raises(Unreachable, match="does not answer"):
        lab.door.status()


def test_a_lab_goes_back_to_how_it_was_as_often_as_it_is_told(pair):
    pair.door.edit("mx1", "syslog", {"port": 1514}, key="1")
    pair.client("mx2")
    pair.door.mark("here")
    before = (pair.door.dump(), pair.door.status(), pair.door.log())

    for _ in range(2):
        pair.door.edit("mx1", "syslog", {"port": 2514}, key="1")
        pair.door.cut()
        pair.door.fault("mx2", "power-loss")
        pair.door.fault("mx1", "http-500")
        pair.door.clock("mx1", 90)
        pair.door.go_back("here")

        assert (pair.door.dump(), pair.door.status(), pair.door.log()) == before
        assert pair.client("mx1").get("LogSettingRemote/1")["port"] == 1514
        pair.door.go_back("here")


def test_a_moment_that_nobody_marked_cannot_be_gone_back_to(pair):
    with pytest.raises(Refused, match="nothing was marked there"):
        pair.door.go_back("there")
