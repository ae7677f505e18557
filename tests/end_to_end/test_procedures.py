"""Procedures on running groups, over real HTTPS: planned, proved, applied, and nothing is left."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hacfg.errors import InvalidInput, Refused
from hacfg.plan.document import PlanDocument, to_json
from hacfg.plan.guards import GUARDS
from hacfg.plan.proof import steps_digest
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.usecases.history import history, story
from hacfg.usecases.loading import load
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_group
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.test_status import EDITS as SNMP
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


def stays_off(group: SimulatedGroup, folder: Path) -> None:
    """Let a pair stop for good after a failure, and be declared so."""
    change(group, folder, "on_failure: become-secondary", "on_failure: off")
    # From 7.6 the units share it, and a secondary refuses to change it.
    units = ["mx1"] if group.engine.world.generation == "shared" else ["mx1", "mx2"]
    for unit in units:
        group.door.edit(unit, "ha", {"on_failure": "off"})
    group.door.advance(60)


def swap_roles(group: SimulatedGroup, folder: Path) -> None:
    """Declare the two units of a pair in each other's role."""
    text = (folder / "topology.yaml").read_text(encoding="utf-8")
    first, second = "role: primary", "role: secondary"
    between = text.partition(first)[2].partition(second)[0]
    change(group, folder, f"{first}{between}{second}", f"{second}{between}{first}")


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
def test_roles_change_hands_together_with_the_heartbeat(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        used(group)
        change(group, tmp_path, "base_port: 20000", "base_port: 21000")
        swap_roles(group, tmp_path)

        carries_out(group)

        assert group.door.status()["units"]["mx2"]["configured"] == "primary"


@pytest.mark.parametrize("story", ["pair-7.2", "pair-7.6"])
def test_a_pair_that_stops_for_good_after_a_failure_changes_as_others_do(
    story: str, tmp_path: Path
) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        used(group)
        stays_off(group, tmp_path)
        assert not plan(group).resource_changes
        change(group, tmp_path, "base_port: 20000", "base_port: 21000")
        carries_out(group)
        swap_roles(group, tmp_path)

        carries_out(group)

        assert group.door.status()["units"]["mx2"]["configured"] == "primary"


class Greets(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 mx ESMTP\r\n")
        self.rfile.readline()


@contextmanager
def mail_server(port: int = 0) -> Iterator[int]:
    """Let mail service run at a port of this host."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Greets) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("story", ["farm-7.2", "farm-7.6"])
def test_apply_goes_on_once_mail_service_greets(story: str, tmp_path: Path) -> None:
    with mail_server() as port:
        pass
    with simulated(story, tmp_path, blank=False) as group:
        used(group)
        change(group, tmp_path, "base_port: 20000", "base_port: 21000")
        entry = "mail_entry: {kind: load-balancer"
        change(group, tmp_path, entry, f"{entry}, answers: {{port: {port}}}")
        document = plan(group)

        stopped = group.apply(document, attested=vouched(document)).stopped
        with mail_server(port):
            ended = group.resume(attested=vouched(document))

        assert stopped is not None
        assert f"mail service greets at 127.0.0.1:{port} did not come" in stopped.message
        assert stopped.seen == f"127.0.0.1:{port}: Connection refused"
        assert ended.complete
        assert not plan(group).resource_changes


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


@contextmanager
def drained_by_snmp(folder: Path) -> Iterator[SimulatedGroup]:
    """Simulate a pair in use whose units both lead, and whose queues SNMP tells."""
    entry = "mail_entry: {kind: virtual-ip"
    limit = (entry, f"{entry}, queue_below: {{messages: 1}}")
    with simulated("pair-7.2", folder, blank=False, edits=(*SNMP, limit)) as group:
        used(group)
        group.door.cut()
        group.door.plug()
        yield group


def test_snmp_says_that_a_unit_is_drained_where_that_is_declared(tmp_path: Path) -> None:
    with drained_by_snmp(tmp_path) as group:
        document = carries_out(group, recover=True)

        gates = [step.gate for step in document.hacfg.steps if isinstance(step, WaitStep)]
        assert [gate.source for gate in gates if gate.condition == "drained"] == ["snmp"]
        asked = {slot for slot in document.hacfg.secrets if ".snmp." in slot}
        assert asked == {"mx2.snmp.community"}
        assert "canary" not in to_json(document)
        (run,) = history(group.store)
        notes = [entry.note for entry in story(group.store, run.id).entries]
        assert any(note.endswith("its queue is empty, says its SNMP agent") for note in notes)


def test_hosts_that_hacfg_may_not_talk_to_are_not_asked_by_snmp_either(tmp_path: Path) -> None:
    with drained_by_snmp(tmp_path) as group:
        elsewhere = moved(plan(group, recover=True), "192.0.2.99")
        group.environ["HACFG_ALLOWED_HOSTS"] = "localhost, 127.0.0.0/8"

        with pytest.raises(InvalidInput, match="not among the hosts"):
            group.apply(elsewhere, attested=vouched(elsewhere))

        assert group.writes() == []


def moved(document: PlanDocument, host: str) -> PlanDocument:
    """Return the plan with SNMP agents elsewhere, bound anew."""
    steps = [_moved(step, host) for step in document.hacfg.steps]
    proof = document.hacfg.proof
    assert proof is not None
    bound = proof.model_copy(update={"steps_digest": steps_digest(steps)})
    ours = document.hacfg.model_copy(update={"steps": steps, "proof": bound})
    return document.model_copy(update={"hacfg": ours})


def _moved(step: AnyStep, host: str) -> AnyStep:
    if not isinstance(step, WaitStep) or step.gate.queue is None:
        return step
    agent = step.gate.queue.agent.model_copy(update={"host": host})
    queue = step.gate.queue.model_copy(update={"agent": agent})
    return step.model_copy(update={"gate": step.gate.model_copy(update={"queue": queue})})


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
