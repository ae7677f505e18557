"""Measure rehearsals: states, seconds and peak memory, each in a process of its own.

`python -m benchmarks.rehearsal` prints all figures, `python -m benchmarks.rehearsal NAME` one.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from typing import Final

from hacfg.plan.guards import GUARDS
from hacfg.plan.proof import Proof
from hacfg.plan.rehearsal.held import held_of
from hacfg.state import Address
from tests.plan.groups import PARTS, Group, Json, Planned, declared, group, plan
from tests.plan.simulated import Rows
from tests.plan.worlds import built

RUNS: Final = 5
KIB: Final = 1024
ALLOWED: Final = frozenset(GUARDS)
COMMAND: Final = {"command": ["true", "{unit}"]}
ENTRY: Final[dict[str, Json]] = {
    "active-passive": {"kind": "virtual-ip"},
    "config-only": {"kind": "load-balancer", "drained": COMMAND, "opened": COMMAND},
}


def _document(mode: str = "active-passive", size: int = 2) -> Json:
    found = declared("7.6", mode, size, PARTS - {"entry"})
    return {**found, "mail_entry": deepcopy(ENTRY[mode])}


def _from_blank(mode: str, size: int) -> Planned:
    one = group(_document(mode, size))
    return plan(one, one.readings(one.blank()), ALLOWED)


def _healthy(one: Group) -> Rows:
    """Return what a pair holds that was built, has a mail domain, and is in sync."""
    blank = one.blank()
    rows = built(one, blank, plan(one, one.readings(blank), ALLOWED).outline.steps)
    for unit in one.topology.units:
        rows[Address(unit.name, "domain", "example.com")] = {}
    readings = one.readings(rows)
    synced = held_of(readings["mx2"], one.dialect).synced(held_of(readings["mx1"], one.dialect))
    kept = {address: row for address, row in rows.items() if address.owner != "mx2"}
    return kept | {
        Address("mx2", kind, key): dict(row)
        for kind, found in synced.kinds.items()
        for key, row in found.items()
    }


def _everything() -> Planned:
    """Change all that can change of a running pair at once."""
    document = _document()
    rows = _healthy(group(deepcopy(document)))
    document["ha"]["heartbeat"]["base_port"] = 21000
    document["virtual_ips"][0]["address"] = "198.51.100.77/24"
    document["mail_storage"]["host"] = "nas2.example.net"
    document["alerts"]["syslog"][0]["categories"] = ["ha"]
    for number, unit in enumerate(document["units"], 1):
        unit["heartbeat"][0]["address"] = f"10.9.0.{number}/24"
    one = group(document)
    return plan(one, one.readings(rows), ALLOWED, frozenset({"ha.password"}))


CASES: Final[dict[str, Callable[[], Planned]]] = {
    "pair from blank": lambda: _from_blank("active-passive", 2),
    "pair, everything at once": _everything,
    "farm of 5 from blank": lambda: _from_blank("config-only", 5),
    "farm of 24 from blank": lambda: _from_blank("config-only", 24),
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
    planned = CASES[name]()
    begin = time.perf_counter()
    proof = planned.proof
    took = time.perf_counter() - begin
    if proof is None:
        raise SystemExit(f"{name}: the plan has no steps, so that nothing was rehearsed")
    return planned, proof, took


def _figures(name: str) -> str:
    """Rehearse a plan several times; of planning, only the memory is counted."""
    planned, proof, took = _rehearsed(name)
    seconds = [took, *(_rehearsed(name)[2] for _ in range(RUNS - 1))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB
    steps, verdict = len(planned.outline.steps), "safe" if proof.safe else "UNSAFE"
    return (
        f"{name:<26} {steps:3} steps   {len(proof.worlds):2} worlds   {proof.states:7} states   "
        f"{statistics.median(seconds):6.3f} s ({min(seconds):.3f} to {max(seconds):.3f})   "
        f"{peak:4.0f} MiB   {verdict}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
