"""The main job, for both kinds of group and both generations."""

import re
from pathlib import Path

import pytest

from hacfg.errors import Refused, Stale
from hacfg.plan.document import to_json
from hacfg.plan.steps import ManualStep, WaitStep
from hacfg.usecases.loading import load
from hacfg.usecases.planfile import read_plan, write_plan
from tests.end_to_end.group import every_other, simulated

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")


@pytest.mark.parametrize("story", STORIES)
def test_a_blank_group_is_built_and_then_there_is_nothing_left_to_do(
    story: str, tmp_path: Path
) -> None:
    with simulated(story, tmp_path) as group:
        result = group.apply(group.plan())

        assert result.stopped is None
        again = group.plan()
        assert (again.resource_changes, again.hacfg.steps, again.complete) == ([], [], True)


@pytest.mark.parametrize(("story", "share"), every_other(STORIES, (0.05, 0.3, 0.5, 0.7, 0.95)))
def test_a_build_that_is_stopped_anywhere_is_finished_by_a_fresh_plan(
    story: str, share: float, tmp_path: Path
) -> None:
    with simulated(story, tmp_path) as group:
        document = group.plan()
        stop_after = int(share * len(document.hacfg.steps))
        first = group.apply(document, should_stop=lambda: group.finished >= stop_after)
        group.events.clear()
        group.apply(group.plan())

        assert first.stopped is not None
        assert first.count("done") == stop_after
        assert not group.plan().resource_changes


@pytest.mark.parametrize("story", STORIES)
def test_an_edit_behind_hacfgs_back_is_the_only_thing_that_a_plan_shows(
    story: str, tmp_path: Path
) -> None:
    with simulated(story, tmp_path, blank=False) as group:
        assert not group.plan().resource_changes

        group.door.edit("mx1", "interface", {"address": "198.51.100.99/24"}, "port1")

        (change,) = group.plan().hacfg.changes
        (attribute,) = change.attributes
        assert str(change.address) == 'fortimail_interface.mx1["port1"]'
        assert (attribute.name, attribute.before) == ("address", "198.51.100.99/24")
        assert attribute.after == "198.51.100.11/24"


def test_a_plan_file_is_carried_out_in_another_folder_without_the_topology(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        write_plan(group.plan(), elsewhere / "pair.plan.json")
        (tmp_path / "topology.yaml").unlink()
        (tmp_path / "ca.pem").unlink()
        monkeypatch.chdir(elsewhere)

        result = group.apply(read_plan(Path("pair.plan.json")))

        assert result.stopped is None
        assert (elsewhere / "pair.plan.json").stat().st_mode & 0o777 == 0o600


def test_a_plan_is_refused_if_a_unit_changed_since_and_nothing_is_written(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan()
        group.door.edit("mx2", "ha", {"on_failure": "restore-role"})

        with pytest.raises(Stale) as stale:
            group.apply(document)

        assert "mx2 ha on_failure" in str(stale.value)
        assert "restore-role" in str(stale.value)
        assert group.writes() == []


@pytest.mark.parametrize("story", ["pair-7.2", "pair-7.6"])
def test_a_unit_that_was_blank_when_planned_is_not_overwritten_once_it_is_used(
    story: str, tmp_path: Path
) -> None:
    with simulated(story, tmp_path) as group:
        document = group.plan()
        group.door.create("mx2", "domain", "customer.example", {})

        with pytest.raises(Stale, match=r"domain customer\.example"):
            group.apply(document)

        assert group.writes() == []


def test_a_unit_that_is_used_in_mid_apply_is_not_overwritten(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan()

        def used() -> bool:
            if group.finished == 20:
                group.door.create("mx2", "domain", f"customer{len(group.events)}.example", {})
            return False

        result = group.apply(document, should_stop=used)

        assert result.stopped is not None
        assert "would overwrite a configuration" in result.stopped.message
        assert ("mx2", "PUT", "SysHa") not in group.writes()


def test_two_urls_of_one_unit_are_refused(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        text = (tmp_path / "topology.yaml").read_text(encoding="utf-8")
        urls = re.findall(r"https://[\w.:]+", text)
        twice = text.replace(urls[1], urls[0].replace("127.0.0.1", "localhost"))
        (tmp_path / "topology.yaml").write_text(twice, encoding="utf-8")
        (group.loaded,) = load([tmp_path / "topology.yaml"])
        group.environ["MX2_PASSWORD"] = group.environ["MX1_PASSWORD"]

        document = group.plan()

        assert not document.applyable
        assert any("are the same unit" in notice.message for notice in document.hacfg.lacking)


def test_a_change_that_the_plan_does_not_touch_does_not_make_it_stale(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan()
        group.door.edit("mx2", "interface", {"address": "203.0.113.9/24"}, "port3")

        assert group.apply(document).stopped is None


def test_the_runbook_without_unverified_wire_leads_to_the_declared_group(tmp_path: Path) -> None:
    """A person types the lines of each manual step into the unit, and vouches for the gates."""
    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan(frozenset())
        attested: set[str] = set()
        for step in document.hacfg.steps:
            if isinstance(step, ManualStep):
                group.door.cli(
                    step.unit, [with_secrets(line, group.environ) for line in step.lines]
                )
            elif isinstance(step, WaitStep) and step.gate.source == "person":
                attested.add(f"{step.gate.attestation}@{step.number}")

        assert document.applyable
        assert group.writes() == []
        assert not group.plan().resource_changes


def with_secrets(line: str, environ: dict[str, str]) -> str:
    """Put the secret where the runbook only names its variable, as a person would."""
    for name, value in environ.items():
        line = line.replace(f"<secret: env {name}>", value)
    return line.split("   # ")[0]


def test_a_plan_with_manual_steps_is_refused_in_ci_before_anything_happens(tmp_path: Path) -> None:
    from hacfg.usecases.applying import apply_plan
    from hacfg.usecases.options import ApplyOptions

    with simulated("pair-7.2", tmp_path) as group:
        document = group.plan(frozenset())

        with pytest.raises(Refused, match="by hand"):
            apply_plan(document, ApplyOptions(group.environ, ci=True), print, lambda: False)


def test_the_same_units_give_the_same_plan_id(tmp_path: Path) -> None:
    with simulated("farm-7.6", tmp_path) as group:
        assert group.plan().hacfg.plan_id == group.plan().hacfg.plan_id


@pytest.mark.parametrize("story", STORIES)
def test_no_secret_is_in_a_plan_an_event_or_a_result(story: str, tmp_path: Path) -> None:
    with simulated(story, tmp_path) as group:
        document = group.plan()
        result = group.apply(document)

        told = to_json(document) + repr(document) + repr(result) + repr(group.events)
        assert "canary" not in told
