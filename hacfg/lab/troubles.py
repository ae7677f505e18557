"""Faults on demand: what shall go wrong with which calls of a unit."""

from dataclasses import dataclass
from typing import Final, Literal

Effect = Literal[
    "drop-reply",
    "reset",
    "refuse",
    "http-500",
    "http-500-after",
    "http-503",
    "expire",
    "forbid",
    "slow",
    "truncate",
    "html",
    "reboot",
    "power-loss",
    "api-stop",
    "port-failure",
    "false-alarm",
]

EFFECTS: Final[dict[Effect, str]] = {
    "drop-reply": "the call takes effect, its answer never comes",
    "reset": "the connection breaks before the call takes effect",
    "refuse": "the unit takes no connection any more, until cleared",
    "http-500": "the answer is HTTP 500, nothing takes effect",
    "http-500-after": "the call takes effect, the answer is HTTP 500",
    "http-503": "the answer is HTTP 503, nothing takes effect",
    "expire": "the session has ended",
    "forbid": "the answer is HTTP 403, whoever asks",
    "slow": "the answer takes `ms` longer",
    "truncate": "the call takes effect, its answer is cut off",
    "html": "the answer is a web page, nothing takes effect",
    "reboot": "the unit announces a reboot and comes back",
    "power-loss": "the unit loses power, until repaired",
    "api-stop": "the API stops, until repaired",
    "port-failure": "the mail port fails, until repaired; monitoring it gives the role away",
    "false-alarm": "monitoring takes a sound acting primary for failed",
}
"""Every fault of a unit by name, in the words of a person."""


@dataclass(slots=True)
class Trouble:
    """One fault: after so many fitting calls, so many times (None: until cleared)."""

    effect: Effect
    after: int = 0
    times: int | None = 1
    path: str = ""
    method: str = ""
    ms: float = 0

    def fits(self, method: str, path: str) -> bool:
        """Tell whether a call is one of those this fault is about; `path` is where it begins."""
        return path.startswith(self.path) and self.method.upper() in {"", method}


class Troubles:
    """The faults that wait for the calls of one unit."""

    def __init__(self) -> None:
        self.waiting: list[Trouble] = []

    def add(self, trouble: Trouble) -> None:
        """Let a fault wait for its calls."""
        self.waiting.append(trouble)

    def clear(self) -> None:
        """Forget all faults."""
        self.waiting.clear()

    def take(self, method: str, path: str) -> list[Trouble]:
        """Return what goes wrong with this call, and count it."""
        fitting = [trouble for trouble in self.waiting if trouble.fits(method, path)]
        due = [trouble for trouble in fitting if trouble.after == 0]
        for trouble in fitting:
            if trouble.after:
                trouble.after -= 1
            elif trouble.times is not None:
                trouble.times -= 1
        self.waiting = [trouble for trouble in self.waiting if trouble.times != 0]
        return due
