"""A run of the store as part of a document for machines."""

from dataclasses import asdict

from hacfg.plan.values import Part
from hacfg.store.records import Run, RunKind, RunOutcome, moment


class RunView(Part):
    """One run; times are RFC 3339, UTC, on the store's clock."""

    id: str
    """Its name: `hacfg history RUN`."""
    group: str
    """Name of the group."""
    plan_id: str
    """Id of the plan that it carries out."""
    kind: RunKind
    """apply or rollback."""
    of_run: str
    """The run that it rolls back; empty for an apply."""
    who: str
    """Who ran it, and where."""
    version: str
    """Version of hacfg."""
    started: str
    """When it began."""
    ended: str | None
    """When it ended; null: no end was recorded."""
    outcome: RunOutcome
    """How it ended.

    running: no end was recorded, its process may have died; stopped: part-way; refused: nothing
    was written; unconfirmed: done, and to be rolled back unless a person confirms it.
    """
    reason: str
    """Why it stopped."""
    confirm_by: str | None
    """Until when it has to be confirmed."""


def run_view(run: Run) -> RunView:
    """Return a run as it is written."""
    ends = {"ended": run.ended, "confirm_by": run.confirm_by}
    times = {name: None if at is None else moment(at) for name, at in ends.items()}
    return RunView.model_validate({**asdict(run), "started": moment(run.started), **times})


def known_run(run: Run | None) -> RunView | None:
    """Return a run as it is written, if the store knows one."""
    return run_view(run) if run else None
