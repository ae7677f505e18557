"""Drift of groups that are built and then changed in one place."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from hacfg.plan.document import PlanDocument
from hacfg.store.records import Run, RunKind, RunOutcome
from hacfg.usecases.dialects import dialects_of
from hacfg.usecases.drifting import Drifted, drifted_from
from hacfg.usecases.options import DriftOptions, PlanOptions
from hacfg.usecases.past import NO_PAST, Past
from hacfg.usecases.planning import plan_from
from hacfg.watch.known import Known
from hacfg.watch.saved import SavedState, saved_state
from tests.practices.groups import CATALOGUE, Judged

NOW = datetime.datetime(2026, 11, 25, 12, 0, tzinfo=datetime.UTC)


def drift(group: Judged, options: DriftOptions | None = None) -> Drifted:
    found = drifted_from(
        group.loaded,
        group.readings,
        dialects_of(group.loaded, group.readings, CATALOGUE),
        options or DriftOptions({}, NOW),
    )
    return replace(found, file="topology.yaml")


def against(
    applied: PlanDocument | None = None,
    saved: SavedState | None = None,
    known: tuple[Known, ...] = (),
    past: Past = NO_PAST,
) -> DriftOptions:
    plans: Mapping[str, PlanDocument] = {applied.hacfg.group: applied} if applied else {}
    return DriftOptions(
        {},
        NOW,
        applied=plans,
        saved={saved.group: saved} if saved else {},
        past={"mail-east": past},
        known=known,
    )


def plan_of(group: Judged) -> PlanDocument:
    """Return a plan that leaves the group as it is declared."""
    options = PlanOptions(
        {}, allow=frozenset({"unverified-wire"}), timestamp="2026-11-22T12:00:00Z"
    )
    return plan_from(group.loaded, group.readings, CATALOGUE, options)


def run_of(name: str, outcome: RunOutcome = "done", kind: RunKind = "apply") -> Run:
    """Return a run of the day before, which ended a minute later."""
    began = NOW.timestamp() - 86_400
    undone = "7f3a91c2" if kind == "rollback" else ""
    return Run(
        name, "mail-east", "sha256:abc", kind, undone, "anna@desk", "1.0", began, began + 60,
        outcome, "",
    )  # fmt: skip  # a row of the store


def saved(group: Judged) -> SavedState:
    return saved_state(group.loaded.topology.name, group.readings, NOW)


def differing(drifted: Drifted) -> list[tuple[str, str, str]]:
    return [(str(one.address), one.name, one.since) for one in drifted.drifts]
