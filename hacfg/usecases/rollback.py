"""Rolling a run back: a plan towards what was before, made from what is read now."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hacfg.errors import InvalidInput, Problem, Refused
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import ChangeView
from hacfg.plan.restoring import lost, moved_roles
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.store import runs
from hacfg.store.records import Run
from hacfg.topology.load import Loaded
from hacfg.usecases.history import check_newest, story
from hacfg.usecases.loading import load
from hacfg.usecases.locking import store_of
from hacfg.usecases.options import PlanOptions, StoreChoice
from hacfg.usecases.owner import this_owner
from hacfg.usecases.planning import plan_group

POLL: Final = 1.0
"""Seconds between two looks whether a run was confirmed."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """The plan that rolls a run back, and what it does not bring back."""

    run: Run
    document: PlanDocument
    lost: tuple[str, ...]


def plan_rollback(run: str, topology: Path | None, options: PlanOptions) -> WayBack:
    """Return the plan back to what was before a run.

    Raises Refused for a run that moved roles or members, or that a later run followed.
    """
    told = story(options.store, run)
    with store_of(options.store) as store:
        check_newest(store, run)
    _check_kind(told.run)
    undo = told.document.hacfg.changes
    _check_roles(run, undo)
    loaded = topology_of(told.document, topology)
    allow = options.allow | frozenset(told.document.hacfg.allowed) | set(_own_rows(undo))
    wanted = replace(options, allow=allow, undo=tuple(undo))
    return WayBack(told.run, plan_group(loaded, wanted), tuple(lost(undo)))


def check_way_back(document: PlanDocument) -> None:
    """Raise Refused if a plan could not be rolled back once it is carried out."""
    _check_roles("", document.hacfg.changes)
    final = [step for step in document.hacfg.steps if _is_final(step)]
    if final:
        raise Refused(
            Problem(
                f"step {final[0].number}: nothing undoes it, so it cannot wait to be confirmed",
                next="apply it without --confirm-within",
            )
        )
    topology_of(document, None)


def topology_of(document: PlanDocument, named: Path | None) -> Loaded:
    """Return the topology of a plan's group: it says how the units are reached."""
    path = named or Path(document.hacfg.topology)
    group = document.hacfg.group
    for loaded in load([path]):
        if loaded.topology.name == group:
            return loaded
    raise InvalidInput(
        Problem(f"{path} declares no group {group}", next="name its file: --topology FILE")
    )


def confirm_run(choice: StoreChoice, run: str) -> Run:
    """Note that a person confirms a run; raise Refused if it does not wait for that."""
    found = story(choice, run).run
    if found.outcome != "unconfirmed":
        raise Refused(
            Problem(
                f"run {run} does not wait to be confirmed: it is {found.outcome}",
                next=f"see what happened: hacfg history {run}",
            )
        )
    with store_of(choice) as store:
        runs.mark(store, run, "confirmed", this_owner(), "done")
    return found


def wait_confirmed(choice: StoreChoice, run: str, should_stop: Callable[[], bool]) -> bool | None:
    """Wait until a run is confirmed; False: it was not in time; None: a person ended the wait."""
    never = threading.Event()
    with store_of(choice) as store:
        while True:
            found = runs.run_of(store, run)
            if found is None or found.outcome != "unconfirmed":
                return True
            if found.confirm_by is not None and runs.clock(store) >= found.confirm_by:
                return False
            if should_stop():
                return None
            never.wait(POLL)


def note_rolled_back(choice: StoreChoice, run: str) -> None:
    """Note that nothing of a run was left to take back."""
    with store_of(choice) as store:
        runs.mark(store, run, "undone", this_owner(), "rolled-back")


def _own_rows(undo: Sequence[ChangeView]) -> list[str]:
    """Allow the removal of rows if the run itself made some: nothing else is removed."""
    return ["row-removal"] if any(change.action == "create" for change in undo) else []


def _is_final(step: AnyStep) -> bool:
    return not isinstance(step, WaitStep) and step.inverse is None


def _check_kind(run: Run) -> None:
    if run.kind == "rollback" or run.outcome in {"refused", "rolled-back"}:
        raise Refused(
            Problem(
                f"run {run.id} cannot be rolled back",
                seen="it is a rollback" if run.kind == "rollback" else f"it is {run.outcome}",
                next=f"see what happened: hacfg history {run.id}",
            )
        )


def _check_roles(run: str, undo: Sequence[ChangeView]) -> None:
    moved = list(moved_roles(undo))
    if moved:
        what = f"run {run}" if run else "this plan"
        raise Refused(
            Problem(
                f"{what} cannot be rolled back: it changes roles or members",
                seen=", ".join(moved[:4]),
                next="declare in the topology what shall be, and plan that",
            )
        )
