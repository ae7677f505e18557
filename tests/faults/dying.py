"""A process that dies at one moment of its apply, as with SIGKILL: nothing is cleaned up."""

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

SENDING = "http.client.send"
"""The audit event before each HTTP call; the other moments are the beginnings of transactions."""


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

    def count() -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    try:
        with _told_of_moments(count):
            work()
    finally:
        os._exit(0)


def moments(work: Callable[[], object]) -> int:
    """Return how many moments a piece of work has."""
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    with _told_of_moments(count):
        work()
    return counted


@contextmanager
def _told_of_moments(count: Callable[[], None]) -> Iterator[None]:
    is_counting = True

    def hook(happened: str, _: object) -> None:
        if is_counting and happened == SENDING:
            count()

    def begun(_: Any) -> None:
        count()

    sys.addaudithook(hook)
    event.listen(Engine, "begin", begun)
    try:
        yield
    finally:
        # An audit hook stays for ever.
        is_counting = False
        event.remove(Engine, "begin", begun)
