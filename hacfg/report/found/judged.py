"""What rules found of one group, as every form needs it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hacfg.findings import Finding
from hacfg.report.escape import shown
from hacfg.source import Position


@dataclass(frozen=True, slots=True)
class JudgedGroup:
    """A group with its findings."""

    group: str
    file: str
    """The topology, as it was named."""
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is shown: what is about a unit is shown at the head of its topology."""

    file: str
    line: int = 1
    column: int = 1
    on_unit: str = ""
    """Unit, resource and field, if that is what it is about."""


def place_of(finding: Finding, judged: JudgedGroup) -> Place:
    """Return the place in a file at which a finding is shown."""
    where = finding.where
    if isinstance(where, Position):
        return Place(where.file, where.line, where.column)
    return Place(judged.file, on_unit=str(where))


def numbered(judged: JudgedGroup) -> Iterator[tuple[Finding, str]]:
    """Yield findings, each with a name that stays the same while lines and values change.

    What is about a unit is named by unit, resource and field. What is about the file is counted: a
    line moves with every edit above it, and a message may hold values.
    """
    seen: dict[tuple[str, str], int] = {}
    for finding in judged.findings:
        about = place_of(finding, judged).on_unit
        number = seen[finding.id, about] = seen.get((finding.id, about), 0) + 1
        name = " ".join(part for part in (finding.id, about) if part)
        yield finding, name if number == 1 else f"{name} {number}"


def reason(finding: Finding) -> str:
    """Return who answers for a finding that is waived or attested, until when, and why."""
    until = f" until {finding.until}" if finding.until else ""
    why = f": {shown(finding.reason, 600)}" if finding.reason else ""
    return f"{finding.outcome} by {shown(finding.by)}{until}{why}"
