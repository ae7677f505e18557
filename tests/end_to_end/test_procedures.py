"""Procedures on running groups, over real HTTPS: planned, proved, applied, and nothing is left."""

import re
from pathlib import Path

import pytest

from hacfg.errors import Refused
from hacfg.plan.document import PlanDocument
from hacfg.plan.guards import GUARDS
from hacfg.usecases.loading import load
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_group
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.faults.trial import vouched

ALL = frozenset(GUARDS)


def change(group: SimulatedGroup, folder: Path, before: str, after: str) -> None:
    """Change the topology file, as a person would."""
    file = folder / "topology.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    (group.loaded,) = load([file])


def used(group: SimulatedGroup) -> None:
    """Let the group have a configuration of its own, so that senders use it."""
    for unit in group.loaded.topology.units:
        if unit.role == "primary":
            group.door.create(unit.name, "domain", "example.com", {})


def plan(group: SimulatedGroup, *, recover: bool = False) -> PlanDocument:
    options = PlanOptions(
        group.environ, allow=ALL, timestamp="2026-11-22T12:00:00Z", recover=recover
    )
    return plan_group(group.loaded, options)


def carries_out(group: SimulatedGroup, *, recover: bool = False) -> PlanDocument:
    """Plan, hold that it is proved safe, apply it, and hold that nothing is left to do."""
    document = plan(group, recover=recover)
    assert document.hacfg.proof is not None
    assert (document.hacfg.proof.stories, document.applyable) == ([], True)
    result = group.apply(document, attested=vouched(document))
    assert result.stopped is None
    again = plan(group)
    assert (again.resource_changes, again.hacfg.steps) == ([], [])
    return document


@pytest.mark.parametrize("story", ["pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6"])
def test_the_heartbeat_of_a_running_group_changes(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        change(group, tmp_path, "base_port: 20000", "base_port: 21000")

        carries_out(group)


@pytest.mark.parametrize("story", ["pair-7.2", "pair-7.6"])
def test_a_virtual_ip_moves_once_senders_know_both(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        used(group)
        change(group, tmp_path, "address: 198.51.100.25/24", "address: 198.51.100.26/24")

        document = carries_out(group)

    assert vouched(document) == {"mx1.senders@1", "mx1.senders@4"}


@pytest.mark.parametrize("story", ["farm-7.2", "farm-7.6"])
def test_a_unit_leaves_a_farm(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        change(group, tmp_path, "name: mx5\n", "name: mx5\n    state: absent\n")

        carries_out(group)

        assert group.door.status()["units"]["mx5"]["configured"] == "off"


@pytest.mark.parametrize("story", ["pair-7.2", "pair-7.6"])
def test_after_a_failover_the_declared_primary_leads_again(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        group.door.fault("mx1", "power-loss")
        group.door.repair("mx1")
        assert plan(group).hacfg.condition.startswith("another unit")

        carries_out(group, recover=True)


@pytest.mark.parametrize("story", ["pair-7.2", "pair-7.6"])
def test_a_split_brain_is_mended(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        group.door.cut()
        group.door.plug()
        assert plan(group).hacfg.condition == "two units act as primary"

        carries_out(group, recover=True)


def test_where_joining_replaces_accounts_hacfg_gets_in_by_the_other_one(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path, readings=("join-replaces-accounts",)) as group:
        carries_out(group)
        change(group, tmp_path, "base_port: 20000", "base_port: 21000")

        carries_out(group)


def test_without_the_other_account_a_join_is_refused(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        text = (tmp_path / "topology.yaml").read_text(encoding="utf-8")
        (account,) = re.findall(r",\s+after_join: \{[^{]*\{[^}]*\}\}", text)
        change(group, tmp_path, account, "")

        document = plan(group)

        assert document.hacfg.proof is not None
        story = document.hacfg.proof.stories[0]
        assert (story.rule, story.danger) == ("S4", "astray")
        assert story.settled_by == ["fact.join-replaces-accounts=false"]
        with pytest.raises(Refused, match="locked out"):
            group.apply(document)
