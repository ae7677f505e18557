"""The journal of a run: what it intends and what came of it, in order and durable."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from hacfg.errors import LeaseLost, Problem, StoreFailed
from hacfg.fortimail.wire import visible
from hacfg.plan.steps import ActionStep, AnyStep, EffectStep, ManualStep, SetStep, WaitStep
from hacfg.state import Secret
from hacfg.store import runs
from hacfg.store.digests import keep_digest
from hacfg.store.keeping import Keeper
from hacfg.store.leases import lost
from hacfg.store.records import FINISHED, Entry, EntryType, Line

NOTE = 600
"""Characters of a note that are kept."""
READ_BACK = "read back"
"""What is noted of a write that was answered, and then read."""


class Journal(Protocol):
    """Where a run writes down what it does, before and after it does it."""

    def intent(self, step: EffectStep, /) -> None:
        """Note durably that a write is about to be sent; raise if it may not be sent any more."""
        ...

    def note(self, step: AnyStep, type_: EntryType, note: str = "", /) -> None:
        """Note durably what came of a step."""
        ...

    def failed(self, step: AnyStep, problem: Problem, /) -> None:
        """Note why a step failed, if that can still be noted."""
        ...

    def intended(self, step: AnyStep, /) -> bool:
        """Tell whether a write of this step was, or may have been, sent before now."""
        ...

    def is_lost(self) -> bool:
        """Tell whether the lock is known to be no longer ours."""
        ...

    def check(self) -> None:
        """Raise LeaseLost if the lock is known to be no longer ours."""
        ...


@dataclass(slots=True)
class StoreJournal:
    """The journal of one run in a store, under the lock of its group.

    `longest`: seconds that one write may take; with less left of the lock none is begun.
    """

    keeper: Keeper
    longest: float
    known: Sequence[Entry] = ()
    """What an earlier attempt at the same run wrote."""
    digests: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Slot to what tells the key, and the digest of the secret: kept once it was sent."""

    def intent(self, step: EffectStep, /) -> None:
        """Note that a write is about to be sent, if the lock holds long enough for it."""
        asked = self.keeper.clock()
        self._append(Line(step.number, "intent"), hold=self.keeper.seconds)
        self.keeper.renewed(asked)
        if not self.keeper.holds_for(self.longest):
            raise LeaseLost(
                Problem(
                    f"step {step.number} is not begun: the lock may not last as long as the write",
                    expected=f"{self.longest:.0f} s",
                    next="see that the store answers, then go on",
                )
            )

    def note(self, step: AnyStep, type_: EntryType, note: str = "", /) -> None:
        """Note what came of a step."""
        self._append(Line(step.number, type_, visible(note, NOTE)))
        if (type_, note) == ("verified", READ_BACK):
            self._keep_digests(step)

    def failed(self, step: AnyStep, problem: Problem, /) -> None:
        """Note why a step failed; a store that is gone is what failed already."""
        with suppress(StoreFailed):
            self.note(step, "failed", str(problem))

    def intended(self, step: AnyStep, /) -> bool:
        """Tell whether an earlier attempt may have sent this step's write."""
        return any(e.step == step.number and e.type == "intent" for e in self.known)

    def is_lost(self) -> bool:
        """Tell whether the lock is known to be no longer ours."""
        return self.keeper.lost

    def check(self) -> None:
        """Raise LeaseLost if the lock is known to be no longer ours."""
        if self.keeper.lost:
            raise lost(self.keeper.lease)

    def _keep_digests(self, step: AnyStep) -> None:
        """Keep the digests of the secrets that a unit took; after a lost answer none is known."""
        lease = self.keeper.lease
        for slot in sorted(set(_secrets(step)) & self.digests.keys()):
            keep_digest(self.keeper.store, lease.group, slot, *self.digests[slot])

    def _append(self, line: Line, *, hold: float = 0) -> None:
        runs.append(self.keeper.store, self.keeper.lease, line, hold=hold)


def _secrets(step: AnyStep) -> Iterator[str]:
    """Name the secrets that a step sends."""
    match step:
        case SetStep():
            sent = step.attributes
        case ActionStep():
            sent = step.arguments
        case _:
            return
    yield from (value.slot for value in sent.values() if isinstance(value, Secret))


def begun_at(steps: Sequence[AnyStep], known: Sequence[Entry]) -> int:
    """Return how many steps were carried through before; what a person was shown counts not yet."""
    finished = {entry.step for entry in known if entry.type in FINISHED}
    count = 0
    while count < len(steps) and steps[count].number in finished:
        count += 1
    if 0 < count < len(steps) and isinstance(steps[count], WaitStep):
        # Whether the person typed it is what the wait finds out; it may have to be shown again.
        count -= isinstance(steps[count - 1], ManualStep)
    return count


def has_written(known: Sequence[Entry]) -> bool:
    """Tell whether a run wrote, or may have written, to any unit."""
    return any(entry.type in {"intent", "asked"} for entry in known)
