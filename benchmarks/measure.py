"""Timing a command as a whole process: wall clock and peak memory, by the system's accounting."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KIB = 1024


@dataclass(frozen=True)
class Figure:
    """Several runs of one command: seconds of each, and the largest peak memory in MiB."""

    name: str
    seconds: tuple[float, ...]
    peak_mib: float

    @property
    def median(self) -> float:
        """The median of the runs, in seconds."""
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        low, high = min(self.seconds), max(self.seconds)
        return (
            f"{self.name:<44} {self.median:7.3f} s   ({low:.3f} to {high:.3f}, "
            f"{len(self.seconds)} runs)   {self.peak_mib:5.0f} MiB"
        )


def measure(
    name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str], runs: int = 7
) -> Figure:
    """Run a hacfg command several times, after one run that is not counted."""
    _once(command, folder, environment)
    measured = [_once(command, folder, environment) for _ in range(runs)]
    seconds = tuple(took for took, _ in measured)
    return Figure(name, seconds, max(peak for _, peak in measured))


def _once(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> tuple[float, float]:
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "hacfg", *command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # wait4 gives the peak memory of this very process, which Popen.wait does not.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 2}:
        raise SystemExit(f"hacfg {' '.join(command)} exits {process.returncode}")
    return seconds, usage.ru_maxrss / KIB
