"""How outcomes of rules look, and how many of each there are."""

from collections.abc import Iterable, Mapping

from hacfg.findings import CameOut, Outcome, counted
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


def counts_text(findings: Iterable[CameOut], style: Style) -> str:
    """Return how many rules came out in each way: `1 broken, 8 pass`; a rule counts once."""
    return ", ".join(
        style.paint(f"{number} {_WORDS.get(outcome, outcome)}", LOOKS[outcome])
        for outcome, number in counted(findings).items()
        if number
    )
