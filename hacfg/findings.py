"""Results of checks: what was found, where, and what to do. Never exceptions."""

from dataclasses import dataclass
from typing import Literal

from hacfg.source import Where

Outcome = Literal["pass", "broken", "unknown", "not-applicable", "attested", "waived"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one rule: its id, outcome, place, what was seen and what to do next."""

    id: str
    outcome: Outcome
    severity: Severity
    message: str
    where: Where | None = None
    next: str = ""
