"""Holding a lease while a run lasts: a heartbeat beside it, and a clock that a sleep can't stop."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from hacfg.errors import LeaseLost, StoreFailed
from hacfg.store import leases
from hacfg.store.opening import Store
from hacfg.store.records import Lease

BEATS: Final = 4
"""Heartbeats in the time that a lease lasts: a missed one does no harm."""


def since_boot() -> float:
    """Return seconds that go on while the machine sleeps, where the system can tell."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


@dataclass(slots=True, eq=False)
class Keeper:
    """A lease that is renewed; `holds_for` says for how long it is certainly ours."""

    store: Store
    lease: Lease
    seconds: float
    clock: Callable[[], float] = since_boot
    until: float = 0.0
    lost: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def renew(self) -> None:
        """Renew the lease; raise LeaseLost if it is no longer ours."""
        asked = self.clock()
        try:
            leases.renew(self.store, self.lease, self.seconds)
        except LeaseLost:
            self.lost = True
            raise
        self.renewed(asked)

    def renewed(self, asked: float) -> None:
        """Note that the lease lasts its whole time from when that was asked for."""
        with self._lock:
            self.until = max(self.until, asked + self.seconds)

    def holds_for(self, seconds: float) -> bool:
        """Tell whether the lease is certainly ours for so many seconds from now."""
        return not self.lost and self.clock() + seconds <= self.until


@contextmanager
def kept(keeper: Keeper) -> Generator[Keeper]:
    """Renew the lease beside what runs, and give it back at the end."""
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(keeper, ended), name="lease", daemon=True)
    thread.start()
    try:
        yield keeper
    finally:
        ended.set()
        thread.join()
        # A store that is gone lets the lease run out by itself.
        with suppress(StoreFailed):
            leases.release(keeper.store, keeper.lease)


def _beat(keeper: Keeper, ended: threading.Event) -> None:
    while not ended.wait(keeper.seconds / BEATS):
        try:
            keeper.renew()
        except LeaseLost:
            return
        except StoreFailed:
            # The store may come back in time; until then the lease runs on, and ends by itself.
            continue
