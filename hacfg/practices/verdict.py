"""What a rule says of one place, before anybody waived or attested it."""

from dataclasses import dataclass

from hacfg.findings import NOTHING, Outcome, Severity
from hacfg.source import Where


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a rule came out at one place; `severity` if it matters less than the rule says."""

    outcome: Outcome
    where: Where
    message: str
    next: str = NOTHING
    severity: Severity | None = None


def passed(where: Where, message: str) -> Verdict:
    """Say that a rule is kept, and what shows it."""
    return Verdict("pass", where, message)


def broken(where: Where, message: str, todo: str, severity: Severity | None = None) -> Verdict:
    """Say that a rule is broken, and what to change."""
    return Verdict("broken", where, message, todo, severity)


def unknown(where: Where, message: str, todo: str) -> Verdict:
    """Say what could not be seen, why, and who can tell."""
    return Verdict("unknown", where, message, todo)


def not_applicable(where: Where, message: str) -> Verdict:
    """Say why a rule is not about this group."""
    return Verdict("not-applicable", where, message)
