"""The seat of the journal: what a run intends and what came of it, in order."""

from typing import Protocol

from hacfg.plan.steps import EffectStep


class Journal(Protocol):
    """Where a run writes down what it does, before and after it does it."""

    def intent(self, step: EffectStep, /) -> None:
        """Note durably that a write is about to be sent."""
        ...

    def verified(self, step: EffectStep, note: str, /) -> None:
        """Note that what a step writes was read back."""
        ...


class NoJournal:
    """No journal: this version keeps none, and an interrupted run is gone on with by a new plan."""

    def intent(self, _step: EffectStep, /) -> None:
        """Keep nothing."""

    def verified(self, _step: EffectStep, _note: str, /) -> None:
        """Keep nothing."""
