"""An apply that stopped, or died, is gone on with: the same plan, from where it was."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hacfg.errors import InvalidInput, Locked, Refused
from hacfg.store import leases
from hacfg.store.opening import opened
from hacfg.usecases.history import history, locks, story
from hacfg.usecases.owner import this_owner
from tests.end_to_end.group import Cutting, SimulatedGroup, every_other, simulated
from tests.end_to_end.program import COMMAND, LONGEST, Told, environment, hacfg, told
from tests.faults.trial import vouched

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")
APPLY = ("apply", "topology.yaml", "--auto-approve", "--allow", "unverified-wire")


def run(group: SimulatedGroup, *arguments: object) -> Told:
    return hacfg(*arguments, folder=group.loaded.path.parent, environ=group.environ)


@contextmanager
def begun(group: SimulatedGroup, line: bytes) -> Iterator[subprocess.Popen[bytes]]:
    """Apply in a process of its own that has told a line with this in it."""
    with subprocess.Popen(
        [*COMMAND, *APPLY, "--json"],
        cwd=group.loaded.path.parent,
        env=environment(group.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        next(each for each in process.stdout if line in each)
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("story_", "share"), every_other(STORIES, (0.05, 0.4, 0.7, 0.95)))
def test_a_build_that_is_stopped_anywhere_is_finished_by_going_on(
    story_: str, share: float, tmp_path: Path
) -> None:
    with simulated(story_, tmp_path) as group:
        document = group.plan()
        stop_after = int(share * len(document.hacfg.steps))
        first = group.apply(document, should_stop=lambda: group.finished >= stop_after)
        writes = len(group.writes())
        second = group.resume()

        assert first.stopped is not None
        assert second.complete
        assert second.run == first.run
        assert [step.outcome for step in second.steps] == ["done"] * len(second.steps)
        assert sum(step.note == "done before" for step in second.steps) == stop_after
        assert not group.plan().resource_changes
        writes_in_all = sum(step.type in {"set", "action"} for step in document.hacfg.steps)
        assert len(group.writes()) == writes_in_all >= writes


def test_a_process_that_was_killed_is_gone_on_with_and_the_history_tells_it(
    tmp_path: Path,
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        group.door.fault("mx1", "slow", ms=3000, method="PUT", path="SysHa")
        with begun(group, b"ha off->primary started") as process:
            process.send_signal(signal.SIGKILL)
            process.wait(LONGEST)
        group.door.repair()
        (killed,) = history(group.store)
        assert (killed.outcome, killed.ended) == ("running", None)
        assert [lease.run for lease in locks(group.store)] == [killed.id]

        ended = run(group, "apply", "--resume", "--auto-approve")

        assert ended.code == 0, ended.err
        assert not group.plan().resource_changes
        (done,) = history(group.store)
        kinds = [entry.type for entry in story(group.store, done.id).entries if not entry.step]
        assert (done.outcome, kinds) == ("done", ["begun", "resumed", "ended"])
        listed = run(group, "history")
        assert f"{done.id}  mail-east" in listed.out
        told_ = run(group, "history", done.id)
        assert "the run was gone on with" in told_.out
        as_json = json.loads(run(group, "history", done.id, "--json").out)
        assert as_json["run"]["outcome"] == "done"
        assert [line["type"] for line in as_json["journal"]][:2] == ["begun", "intent"]


def test_the_second_signal_leaves_a_run_that_can_be_gone_on_with(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        group.door.fault("mx1", "slow", ms=3000, method="PUT", path="SysHa")
        with begun(group, b"ha off->primary started") as process:
            process.send_signal(signal.SIGINT)
            assert process.stderr
            next(line for line in process.stderr if b"Finishing this step" in line)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=LONGEST)
        group.door.repair()

        ended = told(process.returncode, out, err)
        assert ended.code == 8
        assert "hacfg apply --resume" in ended.err
        assert locks(group.store) == []
        assert group.resume().complete


def test_what_a_later_run_did_is_not_undone_by_going_on_with_an_earlier_one(
    tmp_path: Path,
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        first = group.apply(group.plan(), should_stop=lambda: group.finished >= 5)
        group.apply(group.plan())

        with pytest.raises(Refused, match="came after it"):
            group.resume(first.run)
        with pytest.raises(InvalidInput, match="no run can be gone on with"):
            group.resume()


def test_a_run_that_is_done_is_not_gone_on_with(tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        done = group.apply(group.plan())

        with pytest.raises(Refused, match="it is done"):
            group.resume(done.run)
        with pytest.raises(InvalidInput, match="there is no run nope"):
            group.resume("nope")


def test_who_finds_the_group_locked_is_told_by_whom_and_writes_nothing(
    blank: SimulatedGroup,
) -> None:
    with opened(None, blank.store.folder) as store:
        lease = leases.acquire(store, "mail-east", "run1", this_owner(), 60)
        assert lease is not None
        try:
            with pytest.raises(Locked, match="somebody else works on it") as raised:
                blank.apply(blank.plan())
            told_ = run(blank, *APPLY)
            shown = run(blank, "lock", "show")
            unsure = run(blank, "lock", "break", "mail-east")
            broken = run(blank, "lock", "break", "mail-east", "--yes")
        finally:
            leases.release(store, lease)

    assert "run run1" in raised.value.problems[0].seen
    assert told_.code == 7
    assert "hacfg lock show mail-east" in told_.err
    assert shown.out.startswith(f"mail-east   {this_owner()}")
    assert unsure.code == 64
    assert broken.out == f"The lock of {this_owner()} on mail-east is ended.\n"
    assert run(blank, "lock", "show").out == "No group is locked.\n"


def test_in_ci_a_store_in_a_file_needs_a_word(blank: SimulatedGroup) -> None:
    folder = blank.loaded.path.parent
    environ = {**blank.environ, "CI": "true"}

    ended = hacfg(*APPLY, folder=folder, environ=environ)

    assert ended.code == 64
    assert "--sole-applier" in ended.err


def test_asking_where_nothing_was_applied_leaves_nothing_behind(tmp_path: Path) -> None:
    listed = hacfg("history", folder=tmp_path)
    locked = hacfg("lock", "show", folder=tmp_path)
    one = hacfg("history", "nope", folder=tmp_path)

    assert (listed.code, listed.out) == (0, "No run yet in this store.\n")
    assert (locked.code, locked.out) == (0, "No group is locked.\n")
    assert one.code == 3
    assert "there is no run nope: nothing was applied here" in one.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("story_", ["pair-7.2", "pair-7.6"])
def test_a_group_that_splits_after_the_last_step_is_not_called_done(
    story_: str, tmp_path: Path
) -> None:
    with simulated(story_, tmp_path) as group:
        document = group.plan()
        end = ("done", len(document.hacfg.steps))
        group.events = Cutting(group.door, lambda event, _: (event.type, event.step.number) == end)

        result = group.apply(document)
        group.door.plug()

        assert {step.outcome for step in result.steps} == {"done"}
        assert result.stopped is not None
        assert "mx2 ha_status effective_mode is primary, expected secondary" in result.stopped.seen
        assert [run_.outcome for run_ in history(group.store)] == ["stopped"]
        again = group.resume()
        assert again.stopped is not None
        assert again.stopped.message == result.stopped.message
        allow = frozenset({"unverified-wire", "role-change", "config-overwrite"})
        mended = group.plan(allow, recover=True)
        assert group.apply(mended, attested=vouched(mended)).complete
