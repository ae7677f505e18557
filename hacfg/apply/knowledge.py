"""What the run itself knows of a difference: whether one of its own steps wrote it."""

from collections.abc import Sequence

from hacfg.apply.compare import Difference, in_words
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.state import UNKNOWN


def what_we_know(difference: Difference, carried_out: Sequence[AnyStep]) -> str:
    """Say which step of this run last wrote what differs, or that none did."""
    for step in reversed(carried_out):
        if isinstance(step, WaitStep) or difference.address not in step.after:
            continue
        after = step.after[difference.address]
        if after is None:
            return f"the journal: step {step.number} of this run removed it"
        if not difference.attribute:
            return f"the journal: step {step.number} of this run made it"
        if difference.attribute in after:
            value = after.get(difference.attribute, UNKNOWN)
            return f"the journal: step {step.number} of this run set it to {in_words(value)}"
    return "the journal: no step of this run wrote it"
