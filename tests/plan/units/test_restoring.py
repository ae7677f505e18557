"""What was before a plan is asked for again; what cannot come back, and what is not taken back."""

import pytest

from hacfg.plan.changes import Desired
from hacfg.plan.ours import AttributeDiff, ChangeView
from hacfg.plan.restoring import as_it_was, lost, moved_roles, restored
from hacfg.source import Position
from hacfg.state import Address
from tests.plan.groups import declared, group

HA = Address("mx1", "ha")
SYSLOG = Address("group", "syslog", "192.0.2.50:514")
SECRET = AttributeDiff(name="password", sensitive=True)
UNSEEN = AttributeDiff(name="directory", unknown=True, before={"unknown": True})
PLACES = {(HA, "mode"): Position("group.yaml", 3)}


def was(name, before):
    return AttributeDiff(name=name, before=before, after="other")


def changed(address, *attributes, action="update"):
    return ChangeView(address=address, action=action, attributes=list(attributes))


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (changed(HA, was("base_port", 20001)), {HA: {"base_port": 20001}}),
        (changed(HA, was("a", 1), was("b", ["x", "y"])), {HA: {"a": 1, "b": ("x", "y")}}),
        (changed(HA, was("base_port", 20001), SECRET), {HA: {"base_port": 20001}}),
        (changed(HA, UNSEEN, was("base_port", 20001)), {HA: {"base_port": 20001}}),
        (changed(HA, was("virtual_ip", None)), {HA: {"virtual_ip": None}}),
        (changed(HA, SECRET), {}),
        (changed(HA, UNSEEN), {}),
        (changed(SYSLOG, was("port", 1), action="create"), {SYSLOG: None}),
        (changed(SYSLOG, SECRET, action="create"), {SYSLOG: None}),
        (changed(SYSLOG, was("port", 514), action="delete"), {SYSLOG: {"port": 514}}),
    ],
    ids=[
        "a value", "values", "beside a secret", "beside what was unseen", "nothing there",
        "a secret alone", "unseen alone", "a new row", "a new row with a secret", "a row that went",
    ],
)  # fmt: skip  # one name for each row
def test_what_was_before_is_asked_for_again_as_far_as_it_is_known(change, state):
    asked = Desired({HA: {"lost_threshold": 9}}, PLACES, frozenset({("mx1", "syslog")}))

    assert restored(asked, [change]) == Desired(state, PLACES)


def test_every_change_is_taken_back():
    found = restored(Desired(), [changed(HA, SECRET), changed(SYSLOG, was("port", 514))])

    assert found.state == {SYSLOG: {"port": 514}}


@pytest.mark.parametrize(
    ("undo", "on_failure"),
    [
        ([changed(HA, was("on_failure", "off"))], "off"),
        ([changed(HA, was("base_port", 1), was("on_failure", "restore-role"))], "restore-role"),
        ([changed(SYSLOG), changed(HA, was("on_failure", "off"))], "off"),
        ([], "become-secondary"),
        ([changed(HA, was("mode", "off"))], "become-secondary"),
        ([changed(SYSLOG, was("on_failure", "off"))], "become-secondary"),
        ([changed(HA, AttributeDiff(name="on_failure", unknown=True))], "become-secondary"),
        (
            [changed(HA, was("on_failure", value)) for value in ("off", "restore-role")],
            "become-secondary",
        ),
        ([changed(Address(u, "ha"), was("on_failure", "off")) for u in ("mx1", "mx2")], "off"),
    ],
    ids=[
        "was another", "beside others", "in the second change", "nothing", "another setting",
        "of another kind", "not seen", "was different before", "was the same on two units",
    ],
)  # fmt: skip  # one name for each row
def test_what_a_unit_does_after_a_failure_is_taken_for_declared_as_it_was(undo, on_failure):
    topology = group(declared()).topology

    found = as_it_was(topology, undo)

    assert found.ha.on_failure == on_failure
    as_declared = found.ha.model_copy(update={"on_failure": "become-secondary"})
    assert found.model_copy(update={"ha": as_declared}) == topology


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (changed(HA, was("base_port", 1), SECRET), ["mx1 ha password"]),
        (changed(HA, UNSEEN, SECRET), ["mx1 ha directory", "mx1 ha password"]),
        (changed(SYSLOG, SECRET, action="delete"), ["group syslog 192.0.2.50:514 password"]),
        (changed(SYSLOG, SECRET, action="create"), []),
        (changed(HA, was("base_port", 1)), []),
    ],
    ids=["a secret", "two", "of a row that went", "of a new row", "nothing"],
)
def test_what_does_not_come_back_is_named(change, names):
    assert list(lost([change])) == names


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (changed(Address("mx1", "ha_member", "mx2"), was("address", "")), ["mx1 ha_member mx2"]),
        (changed(Address("mx1", "ha_peer", "10.0.0.2")), ["mx1 ha_peer 10.0.0.2"]),
        (changed(HA, was("mode", "off")), ["mx1 ha"]),
        (changed(HA, was("enabled", "no"), was("base_port", 1)), ["mx1 ha"]),
        (changed(HA, was("role", "primary")), ["mx1 ha"]),
        (changed(HA, was("base_port", 1)), []),
        (changed(SYSLOG, was("mode", "off")), []),
    ],
    ids=["a member", "a peer", "a role", "the switch", "a role of 7.6", "no role", "no HA"],
)
def test_changes_of_roles_and_members_are_named_as_they_are_not_taken_back(change, names):
    assert list(moved_roles([change])) == names
