"""What commands that only read learn from a store: what it knows, and never that it was made."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hacfg.plan.document import to_json
from hacfg.store import leases, runs
from hacfg.store.opening import Store, opened, opened_if_there
from hacfg.store.records import NewRun, Owner, RunKind, RunOutcome
from hacfg.usecases.options import StoreChoice
from hacfg.usecases.past import NO_PAST, Past
from hacfg.usecases.remembering import remember
from tests.practices.groups import Judged, built
from tests.store.conftest import KINDS
from tests.watch.groups import plan_of

ME = Owner("anna", "desk", 1)
ELSEWHERE = ("https://192.0.2.11", "https://127.0.0.1:8443")


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return built(tmp_path_factory.mktemp("group"), "pair-7.2")


def keep(store: Store, run: str, outcome: RunOutcome, plan: str, kind: RunKind = "apply") -> None:
    """Keep a run that ended so; of those of one instant the smallest name counts as the newest."""
    lease = leases.acquire(store, "mail-east", run, ME, 60)
    assert lease is not None
    runs.begin(store, NewRun(run, "mail-east", "sha256:abc", plan, ME, "1.0", kind), lease)
    runs.end(store, lease, outcome, "")
    leases.release(store, lease)


def told(choice: StoreChoice, group: Judged) -> Past:
    return remember(choice, [group.loaded])["mail-east"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_is_not_there_is_not_made(kind, tmp_path, request, group):
    url = request.getfixturevalue("postgres").new_database() if kind == "postgresql" else None

    assert told(StoreChoice(url, tmp_path), group) == NO_PAST

    assert list(tmp_path.iterdir()) == []
    with opened_if_there(url, tmp_path) as store:
        assert store is None


def test_the_newest_run_that_wrote_is_the_last_and_the_newest_done_one_is_what_was_applied(
    store, url, tmp_path, group
):
    plan = to_json(plan_of(group))
    keep(store, "3-first", "done", plan)
    keep(store, "2-second", "stopped", plan)
    keep(store, "1-third", "refused", plan)

    past = told(StoreChoice(url, tmp_path), group)

    assert past.last is not None
    assert past.applied is not None
    assert (past.last.id, past.last.who, past.last.outcome) == ("2-second", "anna@desk", "stopped")
    assert past.applied.id == "3-first"
    assert past.plan == plan_of(group)
    assert past.store == store.name


@pytest.mark.parametrize("outcome", ["running", "stopped", "refused", "unconfirmed", "rolled-back"])
def test_only_what_ended_well_and_stays_was_applied(outcome, store, url, tmp_path, group):
    keep(store, "3-first", outcome, to_json(plan_of(group)))

    past = told(StoreChoice(url, tmp_path), group)

    assert (past.applied, past.plan) == (None, None)


def test_after_a_rollback_the_plan_before_it_is_what_was_applied(store, url, tmp_path, group):
    plan = to_json(plan_of(group))
    keep(store, "3-first", "done", plan)
    keep(store, "2-second", "rolled-back", plan)
    keep(store, "1-third", "done", plan, kind="rollback")

    past = told(StoreChoice(url, tmp_path), group)

    assert past.last is not None
    assert past.applied is not None
    assert (past.last.id, past.applied.id) == ("1-third", "3-first")


def test_a_run_on_a_lab_of_the_same_name_is_not_one_of_the_group(store, url, tmp_path, group):
    (tmp_path / "lab").mkdir()
    lab = built(tmp_path / "lab", "pair-7.2", ELSEWHERE)
    keep(store, "3-first", "done", to_json(plan_of(lab)))

    assert told(StoreChoice(url, tmp_path), group) == Past(store.name)


def test_a_plan_of_another_version_is_none_to_compare_with_and_its_run_is_still_the_last(
    store, url, tmp_path, group
):
    keep(store, "3-first", "done", "{}")

    past = told(StoreChoice(url, tmp_path), group)

    assert past.last is not None
    assert past.applied is None
    assert "no plan file that this version of hacfg reads" in past.problem


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "postgresql://hacfg:canary-x@127.0.0.1:9/hacfg",
            "the store cannot be used: postgresql://127.0.0.1:9/hacfg: ",
        ),
        ("oracle://hacfg:canary-x@db/hacfg", "the store cannot be opened: oracle"),
    ],
)
def test_a_store_that_cannot_be_asked_says_why_and_stops_nothing(url, said, tmp_path, group):
    past = told(StoreChoice(url, tmp_path), group)

    assert past.problem.startswith(said)
    assert "canary" not in past.problem
    assert "\n" not in past.problem


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path, group):
    (tmp_path / "store.db").write_text("no database " * 100)

    past = told(StoreChoice(f"sqlite:///{tmp_path}/store.db"), group)

    assert past.problem == f"the store cannot be used: {tmp_path}/store.db: file is not a database"


def test_asking_leaves_a_store_as_it_was(tmp_path, group):
    with opened(None, tmp_path):
        pass
    before = dump(tmp_path)

    assert told(StoreChoice(None, tmp_path), group) == Past(f"{tmp_path}/.hacfg/hacfg.db")

    assert dump(tmp_path) == before


def dump(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / ".hacfg" / "hacfg.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_a_command_that_asks_about_the_past_loads_the_store_only_then() -> None:
    script = (
        "import sys; import hacfg.cli.status, hacfg.usecases.standing, hacfg.usecases.drifting\n"
        "import hacfg.report.status_json, hacfg.report.status_text, hacfg.report.drift_text\n"
        "assert not {'sqlalchemy', 'psycopg'} & set(sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
