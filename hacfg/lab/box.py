"""One simulated unit as a thing on the network: its ports, its faults, what was asked of it."""

import asyncio
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hacfg.lab.listening import Listener
from hacfg.lab.service import Service
from hacfg.lab.troubles import Troubles

if TYPE_CHECKING:
    from hacfg.lab.agent import Agent

_KEPT: Final = 10_000


@dataclass(slots=True)
class Box:
    """One unit as a thing on the network."""

    service: Service
    listener: Listener
    agent: "Agent | None" = None
    troubles: Troubles = field(default_factory=Troubles)
    refuses: bool = False
    ahead: float = 0
    """Seconds that its clock is ahead of this host's."""
    log: deque[tuple[str, str, int]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    repaired: asyncio.Event = field(default_factory=asyncio.Event)

    async def hold(self, seconds: float) -> None:
        """Let a slow call wait, until it is repaired at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.repaired.wait(), seconds)

    def release(self) -> None:
        """Let the calls that wait go on."""
        self.repaired.set()
        self.repaired.clear()

    def begin_again(self, ahead: float, calls: Iterable[tuple[str, str, int]]) -> None:
        """Forget sessions and faults, and all calls but these."""
        self.service.sessions.forget()
        self.troubles.clear()
        self.release()
        self.refuses, self.ahead = False, ahead
        self.log.clear()
        self.log.extend(calls)
