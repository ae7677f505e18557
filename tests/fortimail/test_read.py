"""Reading kinds of every shape."""

import pytest

from hacfg.errors import BadAnswer, NotFound
from hacfg.fortimail.catalogue import load_catalogue
from hacfg.fortimail.read import read_kind
from hacfg.source import OnUnit
from hacfg.state import Address
from tests.fortimail.fakes import FakeUnit


@pytest.fixture
def dialect(catalogue):
    return catalogue.named("fortimail-7.2")


HA = {"objectID": "SysHa:", "mode": 1, "password": "******", "hb_base_port": 20000, "new_in_9": 1}


def test_a_singleton_is_read_with_our_names_and_words(dialect):
    reading = read_kind(FakeUnit({"SysHa": HA}), dialect, "mx1", "ha")

    address = Address("mx1", "ha")
    assert reading.resources == {address: {"mode": "primary", "base_port": 20000}}
    assert reading.held[address] == frozenset(HA)


def test_secrets_are_never_in_a_reading(dialect):
    reading = read_kind(
        FakeUnit({"SysHa": {**HA, "password": "in the clear"}}), dialect, "mx1", "ha"
    )

    assert "in the clear" not in repr(reading)
    assert "password" in reading.held[Address("mx1", "ha")]


def test_the_system_kind_is_read_from_the_login_reply(dialect):
    unit = FakeUnit({})

    reading = read_kind(unit, dialect, "mx1", "system")

    assert reading.resources[Address("mx1", "system")]["serial"] == "FEVM010000000001"
    assert unit.calls == [("LOGIN", "")]


def test_rows_of_a_fixed_table_are_called_as_on_the_wire(dialect):
    rows = [
        {"mkey": "port1", "ip": "192.0.2.11/24", "extra": 1},
        {"mkey": "port2", "ip": "0.0.0.0/0"},
    ]

    reading = read_kind(FakeUnit({"SysInterface": rows}), dialect, "mx1", "interface")

    assert reading.resources == {
        Address("mx1", "interface", "port1"): {"address": "192.0.2.11/24"},
        Address("mx1", "interface", "port2"): {"address": None},
    }
    assert reading.row_keys == {"mkey", "ip"}


def test_rows_of_a_numbered_table_are_called_by_identity_and_keep_their_number(dialect):
    rows = [
        {"mkey": 4, "server": "192.0.2.50", "port": 514, "sysevent_log_category": 18},
        {"mkey": 7, "server": "logs.example.net", "port": 514},
    ]

    reading = read_kind(FakeUnit({"LogSettingRemote": rows}), dialect, "mx1", "syslog")

    first = Address("mx1", "syslog", "192.0.2.50:514")
    assert reading.keys == {first: "4", Address("mx1", "syslog", "logs.example.net:514"): "7"}
    assert reading.resources[first]["categories"] == ("configuration", "ha")
    assert reading.twins == ()


def test_rows_that_claim_one_identity_are_twins(dialect):
    rows = [{"mkey": n, "server": "192.0.2.50", "port": 514} for n in (1, 2, 3)]

    reading = read_kind(FakeUnit({"LogSettingRemote": rows}), dialect, "mx1", "syslog")

    address = Address("mx1", "syslog", "192.0.2.50:514")
    assert reading.twins == (address,)
    assert reading.keys == {address: "1"}


def test_child_rows_are_read_below_each_parent(dialect):
    unit = FakeUnit(
        {
            "SysSnmpUser": [{"mkey": "nms"}, {"mkey": "ops/2"}],
            "SysSnmpUser/nms/SysSnmpUserHost": [{"mkey": 1, "ip": "192.0.2.9"}],
            "SysSnmpUser/ops%2F2/SysSnmpUserHost": [],
        }
    )

    reading = read_kind(unit, dialect, "mx1", "snmp_user_host")

    assert reading.keys == {Address("mx1", "snmp_user_host", "nms/192.0.2.9"): "1"}


def test_parents_that_were_read_are_not_read_again(dialect):
    unit = FakeUnit({"SysSnmpUser": [{"mkey": "nms"}], "SysSnmpUser/nms/SysSnmpUserHost": []})
    parents = read_kind(unit, dialect, "mx1", "snmp_user")

    read_kind(unit, dialect, "mx1", "snmp_user_host", parents)

    assert unit.calls.count(("ROWS", "SysSnmpUser")) == 1


def test_volatile_values_are_kept_apart(dialect):
    status = dialect.kinds["ha_status"]
    fields = {**status.fields, "in_sync": status.fields["in_sync"].model_copy()}
    fields["in_sync"] = fields["in_sync"].model_copy(update={"volatile": True})
    moving = status.model_copy(update={"fields": fields})
    changed = dialect.model_copy(update={"kinds": {"ha_status": moving}})
    unit = FakeUnit({"SysHaStatus": {"effective_mode": 1, "config_sync": True}})

    reading = read_kind(unit, changed, "mx1", "ha_status")

    address = Address("mx1", "ha_status")
    assert reading.resources[address] == {"effective_mode": "primary"}
    assert reading.measured[address] == {"in_sync": True}


def test_all_values_that_do_not_fit_are_named_with_their_place(dialect):
    unit = FakeUnit({"SysHa": {"mode": 9, "on_failure": 0, "hb_base_port": "20000"}})

    with pytest.raises(BadAnswer) as caught:
        read_kind(unit, dialect, "mx1", "ha")

    assert [problem.where for problem in caught.value.problems] == [
        OnUnit("mx1", "ha", "base_port"),
        OnUnit("mx1", "ha", "mode"),
    ]


@pytest.mark.parametrize("key", [None, "", "..", True, 1.5, {}])
def test_a_row_without_a_usable_key_is_a_bad_answer(dialect, key):
    with pytest.raises(BadAnswer, match="mx1 SysInterface mkey: a row has no key"):
        read_kind(FakeUnit({"SysInterface": [{"mkey": key}]}), dialect, "mx1", "interface")


def test_a_path_that_is_not_there_says_how_it_is_known(dialect):
    with pytest.raises(NotFound, match=r"the path is inferred: name made from .*--dialect FILE"):
        read_kind(FakeUnit({}), dialect, "mx1", "ha")


def test_a_kind_that_the_dialect_lacks_is_a_defect(dialect):
    with pytest.raises(ValueError, match="has no kind ha_member"):
        read_kind(FakeUnit({}), dialect, "mx1", "ha_member")


def test_a_guess_that_does_not_fit_is_unknown_and_spoils_nothing_beside_it():
    dialect = load_catalogue().for_firmware("7.2")
    assert dialect is not None
    row = {"mkey": "port5", "ip": "10.255.0.1/30", "mode": "who knows", "allowaccess": {}}

    reading = read_kind(FakeUnit({"SysInterface": [row]}), dialect, "mx1", "interface")

    (attributes,) = reading.resources.values()
    assert attributes == {"address": "10.255.0.1/30"}
