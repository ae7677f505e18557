"""`make faults`: the whole matrix, or every so many of its points, with the counts at the end."""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context

from tests.faults.cases import FAULTS, STORIES, WAYS, Point, Verdict, points
from tests.faults.run import extent, happen_all
from tests.faults.trial import trial
from tests.postgres import Postgres, running_postgres

PORTION = 100
"""Points that a worker takes at once: they share one lab."""


def main() -> int:
    """Let each fault happen; 1 if any promise was broken or anything did not converge."""
    asked = _asked()
    began = time.monotonic()
    spawn = get_context("spawn")
    with _server(asked.store) as server, ProcessPoolExecutor(asked.workers, spawn) as pool:
        portions = list(chain.from_iterable(_portions(asked, story) for story in asked.stories))
        work = [pool.submit(happen_all, portion, server) for portion in portions]
        done = (each.result() for each in as_completed(work))
        verdicts = list(_told(done, sum(map(len, portions))))
    _report(verdicts, time.monotonic() - began)
    return int(any(each.violations or not each.converged for each in verdicts))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--story", action="append", choices=STORIES, dest="stories")
    parser.add_argument("--fault", default="", choices=["", *FAULTS])
    parser.add_argument("--every", type=int, default=1, help="only every so many points")
    parser.add_argument("--first", type=int, default=0, help="begin with this one")
    parser.add_argument("--store", default="file", choices=["file", "postgresql"])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    asked.stories = asked.stories or STORIES
    return asked


@contextmanager
def _server(store: str) -> Iterator[Postgres | None]:
    if store == "file":
        yield None
        return
    with running_postgres() as server:
        yield server


def _portions(asked: argparse.Namespace, story: str) -> Iterator[list[Point]]:
    """Yield the points of a story, as many as share a lab at a time."""
    with trial(story) as one:
        found = extent(one)
    every = list(points(story, found))
    calls = sum(found.calls.values())
    print(f"{story}: {calls} calls, {found.lines} lines of journal, {len(every)} points")
    chosen = [each for each in every if asked.fault in {"", each.fault}][asked.first :: asked.every]
    # What happens at one call after the other stops at the same few places: they share a plan.
    chosen.sort(key=lambda point: (point.unit, point.number))
    yield from (chosen[at : at + PORTION] for at in range(0, len(chosen), PORTION))


def _told(portions: Iterable[list[list[Verdict]]], total: int) -> Iterator[Verdict]:
    done = 0
    for portion in portions:
        for verdict in chain.from_iterable(portion):
            for violation in verdict.violations:
                print(f"VIOLATION {verdict}: {violation}", flush=True)
            if not verdict.converged:
                print(f"NOT CONVERGED {verdict}: {verdict.why}", flush=True)
            yield verdict
        done += len(portion)
        print(f"... {done} of {total} points", file=sys.stderr, flush=True)


def _report(verdicts: list[Verdict], seconds: float) -> None:
    print(f"\n{'fault':42} {'points':>7} {'runs':>6} {'converged':>10} {'violations':>11}")
    for fault in FAULTS:
        _line(fault, [each for each in verdicts if each.point.fault == fault])
    _line("all", verdicts)
    counted = Counter((each.way, each.converged) for each in verdicts)
    for way in (*WAYS, "nothing left"):
        print(f"  {way}: {counted[way, True]} converged, {counted[way, False]} did not")
    print(f"  in {seconds:.0f} s")


def _line(name: str, verdicts: list[Verdict]) -> None:
    if verdicts:
        met = {each.point for each in verdicts}
        converged = sum(each.converged for each in verdicts)
        violations = sum(bool(each.violations) for each in verdicts)
        print(f"{name:42} {len(met):7} {len(verdicts):6} {converged:10} {violations:11}")


if __name__ == "__main__":
    sys.exit(main())
