"""What a unit holds, and what once steps wrote to it."""

import pytest

from hacfg.plan.rehearsal.held import held_of
from hacfg.state import Address
from tests.plan.groups import declared, group
from tests.rehearsal.units.parts import held

HA = Address("mx1", "ha")
DOMAIN = Address("mx1", "domain", "example.com")


def test_a_unit_holds_what_was_read_of_it():
    one = group(declared())
    rows = one.blank()
    rows[Address("mx2", "ha")]["mode"] = "secondary"

    found = held_of(one.readings(rows)["mx2"], one.dialect)

    assert (found.member, found.dialect, found.generation) == ("mx2", one.dialect, "per-unit")
    assert found.value("ha", "mode") == "secondary"
    assert found.rows("interface").keys() == {f"port{number}" for number in range(1, 7)}
    assert found.rows("domain") == {}


def test_a_kind_that_was_not_read_has_no_rows():
    assert held().rows("no_such_kind") == {}


@pytest.mark.parametrize(
    ("kind", "name", "key", "value"),
    [
        ("ha", "mode", "", "primary"),
        ("interface", "address", "port1", "198.51.100.1/24"),
        ("interface", "address", "port99", None),
        ("interface", "no_such_name", "port1", None),
        ("no_such_kind", "mode", "", None),
    ],
)
def test_a_value_is_one_attribute_of_a_row_or_none(kind, name, key, value):
    assert held().value(kind, name, key) == value


def test_the_row_of_a_singleton_needs_no_key():
    assert held().value("ha", "mode") == "primary"


def test_attributes_that_are_put_leave_the_others_as_they_are():
    before = held()

    after = before.put(HA, {"mode": "off"})

    assert after.value("ha", "mode") == "off"
    assert after.value("ha", "base_port") == before.value("ha", "base_port") == 20001
    assert after.rows("interface") == before.rows("interface")
    assert before.value("ha", "mode") == "primary"


def test_a_row_that_is_put_is_made():
    before = held()

    after = before.put(Address("mx1", "domain", "other.example"), {})
    after = after.put(Address("mx1", "no_such_kind", "1"), {"name": 1})

    assert after.rows("domain") == {"example.com": {}, "other.example": {}}
    assert after.rows("no_such_kind") == {"1": {"name": 1}}
    assert before.rows("domain").keys() == {"example.com"}


def test_a_row_that_is_put_away_is_gone_and_cannot_go_twice():
    before = held().put(Address("mx1", "domain", "other.example"), {})

    after = before.put(DOMAIN, None)

    assert after.rows("domain").keys() == {"other.example"}
    assert after.put(DOMAIN, None) == after
    assert before.rows("domain").keys() == {"example.com", "other.example"}
