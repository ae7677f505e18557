"""Planning one group: load, observe, compile, compare, order."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from pydantic import SecretStr

from hacfg.errors import InvalidInput, Problem, Refused, raise_problems
from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.fortimail.client import Endpoint
from hacfg.fortimail.compile import compile_topology, wanted_kinds
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.identity import check_identity, check_operation_mode
from hacfg.fortimail.observe import observe
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.regroup import find_leader, regroup
from hacfg.plan.changes import Choices, Desired, find_changes
from hacfg.plan.compose import Origin, compose
from hacfg.plan.document import PlanDocument
from hacfg.plan.leaving import leaving_notices
from hacfg.plan.planner import make_steps
from hacfg.plan.restoring import restored
from hacfg.plan.situation import Situation, find_situation
from hacfg.plan.terraform import JsonObject
from hacfg.plan.unread import notice_of
from hacfg.topology.hosts import check_hosts
from hacfg.topology.load import Loaded
from hacfg.topology.secrets import describe, resolve_all
from hacfg.topology.slots import secret_slots
from hacfg.topology.units import Unit
from hacfg.usecases.connecting import Reach, base_of, sessions, trust_of, with_patience
from hacfg.usecases.digesting import Compared, compare_secrets, with_changed, with_unverified
from hacfg.usecases.options import PlanOptions


def plan_group(loaded: Loaded, options: PlanOptions) -> PlanDocument:
    """Read the units of one group and return its plan; a silent unit makes it incomplete.

    Raises InvalidInput for what the topology or the environment lacks, Refused for a group whose
    units are on different generations.
    """
    check_hosts(loaded.topology, loaded.places, options.environ.get("HACFG_ALLOWED_HOSTS"))
    _check_set_secrets(loaded, options.set_secrets)
    compared = Compared() if options.undo else compare_secrets(loaded, options)
    options = with_changed(options, compared.changed)
    catalogue = load_catalogue(options.dialects)
    reaches = _reaches(loaded, options)
    with sessions(reaches, read_only=True) as opened:
        readings = observe(opened, catalogue, wanted_kinds(loaded.topology))
    document = plan_from(loaded, readings, catalogue, options)
    return with_unverified(document, compared.unverified)


def plan_from(
    loaded: Loaded, readings: Mapping[str, Reading], catalogue: Catalogue, options: PlanOptions
) -> PlanDocument:
    """Return the plan from what was read: pure, so that the same input gives the same plan."""
    topology = loaded.topology
    dialects = _dialects(loaded, readings, catalogue)
    present = {unit.name: readings[unit.name] for unit in topology.present_units}
    leader = find_leader(topology.primary.name, present)
    situation = find_situation(topology, present, dialects, leader)
    _refuse_mixed(situation)
    leads = leader.unit or topology.primary.name
    sheet = compile_topology(topology, loaded.places, dialects, leads)
    desired = Desired(sheet.state, sheet.at, frozenset(sheet.owned), sheet.everywhere)
    if options.undo is not None:
        desired = restored(desired, options.undo)
    actual = regroup(present, leader, wanted_kinds(topology))
    choices = Choices(leads, options.set_secrets)
    changes = find_changes(desired, actual, choices)
    slots = secret_slots(topology)
    outline = make_steps(
        situation, desired, changes, options.allow, lambda slot: describe(slots[slot].ref)
    )
    places = loaded.places
    boxes = check_identity(topology, readings, places)
    notices = [notice_of("identity", "error", problem) for problem in boxes]
    modes = check_operation_mode(topology, readings, places)
    notices += [notice_of("identity", "warning", problem) for problem in modes]
    notices += leaving_notices(topology, readings, places)
    origin = _origin(loaded, options, readings)
    return compose(origin, situation, desired, actual, changes, outline, notices)


def _check_set_secrets(loaded: Loaded, named: frozenset[str]) -> None:
    """Raise InvalidInput for secrets to be sent that no unit is ever sent."""
    slots = secret_slots(loaded.topology)
    # What stands with a unit logs hacfg in, and is written nowhere.
    writable = sorted(name for name, slot in slots.items() if slot.path[0] != "units")
    wrong = sorted(named - set(writable))
    raise_problems(InvalidInput, (_not_writable(name, writable, name in slots) for name in wrong))


def _not_writable(name: str, writable: Sequence[str], known: bool) -> Problem:  # noqa: FBT001
    near = get_close_matches(name, writable, 1)
    why = "is only logged in with, never written" if known else "is no secret of this topology"
    return Problem(
        f"--set-secret {name}: it {why}",
        expected=", ".join(writable),
        next=f"did you mean {near[0]}?" if near else "name one of these, or leave it out",
    )


def _reaches(loaded: Loaded, options: PlanOptions) -> dict[str, Reach]:
    units = [unit for unit in loaded.topology.units if not unit.lost]
    passwords = _passwords(loaded, units, options)
    return {
        unit.name: Reach(_endpoint(loaded, unit, options), passwords[f"{unit.name}.api.password"])
        for unit in units
    }


def _endpoint(loaded: Loaded, unit: Unit, options: PlanOptions) -> Endpoint:
    trust = trust_of(loaded, unit)
    endpoint = Endpoint(unit.name, unit.api.url, unit.api.username, trust)
    return with_patience(endpoint, options.environ)


def _passwords(loaded: Loaded, units: Iterable[Unit], options: PlanOptions) -> dict[str, SecretStr]:
    slots = secret_slots(loaded.topology)
    names = [f"{unit.name}.api.password" for unit in units]
    return resolve_all(
        {name: (slots[name].ref, loaded.places.at(*slots[name].path)) for name in names},
        base=base_of(loaded.path),
        environ=options.environ,
        allow_commands=options.allow_commands,
    )


def _dialects(
    loaded: Loaded, readings: Mapping[str, Reading], catalogue: Catalogue
) -> dict[str, Dialect]:
    """Return each unit's dialect; that of the declared firmware stands in for a silent unit."""
    stand_in = catalogue.for_firmware(loaded.topology.firmwares[0])
    found = {
        unit.name: readings[unit.name].dialect or stand_in for unit in loaded.topology.present_units
    }
    return {name: dialect for name, dialect in found.items() if dialect}


def _refuse_mixed(situation: Situation) -> None:
    if len(situation.generations) > 1:
        told = ", ".join(f"{unit.name} {unit.dialect.dialect}" for unit in situation.units)
        raise Refused(
            Problem(
                f"{situation.topology.name}: the units hold their HA settings in different ways",
                seen=told,
                expected="one firmware generation",
                next="finish the firmware upgrade, then plan again",
            )
        )


def _origin(loaded: Loaded, options: PlanOptions, readings: Mapping[str, Reading]) -> Origin:
    trust = {unit.name: trust_of(loaded, unit) for unit in loaded.topology.units}
    return Origin(
        path=str(loaded.path),
        allowed=options.allow,
        trust={name: (found.ca_pem, found.fingerprint) for name, found in trust.items()},
        secrets=_references(loaded),
        timestamp=options.timestamp,
        seconds={name: reading.seconds for name, reading in readings.items()},
    )


def _references(loaded: Loaded) -> dict[str, JsonObject]:
    """Return the references as apply resolves them elsewhere: paths made absolute."""
    references: dict[str, JsonObject] = {}
    for name, slot in secret_slots(loaded.topology).items():
        reference = slot.ref.model_dump(mode="json", exclude_none=True)
        if "file" in reference:
            reference["file"] = str(base_of(loaded.path) / reference["file"])
        references[name] = reference
    return references
