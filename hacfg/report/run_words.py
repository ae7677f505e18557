"""How runs of the store are told in one line."""

from collections.abc import Mapping

from hacfg.report.escape import shown
from hacfg.store.records import Run, RunOutcome, moment
from hacfg.usecases.past import Past

OUTCOMES: Mapping[RunOutcome, str] = {
    "running": "running, or its process died",
    "done": "done",
    "stopped": "stopped part-way",
    "refused": "refused, nothing written",
    "unconfirmed": "done, to be confirmed",
    "rolled-back": "rolled back",
}
LOOKS: Mapping[RunOutcome, str] = {
    "running": "yellow",
    "done": "green",
    "stopped": "red",
    "refused": "dim",
    "unconfirmed": "yellow",
    "rolled-back": "yellow",
}


def run_words(run: Run) -> str:
    """Return how a run came out, and which it took back if it did."""
    kind = f"rolls back {shown(run.of_run)}: " if run.kind == "rollback" else ""
    return kind + OUTCOMES[run.outcome]


def run_line(run: Run) -> str:
    """Return when a run began, by whom, and how it came out."""
    return f"{moment(run.started)} by {shown(run.who)}: {run_words(run)} (run {shown(run.id)})"


def last_apply(past: Past) -> str:
    """Return the last run that is known of a group, or why none is."""
    if past.last:
        return run_line(past.last)
    if past.problem:
        return f"not known: {shown(past.problem, 400)}"
    return f"none in {shown(past.store)}" if past.store else "not known: no store here"
