"""What a write does, in a few words."""

import pytest

from hacfg.plan.pending import Pending
from hacfg.plan.titles import title, titles
from hacfg.state import Address

HA = Address("mx1", "ha")
PORT = Address("mx1", "ha_interface", "port1")
EMAIL = Address("mx1", "alert_email", "a@example.net")
STORAGE = Address("mx1", "mail_storage")

TITLES: list[tuple[Address, Pending, str]] = [
    (HA, Pending("update", {"mode": "off"}, {"mode": "primary"}), "ha off->primary"),
    (
        HA,
        Pending("update", {"mode": "a", "enabled": False}, {"mode": "b", "enabled": True}),
        "ha off->on",
    ),
    (HA, Pending("update", {"enabled": True}, {"enabled": False}), "ha on->off"),
    (HA, Pending("update", {}, {"on_failure": "off"}), "ha on_failure"),
    (HA, Pending("update", {}, {"base_port": 1, "password": "x"}), "ha base_port, password"),
    (HA, Pending("update", {}, {"a": 1, "b": 2, "c": 3}), "ha"),
    (STORAGE, Pending("update", {}, {"host": "x"}), "mail storage host"),
    (PORT, Pending("update", {}, {"virtual_ip": "x"}), "ha interface port1"),
    (PORT, Pending("update", {}, {"a": 1, "b": 2}), "ha interface port1"),
    (EMAIL, Pending("create", {}, {"address": "x"}), "new alert email a@example.net"),
    (EMAIL, Pending("delete", {"address": "x"}), "remove alert email a@example.net"),
]


@pytest.mark.parametrize(("address", "pending", "words"), TITLES)
def test_a_write_has_a_title(address: Address, pending: Pending, words: str) -> None:
    assert title(address, pending) == words


def test_several_writes_of_one_kind_name_it_once_unless_rows_go() -> None:
    update, create, delete = Pending("update", {}, {"x": 1}), Pending("create"), Pending("delete")
    other = Address("mx1", "ha_interface", "port2")
    mail = Address("mx1", "alert_email", "b@example.net")

    assert titles([(PORT, update), (other, update), (EMAIL, create), (mail, create)]) == (
        "ha interface port1, port2, new alert email a@example.net, b@example.net"
    )
    assert titles([(EMAIL, delete), (mail, delete)]) == (
        "remove alert email a@example.net, remove alert email b@example.net"
    )
    assert titles([(HA, update), (HA, update)]) == "ha x, ha x"
    assert titles([]) == ""
