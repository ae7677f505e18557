"""Planning one group: load, observe, compile, compare, order."""

import datetime
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from hacfg.errors import InvalidInput, Problem, Refused, raise_problems
from hacfg.findings import Finding
from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.fortimail.compile import wanted_kinds
from hacfg.fortimail.identity import check_identity, check_operation_mode
from hacfg.fortimail.reading import Reading, narrowed
from hacfg.plan.agents import asked_agents
from hacfg.plan.assumed import parse_assumptions
from hacfg.plan.changes import Desired
from hacfg.plan.compose import Origin, Shown, compose
from hacfg.plan.document import PlanDocument
from hacfg.plan.draft import Mandate
from hacfg.plan.expected import expected_readings
from hacfg.plan.explaining import explain, nearest_ways
from hacfg.plan.judged import TOLD_APART, with_findings
from hacfg.plan.leaving import leaving_notices
from hacfg.plan.made import Made
from hacfg.plan.making import Material, make, prove
from hacfg.plan.practice_guard import practice_notices
from hacfg.plan.restoring import as_it_was
from hacfg.plan.situation import Situation
from hacfg.plan.steps import AnyStep
from hacfg.plan.terraform import JsonObject
from hacfg.plan.unread import notice_of
from hacfg.practices.case import Case
from hacfg.practices.check import EVERY, find
from hacfg.practices.table import KINDS
from hacfg.topology.load import Loaded
from hacfg.topology.secrets import describe
from hacfg.topology.slots import secret_slots, snmp_slots
from hacfg.usecases.connecting import base_of, trust_of
from hacfg.usecases.dialects import dialects_of
from hacfg.usecases.digesting import Compared, compare_secrets, with_changed, with_unverified
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.reading import read_group


def plan_group(loaded: Loaded, options: PlanOptions) -> PlanDocument:
    """Read the units of one group and return its plan; a silent unit makes it incomplete.

    Raises InvalidInput for what the topology or the environment lacks, Refused for a group whose
    units are on different generations.
    """
    _check_set_secrets(loaded, options.set_secrets)
    compared = Compared() if options.undo else compare_secrets(loaded, options)
    options = with_changed(options, compared.changed)
    catalogue = load_catalogue(options.dialects)
    readings = read_group(loaded, catalogue, wanted_kinds(loaded.topology) | KINDS, options)
    document = plan_from(loaded, readings, catalogue, options)
    return with_unverified(document, compared.unverified)


def plan_from(
    loaded: Loaded, readings: Mapping[str, Reading], catalogue: Catalogue, options: PlanOptions
) -> PlanDocument:
    """Return the plan from what was read: pure, so that the same input gives the same plan."""
    topology, places = loaded.topology, loaded.places
    material = material_of(loaded, readings, catalogue, options)
    # What only the practices look at must neither stop a plan nor be bound to it.
    planned = {n: narrowed(one, wanted_kinds(topology)) for n, one in readings.items()}
    made = make(material, planned)
    _refuse_mixed(made.situation)
    shown = _rehearsed(material, made, planned, options)
    boxes = check_identity(topology, readings, places)
    notices = [notice_of("identity", "error", problem) for problem in boxes]
    modes = check_operation_mode(topology, readings, places)
    notices += [notice_of("identity", "warning", problem) for problem in modes]
    notices += leaving_notices(topology, readings, places)
    findings = _findings(loaded, readings, made.desired, options.today)
    strict = options.strict_practices
    notices += practice_notices(findings, made.changes, places, strict=strict)
    document = compose(_origin(loaded, options, readings, made.outline.steps), made, notices, shown)
    return with_findings(document, findings)


def _findings(
    loaded: Loaded, readings: Mapping[str, Reading], desired: Desired, today: datetime.date
) -> tuple[Finding, ...]:
    """Judge the group as it will be once the plan is carried out."""
    expected = expected_readings(readings, desired)
    case = Case(loaded.topology, loaded.places, today, expected, conditions=False)
    return find(case, [judged for judged in EVERY if judged.rule.id not in TOLD_APART])


