"""Measure rehearsals: states, seconds and peak memory, each in a process of its own.

`python -m benchmarks.rehearsal` prints all figures, `python -m benchmarks.rehearsal NAME` one.
"""

import resource
import statistics
import subprocess
import sys
import time
from typing import Final

from hacfg.plan.proof import Proof
from tests.plan.groups import Planned
from tests.rehearsal.scenarios import RECIPES, Recipe, planned

RUNS: Final = 5
KIB: Final = 1024

CASES: Final[dict[str, Recipe]] = {
    "pair from blank": Recipe(blank=True),
    "pair, everything at once": RECIPES["everything"],
    "farm of 5 from blank": Recipe(size=5, farm=True, blank=True),
    "farm of 24 from blank": Recipe(size=24, farm=True, blank=True),
}


def main(names: list[str]) -> None:
    """Print the figures of one case, or of all."""
    for name in names:
        print(_figures(name))
    if not names:
        for name in CASES:
            command = [sys.executable, "-m", "benchmarks.rehearsal", name]
            subprocess.run(command, check=True)


def _rehearsed(name: str) -> tuple[Planned, Proof, float]:
    one = planned(CASES[name], "7.6")
    begin = time.perf_counter()
    proof = one.proof
    took = time.perf_counter() - begin
    if proof is None:
        raise SystemExit(f"{name}: the plan has no steps, so that nothing was rehearsed")
    return one, proof, took


def _figures(name: str) -> str:
    """Rehearse a plan several times; of planning, only the memory is counted."""
    one, proof, took = _rehearsed(name)
    seconds = [took, *(_rehearsed(name)[2] for _ in range(RUNS - 1))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    steps, verdict = len(one.outline.steps), "safe" if proof.safe else "UNSAFE"
    return (
        f"{name:<26} {steps:3} steps   {len(proof.worlds):2} worlds   {proof.states:7} states   "
        f"{statistics.median(seconds):6.3f} s ({min(seconds):.3f} to {max(seconds):.3f})   "
        f"{peak:4.0f} MiB   {verdict}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
