"""Taking a run back: by hand, because nobody confirmed it, or because it failed part-way."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hacfg.usecases.history import history, story
from hacfg.usecases.loading import load
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.program import COMMAND, LONGEST, Told, environment, hacfg

SYSLOG = "    - {{server: 192.0.2.{}, port: 514, categories: [{}]}}\n"
EDITS = (
    ("on_failure: become-secondary ", "on_failure: restore-role      "),
    ("trap_events: [ha, system, remote-storage]", "trap_events: [ha, system]"),
    (SYSLOG.format(50, "ha, system"), SYSLOG.format(50, "ha") + SYSLOG.format(51, "ha")),
)
FLAGS = ("--auto-approve", "--allow", "unverified-wire")


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[SimulatedGroup]:
    """Give a pair that is as declared, and a topology that declares other settings by now."""
    with simulated("pair-7.2", tmp_path, blank=False) as group:
        (tmp_path / "before.yaml").write_text(group.loaded.path.read_text())
        edit(group)
        yield group


def edit(group: SimulatedGroup) -> None:
    text = group.loaded.path.read_text()
    for old, new in EDITS:
        assert old in text
        text = text.replace(old, new)
    group.loaded.path.write_text(text)
    (group.loaded,) = load([group.loaded.path])


def as_before(group: SimulatedGroup) -> bool:
    (loaded,) = load([group.loaded.path.with_name("before.yaml")])
    now, group.loaded = group.loaded, loaded
    document = group.plan()
    group.loaded = now
    return document.complete and not document.resource_changes


def run(group: SimulatedGroup, *arguments: object) -> Told:
    return hacfg(*arguments, folder=group.loaded.path.parent, environ=group.environ)


@contextmanager
def started(group: SimulatedGroup, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start an apply that waits to be confirmed."""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=group.loaded.path.parent,
        env=environment(group.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr
        next(line for line in process.stderr if b"unless confirmed" in line)
        try:
            yield process
        finally:
            process.kill()


def test_a_run_is_taken_back_to_what_was_before_it(edited: SimulatedGroup) -> None:
    applied = run(edited, "apply", "topology.yaml", *FLAGS)
    assert applied.code == 0, applied.err
    assert not as_before(edited)
    (done,) = history(edited.store)

    back = run(edited, "rollback", done.id, "--auto-approve")

    assert back.code == 0, back.err
    assert f"Rolled back: 5 of 6 steps of run {done.id}." in back.out
    assert "done 1   skipped 0   failed 0   not started 0   rolled back 5" in back.out
    assert "rolled back 5\n" in run(edited, "history", done.id).out
    assert as_before(edited)
    rollback, first = history(edited.store)
    assert (first.outcome, rollback.kind, rollback.of_run) == ("rolled-back", "rollback", done.id)
    assert story(edited.store, done.id).entries[-1].type == "undone"
    again = run(edited, "rollback", done.id, "--auto-approve")
    assert again.code == 4


def test_what_is_not_confirmed_in_time_is_rolled_back(edited: SimulatedGroup) -> None:
    ended = run(edited, "apply", "topology.yaml", *FLAGS, "--confirm-within", "1s")

    assert ended.code == 9, ended.err
    assert "Not confirmed in time" in ended.err
    assert "failed 0   not started 0   rolled back 5" in ended.out
    assert as_before(edited)


def test_what_is_confirmed_stays(edited: SimulatedGroup) -> None:
    with started(edited, "apply", "topology.yaml", *FLAGS, "--confirm-within", "60s") as process:
        (waiting,) = history(edited.store)
        confirmed = run(edited, "confirm", waiting.id)
        process.wait(LONGEST)

    assert (confirmed.code, process.returncode) == (0, 0)
    assert not edited.plan().resource_changes
    assert history(edited.store)[0].outcome == "done"
    assert run(edited, "confirm", waiting.id).code == 4


def test_a_run_whose_process_was_killed_stays_armed_and_the_next_command_says_so(
    edited: SimulatedGroup,
) -> None:
    with started(edited, "apply", "topology.yaml", *FLAGS, "--confirm-within", "1h") as process:
        process.send_signal(signal.SIGKILL)
        process.wait(LONGEST)
    (armed,) = history(edited.store)
    edited.door.edit("mx1", "interface", {"address": "198.51.100.99/24"}, "port1")

    refused = run(edited, "apply", "topology.yaml", *FLAGS)
    back = run(edited, "rollback", armed.id, "--auto-approve")

    assert armed.outcome == "unconfirmed"
    assert refused.code == 4
    assert f"hacfg rollback {armed.id}" in refused.err
    assert back.code == 0, back.err


def test_what_fails_part_way_is_rolled_back_if_it_was_to_be_confirmed(
    edited: SimulatedGroup,
) -> None:
    edited.door.fault("mx1", "forbid", method="PUT", after=1, times=2)

    ended = run(edited, "apply", "topology.yaml", *FLAGS, "--confirm-within", "60s")

    assert ended.code == 9, ended.err
    assert "done 0   skipped 0   failed 1   not started 4   rolled back 1" in ended.out
    assert as_before(edited)


def test_an_interrupt_while_waiting_leaves_it_armed(edited: SimulatedGroup) -> None:
    with started(edited, "apply", "topology.yaml", *FLAGS, "--confirm-within", "1h") as process:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LONGEST)

    assert process.returncode == 8
    assert b"still waits to be confirmed" in err


def test_roles_and_members_are_not_taken_back_and_that_is_said_before_the_first_write(
    tmp_path: Path,
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        refused = run(group, "apply", "topology.yaml", *FLAGS, "--confirm-within", "10m")
        assert (refused.code, group.writes()) == (4, [])
        assert "cannot be rolled back: it changes roles or members" in refused.err

        done = group.apply(group.plan())
        assert run(group, "rollback", done.run, "--auto-approve").code == 4


def test_a_rollback_tells_machines_what_it_does(edited: SimulatedGroup) -> None:
    run(edited, "apply", "topology.yaml", *FLAGS)
    (done,) = history(edited.store)

    back = run(edited, "rollback", done.id, "--auto-approve", "--json")

    lines = [json.loads(line) for line in back.out.splitlines()]
    kinds = [line["type"] for line in lines]
    assert kinds[0] == "version"
    assert kinds[-2:] == ["change_summary", "apply_rolled_back"]
    assert lines[-1]["hacfg"]["run"] == done.id
    assert lines[-1]["hacfg"]["outcomes"]["rolled-back"] == 5


@pytest.mark.parametrize("span", ["10", "0m", "ten", "5d"])
def test_a_time_that_is_none_is_wrong_usage(span: str, blank: SimulatedGroup) -> None:
    assert run(blank, "apply", "topology.yaml", "--confirm-within", span).code == 64
