"""What happens to people: a key pressed, a reader gone, a disk full, two things swapped."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.program import COMMAND, LONGEST, environment, hacfg, told

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.is_char_device(), reason="there is no full device here")


@contextmanager
def started(
    group: SimulatedGroup, *arguments: str, stdout: int | IO[bytes] = subprocess.PIPE
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command on a group; it is gone when the block ends."""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=group.loaded.path.parent,
        env=environment(group.environ),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, "Interrupted"), (signal.SIGTERM, 143, "Terminated")],
)
def test_a_plan_that_is_interrupted_waits_for_no_unit(
    number: int, code: int, word: str, blank: SimulatedGroup
) -> None:
    blank.door.fault("mx1", "slow", ms=LONGEST * 1000, times=0)

    with started(blank, "plan", "topology.yaml", "--log-level", "debug") as process:
        assert process.stderr
        next(line for line in process.stderr if b"mx2 GET" in line)
        process.send_signal(number)
        out, err = process.communicate(timeout=LONGEST / 2)

    ended = told(process.returncode, out, err)
    assert (ended.code, ended.out) == (code, "")
    assert ended.err.splitlines()[-1] == f"{word}; nothing was written."


def test_an_apply_that_is_interrupted_finishes_its_step_and_says_how_to_go_on(
    tmp_path: Path,
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        group.door.fault("mx1", "slow", ms=1500, method="PUT")
        arguments = ["apply", "topology.yaml", "--auto-approve", "--allow", "unverified-wire"]
        with started(group, *arguments, "--json") as process:
            assert process.stdout
            early = next(line for line in process.stdout if b'"apply_start"' in line)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=LONGEST)

        ended = told(process.returncode, early + out, err)
        lines = [json.loads(line) for line in ended.out.splitlines()]
        result = next(line for line in lines if line["type"] == "apply_stopped")
        outcomes = [step["outcome"] for step in result["hacfg"]["steps"]]
        assert ended.code == 8
        assert "Finishing this step, then stopping." in ended.err
        assert outcomes[0] == "done"
        assert outcomes[-1] == "not-started"
        assert "failed" not in outcomes
        assert len(group.writes()) == outcomes.count("done")
        assert lines[-1]["type"] == "diagnostic"
        assert "plan again" in lines[-1]["diagnostic"]["detail"]


def test_a_reader_that_had_enough_is_no_error(blank: SimulatedGroup) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with (
        os.fdopen(writer, "wb") as closed,
        started(blank, "plan", "topology.yaml", stdout=closed) as process,
    ):
        _, err = process.communicate(timeout=LONGEST)

    assert (process.returncode, err) == (0, b"")


@needs_full
@pytest.mark.parametrize("arguments", [["plan", "topology.yaml"], ["schema"], ["--version"]])
def test_output_that_goes_nowhere_is_a_failure(arguments: list[str], blank: SimulatedGroup) -> None:
    with FULL.open("wb") as full, started(blank, *arguments, stdout=full) as process:
        _, err = process.communicate(timeout=LONGEST)

    ended = told(process.returncode, b"", err)
    assert ended.code == 3
    assert "standard output cannot be written: No space left on device" in ended.message


@needs_full
def test_a_plan_that_cannot_be_saved_is_a_failure_and_a_device_stays_a_device(
    blank: SimulatedGroup,
) -> None:
    folder = blank.loaded.path.parent

    ended = hacfg("plan", "topology.yaml", "--out", FULL, folder=folder, environ=blank.environ)

    assert ended.code == 3
    assert "/dev/full cannot be written: No space left on device" in ended.message
    assert FULL.is_char_device()


def test_a_plan_can_be_piped_and_a_link_to_a_plan_stays_a_link(blank: SimulatedGroup) -> None:
    folder = blank.loaded.path.parent
    link = folder / "link.json"
    link.symlink_to("linked.json")

    piped = hacfg(
        "plan", "topology.yaml", "--out", "/dev/stdout", folder=folder, environ=blank.environ
    )
    hacfg("plan", "topology.yaml", "--out", link, folder=folder, environ=blank.environ)

    assert piped.out.startswith('{\n  "format_version"')
    assert link.is_symlink()
    assert (folder / "linked.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("swapped", ["passwords", "urls"])
def test_swapped_units_are_asked_but_not_locked(swapped: str, blank: SimulatedGroup) -> None:
    first, second = blank.loaded.topology.units
    one, two = {
        "passwords": ("MX1_PASSWORD", "MX2_PASSWORD"),
        "urls": (first.api.url, second.api.url),
    }[swapped]
    # Without the account that joining brings: with it, the second unit may answer to both.
    text = re.sub(r",\s+after_join: \{.*?\}\}", "", blank.loaded.path.read_text())
    text = text.replace(one, "\0").replace(two, one).replace("\0", two)
    topology = blank.loaded.path.with_name("swapped.yaml")
    topology.write_text(text)

    ended = hacfg("plan", topology, folder=topology.parent, environ=blank.environ)

    assert (ended.code, ended.err) == (5, "")
    assert "the unit refused the login" in ended.text
    assert "mx1 AdminLogin" in ended.text
    assert "mx2 AdminLogin" in ended.text


def test_a_lab_that_was_not_started_is_told(tmp_path: Path) -> None:
    ended = hacfg("lab", "status", folder=tmp_path)

    assert (ended.code, ended.out) == (3, "")
    assert "hacfg lab start TOPOLOGY" in ended.message
