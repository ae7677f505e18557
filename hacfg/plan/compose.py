"""Putting the plan file together from what was found, compared and ordered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hacfg import __version__
from hacfg.fortimail.dialect import dialect_digest
from hacfg.plan.backup import backup_notices
from hacfg.plan.changes import Desired, unknown_attributes
from hacfg.plan.document import PlanDocument, with_id
from hacfg.plan.made import Made
from hacfg.plan.ours import GroupGeneration, Notice, Ours, UnitPlan
from hacfg.plan.proof import Guarded, Proof, Way
from hacfg.plan.situation import WORDING, Situation, UnitSituation
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.plan.terraform import JsonObject
from hacfg.plan.unread import unread_notices
from hacfg.plan.values import PlanState
from hacfg.plan.views import change_view, planned_values, resource_change
from hacfg.state import UNKNOWN, Actual, Address, State, Unknown


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plan is made from beside the units: file, trust, references, choices."""

    path: str
    allowed: frozenset[str]
    recover: bool
    sent: frozenset[str]
    """Slots of secrets that a person named."""
    told: Sequence[str]
    """The rest of the command line that decides what is planned."""
    trust: Mapping[str, tuple[str | None, str | None]]
    """Unit to certificate authorities (PEM) and fingerprint."""
    secrets: Mapping[str, JsonObject]
    timestamp: str
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a rehearsal showed, and what was asked about it."""

    proof: Proof | None = None
    explained: Sequence[Guarded] = ()
    ways: Sequence[Way] = ()


UNREHEARSED: Final = Shown()


def compose(
    origin: Origin, made: Made, notices: Iterable[Notice], shown: Shown = UNREHEARSED
) -> PlanDocument:
    """Return the whole plan document, with its id."""
    situation, desired, actual = made.situation, made.desired, made.actual
    outline, notices = made.outline, list(notices)
    found = [c for c in made.changes if not (outline.later and made.is_left(c.address))]
    unseen = tuple(unknown_attributes(desired, actual))
    unread = tuple(unread_notices(situation, unseen))
    told = [*unread, *(n for n in notices if n.severity != "error"), *backup_notices(outline.steps)]
    lacking = [*(n for n in notices if n.severity == "error"), *outline.lacking]
    lacking += unsafe_notices(shown.proof)
    # What mends a group first does not rest on what nobody leads to be asked for.
    seen = not unseen and is_read(situation, desired, actual)
    complete = seen or (not outline.whole and bool(outline.steps) and are_known(situation))
    dialects = {unit.dialect.dialect: unit.dialect for unit in situation.everyone}
    ours = Ours(
        version=__version__,
        group=situation.topology.name,
        mode=situation.topology.mode,
        generation=_generation(situation),
        topology=origin.path,
        mail_entry=entry.kind if (entry := situation.topology.mail_entry) else None,
        condition=WORDING[situation.condition],
        allowed=sorted(origin.allowed),
        recover=origin.recover,
        sent=sorted(origin.sent),
        told=list(origin.told),
        lacking=lacking,
        units=[_unit_plan(unit, origin) for unit in situation.everyone],
        changes=[change_view(change, situation) for change in found],
        steps=list(outline.steps),
        ends=dict(outline.ends),
        bound=bound(outline.steps),
        secrets=dict(sorted(origin.secrets.items())),
        dialects={name: d.model_dump(mode="json") for name, d in sorted(dialects.items())},
        dialect_digests={name: dialect_digest(d) for name, d in sorted(dialects.items())},
        notices=told,
        unknown=[f"{address} {name}" for address, name in unseen],
        later=list(outline.later),
        proof=shown.proof,
        explained=list(shown.explained),
        ways=list(shown.ways),
        unmanaged_rows=_unmanaged_rows(situation, desired.state, actual),
        measured={"read_seconds": {k: round(v, 3) for k, v in origin.seconds.items()}},
    )
    document = PlanDocument(
        planned_values=planned_values(desired),
        resource_changes=[resource_change(change, desired, actual) for change in found],
        timestamp=origin.timestamp,
        applyable=complete and not lacking and bool(outline.steps),
        complete=complete,
        hacfg=ours,
    )
    return with_id(document)


def unsafe_notices(proof: Proof | None) -> Iterator[Notice]:
    """Yield why a plan is refused: what it may end in."""
    for story in proof.stories[:1] if proof else ():
        settled = [f"if you know it: --assume {one}" for one in story.settled_by]
        yield Notice(
            id="unsafe",
            severity="error",
            message=f"this can end in {story.title} ({story.rule}: {story.words})",
            next="; or ".join([story.instead, *settled]),
        )


def bound(steps: Iterable[AnyStep]) -> PlanState:
    """Return what the steps rely on as it was read: all that no earlier step writes."""
    written: set[tuple[Address, str]] = set()
    found: PlanState = {}
    for step in steps:
        before = {} if isinstance(step, WaitStep) else step.before
        after = step.gate.expect if isinstance(step, WaitStep) else step.after
        for address, attributes in before.items():
            news = {n: v for n, v in (attributes or {}).items() if (address, n) not in written}
            known = {n: v for n, v in news.items() if v is not UNKNOWN}
            if attributes is None and (address, "") not in written:
                found[address] = None
            elif known:
                found[address] = {**(found.get(address) or {}), **known}
        written |= {(address, name) for address in after for name in ("", *(after[address] or {}))}
    return dict(sorted(found.items()))


def is_read(situation: Situation, desired: Desired, actual: Actual) -> bool:
    """Tell whether all was read that the plan needs: every unit, its role, every declared kind.

    Other kinds may be missing: a joiner whose domains could not be read counts as not blank.
    """
    declared = {(address.owner, address.kind) for address in desired.state}
    needed = declared | desired.owned | set(desired.everywhere)
    return are_known(situation) and not needed & set(actual.unread)


def are_known(situation: Situation) -> bool:
    """Tell whether every unit said which box it is, and in which role."""
    answered = all(unit.reading.answered and _is_known(unit) for unit in situation.everyone)
    return answered and situation.condition != "unknown"


def _is_known(unit: UnitSituation) -> bool:
    """Tell whether the unit said which box it is: apply binds the plan to that."""
    return all(isinstance(unit.reading.facts.get(name), str) for name in ("serial", "firmware"))


def _generation(situation: Situation) -> GroupGeneration:
    answering = (unit for unit in situation.everyone if unit.reading.answered)
    known: set[GroupGeneration] = {unit.dialect.generation for unit in answering}
    if len(known) == 1:
        return known.pop()
    return "mixed" if known else "unknown"


def _unit_plan(unit: UnitSituation, origin: Origin) -> UnitPlan:
    facts = {name: str(v) for name, v in unit.reading.facts.items() if isinstance(v, str)}
    ca_pem, fingerprint = origin.trust.get(unit.name, (None, None))
    api = unit.declared.api
    problem = unit.reading.problems.get("")
    return UnitPlan(
        name=unit.name,
        role=unit.declared.role,
        url=api.url,
        username=api.username,
        ca_pem=ca_pem,
        fingerprint=fingerprint,
        after_join_username=api.after_join.username if api.after_join else None,
        serial=facts.get("serial"),
        model=facts.get("model"),
        firmware=facts.get("firmware"),
        hostname=facts.get("hostname"),
        dialect=unit.dialect.dialect if unit.reading.answered else None,
        configured=_role(unit.configured),
        effective=_role(unit.effective),
        problem=problem.message if problem else "",
    )


def _role(role: str | Unknown) -> str:
    return role if isinstance(role, str) else "unknown"


def _unmanaged_rows(situation: Situation, desired: State, actual: Actual) -> int:
    """Count the rows that people made beside the declared ones; fixed rows are nobody's."""
    tables = {(address.owner, address.kind) for address in desired if address.key}
    made = {
        kind
        for unit in situation.everyone
        for kind, spec in unit.dialect.kinds.items()
        if spec and spec.rows != "fixed"
    }
    return sum(
        (address.owner, address.kind) in tables and address.kind in made and address not in desired
        for address in actual.resources
    )
