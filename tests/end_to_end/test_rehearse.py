"""Rehearsals over real HTTPS; a lab plays the live units too: its log shows them only read."""

import json
import shutil
from pathlib import Path

import pytest

from hacfg.errors import InvalidInput, Refused, Stale, Unreachable
from hacfg.plan.document import PlanDocument
from hacfg.plan.guards import GUARDS
from hacfg.report.rehearsal_json import rehearsal_json
from hacfg.report.rehearsal_text import rehearsal_text
from hacfg.report.style import Style
from hacfg.usecases.planfile import write_plan
from hacfg.usecases.rehearsing import Rehearsal, RehearseOptions, parse_fault, rehearse_plan
from hacfg.usecases.rehearsing.timeline import outages
from tests.end_to_end.front import changed
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.program import hacfg
from tests.end_to_end.test_procedures import change, plan, used

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")
PAIRS = ("pair-7.2", "pair-7.6")
FARMS = (pytest.param("farm-7.2", marks=pytest.mark.slow), "farm-7.6")
OTHER_PORT = ("base_port: 20000", "base_port: 21000")


def rehearsed(
    group: SimulatedGroup,
    document: PlanDocument,
    *faults: str,
    readings: tuple[str, ...] = (),
    seed: int = 0,
) -> Rehearsal:
    """Rehearse, and hold that the live units were asked for nothing but what they say."""
    before = group.door.dump()
    options = RehearseOptions(
        group.environ, tuple(map(parse_fault, faults)), readings=readings, seed=seed
    )
    found = rehearse_plan(document, options)
    assert group.writes() == []
    assert group.door.dump() == before
    return found


def last_acts(rehearsal: Rehearsal) -> dict[str, str]:
    return dict(rehearsal.moments[-1].acts)


def step_of(document: PlanDocument, words: str) -> int:
    return next(
        s.number for s in document.hacfg.steps if s.type == "wait" and words in s.gate.wording
    )


@pytest.mark.parametrize("story", STORIES)
def test_a_group_is_built_from_blank_and_the_live_units_are_only_read(
    story: str, tmp_path: Path
) -> None:
    with simulated(story, tmp_path) as group:
        document = group.plan()

        found = rehearsed(group, document)

        assert found.result.stopped is None
        assert found.as_declared
        assert set(found.moments[0].acts.values()) == {"off"}
        assert set(last_acts(found).values()) == {"primary", "secondary"}
        methods = {
            str(method)
            for calls in group.door.log().values()
            for method, path, _ in calls
            if path != "AdminLogin"
        }
        assert methods == {"GET"}


