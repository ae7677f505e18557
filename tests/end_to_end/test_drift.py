"""Drift of simulated groups, through the program itself; its calls in the lab's own log."""

import json
from collections.abc import Iterator

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.program import Told, hacfg


@pytest.fixture(scope="module")
def shared_group(tmp_path_factory) -> Iterator[SimulatedGroup]:
    with simulated("pair-7.2", tmp_path_factory.mktemp("drift"), blank=False) as group:
        yield group


@pytest.fixture
def group(shared_group) -> Iterator[SimulatedGroup]:
    """Give a pair as declared; nothing may have been written to it by hacfg."""
    yield shared_group
    shared_group.door.edit("mx1", "ha", {"on_failure": "become-secondary"})
    assert shared_group.writes() == []


def drift(group: SimulatedGroup, *flags: object) -> Told:
    path = group.loaded.path
    return hacfg("drift", path.name, *flags, folder=path.parent, environ=group.environ)


def test_a_group_as_declared_has_no_drift(group):
    told = drift(group)

    assert told.code == 0
    assert told.out == "mail-east   active-passive   2 units read   no drift\n"
    assert told.err == ""


def test_an_edit_behind_hacfgs_back_is_found_and_only_that(group):
    group.door.edit("mx1", "ha", {"on_failure": "off"})

    told = drift(group)

    assert told.code == 10
    assert "on_failure  become-secondary -> off" in told.out
    assert told.out.count(" -> ") == 1
    assert "--baseline PLANFILE" in told.text


def test_against_the_plan_that_was_applied_it_is_known_since_when(group):
    path, out = group.loaded.path, ("--out", "applied.json")
    hacfg("plan", path.name, *out, folder=path.parent, environ=group.environ)
    group.door.edit("mx1", "ha", {"on_failure": "off"})

    told = drift(group, "--baseline", "applied.json", "--json")

    assert told.code == 10
    (one,) = json.loads(told.out)["drift"]
    assert (one["address"], one["since"]) == ("fortimail_ha.mx1", "changed")
    line = path.read_text().splitlines()[one["where"]["line"] - 1]
    assert "on_failure" in line


def test_undeclared_changes_are_reported_apart(group):
    assert drift(group, "--all-fields", "--save", "monday.json").code == 0
    group.door.edit("mx2", "interface", {"address": "203.0.113.9/24"}, "port3")

    told = drift(group, "--all-fields", "--baseline", "monday.json")

    group.door.edit("mx2", "interface", {"address": None}, "port3")
    assert told.code == 0
    assert "mx2 interface port3 address: (not set) -> 203.0.113.9/24" in told.out


def test_a_silent_unit_is_exit_5_and_the_other_is_still_compared(group):
    group.door.fault("mx2", "refuse")
    group.door.edit("mx1", "ha", {"on_failure": "off"})

    told = drift(group)

    group.door.repair("mx2")
    assert told.code == 5
    assert "mx2 was not read" in told.out
    assert "become-secondary -> off" in told.out


def test_drift_only_reads(group):
    told = drift(group)

    assert told.code == 0
    methods = {
        (str(method), "AdminLogin" in str(path))
        for calls in group.door.log().values()
        for method, path, _ in calls
    }
    assert methods == {("GET", False), ("POST", True)}


def test_after_an_apply_the_store_tells_what_changed_since(tmp_path):
    with simulated("pair-7.2", tmp_path) as group:
        path, saved = group.loaded.path, ("--allow", "unverified-wire", "--out", "saved.plan.json")
        hacfg("plan", path.name, *saved, folder=path.parent, environ=group.environ)
        applied = hacfg(
            "apply", "saved.plan.json", "--auto-approve", folder=tmp_path, environ=group.environ
        )
        assert applied.code == 0, applied.err
        group.door.edit("mx1", "ha", {"on_failure": "off"})

        told, status = (
            drift(group),
            hacfg("status", path.name, "--json", folder=tmp_path, environ=group.environ),
        )

    (run,) = (line.split()[0] for line in hacfg("history", folder=tmp_path).out.splitlines()[:1])
    assert told.code == 10
    assert "on_failure  become-secondary -> off" in told.out
    assert told.out.count("changed since") == 1
    assert f"done (run {run})." in told.text
    assert json.loads(status.out)["last_apply"]["id"] == run
