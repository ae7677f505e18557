"""A group whose units do not show the role that they act in: a person says it, and vouches."""

from pathlib import Path

import pytest

from hacfg.errors import MissingAnswer, Stale
from hacfg.plan.document import PlanDocument
from hacfg.plan.guards import GUARDS
from hacfg.usecases.loading import load
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_group
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.test_rehearse import rehearsed
from tests.faults.trial import vouched

ALL = frozenset(GUARDS)
OFF = ("mx1.effective_role=off", "mx2.effective_role=off")

RUNNING = ("mx1.effective_role=primary", "mx2.effective_role=secondary", "mx2.in_sync=true")


def hide(group: SimulatedGroup) -> None:
    """Let no unit answer with its HA status."""
    for unit in ("mx1", "mx2"):
        group.door.fault(unit, "http-500", path="SysHaStatus", times=0)


def plan(group: SimulatedGroup, *assume: str) -> PlanDocument:
    return plan_group(
        group.loaded,
        PlanOptions(group.environ, allow=ALL, timestamp="2026-11-22T12:00:00Z", assume=assume),
    )


def test_a_group_that_shows_no_role_is_built_on_a_persons_word_at_every_gate(
    tmp_path: Path,
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        hide(group)
        assert not plan(group).applyable
        document = plan(group, *OFF)

        assert rehearsed(group, document).as_declared
        with pytest.raises(MissingAnswer, match="needs a person"):
            group.apply(document)
        assert group.writes() == []
        result = group.apply(document, attested=vouched(document))

        assert result.complete
        group.door.repair()
        again = plan(group)
        assert (again.resource_changes, again.hacfg.steps) == ([], [])


def test_a_role_that_shows_after_all_and_is_another_one_stops_apply_before_it_writes(
    tmp_path: Path,
) -> None:
    with simulated("pair-7.2", tmp_path, blank=False) as group:
        file = group.loaded.path
        file.write_text(file.read_text().replace("base_port: 20000", "base_port: 21000"))
        (group.loaded,) = load([file])
        hide(group)
        document = plan(group, *RUNNING)
        assert rehearsed(group, document).as_declared

        group.door.repair()
        group.door.cut()
        with pytest.raises(Stale) as stale:
            group.apply(document, attested=vouched(document))

        assert "mx2 ha_status effective_mode" in str(stale.value)
        assert group.writes() == []
