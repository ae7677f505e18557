"""What no step carries out yet: taken out part by part, in an order that tables can bear."""

from hacfg.plan.changes import Action, Change
from hacfg.plan.pending import Pending, Pool
from hacfg.source import Position
from hacfg.state import GROUP, Address

LINE = [Position("group.yaml", line) for line in range(10)]
PORT = Address("mx1", "ha_interface", "port1")
SHARED = Address(GROUP, "ha_interface", "port1")
UPDATE = Pending("update", {"a": 1, "b": 2}, {"a": 3, "b": 4}, {"a": LINE[5], "b": LINE[4]})


def change(address: Address, action: Action, name: str, place: int) -> Change:
    return Change(address, action, {name: 1}, {name: 2}, places={name: LINE[place]})


def row(key: str, action: Action, owner: str = "mx1", kind: str = "syslog") -> Change:
    return Change(Address(owner, kind, key), action, {}, {"port": 1})


def test_a_part_has_its_own_values_and_its_own_position() -> None:
    part, rest = UPDATE.split({"a"})

    assert (part.before, part.after, part.position) == ({"a": 1}, {"a": 3}, str(LINE[5]))
    assert (rest.before, rest.after, rest.position) == ({"b": 2}, {"b": 4}, str(LINE[4]))
    assert (part.operation, UPDATE.position) == ("update", str(LINE[4]))


def test_a_row_without_attributes_has_the_position_of_the_row() -> None:
    assert Pending("delete", {"a": 1}, {}, {"": LINE[3]}).position == str(LINE[3])
    assert Pending("delete", {"a": 1}, {}).position is None


def test_what_the_group_and_its_leader_have_pending_of_one_resource_is_one() -> None:
    changes = [change(PORT, "update", "port_monitor", 3), change(SHARED, "update", "virtual_ip", 2)]

    pool = Pool(changes, "mx1")

    assert pool.by_address == {
        PORT: Pending(
            "update",
            {"port_monitor": 1, "virtual_ip": 1},
            {"port_monitor": 2, "virtual_ip": 2},
            {"port_monitor": LINE[3], "virtual_ip": LINE[2]},
        )
    }


def test_two_parts_of_a_new_row_are_one_new_row() -> None:
    pool = Pool([change(PORT, "create", "a", 3), change(SHARED, "create", "b", 2)], "mx1")

    assert pool[PORT].operation == "create"


def test_a_part_that_is_there_makes_it_an_update() -> None:
    new, there = change(PORT, "create", "a", 3), change(SHARED, "update", "b", 2)

    assert Pool([new, there], "mx1")[PORT].operation == "update"
    assert Pool([there, new], "mx1")[PORT].operation == "update"


def test_the_groups_changes_are_the_leaders() -> None:
    pool = Pool([change(SHARED, "update", "virtual_ip", 2)], "mx2")

    assert list(pool.by_address) == [Address("mx2", "ha_interface", "port1")]


def test_rows_come_by_kind_then_those_that_go_then_by_key() -> None:
    pool = Pool(
        [
            row("b", "create"), row("a", "create"), row("d", "delete"), row("c", "delete"),
            row("x", "create", kind="snmp_user"), row("y", "create", owner="mx2"),
            row("z", "create", kind="alert_email"),
        ],
        "mx1",
    )  # fmt: skip  # one list

    found = pool.of("mx1", {"snmp_user": None, "syslog": None})

    assert [address.key for address in found] == ["x", "c", "d", "a", "b"]


def test_what_is_taken_is_not_pending_any_more_and_the_rest_is() -> None:
    pool = Pool([Change(PORT, "update", {"a": 1, "b": 2}, {"a": 3, "b": 4})], "mx1")

    taken = pool.pop(PORT, frozenset({"a", "c"}))

    assert taken == Pending("update", {"a": 1}, {"a": 3})
    assert pool.by_address == {PORT: Pending("update", {"b": 2}, {"b": 4})}
    assert pool.pop(PORT, frozenset({"c"})) is None
    assert pool.pop(PORT) == Pending("update", {"b": 2}, {"b": 4})
    assert pool.by_address == {}
    assert pool.pop(PORT) is None


def test_a_row_that_goes_is_taken_whole() -> None:
    pool = Pool([row("a", "delete")], "mx1")

    taken = pool.pop(Address("mx1", "syslog", "a"), frozenset({"x"}))

    assert taken is not None
    assert pool.by_address == {}


def test_what_is_asked_for_takes_the_place_of_what_was_pending() -> None:
    pool = Pool([change(PORT, "update", "a", 3)], "mx1")
    other = Address("mx1", "ha")

    pool.ask(PORT, Pending("update", {"a": 1}, {"a": 9}))
    pool.ask(other, Pending("update", {"b": 1}, {"b": 2}))

    assert pool[PORT] == Pending("update", {"a": 1}, {"a": 9}, {"a": LINE[3]})
    assert pool[other] == Pending("update", {"b": 1}, {"b": 2})


def test_what_is_hidden_for_a_while_comes_back() -> None:
    pool = Pool([row("a", "create"), row("b", "create")], "mx1")
    first, second = list(pool.by_address)

    with pool.without([first, Address("mx1", "syslog", "unheard of")]):
        assert list(pool.by_address) == [second]

    assert set(pool.by_address) == {first, second}
