"""What is checked of an approved plan before the first write."""

from collections.abc import Iterator, Mapping, Sequence

from hacfg.apply.compare import Difference, differences, in_words
from hacfg.apply.live import LiveUnit, Seen
from hacfg.apply.losses import no_longer_blank
from hacfg.errors import MissingAnswer, Problem, Refused, Stale, raise_problems
from hacfg.fortimail.client import UnitSession
from hacfg.plan.backup import vouched_as, wanted
from hacfg.plan.compose import bound
from hacfg.plan.document import PlanDocument
from hacfg.plan.proof import steps_digest
from hacfg.plan.steps import AnyStep, ManualStep, WaitStep
from hacfg.source import OnUnit
from hacfg.state import Address
from hacfg.usecases.dialects import planned_dialects
from hacfg.usecases.options import ApplyOptions


def check_applyable(document: PlanDocument) -> None:
    """Raise Refused unless apply may carry the plan out."""
    if document.applyable:
        _check_proof(document)
        return
    ours = document.hacfg
    lacking = [Problem(n.message, seen=n.where, next=n.next) for n in ours.lacking]
    if not document.complete:
        lacking.append(Problem("the plan is incomplete: not everything could be read"))
    raise Refused(*(lacking or [Problem(f"{ours.group}: the plan has no steps; nothing to do")]))


def _check_proof(document: PlanDocument) -> None:
    """Raise Refused unless the plan carries a proof, and it is the proof of these very steps."""
    proof, steps = document.hacfg.proof, document.hacfg.steps
    if proof is None or not proof.safe or proof.steps_digest != steps_digest(steps):
        why = "has no proof" if proof is None else "is not proved safe" if not proof.safe else ""
        raise Refused(
            Problem(
                f"{document.hacfg.group}: the plan {why or 'carries the proof of other steps'}",
                seen=steps_digest(steps),
                expected=proof.steps_digest if proof else "a proof",
                next="plan again: `hacfg plan` rehearses what it plans",
            )
        )


def check_people(steps: Sequence[AnyStep], options: ApplyOptions) -> None:
    """Find out before the first write whether people are needed who cannot be asked."""
    manual = [step for step in steps if isinstance(step, ManualStep)]
    if manual and options.ci:
        raise Refused(
            Problem(
                f"{len(manual)} steps of this plan are done by hand; in CI nobody does them",
                seen=f"step {manual[0].number}: {manual[0].why_manual}",
                next="plan with --allow unverified-wire, or apply at a terminal",
            )
        )
    if options.confirm is None:
        raise_problems(MissingAnswer, _unattested(steps, options.attested))


def _unattested(steps: Sequence[AnyStep], attested: frozenset[str]) -> Iterator[Problem]:
    for step in steps:
        if isinstance(step, WaitStep) and step.gate.source == "person":
            flag = f"{step.gate.attestation}@{step.number}"
            if flag not in attested:
                yield Problem(f"step {step.number} needs a person", next=f"--attest {flag}")
    for question in wanted(steps):
        flag = vouched_as(question)
        if flag not in attested:
            yield Problem(
                f"step {question.number}: nothing brings back what it replaces",
                OnUnit(question.unit),
                expected=question.gate.wording,
                next=f"back the configuration up, then vouch for it: --attest {flag}",
            )


def check_same_boxes(document: PlanDocument, opened: Mapping[str, UnitSession]) -> None:
    """Raise Stale unless the units that answer are those that the plan was made from."""
    raise_problems(Stale, _other_boxes(document, opened))


def _other_boxes(document: PlanDocument, opened: Mapping[str, UnitSession]) -> Iterator[Problem]:
    dialects = planned_dialects(document)
    for unit in document.hacfg.units:
        spec = dialects[unit.name].kinds["system"]
        reply = opened[unit.name].login()
        for name, planned in (("serial", unit.serial), ("firmware", unit.firmware)):
            seen = reply.get(spec.fields[name].wire) if spec else None
            if planned is not None and seen != planned:
                yield Problem(
                    "another unit answers than the plan was made from",
                    OnUnit(unit.name, "system", name),
                    seen=str(seen),
                    expected=planned,
                    next="plan again",
                )


def check_bound(
    steps: Sequence[AnyStep], units: Mapping[str, LiveUnit], *, in_doubt: bool = False
) -> None:
    """Raise Stale if what was read for the plan, and binds these steps of it, has changed since.

    `in_doubt`: the first step may have taken effect already; what it writes is compared later.
    """
    effects = [step for step in steps if not isinstance(step, WaitStep)]
    relied = bound(steps)
    seen: Seen = {}
    for unit in units.values():
        seen |= unit.look(relied)
    untold = effects[1:] if in_doubt else effects
    raise_problems(Stale, filter(None, (no_longer_blank(units[s.unit], s) for s in untold)))
    moved: set[Address] = set()
    if in_doubt:
        first = effects[0]
        moved = {a for a in relied if a.owner == first.unit and (a in first.after or a.kind in _HA)}
    found = (d for d in differences(relied, seen) if d.address not in moved)
    raise_problems(Stale, map(_changed, found))


_HA = frozenset({"ha", "ha_status", "ha_member"})
"""Kinds that a write to HA, or a join, moves."""


def _changed(difference: Difference) -> Problem:
    address = difference.address
    return Problem(
        "changed since the plan was made",
        OnUnit(address.owner, address.resource, difference.attribute),
        seen=in_words(difference.seen),
        expected=in_words(difference.expected),
        next="plan again",
    )
