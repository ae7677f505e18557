"""Past runs and locks for machines: one JSON document."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from hacfg.store.records import Entry, Lease, Run, moment
from hacfg.usecases.history import Story


def history_json(runs: Sequence[Run]) -> str:
    """Return all runs."""
    return _text({"format_version": "1.0", "runs": [_run(run) for run in runs]})


def story_json(story: Story) -> str:
    """Return one run with its journal; the plan is what `hacfg show` takes."""
    steps = {step.number: step for step in story.document.hacfg.steps}
    journal = [
        _entry(entry) | ({"unit": steps[entry.step].unit} if entry.step in steps else {})
        for entry in story.entries
    ]
    plan = story.document.model_dump(mode="json")
    return _text(
        {"format_version": "1.0", "run": _run(story.run), "journal": journal, "plan": plan}
    )


def locks_json(leases: Sequence[Lease]) -> str:
    """Return all locks, with the keys of Terraform's lock information and ours."""
    return _text({"format_version": "1.0", "locks": [_lease(lease) for lease in leases]})


def _run(run: Run) -> dict[str, object]:
    ends = {"ended": run.ended, "confirm_by": run.confirm_by}
    times = {name: None if at is None else moment(at) for name, at in ends.items()}
    return {**asdict(run), "started": moment(run.started), **times}


def _entry(entry: Entry) -> dict[str, object]:
    return {**asdict(entry), "at": moment(entry.at)}


def _lease(lease: Lease) -> dict[str, object]:
    return {
        "ID": lease.run,
        "Operation": "apply",
        "Who": str(lease.owner),
        "Created": moment(lease.acquired),
        "Path": lease.group,
        "pid": lease.owner.pid,
        "heartbeat_at": moment(lease.heartbeat),
        "expires_at": moment(lease.expires),
        "fencing_token": lease.token,
    }


def _text(document: object) -> str:
    return json.dumps(document, indent=2) + "\n"
