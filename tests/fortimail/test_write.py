"""Writing: partial bodies, and only what the unit was seen to hold."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import SecretStr

from hacfg.errors import BadAnswer, InvalidInput
from hacfg.fortimail.act import Argument, act
from hacfg.fortimail.read import read_kind
from hacfg.fortimail.write import Write, write
from hacfg.state import Address
from tests.fortimail.fakes import FakeUnit

OBJECTS: Mapping[str, Any] = {
    "SysHa": {"mode": 0, "password": "******", "hb_base_port": 20000},
    "SysInterface": [{"mkey": "port1", "ip": "192.0.2.11/24"}],
    "LogSettingRemote": [{"mkey": 4, "server": "192.0.2.50", "port": 514, "status": True}],
    "SysSnmpUser": [{"mkey": "nms"}],
    "SysSnmpUser/nms/SysSnmpUserHost": [{"mkey": 1, "ip": "192.0.2.9"}],
    "LogAlertemailRecipient": [],
    "MailSetStorage": {"host": ""},
}


@pytest.fixture
def dialect(catalogue):
    return catalogue.named("fortimail-7.2")


@pytest.fixture
def unit():
    return FakeUnit(OBJECTS)


@pytest.fixture
def send(unit, dialect):
    """Read the kind, write, and give the last call and its body."""

    def sent(operation, kind, key="", **attributes):
        reading = read_kind(unit, dialect, "mx1", kind)
        order = Write(operation, Address("mx1", kind, key), attributes)
        write(unit, dialect, order, reading)
        return (*unit.calls[-1], unit.bodies[-1])

    return sent


def test_an_update_holds_the_changed_keys_and_no_others(send):
    assert send("update", "ha", mode="primary") == ("PUT", "SysHa", {"mode": 1})


def test_a_secret_is_sent_wrapped(send):
    secret = SecretStr("hidden")

    assert send("update", "ha", password=secret) == ("PUT", "SysHa", {"password": secret})


def test_a_row_is_updated_by_its_wire_key(send):
    assert send("update", "syslog", "192.0.2.50:514", enabled=False) == (
        "PUT",
        "LogSettingRemote/4",
        {"status": False},
    )


def test_a_named_row_is_made_with_its_key_in_the_url_alone(send):
    assert send("create", "alert_email", "ops@example.net", address="ops@example.net") == (
        "POST",
        "LogAlertemailRecipient/ops@example.net",
        {},
    )


def test_a_numbered_row_is_made_under_zero(send):
    assert send("create", "syslog", "192.0.2.51:514", server="192.0.2.51", port=514) == (
        "POST",
        "LogSettingRemote/0",
        {"server": "192.0.2.51", "port": 514},
    )


def test_child_rows_are_made_and_removed_below_their_parent(send):
    table = "SysSnmpUser/nms/SysSnmpUserHost"

    assert send("create", "snmp_user_host", "nms/192.0.2.8", address="192.0.2.8") == (
        "POST",
        f"{table}/0",
        {"ip": "192.0.2.8"},
    )
    assert send("delete", "snmp_user_host", "nms/192.0.2.9")[:2] == ("DELETE", f"{table}/1")


def test_a_name_cannot_lead_to_another_path(send):
    assert send("create", "alert_email", "../SysHa?x=1#")[1] == (
        "LogAlertemailRecipient/..%2FSysHa%3Fx%3D1%23"
    )


def test_a_key_that_the_unit_did_not_hold_is_not_written(send, unit):
    with pytest.raises(BadAnswer, match=r"mx1 ha on_failure: not written.*the key on_failure"):
        send("update", "ha", mode="primary", on_failure="off")
    assert unit.bodies == []


def test_a_key_that_the_other_rows_do_not_hold_is_not_written(send, unit):
    with pytest.raises(BadAnswer, match="the key sysevent_log_status"):
        send("create", "syslog", "192.0.2.51:514", server="192.0.2.51", system_events=True)
    assert unit.bodies == []


def test_a_row_that_was_not_seen_is_not_written(send, unit):
    with pytest.raises(BadAnswer, match="no such row"):
        send("update", "interface", "port9", address="192.0.2.12/24")
    assert unit.bodies == []


def test_of_twins_none_is_written(unit, send):
    unit.objects["LogSettingRemote"] = OBJECTS["LogSettingRemote"] * 2

    with pytest.raises(BadAnswer, match="several rows"):
        send("delete", "syslog", "192.0.2.50:514")


def test_what_could_not_be_read_is_not_written(unit, dialect):
    order = Write("update", Address("mx1", "ha"), {"mode": "primary"})

    with pytest.raises(BadAnswer, match="it could not be read"):
        write(unit, dialect, order, None)


@pytest.mark.parametrize("value", ["******", SecretStr("******")])
def test_a_masked_secret_is_never_sent_back(send, value):
    kind, name = ("ha", "password") if isinstance(value, SecretStr) else ("mail_storage", "host")

    with pytest.raises(InvalidInput, match=r"is what a unit shows"):
        send("update", kind, **{name: value})


@pytest.mark.parametrize(
    ("operation", "kind", "attributes"),
    [
        ("update", "license", {"antispam": True}),
        ("create", "interface", {"address": "192.0.2.1/24"}),
        ("delete", "ha", {}),
        ("update", "ha", {}),
    ],
)
def test_what_no_plan_may_hold_is_a_defect(unit, dialect, operation, kind, attributes):
    with pytest.raises(ValueError, match=r"never written|cannot be made|nothing to write"):
        write(unit, dialect, Write(operation, Address("mx1", kind), attributes), None)


def test_an_action_fills_in_its_arguments_with_their_types(unit, catalogue):
    secret = SecretStr("hidden")
    arguments: dict[str, Argument] = {
        "primary_ip": "10.255.0.1",
        "primary_backup": False,
        "password": secret,
        "unit": "mx2",
    }

    act(unit, catalogue.named("fortimail-7.6"), "mx2", "join", arguments)

    assert unit.calls == [("POST", "SysHaJoin")]
    assert unit.bodies == [
        {
            "primary_ip": "10.255.0.1",
            "primary_backup": False,
            "password": secret,
            "unit_name": "mx2",
        }
    ]


def test_a_secret_within_a_longer_text_stays_wrapped(unit, catalogue):
    dialect = catalogue.named("fortimail-7.6")
    join = dialect.actions["join"]
    rest = join.rest.model_copy(
        update={"body": {"line": "join {unit} {password}", "list": ["{unit}"]}}
    )
    changed = dialect.model_copy(
        update={"actions": {"join": join.model_copy(update={"rest": rest})}}
    )

    act(unit, changed, "mx2", "join", {"unit": "mx2", "password": SecretStr("hidden")})

    assert "hidden" not in repr(unit.bodies)
    assert unit.bodies[0]["line"].get_secret_value() == "join mx2 hidden"
    assert unit.bodies[0]["list"] == ["mx2"]


def test_an_action_that_the_dialect_lacks_is_a_defect(unit, catalogue):
    with pytest.raises(ValueError, match="has no action join"):
        act(unit, catalogue.named("fortimail-7.2"), "mx2", "join", {})
