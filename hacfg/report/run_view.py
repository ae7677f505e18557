"""A run of the store as part of a document for machines."""

from hacfg.plan.values import Part
from hacfg.store.records import Run, RunKind, RunOutcome, moment


class RunView(Part):
    """One run that the store knows."""

    id: str
    """What it is called: `hacfg history ID`."""
    kind: RunKind
    """Whether it applied a plan or took a run back."""
    of_run: str
    """The run that it took back; empty for an apply."""
    plan_id: str
    """The id of its plan."""
    who: str
    """Who ran it, and where."""
    started: str
    """When it began."""
    ended: str | None
    """When it ended; null: no end was recorded."""
    outcome: RunOutcome
    """How it came out; running: or its process died."""
    reason: str
    """Why it did not come to its end."""


def run_view(run: Run | None) -> RunView | None:
    """Return a run as it is written, if there is one."""
    if run is None:
        return None
    return RunView(
        id=run.id,
        kind=run.kind,
        of_run=run.of_run,
        plan_id=run.plan_id,
        who=run.who,
        started=moment(run.started),
        ended=None if run.ended is None else moment(run.ended),
        outcome=run.outcome,
        reason=run.reason,
    )