@pytest.mark.parametrize("story", PAIRS)
def test_a_failover_at_a_step_stops_apply_and_moves_the_mail(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        used(group)
        change(group, tmp_path, *OTHER_PORT)
        document = plan(group)
        last = step_of(document, "mx2 is in sync") + 1

        found = rehearsed(group, document, f"mx1:power-loss@{last}")

        assert found.moments[0].mail == ("mx1",)
        assert found.result.stopped is not None
        assert found.result.wrote
        assert last_acts(found) == {"mx1": "without power", "mx2": "primary"}
        assert found.moments[-1].mail == ("mx2",)
        assert found.silent == ("mx1",)
        (outage,) = outages(found.moments)
        assert outage.over
        assert 0 < outage.seconds < 30


@pytest.mark.parametrize("story", PAIRS)
def test_cables_unplugged_at_a_step_end_in_a_split_brain(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path) as group:
        document = group.plan()
        step = step_of(document, "mx2 is in sync") + 1

        found = rehearsed(group, document, f"all:links-cut@{step}")

        assert last_acts(found) == {"mx1": "primary", "mx2": "primary"}
        assert not found.as_declared
        assert any("effective_mode" in str(one) for one in found.differing)


@pytest.mark.parametrize("story", FARMS)
def test_a_member_that_reboots_while_a_farm_is_built_is_waited_for(
    story: str, tmp_path: Path
) -> None:
    with simulated(story, tmp_path) as group:
        document = group.plan()
        step = step_of(document, "mx3 is in sync")

        found = rehearsed(group, document, f"mx3:reboot@{step}")

        assert found.result.stopped is None
        assert found.as_declared
        struck = next(one for one in found.moments if one.sort == "fault")
        assert (struck.step, struck.acts["mx3"]) == (step, "without power")
        assert last_acts(found)["mx3"] == "secondary"


@pytest.mark.parametrize("story", PAIRS)
def test_a_copy_of_a_group_that_failed_over_acts_as_it_does_and_finds_the_way_back(
    story: str, tmp_path: Path
) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        group.door.fault("mx1", "power-loss")
        group.door.repair("mx1")
        document = plan(group, recover=True)
        live = {name: unit["effective"] for name, unit in group.door.status()["units"].items()}

        found = rehearsed(group, document)

        assert dict(found.moments[0].acts) == live
        assert found.result.stopped is None
        assert found.as_declared
        assert last_acts(found) == {"mx1": "primary", "mx2": "secondary"}


@pytest.mark.parametrize("story", PAIRS)
def test_a_split_brain_is_mended_on_the_copy(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        group.door.cut()
        group.door.plug()

        found = rehearsed(group, plan(group, recover=True))

        assert set(found.moments[0].acts.values()) == {"primary"}
        assert found.as_declared


def test_the_rehearsal_moves_the_senders_where_a_person_is_asked_to(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path, blank=False) as group:
        used(group)
        change(group, tmp_path, "address: 198.51.100.25/24", "address: 198.51.100.26/24")

        found = rehearsed(group, plan(group))

        people = [one.words for one in found.moments if one.sort == "person"]
        assert people == ["senders use 198.51.100.25, 198.51.100.26", "senders use 198.51.100.26"]
        assert all(one.mail == ("mx1",) for one in found.moments)
        assert found.as_declared


def test_commands_of_the_users_are_not_run_and_the_rehearsal_drains_instead(
    tmp_path: Path,
) -> None:
    touch = json.dumps([shutil.which("touch") or "touch", str(tmp_path / "was-run")])
    entry = "{kind: load-balancer}"
    told = f"{{kind: load-balancer, drained: {{command: {touch}}}, opened: {{command: {touch}}}}}"
    with simulated("farm-7.2", tmp_path, blank=False) as group:
        used(group)
        change(group, tmp_path, entry, told)
        change(group, tmp_path, "name: mx5\n", "name: mx5\n    state: absent\n")
        document = plan(group)
        gates = [s.gate for s in document.hacfg.steps if s.type == "wait"]
        assert any(gate.source == "command" for gate in gates)

        found = rehearsed(group, document)

        assert not (tmp_path / "was-run").exists()
        assert any("no sender reaches mx5" in one.words for one in found.moments)
        assert "mx5" in found.moments[0].mail
        assert "mx5" not in found.moments[-1].mail
        assert found.as_declared


@pytest.mark.parametrize("story", PAIRS)
def test_the_lines_of_a_runbook_are_typed_into_the_copy(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path) as group:
        document = group.plan(frozenset())
        assert any(step.type == "manual" for step in document.hacfg.steps)

        found = rehearsed(group, document)

        assert found.result.stopped is None
        assert set(last_acts(found).values()) == {"primary", "secondary"}


def test_a_rotated_password_is_another_one_on_the_copy_too(tmp_path: Path) -> None:
    from hacfg.usecases.options import PlanOptions
    from hacfg.usecases.planning import plan_group

    with simulated("pair-7.2", tmp_path, blank=False) as group:
        options = PlanOptions(
            group.environ,
            allow=frozenset(GUARDS),
            set_secrets=frozenset({"ha.password"}),
            timestamp="2026-11-22T12:00:00Z",
        )

        found = rehearsed(group, plan_group(group.loaded, options))

        assert found.result.stopped is None
        assert found.as_declared
        assert last_acts(found) == {"mx1": "primary", "mx2": "secondary"}


@pytest.mark.parametrize("reading", ["join-replaces-accounts", "rude-start", "silent-restart"])
def test_a_doubtful_fact_holds_on_the_copy(reading: str, tmp_path: Path) -> None:
    with simulated("pair-7.6", tmp_path) as group:
        found = rehearsed(group, group.plan(), readings=(reading,))

        assert found.result.stopped is None
        assert found.as_declared


def test_a_reading_decides_what_a_fault_leads_to(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan()
        fault = f"mx1:power-loss@{step_of(document, 'mx2 is in sync')}"

        mild = rehearsed(group, document, fault)
        other = rehearsed(group, document, fault, readings=("lonely-promotes",))

        assert last_acts(mild)["mx2"] == "off"
        assert last_acts(other)["mx2"] == "primary"


def test_one_seed_gives_one_timeline(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan()

        first = rehearsed(group, document, "mx2:reboot@28", seed=3)
        second = rehearsed(group, document, "mx2:reboot@28", seed=3)
        other = rehearsed(group, document, "mx2:reboot@28", seed=4)

        assert first.moments == second.moments
        assert first.moments != other.moments


def test_a_fault_that_cannot_happen_is_told_and_nothing_else_changes(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        found = rehearsed(group, group.plan(), "mx1:false-alarm@3")

        (told,) = [one for one in found.moments if one.sort == "no-fault"]
        assert "it takes an acting primary" in told.words
        assert found.as_declared


def test_a_fault_before_the_first_write_stops_with_nothing_written(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        found = rehearsed(group, group.plan(), "mx1:power-loss@1")

        assert found.result.stopped is not None
        assert not found.result.wrote
        assert found.result.steps[0].outcome == "failed"
        assert {step.outcome for step in found.result.steps[1:]} == {"not-started"}


def test_no_secret_but_the_logins_is_needed_and_none_is_told(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan()
        logins = {n: v for n, v in group.environ.items() if n in {"MX1_PASSWORD", "MX2_PASSWORD"}}
        assert set(logins) < set(group.environ)

        found = rehearse_plan(document, RehearseOptions(logins))

        assert found.as_declared
        told = rehearsal_json(found) + rehearsal_text(found, 0, Style()) + repr(found.moments)
        assert "canary" not in told
        assert "made-up" not in told


def test_a_secret_that_the_plan_has_not_is_wrong_input_as_for_apply(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        elsewhere = {"mx9.api.password": {"env": "MX1_PASSWORD"}}

        with pytest.raises(InvalidInput, match=r"the plan has no secret mx9\.api\.password"):
            rehearse_plan(group.plan(), RehearseOptions(group.environ, secrets=elsewhere))


def test_a_live_unit_that_changed_since_the_plan_makes_it_stale(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan()
        group.door.edit("mx2", "ha", {"on_failure": "restore-role"})

        with pytest.raises(Stale, match="restore-role"):
            rehearsed(group, document)


def test_what_cannot_be_played_is_refused_before_a_lab_starts(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path, blank=False) as group:
        change(group, tmp_path, *OTHER_PORT)

        with pytest.raises(Refused, match="heartbeat"):
            rehearsed(group, group.plan())
        document = plan(group)
        with pytest.raises(InvalidInput, match="no such reading"):
            rehearsed(group, document, readings=("moon-phase",))
        group.door.fault("mx2", "refuse")
        with pytest.raises(Unreachable, match="refused the connection"):
            rehearsed(group, document)


def test_units_that_no_lab_can_copy_are_told_as_such_and_harmlessly(tmp_path: Path) -> None:
    def with_another_row(path: str, body: bytes) -> bytes:
        if path != "SysHaService":
            return body
        answer = json.loads(body)
        row = {**answer["collection"][0], "mkey": "remote-x\x1b[2J"}
        return json.dumps({**answer, "collection": [*answer["collection"], row]}).encode()

    with simulated("pair-7.2", tmp_path) as group, changed(group, with_another_row) as topology:
        told = hacfg(
            "rehearse",
            topology,
            "--allow",
            "unverified-wire",
            folder=tmp_path,
            environ=group.environ,
        )

        assert told.code == 4
        assert "the units cannot be copied" in told.err
        assert group.writes() == []


def test_the_command_exits_as_apply_does(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        write_plan(group.plan(), tmp_path / "pair.plan.json")

        def rehearse(*arguments: object) -> int:
            return hacfg("rehearse", *arguments, folder=tmp_path, environ=group.environ).code

        file = "pair.plan.json"
        assert rehearse(file) == 0
        assert rehearse("topology.yaml", "--allow", "unverified-wire") == 0
        assert rehearse(file, "--fault", "mx1:power-loss@17") == 8
        assert rehearse(file, "--fault", "mx1:power-los@17") == 64
        assert rehearse(file, "--fault", "mx9:reboot@17") == 64
        assert rehearse(file, "--fault", "mx1:reboot@99") == 64
        assert rehearse(file, "--allow", "unverified-wire") == 64
        assert rehearse(file, "--reading", "moon-phase") == 3
        assert rehearse("missing.plan.json") == 3
        group.door.fault("mx2", "refuse")
        assert rehearse(file) == 5
        assert group.writes() == []
        assert not (tmp_path / ".hacfg").exists()
