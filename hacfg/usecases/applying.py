"""Carrying out an approved plan: everything is checked before the first write."""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pydantic import SecretStr, TypeAdapter

from hacfg.apply.compare import differences, in_words
from hacfg.apply.events import ApplyResult, Tell
from hacfg.apply.executor import Execution, Person
from hacfg.apply.journal import NoJournal
from hacfg.apply.live import LiveUnit, Seen
from hacfg.apply.losses import no_longer_blank
from hacfg.apply.waiting import Clock
from hacfg.errors import InvalidInput, MissingAnswer, Problem, Refused, Stale, raise_problems
from hacfg.fortimail.client import Endpoint, Trust, UnitSession
from hacfg.fortimail.dialect import Dialect
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import UnitPlan
from hacfg.plan.proof import steps_digest
from hacfg.plan.steps import ManualStep, WaitStep
from hacfg.source import OnUnit
from hacfg.topology.hosts import check_urls
from hacfg.topology.secretref import SecretRef, SecretSource
from hacfg.topology.secrets import resolve_all
from hacfg.usecases.connecting import Reach, sessions, with_patience
from hacfg.usecases.options import ApplyOptions

SYSTEM_CLOCK = Clock(time.monotonic, time.sleep)


def apply_plan(
    document: PlanDocument,
    options: ApplyOptions,
    tell: Tell,
    should_stop: Callable[[], bool],
    clock: Clock = SYSTEM_CLOCK,
) -> ApplyResult:
    """Carry out exactly this plan.

    Raises Refused, MissingAnswer, InvalidInput, UnitError or Stale while nothing is written;
    afterwards the result says where and why it stopped.
    """
    _check_applyable(document)
    person = Person(options.attested, options.confirm)
    _check_people(document, options)
    urls = {unit.name: unit.url for unit in document.hacfg.units}
    check_urls(urls, options.environ.get("HACFG_ALLOWED_HOSTS"))
    secrets = _resolve(document, options)
    reaches = {unit.name: _reach(unit, secrets, options) for unit in document.hacfg.units}
    with sessions(reaches, read_only=False) as opened:
        units = dict(_live_units(document, opened, secrets))
        _check_same_boxes(document, opened)
        _check_bound(document, units)
        run = Execution(units, person, clock, tell, should_stop, NoJournal())
        return run.run(uuid.uuid4().hex[:8], document.hacfg.steps)


def _check_applyable(document: PlanDocument) -> None:
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


def _check_people(document: PlanDocument, options: ApplyOptions) -> None:
    """Find out before the first write whether people are needed who cannot be asked."""
    manual = [step for step in document.hacfg.steps if isinstance(step, ManualStep)]
    if manual and options.ci:
        raise Refused(
            Problem(
                f"{len(manual)} steps of this plan are done by hand; in CI nobody does them",
                seen=f"step {manual[0].number}: {manual[0].why_manual}",
                next="plan with --allow unverified-wire, or apply at a terminal",
            )
        )
    if options.confirm is None:
        raise_problems(MissingAnswer, _unattested(document, options.attested))


def _unattested(document: PlanDocument, attested: frozenset[str]) -> Iterator[Problem]:
    for step in document.hacfg.steps:
        if isinstance(step, WaitStep) and step.gate.source == "person":
            flag = f"{step.gate.attestation}@{step.number}"
            if flag not in attested:
                yield Problem(f"step {step.number} needs a person", next=f"--attest {flag}")


def _resolve(document: PlanDocument, options: ApplyOptions) -> dict[str, SecretStr]:
    """Resolve every reference of the plan, all of them before the first write."""
    known = document.hacfg.secrets
    unknown = sorted(set(options.secrets) - set(known))
    if unknown:
        told = ", ".join(sorted(known))
        raise InvalidInput(
            Problem(f"the plan has no secret {unknown[0]}", seen=unknown[0], expected=told)
        )
    adapter: TypeAdapter[SecretSource] = TypeAdapter(SecretRef)
    pointed = {**known, **options.secrets}
    return resolve_all(
        {slot: (adapter.validate_python(ref), None) for slot, ref in pointed.items()},
        base=Path.cwd(),
        environ=options.environ,
        allow_commands=options.allow_commands,
    )


def _reach(unit: UnitPlan, secrets: Mapping[str, SecretStr], options: ApplyOptions) -> Reach:
    trust = Trust(unit.ca_pem, unit.fingerprint)
    endpoint = Endpoint(unit.name, unit.url, unit.username, trust)
    password = secrets[f"{unit.name}.api.password"]
    return Reach(with_patience(endpoint, options.environ), password)


def _live_units(
    document: PlanDocument, opened: Mapping[str, UnitSession], secrets: Mapping[str, SecretStr]
) -> Iterator[tuple[str, LiveUnit]]:
    for unit in document.hacfg.units:
        dialect = Dialect.model_validate(document.hacfg.dialects[unit.dialect or ""])
        slot = f"{unit.name}.after_join.password"
        joined = unit.after_join_username
        after_join = (joined, secrets[slot]) if joined else None
        yield unit.name, LiveUnit(unit.name, opened[unit.name], dialect, secrets, after_join)


def _check_same_boxes(document: PlanDocument, opened: Mapping[str, UnitSession]) -> None:
    """Raise Stale unless the units that answer are those that the plan was made from."""
    raise_problems(Stale, _other_boxes(document, opened))


def _other_boxes(document: PlanDocument, opened: Mapping[str, UnitSession]) -> Iterator[Problem]:
    for unit in document.hacfg.units:
        spec = Dialect.model_validate(document.hacfg.dialects[unit.dialect or ""]).kinds["system"]
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


def _check_bound(document: PlanDocument, units: Mapping[str, LiveUnit]) -> None:
    """Raise Stale if what was read for the plan, and binds it, has changed since."""
    bound = document.hacfg.bound
    seen: Seen = {}
    for unit in units.values():
        seen |= unit.look(bound)
    overwritten = (
        no_longer_blank(units[step.unit], step)
        for step in document.hacfg.steps
        if not isinstance(step, WaitStep)
    )
    raise_problems(Stale, filter(None, overwritten))
    raise_problems(
        Stale,
        (
            Problem(
                "changed since the plan was made",
                OnUnit(d.address.owner, d.address.resource, d.attribute),
                seen=in_words(d.seen),
                expected=in_words(d.expected),
                next="plan again",
            )
            for d in differences(bound, seen)
        ),
    )
