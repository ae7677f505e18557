"""What the store keeps, as plain values; times are seconds since 1970 on the database's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

RunOutcome = Literal["running", "done", "stopped", "refused", "unconfirmed", "rolled-back"]
"""running: begun and not ended, or its process died; refused: nothing was written;
unconfirmed: done, and to be rolled back unless a person confirms it."""
RunKind = Literal["apply", "rollback"]
EntryType = Literal[
    "begun",
    "resumed",
    "intent",
    "reply",
    "verified",
    "asked",
    "attested",
    "skipped",
    "gate",
    "failed",
    "undone",
    "confirmed",
    "ended",
]
"""What a line of the journal says: of a step, or (step 0) of the whole run."""

FINISHED: frozenset[EntryType] = frozenset({"verified", "asked", "skipped", "gate"})
"""The entries that say that a step was carried through."""


def moment(seconds: float) -> str:
    """Return a time of the store, RFC 3339, UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who runs hacfg, and where."""

    who: str
    host: str
    pid: int
    place: str = ""
    """Where the pid means something: one boot of one machine, one container; "": not known."""

    def __str__(self) -> str:
        return f"{self.who}@{self.host}"


@dataclass(frozen=True, slots=True)
class NewRun:
    """A run that is about to begin; `plan` is the whole plan file's text."""

    id: str
    group: str
    plan_id: str
    plan: str
    owner: Owner
    version: str
    kind: RunKind = "apply"
    of_run: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the store knows it."""

    id: str
    group: str
    plan_id: str
    kind: RunKind
    of_run: str
    who: str
    version: str
    started: float
    ended: float | None
    outcome: RunOutcome
    reason: str
    confirm_by: float | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether there is something left of it to go on with."""
        return self.outcome in {"running", "stopped"}


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be written into a journal: of a step, or (step 0) of the whole run."""

    step: int
    type: EntryType
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    seq: int
    at: float
    step: int
    type: EntryType
    note: str
    who: str
    fence: int


@dataclass(frozen=True, slots=True)
class Lease:
    """Who may write to a group, until when (seconds from now, on the database's clock)."""

    group: str
    token: int
    """Fencing token: grows with every holder."""
    run: str
    owner: Owner
    acquired: float
    heartbeat: float
    expires: float
    left: float
    """Seconds until it expires; none or less: it has."""
