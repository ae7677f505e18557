"""How outcomes of rules look, and how many of each there are."""

from collections import Counter
from collections.abc import Iterable, Mapping

from hacfg.findings import OUTCOMES, Outcome
from hacfg.report.style import Style

LOOKS: Mapping[Outcome, str] = {
    "broken": "red",
    "unknown": "yellow",
    "waived": "cyan",
    "attested": "cyan",
    "pass": "green",
    "not-applicable": "dim",
}
_WORDS: Mapping[Outcome, str] = {"not-applicable": "not applicable"}


def counts_text(found: Iterable[tuple[str, Outcome]], style: Style) -> str:
    """Return how many rules came out in each way: `1 broken, 8 pass`; a rule counts once."""
    worst: dict[str, Outcome] = {}
    for rule, outcome in found:
        before = worst.setdefault(rule, outcome)
        if OUTCOMES.index(outcome) < OUTCOMES.index(before):
            worst[rule] = outcome
    counts = Counter(worst.values())
    return ", ".join(
        style.paint(f"{counts[outcome]} {_WORDS.get(outcome, outcome)}", LOOKS[outcome])
        for outcome in OUTCOMES
        if counts[outcome]
    )
