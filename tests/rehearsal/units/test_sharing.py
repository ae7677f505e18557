"""What a sync brings a unit of what the group shares."""

import pytest

from hacfg.plan.rehearsal.held import shared_parts
from hacfg.state import Address
from tests.rehearsal.units.parts import held, stranger

HA = Address("mx1", "ha")
DOMAIN = Address("mx1", "domain", "example.com")
SYSLOG = Address("mx1", "syslog", "1")


def test_a_sync_replaces_whole_shared_tables():
    own = stranger().put(Address("mx2", "domain", "mine.example"), {"name": 1})

    synced = own.synced(held())

    assert synced.rows("domain") == held().rows("domain")
    assert synced.rows("syslog") == held().rows("syslog") != stranger().rows("syslog")
    assert own.rows("domain").keys() == {"mine.example"}


def test_a_sync_replaces_the_shared_attributes_of_a_singleton_only():
    own = stranger().put(Address("mx2", "snmp"), {"enabled": "as before"})

    synced = own.synced(held())

    assert synced.value("mail_storage", "kind") == "nas"
    assert synced.value("ha", "mode") == "off"
    assert synced.value("snmp", "enabled") == "as before"
    assert synced.value("interface", "address", "port1") is None


def test_a_sync_of_fixed_rows_keeps_what_each_unit_has_for_itself():
    own = stranger().put(Address("mx2", "ha_interface", "port99"), {"virtual_ip": "mine"})

    synced = own.synced(held())

    assert synced.value("ha_interface", "virtual_ip", "port1") == "198.51.100.25/24"
    assert synced.value("ha_interface", "port_monitor", "port1") is False
    assert synced.value("ha_interface", "heartbeat", "port5") == "disable"
    assert synced.rows("ha_interface")["port99"] == {"virtual_ip": "mine"}


def test_a_sync_does_not_touch_what_was_not_read_of_its_source():
    source = held()
    kinds = {kind: rows for kind, rows in source.kinds.items() if kind != "domain"}
    own = stranger().put(Address("mx2", "domain", "mine.example"), {})

    synced = own.synced(type(source)(source.member, source.dialect, kinds))

    assert synced.rows("domain").keys() == {"mine.example"}
    assert synced.rows("syslog") == source.rows("syslog")


def test_a_sync_of_some_kinds_leaves_the_others():
    own = stranger("7.6")

    synced = own.synced(held("7.6"), frozenset({"ha", "ha_member"}))

    assert synced.rows("ha_member").keys() == {"mx1", "mx2"}
    assert synced.value("ha", "base_port") == 20001
    assert synced.value("ha", "enabled") is False
    assert synced.rows("domain") == own.rows("domain") == {}


def test_who_a_unit_is_does_not_come_with_a_sync():
    synced = stranger().synced(held())

    assert (synced.member, synced.dialect) == ("mx2", stranger().dialect)


def test_a_kind_that_a_dialect_took_away_is_not_synced():
    own, source = stranger(), held()
    dialect = own.dialect.model_copy(update={"kinds": {**own.dialect.kinds, "domain": None}})

    synced = type(own)("mx2", dialect, own.kinds).synced(source)

    assert synced.rows("domain") == {}
    assert synced.rows("syslog") == source.rows("syslog")


@pytest.mark.parametrize(
    ("firmware", "address", "attributes", "parts"),
    [
        ("7.2", HA, {"mode": "off", "base_port": 1}, []),
        ("7.6", HA, {"enabled": True, "base_port": 1, "mode": "x"}, ["hb-base-port", "mode"]),
        ("7.2", SYSLOG, {"port": 514, "no_such_name": 1, "server": "a"}, ["port", "server"]),
        ("7.2", Address("mx1", "alert_email", "a@b"), {"address": "a@b"}, ["mkey"]),
        ("7.2", Address("mx1", "interface", "port1"), {"address": "a"}, []),
        ("7.2", DOMAIN, {}, []),
        ("7.2", DOMAIN, None, ["domain"]),
        ("7.2", SYSLOG, None, ["syslog"]),
        ("7.2", Address("mx1", "route", "1"), None, []),
        ("7.2", Address("mx1", "ha_interface", "port1"), None, []),
        ("7.2", Address("mx1", "no_such_kind", "1"), None, []),
    ],
)
def test_what_the_group_shares_of_a_write_is_told_in_words_of_the_cli(
    firmware, address, attributes, parts
):
    assert list(shared_parts(stranger(firmware).dialect, address, attributes)) == parts
