"""What is known of the runs of one group before anything is asked of its units."""

from dataclasses import dataclass, field
from typing import Final

from hacfg.plan.document import PlanDocument
from hacfg.store.records import Run


@dataclass(frozen=True, slots=True)
class Past:
    """What a store tells of one group; `problem` says why it does not tell more."""

    store: str = ""
    """What the store is called; "": there is none."""
    last: Run | None = None
    """The newest run that wrote, or may have written."""
    applied: Run | None = None
    """The newest apply that ended well and was not taken back."""
    plan: PlanDocument | None = field(default=None, repr=False)
    """What that one applied."""
    problem: str = ""


NO_PAST: Final = Past()
