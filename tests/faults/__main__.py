"""`make faults`: the whole matrix, or every so many of its cases, with the counts at the end."""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from multiprocessing import get_context

from tests.faults.cases import FAULTS, STORIES, Case, cases, places
from tests.faults.trial import Verdict, extent, run


def main() -> int:
    """Run the cases side by side; 1 if any promise was broken or any case did not converge."""
    asked = _asked()
    began = time.monotonic()
    chosen: list[Case] = []
    for story in asked.story or STORIES:
        found = extent(story)
        points = sum(len(list(places(fault, found))) for fault in FAULTS)
        every = [case for case in cases(story, found) if asked.fault in {"", case.fault}]
        chosen += every[asked.first :: asked.every]
        calls = sum(found.calls.values())
        print(f"{story}: {calls} calls, {found.lines} lines of journal, {points} points")
    with get_context("spawn").Pool(asked.workers, maxtasksperchild=200) as pool:
        verdicts = list(_told(pool.imap_unordered(run, chosen, chunksize=4), len(chosen)))
    _report(verdicts, time.monotonic() - began)
    return int(any(each.violations or not each.converged for each in verdicts))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--story", action="append", choices=STORIES)
    parser.add_argument("--fault", default="", choices=["", *FAULTS])
    parser.add_argument("--every", type=int, default=1, help="run only every so many cases")
    parser.add_argument("--first", type=int, default=0, help="begin with this one")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _told(verdicts: Iterable[Verdict], total: int) -> Iterable[Verdict]:
    for number, verdict in enumerate(verdicts, 1):
        for violation in verdict.violations:
            print(f"VIOLATION {verdict.case}: {violation} (it {verdict.ended})", flush=True)
        if not verdict.converged:
            print(f"NOT CONVERGED {verdict.case}: {verdict.why} (it {verdict.ended})", flush=True)
        if number % 100 == 0:
            print(f"... {number} of {total}", file=sys.stderr, flush=True)
        yield verdict


def _report(verdicts: list[Verdict], seconds: float) -> None:
    print(f"\n{'fault':42} {'points':>7} {'runs':>6} {'converged':>10} {'violations':>11}")
    for fault in FAULTS:
        _line(fault, [each for each in verdicts if each.case.fault == fault])
    _line("all", verdicts)
    for way, converged in sorted(Counter((v.case.way, v.converged) for v in verdicts).items()):
        print(f"  {way[0]}: {converged} {'converged' if way[1] else 'did not'}")
    print(f"  in {seconds:.0f} s")


def _line(name: str, verdicts: list[Verdict]) -> None:
    if verdicts:
        points = {(v.case.story, v.case.fault, v.case.unit, v.case.point) for v in verdicts}
        converged = sum(each.converged for each in verdicts)
        violations = sum(bool(each.violations) for each in verdicts)
        print(f"{name:42} {len(points):7} {len(verdicts):6} {converged:10} {violations:11}")


if __name__ == "__main__":
    sys.exit(main())
