"""What people decided or saw: waivers and attestations, as long as they count."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from hacfg.findings import NOTHING, Finding, Outcome, Rule, worst_outcomes
from hacfg.practices.case import Case
from hacfg.practices.verdict import Verdict, broken, passed
from hacfg.source import OnUnit, Position
from hacfg.topology.models import Topology

YEAR: Final = datetime.timedelta(days=365)
SOON: Final = datetime.timedelta(days=30)
"""How long before its end a waiver or attestation is told to end."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One waiver or attestation: which rule, who answers for it, when it counts."""

    kind: Literal["waiver", "attestation"]
    rule: str
    by: str
    since: datetime.date
    until: datetime.date
    reason: str
    where: Position

    def counts(self, today: datetime.date) -> bool:
        """Tell whether it counts on a day."""
        return self.since <= today <= self.until

    @property
    def settles(self) -> tuple[Outcome, Outcome]:
        """The outcome that it is about, and what becomes of that."""
        return ("broken", "waived") if self.kind == "waiver" else ("unknown", "attested")


def decisions(case: Case) -> tuple[Decision, ...]:
    """Return all waivers and attestations of a group, in the order of the file."""
    return (*_waivers(case, case.topology), *_attestations(case, case.topology))


def _waivers(case: Case, topology: Topology) -> Iterator[Decision]:
    for number, waiver in enumerate(topology.waivers):
        place = case.at("waivers", number, "practice")
        yield Decision(
            kind="waiver",
            rule=waiver.practice,
            by=waiver.owner,
            since=datetime.date.min,
            until=waiver.until,
            reason=waiver.reason,
            where=place,
        )


def _attestations(case: Case, topology: Topology) -> Iterator[Decision]:
    for number, seen in enumerate(topology.attestations):
        place = case.at("attestations", number, "practice")
        yield Decision(
            kind="attestation",
            rule=seen.practice,
            by=seen.by,
            since=seen.on,
            until=seen.until or seen.on + YEAR,
            reason=seen.note or "",
            where=place,
        )


def decided(
    findings: Iterable[Finding], made: Iterable[Decision], today: datetime.date
) -> list[Finding]:
    """Return the findings with those settled that a decision in force is about.

    A waiver settles what is broken; an attestation what could not be seen, never what is broken.
    """
    in_force = {
        (decision.rule, decision.settles[0]): decision
        for decision in made
        if decision.counts(today)
    }
    return [_settled(one, in_force.get((one.id, one.outcome))) for one in findings]


def _settled(finding: Finding, decision: Decision | None) -> Finding:
    if decision is None or _is_silence(finding):
        return finding
    return replace(
        finding,
        outcome=decision.settles[1],
        was=finding.outcome,
        by=decision.by,
        until=decision.until,
        reason=decision.reason,
        next=NOTHING,
    )


def _is_silence(finding: Finding) -> bool:
    """Tell whether a unit said nothing at all: nobody vouches for that."""
    where = finding.where
    return finding.outcome == "unknown" and isinstance(where, OnUnit) and not where.resource


def in_order(case: Case, rules: Collection[Rule], findings: Iterable[Finding]) -> Iterator[Verdict]:
    """Judge the decisions themselves; `findings` are those before anything was settled."""
    made = decisions(case)
    known = {rule.id: rule for rule in rules}
    outcomes = worst_outcomes(findings)
    for decision in made:
        rule = known.get(decision.rule)
        found = _fault(decision, rule, case) or _needless(decision, outcomes, case)
        yield found or _ends_soon(decision, case) or passed(decision.where, _told(decision))


def _fault(decision: Decision, rule: Rule | None, case: Case) -> Verdict | None:
    """Return why a decision counts as none."""
    what, where = _told(decision), decision.where
    if rule is None:
        return broken(where, f"{what}: there is no such rule", "correct `practice`: HA-01 to HX-16")
    if decision.kind == "attestation" and not rule.attestable:
        return broken(where, f"{what}: no person has to vouch for it", "delete it, or waive it")
    if decision.since > case.today:
        return broken(where, f"{what} is of {decision.since}, a day to come", "correct `on`")
    if decision.until < case.today:
        message = f"{what} by {decision.by} ended on {decision.until}, and counts as none"
        return broken(where, message, f"mend {decision.rule}, or decide anew and write a new date")
    return None


def _needless(decision: Decision, outcomes: Mapping[str, Outcome], case: Case) -> Verdict | None:
    outcome = outcomes.get(decision.rule)
    # Attesting what the file alone cannot show is in order, whatever the units will say.
    if outcome in {None, "unknown"} or (outcome == "broken" and decision.kind == "waiver"):
        return None
    if outcome == "broken" or (decision.kind == "attestation" and not case.is_live):
        return None
    message = f"{_told(decision)} is not needed: the rule is {outcome}"
    return broken(decision.where, message, "delete it", "note")


def _ends_soon(decision: Decision, case: Case) -> Verdict | None:
    if decision.until > case.today + SOON:
        return None
    days = (decision.until - case.today).days
    message = f"{_told(decision)} by {decision.by} ends in {days} days ({decision.until})"
    todo = f"mend {decision.rule}, or decide anew and write a new date"
    return broken(decision.where, message, todo, "note")


def _told(decision: Decision) -> str:
    return f"the {decision.kind} of {decision.rule}"
