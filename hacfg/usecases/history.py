"""What the store tells of past runs, and which of them can be gone on with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hacfg.errors import InvalidInput, Problem, Refused
from hacfg.plan.document import PlanDocument
from hacfg.store import leases, runs
from hacfg.store.opening import Store
from hacfg.store.records import Entry, Lease, Run, moment
from hacfg.usecases.locking import store_if_there, store_of
from hacfg.usecases.options import StoreChoice
from hacfg.usecases.planfile import plan_of

_ELSEWHERE: Final = "go where it was applied, or name the store: --store URL"


@dataclass(frozen=True, slots=True)
class Story:
    """One run with its plan and its journal."""

    run: Run
    document: PlanDocument
    entries: tuple[Entry, ...]


def history(choice: StoreChoice, group: str = "") -> list[Run]:
    """Return the newest runs, of one group or of all."""
    with store_if_there(choice) as store:
        return runs.runs(store, group=group) if store else []


def story(choice: StoreChoice, run: str) -> Story:
    """Return what happened in one run; raise InvalidInput if there is no such run."""
    with store_if_there(choice) as store:
        if store is None:
            raise InvalidInput(
                Problem(f"there is no run {run}: nothing was applied here", next=_ELSEWHERE)
            )
        return _story(store, _found(store, run))


def open_run(choice: StoreChoice, run: str = "") -> Story:
    """Return the run to go on with: the one that is named, or the only one that is open.

    Raises InvalidInput if there is none, or several; Refused if it cannot be gone on with.
    """
    with store_of(choice) as store:
        found = _found(store, run) if run else _only_open(store)
        _check_open(found)
        check_newest(store, found.id)
        return _story(store, found)


def check_newest(store: Store, run: str) -> None:
    """Raise Refused if a later run wrote to the group: what this one knows is no longer so."""
    group = _found(store, run).group
    for later in runs.runs(store, group=group, limit=1000):
        if later.id == run:
            return
        if later.outcome != "refused":
            raise Refused(
                Problem(
                    f"run {run} cannot be gone on with: run {later.id} came after it",
                    next=f"go on with that one, or plan again: hacfg history {later.id}",
                )
            )


def check_unarmed(store: Store, group: str, undoes: str) -> None:
    """Raise Refused if a run of this group still waits to be confirmed, or to be rolled back."""
    for run in runs.runs(store, group=group, limit=1000):
        if run.outcome == "unconfirmed" and run.id != undoes:
            until = moment(run.confirm_by) if run.confirm_by else "now"
            raise Refused(
                Problem(
                    f"run {run.id} on {group} waits to be confirmed, or else to be rolled back",
                    seen=f"it was to be confirmed until {until}",
                    next=f"hacfg confirm {run.id}, or hacfg rollback {run.id}",
                )
            )


def locks(choice: StoreChoice, group: str = "") -> list[Lease]:
    """Return the locks that are held, of one group or of all."""
    with store_if_there(choice) as store:
        held = leases.held(store) if store else []
        return [lease for lease in held if group in {"", lease.group}]


def break_lock(choice: StoreChoice, group: str) -> Lease | None:
    """End a group's lock, whoever has it; None: nobody had it."""
    with store_of(choice) as store:
        return leases.break_lease(store, group)


def _story(store: Store, run: Run) -> Story:
    document = plan_of(runs.plan_text(store, run.id), Path(f"run {run.id}"))
    return Story(run, document, tuple(runs.entries(store, run.id)))


def _found(store: Store, run: str) -> Run:
    found = runs.run_of(store, run)
    if found is None:
        raise InvalidInput(
            Problem(f"there is no run {run} in {store.name}", next="see which: hacfg history")
        )
    return found


def _only_open(store: Store) -> Run:
    newest: dict[str, Run] = {}
    for run in runs.runs(store, limit=1000):
        if run.outcome != "refused":
            newest.setdefault(run.group, run)
    found = [run for run in newest.values() if run.is_open]
    if len(found) != 1:
        told = ", ".join(f"{run.id} ({run.group})" for run in found)
        raise InvalidInput(
            Problem(
                "several runs can be gone on with" if found else "no run can be gone on with",
                seen=told or f"none in {store.name} that stopped part-way",
                next="name it: hacfg apply --resume RUN" if found else "see all: hacfg history",
            )
        )
    return found[0]


def _check_open(run: Run) -> None:
    if not run.is_open:
        raise Refused(
            Problem(
                f"run {run.id} cannot be gone on with: it is {run.outcome}",
                next=f"see what happened: hacfg history {run.id}",
            )
        )
