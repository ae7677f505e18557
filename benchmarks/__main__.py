"""Measure start-up, validation and planning of the example pair."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from benchmarks.measure import Figure, measure

PAIR = Path(__file__).resolve().parent.parent / "examples" / "pair-7.2" / "topology.yaml"
LATENCY_MS = 20
LAB = ".hacfg/lab/mail-east/topology.yaml"
PLAN = ("plan", LAB, "--allow", "unverified-wire")


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory(prefix="hacfg-bench-") as name:
        folder = Path(name)
        shutil.copy(PAIR, folder)
        names = re.findall(r"env: (\w+)", PAIR.read_text(encoding="utf-8"))
        environment = {**os.environ, **{name: secrets.token_urlsafe(12) for name in names}}
        print(measure("hacfg --version", ("--version",), folder, environment))
        print(measure("hacfg validate (the pair)", ("validate", PAIR.name), folder, environment))
        _plans(folder, environment)


def _plans(folder: Path, environment: Mapping[str, str]) -> None:
    """Measure planning with and without waiting, to tell hacfg's own time from the units'."""
    at_once, calls = _plan(folder, environment, 0)
    delayed, calls = _plan(folder, environment, LATENCY_MS)
    print(at_once, delayed, sep="\n")
    answers = max(calls.values()) * LATENCY_MS / 1000
    print(f"  calls by unit {dict(calls)}; answers of one unit, in a row: {answers:.3f} s")
    waited = delayed.median - at_once.median
    print(f"  the delay costs {waited:.3f} s: {waited / answers:.2f} times those answers")


def _plan(
    folder: Path, environment: Mapping[str, str], latency: int
) -> tuple[Figure, Counter[str]]:
    start = ("lab", "start", PAIR.name, "--blank", "--latency", str(latency))
    _hacfg(start, folder, environment)
    try:
        name = f"hacfg plan (the pair, {latency} ms an answer)"
        return measure(name, PLAN, folder, environment), _calls_of_one_plan(folder, environment)
    finally:
        _hacfg(("lab", "stop"), folder, environment)


def _calls_of_one_plan(folder: Path, environment: Mapping[str, str]) -> Counter[str]:
    before = _log(folder, environment)
    _hacfg(PLAN, folder, environment)
    return _log(folder, environment) - before


def _log(folder: Path, environment: Mapping[str, str]) -> Counter[str]:
    lines = _hacfg(("lab", "log"), folder, environment).splitlines()
    return Counter(line.split()[0] for line in lines if line.strip())


def _hacfg(command: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "hacfg", *command],
        cwd=folder,
        env=dict(environment),
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout


if __name__ == "__main__":
    main()
