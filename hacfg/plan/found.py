"""Findings as data: in the plan file, in `check --json`, and in Terraform's shape of checks."""

import datetime
from collections.abc import Iterable

from hacfg.findings import Finding, Outcome, Severity, worst_outcomes
from hacfg.plan.terraform import JsonObject
from hacfg.plan.values import Part
from hacfg.source import Position

_STATUS: dict[Outcome, str] = {
    "broken": "fail",
    "unknown": "unknown",
    "waived": "pass",
    "attested": "pass",
    "pass": "pass",
    "not-applicable": "pass",
}


class Place(Part):
    """Where a finding is: a place in a file, or a unit with resource and field."""

    file: str | None = None
    """The file."""
    line: int | None = None
    """Its line, from 1."""
    column: int | None = None
    """Its column, from 1."""
    unit: str | None = None
    """The unit."""
    resource: str | None = None
    """The resource on the unit: kind and key."""
    field: str | None = None
    """The attribute of the resource."""


class FindingView(Part):
    """How one rule came out at one place."""

    id: str
    """Id of the rule, such as HA-04."""
    outcome: Outcome
    """How it came out."""
    severity: Severity
    """How much it matters."""
    message: str
    """What was seen."""
    next: str
    """What to do."""
    where: Place
    """Where it is."""
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


def view_of(finding: Finding) -> FindingView:
    """Return a finding as data."""
    where = finding.where
    place = (
        Place(file=where.file, line=where.line, column=where.column)
        if isinstance(where, Position)
        else Place(unit=where.unit, resource=where.resource or None, field=where.field or None)
    )
    return FindingView(
        id=finding.id,
        outcome=finding.outcome,
        severity=finding.severity,
        message=finding.message,
        next=finding.next,
        where=place,
        was=finding.was,
        by=finding.by,
        until=finding.until,
        reason=finding.reason,
        inferred=finding.inferred,
    )


def terraform_checks(findings: Iterable[Finding]) -> list[JsonObject]:
    """Return one check a rule, in the shape of `terraform show -json`; waived is no failure."""
    found = list(findings)
    return [
        {
            "address": {"kind": "check", "name": rule, "to_display": f"check.{rule}"},
            "status": _STATUS[outcome],
            "instances": [
                {
                    "address": {"to_display": f"check.{rule}"},
                    "status": _STATUS[outcome],
                    "problems": [
                        {"message": f"{one.where}: {one.message}; next: {one.next}"}
                        for one in found
                        if one.id == rule and one.is_open
                    ],
                }
            ],
        }
        for rule, outcome in worst_outcomes(found).items()
    ]
