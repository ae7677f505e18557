"""What differs: only what is declared, never a guess, never a secret that comes back."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hacfg.plan.changes import (
    Change,
    Choices,
    Desired,
    find_changes,
    unknown_attributes,
)
from hacfg.source import Position
from hacfg.state import GROUP, UNKNOWN, Actual, Address, Attributes, Secret, State, Value

HA = Address("mx1", "ha")
GROUP_HA = Address(GROUP, "ha")
STORAGE = Address(GROUP, "mail_storage")
SYSLOG = Address(GROUP, "syslog", "192.0.2.50:514")
OTHER = Address(GROUP, "syslog", "192.0.2.51:514")
USER = Address(GROUP, "snmp_user", "nms")
PASSWORD = Secret("ha.password")


def changes(
    desired: State,
    actual: Mapping[Address, Attributes],
    choices: Choices = Choices("mx1"),  # noqa: B008  # frozen
) -> tuple[Change, ...]:
    return find_changes(Desired(desired), Actual(actual), choices)


def test_equal_values_are_no_change_and_undeclared_ones_do_not_matter() -> None:
    assert changes({HA: {"base_port": 20000}}, {HA: {"base_port": 20000, "mode": "off"}}) == ()
    assert changes({}, {HA: {"base_port": 20000}, SYSLOG: {"server": "192.0.2.50"}}) == ()


def test_a_change_holds_the_attributes_that_differ_and_counts_the_others() -> None:
    desired: State = {HA: {"base_port": 20001, "lost_threshold": 15, "on_failure": "off"}}
    actual: dict[Address, Attributes] = {
        HA: {"base_port": 20000, "lost_threshold": 15, "on_failure": "off", "mode": "off"}
    }

    (change,) = changes(desired, actual)

    assert change == Change(HA, "update", {"base_port": 20000}, {"base_port": 20001}, unchanged=2)


def test_a_value_that_shall_not_be_set_is_a_value_like_others() -> None:
    port = Address(GROUP, "ha_interface", "port1")

    assert changes({port: {"virtual_ip": None}}, {port: {"virtual_ip": None}}) == ()
    (change,) = changes({port: {"virtual_ip": None}}, {port: {"virtual_ip": "192.0.2.1/24"}})
    assert change.after == {"virtual_ip": None}


@pytest.mark.parametrize("wanted", [None, False, 0, "", "unknown", (), True])
def test_what_was_not_seen_equals_nothing(wanted: Value) -> None:
    (change,) = changes({HA: {"value": wanted}}, {HA: {"value": UNKNOWN}})

    assert change.before == {"value": UNKNOWN}
    assert change.after == {"value": wanted}
    assert change.unchanged == 0


def test_a_kind_that_was_not_read_has_no_changes_and_all_its_values_are_unknown() -> None:
    desired = Desired({HA: {"mode": "primary", "password": PASSWORD}, SYSLOG: {"port": 514}})
    actual = Actual({SYSLOG: {"port": 514}}, {("mx1", "ha"): "timed out"})

    assert find_changes(desired, actual) == ()
    assert list(unknown_attributes(desired, actual)) == [(HA, "mode")]


def test_an_attribute_that_was_not_seen_is_told_as_unknown_and_a_secret_is_not() -> None:
    desired = Desired({USER: {"auth_password": PASSWORD, "level": "x"}, SYSLOG: None})
    actual = Actual({USER: {"level": UNKNOWN}})

    assert list(unknown_attributes(desired, actual)) == [(USER, "level")]


def test_a_row_that_is_not_there_is_created_with_its_secrets() -> None:
    (change,) = changes({USER: {"level": "authpriv", "auth_password": Secret("s")}}, {})

    assert change.action == "create"
    assert change.before == {}
    assert change.after == {"level": "authpriv", "auth_password": Secret("s")}
    assert change.secrets == ("auth_password",)


def test_an_absent_row_is_deleted_only_if_it_is_there() -> None:
    values: Attributes = {"server": "192.0.2.50", "port": 514}

    assert changes({SYSLOG: None}, {}) == ()
    (change,) = changes({SYSLOG: None}, {SYSLOG: values})
    assert change == Change(SYSLOG, "delete", values, {})


def test_an_owned_table_loses_the_rows_that_are_not_declared_and_no_other_table_does() -> None:
    desired = Desired({SYSLOG: {"port": 514}}, owned=frozenset({(GROUP, "syslog")}))
    user_of_mx1 = Address("mx1", "syslog", "192.0.2.9:514")
    actual = Actual({SYSLOG: {"port": 514}, OTHER: {"port": 514}, USER: {}, user_of_mx1: {}})

    assert [(c.address, c.action) for c in find_changes(desired, actual)] == [(OTHER, "delete")]


def test_an_owned_table_that_was_not_read_loses_nothing() -> None:
    desired = Desired({SYSLOG: {"port": 514}}, owned=frozenset({(GROUP, "syslog")}))
    actual = Actual({OTHER: {"port": 514}}, {(GROUP, "syslog"): "timed out"})

    assert find_changes(desired, actual) == ()


def test_what_the_mode_excludes_holds_for_every_row_that_is_there() -> None:
    one, two = (Address("mx1", "ha_service", name) for name in ("local-hd", "remote-smtp"))
    elsewhere = Address("mx2", "ha_service", "local-hd")
    desired = Desired(
        {two: {"interval": 30}}, everywhere={("mx1", "ha_service"): {"enabled": False}}
    )
    rows = {row: {"enabled": True, "interval": 30} for row in (one, two, elsewhere)}

    found = find_changes(desired, Actual(rows))

    assert [(c.address, c.after, c.unchanged) for c in found] == [
        (one, {"enabled": False}, 0),
        (two, {"enabled": False}, 1),
    ]


def test_a_declared_value_wins_over_what_holds_everywhere() -> None:
    row = Address("mx1", "ha_service", "local-hd")
    desired = Desired(
        {row: {"enabled": True}}, everywhere={("mx1", "ha_service"): {"enabled": False}}
    )

    assert find_changes(desired, Actual({row: {"enabled": True}})) == ()


SECRETS: dict[str, tuple[State, Mapping[Address, Attributes], bool]] = {
    "HA runs already": (
        {HA: {"mode": "primary", "password": PASSWORD}},
        {HA: {"mode": "primary"}},
        False,
    ),
    "HA runs and something else changes": (
        {HA: {"mode": "primary", "password": PASSWORD, "base_port": 1}},
        {HA: {"mode": "primary", "base_port": 2}},
        False,
    ),
    "HA is switched on for a unit": (
        {HA: {"mode": "primary", "password": PASSWORD}},
        {HA: {"mode": "off"}},
        True,
    ),
    "HA is switched on for the leader of a shared document": (
        {HA: {"enabled": True}, GROUP_HA: {"password": PASSWORD}},
        {HA: {"enabled": False}, GROUP_HA: {}},
        True,
    ),
    "the leader is switched on, and the secret is another unit's": (
        {HA: {"mode": "primary"}, Address("mx2", "ha"): {"mode": "x", "password": PASSWORD}},
        {HA: {"mode": "off"}, Address("mx2", "ha"): {"mode": "x"}},
        False,
    ),
    "another unit than the leader is switched on": (
        {
            HA: {"enabled": True},
            Address("mx2", "ha"): {"enabled": True},
            GROUP_HA: {"password": PASSWORD},
        },
        {HA: {"enabled": True}, Address("mx2", "ha"): {"enabled": False}, GROUP_HA: {}},
        False,
    ),
    "the mode of a shared document changes": (
        {HA: {"enabled": True}, GROUP_HA: {"mode": "active-active", "password": PASSWORD}},
        {HA: {"enabled": True}, GROUP_HA: {"mode": "active-passive"}},
        True,
    ),
    "mail storage switches": (
        {STORAGE: {"kind": "nas", "password": PASSWORD}},
        {STORAGE: {"kind": "local"}},
        True,
    ),
    "mail storage changes without switching": (
        {STORAGE: {"kind": "nas", "host": "a", "password": PASSWORD}},
        {STORAGE: {"kind": "nas", "host": "b"}},
        False,
    ),
    "a row is there": ({USER: {"level": "a", "pwd": PASSWORD}}, {USER: {"level": "b"}}, False),
    "a row is not there": ({USER: {"level": "a", "pwd": PASSWORD}}, {}, True),
    "HA is not declared to be on": ({HA: {"password": PASSWORD}}, {HA: {"mode": "off"}}, False),
}


@pytest.mark.parametrize("case", SECRETS)
def test_a_secret_is_sent_when_it_takes_effect_and_is_no_difference_otherwise(case: str) -> None:
    desired, actual, sent = SECRETS[case]

    found = changes(desired, actual)

    assert any(change.secrets for change in found) is sent


@pytest.mark.parametrize("case", SECRETS)
def test_a_secret_is_sent_when_it_is_named_and_only_then_again(case: str) -> None:
    desired, actual, _ = SECRETS[case]
    named = Choices("mx1", frozenset({PASSWORD.slot}))

    assert any(change.secrets for change in changes(desired, actual, named))
    as_declared = {
        address: {n: v for n, v in (values or {}).items() if not isinstance(v, Secret)}
        for address, values in desired.items()
    }
    assert changes(desired, as_declared) == ()
    (again,) = changes(desired, as_declared, named)
    assert set(again.after.values()) == {PASSWORD}
    assert again.before == {}


def test_naming_one_secret_sends_no_other() -> None:
    desired = {HA: {"password": PASSWORD}, USER: {"pwd": Secret("snmp.nms")}}

    (change,) = changes(desired, {HA: {}, USER: {}}, Choices("mx1", frozenset({"snmp.nms"})))

    assert change.address == USER


def test_every_change_knows_the_places_of_what_it_changes() -> None:
    table = Address(GROUP, "syslog")
    services = Address("mx1", "ha_service")
    disk = Address("mx1", "ha_service", "local-hd")
    third = Address(GROUP, "syslog", "192.0.2.52:514")
    line = {number: Position("group.yaml", number) for number in range(10)}
    desired = Desired(
        {HA: {"mode": "primary", "base_port": 1, "password": PASSWORD}, SYSLOG: None, third: {}},
        {
            (HA, "mode"): line[3],
            (HA, "base_port"): line[2],
            (HA, "password"): line[1],
            (SYSLOG, ""): line[4],
            (table, ""): line[5],
            (services, "enabled"): line[6],
        },
        frozenset({(GROUP, "syslog")}),
        {("mx1", "ha_service"): {"enabled": False}},
    )
    actual = Actual(
        {HA: {"mode": "off", "base_port": 1}, SYSLOG: {}, OTHER: {}, disk: {"enabled": True}}
    )

    found = {change.address: change for change in find_changes(desired, actual)}

    assert found[HA].places == {"mode": line[3], "password": line[1]}
    assert found[HA].position == line[1]
    assert found[SYSLOG].position == line[4]
    assert found[OTHER].position == line[5]
    assert found[disk].position == line[6]
    assert found[third].position is None


VALUES = st.sampled_from([None, True, False, 1, 2, "a", "b", ("a",), ()])
ATTRIBUTES = st.dictionaries(st.sampled_from(["mode", "port", "words"]), VALUES, max_size=3)
ADDRESSES = st.sampled_from([HA, GROUP_HA, SYSLOG, OTHER, USER, STORAGE])
STATES = st.dictionaries(ADDRESSES, ATTRIBUTES, max_size=5)


@given(STATES, STATES, st.data())
def test_the_order_of_what_was_read_and_declared_does_not_matter(
    desired: dict[Address, Attributes], actual: dict[Address, Attributes], data: st.DataObject
) -> None:
    def shuffled(state: Mapping[Address, Attributes]) -> dict[Address, Attributes]:
        rows = data.draw(st.permutations(list(state.items())))
        return {a: dict(data.draw(st.permutations(list(values.items())))) for a, values in rows}

    found = changes(desired, actual)
    again = changes(shuffled(desired), shuffled(actual))

    assert again == found
    assert [list(change.after) for change in again] == [list(change.after) for change in found]
    assert [change.address for change in found] == sorted(change.address for change in found)


@given(STATES, STATES)
def test_carrying_the_changes_out_leaves_none(
    desired: dict[Address, Attributes], actual: dict[Address, Attributes]
) -> None:
    after: dict[Address, Attributes] = dict(actual)
    for change in changes(desired, actual):
        assert change.address in desired
        assert set(change.after) <= set(desired[change.address])
        after[change.address] = {**after.get(change.address, {}), **change.after}

    assert changes(desired, after) == ()


@given(STATES, STATES)
def test_every_declared_attribute_is_a_difference_or_counted_as_unchanged(
    desired: dict[Address, Attributes], actual: dict[Address, Attributes]
) -> None:
    for change in changes(desired, actual):
        assert len(change.after) + change.unchanged == len(desired[change.address])
