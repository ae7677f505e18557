"""The state of simulated groups, through the program itself, by REST and by SNMP."""

import json
from collections.abc import Iterator

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.program import Told, hacfg

COMMUNITY = "    snmp: {community: {env: MX1_COMMUNITY}}\n    interfaces:\n      port1: {address: "
EDITS = (
    ("    interfaces:\n      port1: {address: 198.51.100.11", f"{COMMUNITY}198.51.100.11"),
    (
        "    interfaces:\n      port1: {address: 198.51.100.12",
        f"{COMMUNITY.replace('MX1', 'MX2')}198.51.100.12",
    ),
)


@pytest.fixture(scope="module")
def shared_group(tmp_path_factory) -> Iterator[SimulatedGroup]:
    folder = tmp_path_factory.mktemp("status")
    with simulated("pair-7.2", folder, blank=False, edits=EDITS) as group:
        yield group


@pytest.fixture
def group(shared_group) -> Iterator[SimulatedGroup]:
    """Give a pair as declared; nothing may have been written to it by hacfg."""
    yield shared_group
    shared_group.door.repair()
    for unit in ("mx2", "mx1"):
        shared_group.door.cli(unit, "execute ha restore")
    assert shared_group.writes() == []


def status(group: SimulatedGroup, *flags: object) -> Told:
    path = group.loaded.path
    return hacfg("status", path.name, *flags, folder=path.parent, environ=group.environ)


def logins(group: SimulatedGroup) -> int:
    calls = [call for unit in group.door.log().values() for call in unit]
    return sum("AdminLogin" in path for _, path, _ in calls)


def test_a_healthy_pair_is_told_on_one_screen_with_its_sources(group):
    told = status(group)

    assert told.code == 0
    assert told.out.startswith("mail-east   active-passive   healthy\n")
    assert "198.51.100.25 (port1) is answered by mx1" in told.out
    assert "SNMP             queue" in told.out
    assert "REST (inferred)  role; acts as; sync; heartbeat; licence" in told.out


def test_a_cut_heartbeat_ends_in_a_split_brain_and_is_told_so(group):
    group.door.cut("all")

    told = status(group)

    assert told.code == 0
    assert "SPLIT BRAIN" in told.out
    assert "is answered by mx1 and mx2" in told.out
    assert "hacfg plan --recover topology.yaml" in told.out


def test_a_failover_is_told_and_a_unit_without_power_too(group):
    group.door.fault("mx1", "power-loss")

    told = status(group)

    assert told.code == 5
    assert "failed over" in told.out
    assert "mx2 carries the mail in place of mx1" in told.out
    assert "gave no usable answer" in told.out


def test_what_the_api_cannot_tell_comes_by_snmp(group):
    group.door.fault("mx1", "api-stop")

    told = status(group, "--json")

    assert told.code == 5
    first, second = json.loads(told.out)["units"]
    assert not first["reachable"]
    assert first["effective"] == {"value": "primary", "source": "SNMP", "inferred": False}
    assert second["effective"] == {"value": "secondary", "source": "REST", "inferred": True}


def test_watching_looks_again_over_the_same_session(group):
    before = logins(group)

    told = status(group, "--watch", "--interval", "1", "--rounds", "2")

    assert told.out.count("mail-east   active-passive   healthy") == 2
    assert logins(group) - before == 2


def test_status_only_reads(group):
    status(group)

    methods = {
        (method, "AdminLogin" in path)
        for calls in group.door.log().values()
        for method, path, _ in calls
    }
    assert methods == {("GET", False), ("POST", True)}
