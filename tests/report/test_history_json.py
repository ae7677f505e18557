"""What is told of past runs and locks for machines is what the committed schemas say."""

import json
from dataclasses import replace

import pytest

from hacfg.plan.document import PlanDocument
from hacfg.report.history_json import history_json, locks_json, story_json
from hacfg.store.records import Entry, Lease, Owner, Run
from hacfg.usecases.history import Story
from tests.report.documents import pair
from tests.report.test_shapes import validator

OWNER = Owner("ann", "ops1", 4711)
RUN = Run("7f3a91c2", "mail-east", "sha256:1", "apply", "", "ann@ops1", "0.1", 0, 90, "done", "")
OPEN = replace(RUN, ended=None, outcome="unconfirmed", confirm_by=600)
BACK = replace(RUN, kind="rollback", of_run="11111111", outcome="stopped", reason="mx2 is silent")
ENTRIES = (
    Entry(1, 0, 0, "begun", "", "ann@ops1", 3),
    Entry(2, 1, 1, "intent", "", "ann@ops1", 3),
    Entry(3, 2, 99, "failed", "é", "ann@ops1", 3),
)


@pytest.mark.parametrize("runs", [[], [RUN, OPEN, BACK]])
def test_past_runs_are_as_their_schema_says(runs: list[Run]) -> None:
    found = json.loads(history_json(runs))

    validator("history").validate(found)
    assert [run["id"] for run in found["runs"]] == [run.id for run in runs]


def test_the_story_of_a_run_is_as_its_schema_says_and_holds_the_plan() -> None:
    text = story_json(Story(BACK, pair(), ENTRIES))
    found = json.loads(text)

    assert text.isascii()
    validator("history").validate(found)
    assert [line["unit"] for line in found["journal"]] == ["", pair().hacfg.steps[0].unit, ""]
    assert PlanDocument.model_validate(found["plan"]) == pair()


def test_locks_are_as_their_schema_says() -> None:
    lease = Lease("mail-east", 3, "7f3a91c2", OWNER, 0, 30, 60, 30)
    found = json.loads(locks_json([lease]))

    validator("lock").validate(found)
    assert found["locks"][0] == {
        "ID": "7f3a91c2",
        "Operation": "apply",
        "Who": "ann@ops1",
        "Created": "1970-01-01T00:00:00Z",
        "Path": "mail-east",
        "pid": 4711,
        "heartbeat_at": "1970-01-01T00:00:30Z",
        "expires_at": "1970-01-01T00:01:00Z",
        "fencing_token": 3,
    }


@pytest.mark.parametrize("name", ["history", "lock"])
def test_a_lock_is_no_past_run_and_something_else_is_neither(name: str) -> None:
    assert not validator(name).is_valid({"format_version": "1.0"})
    assert validator(name).is_valid(json.loads(locks_json([]))) is (name == "lock")
