"""Past runs and locks for machines: one JSON document, with a schema of its own."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import Field, TypeAdapter

from hacfg.plan.values import Part
from hacfg.report.run_view import RunView, run_view
from hacfg.store.records import Entry, EntryType, Lease, Run, moment
from hacfg.usecases.history import Story

FORMAT_VERSION = "1.0"


class EntryView(Part):
    """One line of a run's journal."""

    seq: int
    """Place in the journal, from 1."""
    at: str
    """When it was written: RFC 3339, UTC, on the store's clock."""
    step: int
    """Number of the step; 0: it is about the whole run."""
    unit: str
    """The unit of that step; empty if it is about the whole run."""
    type: EntryType
    """What it says: docs/applying.md tells each."""
    note: str
    """More about it, never a secret."""
    who: str
    """Who wrote it, and where."""
    fence: int
    """Fencing token of the lock under which it was written."""


class HistoryDocument(Part):
    """The result of `hacfg history --json`."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    runs: list[RunView]
    """Past runs, the newest first."""


class StoryDocument(Part):
    """The result of `hacfg history RUN --json`."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    run: RunView
    """The run."""
    journal: list[EntryView]
    """What happened, in order."""
    plan: dict[str, Any]
    """The plan that it carries out, as the schema of plans says."""


class LockView(Part):
    """Who works on a group, with the keys of Terraform's lock information and ours."""

    id_: str = Field(alias="ID")
    """The run that holds it."""
    operation: str = Field(alias="Operation")
    """apply."""
    who: str = Field(alias="Who")
    """Who runs it, and where."""
    created: str = Field(alias="Created")
    """Since when: RFC 3339, UTC, on the store's clock, as all times here."""
    path: str = Field(alias="Path")
    """Name of the group."""
    pid: int
    """The process."""
    heartbeat_at: str
    """When it was last renewed."""
    expires_at: str
    """When it ends unless it is renewed."""
    fencing_token: int
    """Grows with every holder."""


class LocksDocument(Part):
    """The result of `hacfg lock show --json`."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    locks: list[LockView]
    """All locks that are held."""


def history_json(runs: Sequence[Run]) -> str:
    """Return all runs."""
    return _text(HistoryDocument(runs=[run_view(run) for run in runs]))


def story_json(story: Story) -> str:
    """Return one run with its journal; the plan is what `hacfg show` takes."""
    units = {step.number: step.unit for step in story.document.hacfg.steps}
    journal = [_entry(entry, units.get(entry.step, "")) for entry in story.entries]
    plan = story.document.model_dump(mode="json")
    return _text(StoryDocument(run=run_view(story.run), journal=journal, plan=plan))


def locks_json(leases: Sequence[Lease]) -> str:
    """Return all locks."""
    return _text(LocksDocument(locks=[_lock(lease) for lease in leases]))


def history_schema() -> dict[str, object]:
    """Return the JSON Schema of what `history` writes: all runs, or one."""
    adapter = TypeAdapter[HistoryDocument | StoryDocument](HistoryDocument | StoryDocument)
    title = {"title": "History", "description": "What `hacfg history [RUN] --json` writes."}
    return {**title, **adapter.json_schema(mode="serialization")}


def lock_schema() -> dict[str, object]:
    """Return the JSON Schema of what `lock show` writes."""
    return LocksDocument.model_json_schema(mode="serialization")


def _entry(entry: Entry, unit: str) -> EntryView:
    return EntryView.model_validate({**asdict(entry), "at": moment(entry.at), "unit": unit})


def _lock(lease: Lease) -> LockView:
    return LockView(
        ID=lease.run,
        Operation="apply",
        Who=str(lease.owner),
        Created=moment(lease.acquired),
        Path=lease.group,
        pid=lease.owner.pid,
        heartbeat_at=moment(lease.heartbeat),
        expires_at=moment(lease.expires),
        fencing_token=lease.token,
    )


def _text(document: Part) -> str:
    return json.dumps(document.model_dump(mode="json", by_alias=True), indent=2) + "\n"
