"""Lab time: scaled, settled at once, or standing still until told to advance."""

import time
from collections.abc import Callable


class Clock:
    """Lab seconds; `scale` None stands still, 0 counts real seconds for sessions only."""

    def __init__(
        self, scale: float | None, start: float = 0.0, wall: Callable[[], float] = time.monotonic
    ) -> None:
        self.scale = scale
        self._wall = wall
        self._origin = wall()
        self._skipped = start

    def now(self) -> float:
        """Return the lab seconds that have passed."""
        factor = 0.0 if self.scale is None else self.scale or 1.0
        return self._skipped + (self._wall() - self._origin) * factor

    def set(self, moment: float) -> None:
        """Let it be this moment."""
        self._origin = self._wall()
        self._skipped = moment

    def skip(self, seconds: float) -> None:
        """Let lab seconds pass at once."""
        self._skipped += seconds