def _rehearsed(
    material: Material, made: Made, readings: Mapping[str, Reading], options: PlanOptions
) -> Shown:
    """Rehearse the plan, and answer what was asked about it."""
    if made.situation.condition == "unknown":
        return Shown()
    proof = prove(material, made, readings)
    explained = explain(material, made, readings) if options.explain else []
    ways = nearest_ways(material, proof, readings) if options.why_not else []
    return Shown(proof, explained, ways)


def material_of(
    loaded: Loaded, readings: Mapping[str, Reading], catalogue: Catalogue, options: PlanOptions
) -> Material:
    """Return what a plan is made from; raise InvalidInput for what cannot be assumed."""
    topology = loaded.topology
    slots = secret_slots(topology)
    units = frozenset(unit.name for unit in topology.units)
    assumptions = parse_assumptions(options.assume, units, farm=topology.mode == "config-only")
    return Material(
        topology=as_it_was(topology, options.undo or ()),
        places=loaded.places,
        dialects=dialects_of(loaded, readings, catalogue),
        secret_words=lambda slot: describe(slots[slot].ref),
        mandate=Mandate(options.allow, recover=options.recover, source=assumptions.source),
        named_secrets=options.set_secrets,
        assumptions=assumptions,
        undo=options.undo,
    )


def _check_set_secrets(loaded: Loaded, named: frozenset[str]) -> None:
    """Raise InvalidInput for secrets to be sent that no unit is ever sent."""
    slots = secret_slots(loaded.topology)
    # What stands with a unit logs hacfg in, and is written nowhere.
    writable = sorted(name for name, slot in slots.items() if slot.path[0] != "units")
    wrong = sorted(named - set(writable))
    raise_problems(
        InvalidInput, (_not_writable(name, writable, known=name in slots) for name in wrong)
    )


def _not_writable(name: str, writable: Sequence[str], *, known: bool) -> Problem:
    near = get_close_matches(name, writable, 1)
    why = "is only logged in with, never written" if known else "is no secret of this topology"
    return Problem(
        f"--set-secret {name}: it {why}",
        expected=", ".join(writable),
        next=f"did you mean {near[0]}?" if near else "name one of these, or leave it out",
    )


def _refuse_mixed(situation: Situation) -> None:
    if len(situation.generations) > 1:
        told = ", ".join(f"{unit.name} {unit.dialect.dialect}" for unit in situation.everyone)
        raise Refused(
            Problem(
                f"{situation.topology.name}: the units hold their HA settings in different ways",
                seen=told,
                expected="one firmware generation",
                next="finish the firmware upgrade, then plan again",
            )
        )


def _origin(
    loaded: Loaded,
    options: PlanOptions,
    readings: Mapping[str, Reading],
    steps: Sequence[AnyStep],
) -> Origin:
    trust = {unit.name: trust_of(loaded, unit) for unit in loaded.topology.units}
    return Origin(
        path=str(loaded.path),
        allowed=options.allow,
        recover=options.recover,
        sent=options.set_secrets,
        told=options.told,
        trust={name: (found.ca_pem, found.fingerprint) for name, found in trust.items()},
        secrets=_references(loaded, steps),
        timestamp=options.timestamp,
        seconds={name: reading.seconds for name, reading in readings.items()},
    )


def _references(loaded: Loaded, steps: Sequence[AnyStep]) -> dict[str, JsonObject]:
    """Return the references as apply resolves them elsewhere: paths made absolute."""
    references: dict[str, JsonObject] = {}
    agents = tuple(f"{unit}.snmp." for unit in asked_agents(steps))
    asked = {n: s for n, s in snmp_slots(loaded.topology).items() if n.startswith(agents)}
    for name, slot in {**secret_slots(loaded.topology), **asked}.items():
        reference = slot.ref.model_dump(mode="json", exclude_none=True)
        if "file" in reference:
            reference["file"] = str(base_of(loaded.path) / reference["file"])
        references[name] = reference
    return references
