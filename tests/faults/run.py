"""One point of the matrix: the fault, what the group looks like then, and whether it goes on."""

import gc
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from hacfg.apply.events import ApplyResult
from hacfg.usecases.history import history, story
from tests.end_to_end.group import Cutting
from tests.faults.cases import AT_A_CALL, CUT, FULL, KILLED, WAYS, Extent, Point, Verdict, Way
from tests.faults.dying import dies_at, moments
from tests.faults.judging import broken, leaked, untrue
from tests.faults.stores import FileStore, ServerStore, TrialStore
from tests.faults.trial import ALLOWED, Trial, trial
from tests.postgres import Postgres

TIMEOUT = 1.0
"""Seconds that an answer is waited for."""


def extent(one: Trial) -> Extent:
    """Measure an apply that nothing happens to."""
    one.begin_again()
    before = {unit: len(calls) for unit, calls in one.group.door.log().items()}
    happened = moments(one.apply)
    log = one.group.door.log()
    (run,) = history(one.group.store)
    return Extent(
        calls={unit: len(log[unit]) - before[unit] for unit in log},
        lines=len(story(one.group.store, run.id).entries),
        moments=happened,
        events=len(one.group.events),
    )


def happen_all(chosen: Sequence[Point], server: Postgres | None = None) -> list[list[Verdict]]:
    """Let every point of one story happen on one lab, with a store in a file or on a server."""

    def store(folder: Path) -> TrialStore:
        return ServerStore(server, f"trial{os.getpid()}") if server else FileStore(folder)

    with trial(chosen[0].story, store) as one:
        # What is there by now stays: looking through it for garbage takes a tenth of the time.
        gc.freeze()
        return [list(happen(one, point)) for point in chosen]


def happen(one: Trial, point: Point) -> Iterator[Verdict]:
    """Let a fault happen, look at the group; go on each way from there, and look again."""
    one.begin_again()
    ended = one.ended(lambda: _apply(one, point))
    one.group.environ.pop("HACFG_READ_TIMEOUT", None)
    one.group.door.repair()
    found = [f"at the stop: {what}" for what in _wrong(one, point)]
    if ended == "done":
        yield _gone_on(one, Verdict(point, "nothing left", ended, found))
        return
    one.keep()
    for way in WAYS:
        one.go_back()
        yield _gone_on(one, Verdict(point, way, ended, list(found)))


def _wrong(one: Trial, point: Point) -> Iterator[str]:
    yield from broken(one, point.fault)
    yield from untrue(one)


def _gone_on(one: Trial, verdict: Verdict) -> Verdict:
    said = one.ended(lambda: _go_on(one, verdict.way))
    if said != "done" and verdict.point.fault == CUT:
        # Two units lead, since nothing but the cable told them; only --recover takes one back.
        said = one.ended(one.plan_and_apply)
    if said == "done":
        left = one.group.plan(ALLOWED)
        verdict.converged = left.complete and not left.resource_changes
        said = f"{len(left.resource_changes)} changes are left"
    verdict.why = "" if verdict.converged else said
    verdict.violations += [f"at the end: {what}" for what in _wrong(one, verdict.point)]
    verdict.violations += leaked(one)
    return verdict


def _go_on(one: Trial, way: Way) -> ApplyResult:
    begun = history(one.group.store)
    if way != "resume" or (begun and begun[0].outcome == "done"):
        # Killed after its last line: there is nothing to go on with, and history says so.
        return one.plan_and_apply()
    # What wrote nothing has no run to go on with either: the plan is applied again.
    return one.resume() if begun and begun[0].is_open else one.apply()


def _apply(one: Trial, point: Point) -> ApplyResult | None:
    if point.fault == KILLED:
        return None if dies_at(point.number, one.apply) else _found(one)
    if point.fault == FULL:
        one.store.fill(point.number)
        try:
            return one.apply()
        finally:
            one.store.make_room()
    if point.fault == CUT:
        one.group.events = Cutting(one.group.door, lambda _, before: before == point.number)
    else:
        _set_up(one, point)
    return one.apply()


def _set_up(one: Trial, point: Point) -> None:
    effect = AT_A_CALL[point.fault]
    late = {"ms": TIMEOUT * 2000} if effect == "slow" else {}
    if late:
        one.group.environ["HACFG_READ_TIMEOUT"] = str(TIMEOUT)
    one.group.door.fault(point.unit, effect, after=point.number, **late)


def _found(one: Trial) -> ApplyResult:
    (run,) = history(one.group.store)
    assert run.outcome == "done"
    return ApplyResult(run.id, ())
