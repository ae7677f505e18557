"""A process that dies at one moment of its apply, as with SIGKILL: nothing is cleaned up."""

import os
import signal
import sys
import warnings
from collections.abc import Callable

MOMENTS = frozenset({"http.client.send", "sqlite3.connect"})
"""Audit events before each HTTP call and before each transaction of a store in a file."""


def dies_at(moment: int, work: Callable[[], object]) -> bool:
    """Do the work in a process of its own that is killed at a moment; false: it came to its end."""
    with warnings.catch_warnings():
        # The thread of the lab stays behind, and the child never needs it.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _work(moment, work)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _work(moment: int, work: Callable[[], object]) -> None:
    left = moment

    def count(event: str, _: object) -> None:
        nonlocal left
        if event in MOMENTS:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(count)
    try:
        work()
    finally:
        os._exit(0)


def moments(work: Callable[[], object]) -> int:
    """Return how many moments a piece of work has."""
    counted = 0
    counts = True

    def count(event: str, _: object) -> None:
        nonlocal counted
        counted += counts and event in MOMENTS

    sys.addaudithook(count)
    work()
    counts = False
    return counted
