"""Two applies of one plan at once, each in a process of its own."""

import os
import warnings
from collections.abc import Callable
from pathlib import Path

from hacfg.errors import HacfgError
from hacfg.usecases.history import history, story
from tests.faults.stores import TrialStore
from tests.faults.trial import Trial, trial

DONE, LOCKED, STALE, OTHER = 0, 7, 6, 1


def race(store: Callable[[Path], TrialStore]) -> list[str]:
    """Apply one plan twice at once and return what went wrong."""
    with trial("pair-7.2", store) as one:
        codes = sorted(_wait(child) for child in [_begin(one), _begin(one)])
        return [*_wrong_codes(codes), *_wrong_writes(one), *_interleaved(one)]


def _begin(one: Trial) -> int:
    with warnings.catch_warnings():
        # The thread of the lab stays behind, and the child never needs it.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        os._exit(_code(one.apply))
    return child


def _code(work: Callable[[], object]) -> int:
    try:
        work()
    except HacfgError as error:
        return {"Locked": LOCKED, "Stale": STALE}.get(type(error).__name__, OTHER)
    except BaseException:  # noqa: BLE001  # a child tells by its code, and never lives on
        return OTHER
    return DONE


def _wait(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _wrong_codes(codes: list[int]) -> list[str]:
    # Who comes when the first is through finds the units changed, or everything done already.
    fine = codes in ([DONE, LOCKED], [DONE, STALE], [DONE, DONE])
    return [] if fine else [f"they ended with {codes}"]


def _wrong_writes(one: Trial) -> list[str]:
    planned = sum(step.type in {"set", "action"} for step in one.document.hacfg.steps)
    written = len(one.group.writes())
    return [] if written == planned else [f"{written} writes, planned were {planned}"]


def _interleaved(one: Trial) -> list[str]:
    """Say so if one worked while the other held the lock."""
    lines = [e for run in history(one.group.store) for e in story(one.group.store, run.id).entries]
    fences = [entry.fence for entry in sorted(lines, key=lambda entry: (entry.at, entry.seq))]
    return [] if fences == sorted(fences) else ["two worked at a time"]
