"""`make faults`: the whole matrix, or every so many of its points, with the counts at the end."""

import argparse
import os
import random
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from tests.faults.cases import FAULTS, STORIES, Point, Verdict, points
from tests.faults.kept import Kept, counts
from tests.faults.run import extent, happen_all
from tests.faults.trial import trial
from tests.postgres import Postgres, running_postgres

PORTION = 100
"""Points that a worker takes at once: they share one lab."""


def main() -> int:
    """Let each fault happen; 1 if any promise was broken or anything did not converge."""
    asked = _asked()
    began = time.monotonic()
    kept = Kept(asked.keep)
    verdicts = kept.verdicts()
    if not asked.report:
        verdicts += _run(asked, kept, {each.point for each in verdicts})
    print("", *counts(verdicts, time.monotonic() - began), sep="\n")
    return int(any(each.violations or not each.converged for each in verdicts))


def _run(asked: argparse.Namespace, kept: Kept, met: Collection[Point]) -> list[Verdict]:
    """Let happen what was not met yet, as much side by side as was asked for."""
    spawn = get_context("spawn")
    with _server(asked.store) as server, ProcessPoolExecutor(asked.workers, spawn) as pool:
        portions = [part for story in asked.stories for part in _portions(asked, story, met)]
        # Whoever breaks this off has met points of every kind.
        random.Random(0).shuffle(portions)  # noqa: S311  # no secret: an order
        work = [pool.submit(happen_all, portion, server) for portion in portions]
        done = (each.result() for each in as_completed(work))
        return list(_told(map(kept.keep, done), sum(map(len, portions))))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--story", action="append", choices=STORIES, dest="stories")
    parser.add_argument("--fault", default="", choices=["", *FAULTS])
    parser.add_argument("--every", type=int, default=1, help="only every so many points")
    parser.add_argument("--first", type=int, default=0, help="begin with this one")
    parser.add_argument("--store", default="file", choices=["file", "postgresql"])
    parser.add_argument("--keep", type=Path, help="a file of this very code: to go on with")
    parser.add_argument("--report", action="store_true", help="only count what is kept")
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
        # Workers only need to know where it is: a process is not handed on.
        yield replace(server, process=None)


def _portions(
    asked: argparse.Namespace, story: str, met: Collection[Point]
) -> Iterator[list[Point]]:
    """Yield the points of a story, as many as share a lab at a time."""
    with trial(story) as one:
        found = extent(one)
    every = list(points(story, found))
    calls = sum(found.calls.values())
    print(f"{story}: {calls} calls, {found.lines} lines of journal, {len(every)} points")
    chosen = [each for each in every if asked.fault in {"", each.fault}][asked.first :: asked.every]
    chosen = [each for each in chosen if each not in met]
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


if __name__ == "__main__":
    sys.exit(main())
