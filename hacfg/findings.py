"""What rules find: results that are collected and told, never raised."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

from hacfg.source import Where, order_of

Outcome = Literal["broken", "unknown", "waived", "attested", "pass", "not-applicable"]
"""How a rule came out, the worst first. `unknown` could not be seen, and is never a pass."""

Severity = Literal["error", "warning", "note"]
"""How much it matters if the rule is broken, the worst first."""

OUTCOMES: Final[Sequence[Outcome]] = get_args(Outcome)
SEVERITIES: Final[Sequence[Severity]] = get_args(Severity)

NOTHING: Final = "nothing to do"
"""The next action of a finding that asks for none."""

_OPEN: Final = frozenset({"broken", "unknown"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is about: all that can be said of it without looking at a group."""

    id: str
    """Stable id: `HA-04` for a practice, `HX-02` for a derived rule."""
    title: str
    """What shall be so, in one line."""
    severity: Severity
    """How much it matters if it is not; a finding may say less."""
    why: str
    """What goes wrong otherwise."""
    source: str
    """Who says so."""
    evidence: str
    """What hacfg looks at, in the file and on the units."""
    remedy: str
    """What to do if it is broken."""
    attestable: bool = False
    """Whether a person may vouch for what no unit reports."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one rule came out at one place.

    Raises ValueError for a broken or unknown rule without a next action: nobody could act on it.
    """

    id: str
    """Id of the rule."""
    outcome: Outcome
    """How it came out."""
    severity: Severity
    """How much it matters."""
    where: Where
    """The place in the file, or the unit, resource and field."""
    message: str
    """What was seen."""
    next: str = NOTHING
    """What to do."""
    was: Outcome | None = None
    """Waived or attested: how it came out without that."""
    by: str = ""
    """Waived or attested: who answers for it."""
    until: datetime.date | None = None
    """Waived or attested: the last day on which that counts."""
    reason: str = ""
    """Waived: why; attested: what was seen."""
    inferred: bool = False
    """Whether it rests on names of the REST API that no document confirms."""

    def __post_init__(self) -> None:
        """Hold what every finding promises: an id, words, and for an open one a next action."""
        if not (self.id and self.message and self.next):
            raise ValueError("a finding has an id, a message and a next action")
        if self.outcome in _OPEN and self.next == NOTHING:
            raise ValueError(f"{self.id} is {self.outcome} and has no next action")

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has to look at it: it is broken, or could not be seen."""
        return self.outcome in _OPEN


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the worst first, then by id and place."""
    return sorted(findings, key=_rank)


class CameOut(Protocol):
    """A finding as far as it is counted, in whatever form."""

    @property
    def id(self) -> str:
        """Id of the rule."""
        ...

    @property
    def outcome(self) -> Outcome:
        """How it came out."""
        ...


def worst_outcomes(findings: Iterable[CameOut]) -> Mapping[str, Outcome]:
    """Return how each rule came out: the worst of its findings."""
    worst: dict[str, Outcome] = {}
    for finding in findings:
        outcomes = (worst.get(finding.id, finding.outcome), finding.outcome)
        worst[finding.id] = min(outcomes, key=OUTCOMES.index)
    return dict(sorted(worst.items()))


def counted(findings: Iterable[CameOut]) -> Mapping[Outcome, int]:
    """Return how many rules came out in each way, the worst way first, none left out."""
    counts = Counter(worst_outcomes(findings).values())
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def has_broken(findings: Iterable[Finding], least: Severity) -> bool:
    """Tell whether a rule of at least this severity is broken."""
    counts = SEVERITIES[: SEVERITIES.index(least) + 1]
    return any(one.outcome == "broken" and one.severity in counts for one in findings)


def _rank(finding: Finding) -> tuple[int, int, str, tuple[str, int, int], str]:
    return (
        OUTCOMES.index(finding.outcome),
        SEVERITIES.index(finding.severity),
        finding.id,
        order_of(finding.where),
        finding.message,
    )
