"""One HTTP call and what can come of it: an answer, or none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import SecretStr

from hacfg.errors import Problem, ReplyLost, UnitError, Unreachable
from hacfg.fortimail.wire import Outgoing
from hacfg.source import OnUnit

Body = Mapping[str, Outgoing]

BUSY: Final = frozenset({502, 503})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the unit answered; the body is cut a byte beyond what is accepted."""

    status: int
    body: bytes = field(repr=False)
    location: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, and whether the request had gone out."""

    sent: bool
    broken: bool
    """Refused or broken off at once: worth another try if nothing can be done twice."""
    message: str
    seen: str = ""
    expected: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask of a unit. Only a read may be repeated; a login only if it did not go out."""

    purpose: Literal["read", "write", "login"]
    method: str
    path: str
    body: Body | None = None

    @property
    def resource(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets in the body, to be kept out of every message."""
        values = (self.body or {}).values()
        return tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))

    def payload(self) -> bytes | None:
        """Return the bytes to send; the only place where secrets are unwrapped."""
        if self.body is None:
            return None
        return json.dumps(dict(self.body), default=_unwrapped).encode()

    def may_repeat(self, outcome: Answer | Failure) -> bool:
        """Tell whether the call may be made again after this outcome."""
        if isinstance(outcome, Answer):
            return self.purpose == "read" and outcome.status in BUSY
        return outcome.broken and (self.purpose == "read" or not self._may_be_done(outcome))

    def error(self, unit: str, failure: Failure) -> UnitError:
        """Return what this failure means: a write that went out may have been done."""
        lost = self.purpose == "write" and failure.sent
        problem = Problem(
            f"the write was sent, and then {failure.message}" if lost else failure.message,
            OnUnit(unit, self.resource),
            failure.seen,
            failure.expected,
            "read back what it did before anything else" if lost else failure.next,
        )
        return ReplyLost(problem) if lost else Unreachable(problem)

    def _may_be_done(self, failure: Failure) -> bool:
        return self.purpose == "write" or failure.sent


def _unwrapped(value: object) -> object:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    raise TypeError(f"{type(value).__name__} has no place in a body")
