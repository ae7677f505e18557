"""A lab from a topology: units that are blank, as declared, or as once saved."""

import pathlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.catalogue import Catalogue
from hacfg.fortimail.compile import compile_topology
from hacfg.fortimail.dialect import Dialect
from hacfg.lab.config import HaState, LabConfig, LabSnmp, LabState, LabUnit, Resources, UnitState
from hacfg.lab.readings import check_readings
from hacfg.lab.tree import next_number
from hacfg.source import Position
from hacfg.state import GROUP, Address, Attributes, plain
from hacfg.topology.load import Loaded
from hacfg.topology.models import Topology
from hacfg.topology.secrets import resolve_all
from hacfg.topology.slots import secret_slots, snmp_slots
from hacfg.topology.units import Unit


@dataclass(frozen=True, slots=True)
class Options:
    """How a lab shall behave; `time_scale` 0 settles at once, None stands still."""

    blank: bool = False
    actual: pathlib.Path | None = None
    time_scale: float | None = 20
    readings: tuple[str, ...] = ()
    latency_ms: float = 0
    seed: int = 0


def make_config(loaded: Loaded, catalogue: Catalogue, options: Options) -> LabConfig:
    """Return what to simulate for a topology."""
    check_readings(options.readings)
    topology = loaded.topology
    dialects = {unit.name: _dialect(topology, catalogue) for unit in topology.units}
    return LabConfig(
        name=topology.name,
        units=[_unit(topology, number, dialects) for number in range(len(topology.units))],
        state=_state(loaded, dialects, options),
        time_scale=options.time_scale,
        readings=list(options.readings),
        latency_ms=options.latency_ms,
        seed=options.seed,
    )


def lab_secrets(
    loaded: Loaded, environ: Mapping[str, str], *, allow_commands: bool = False
) -> dict[str, str]:
    """Return what the secret references hold; raise InvalidInput that lists all unset ones."""
    slots = {**secret_slots(loaded.topology), **snmp_slots(loaded.topology)}
    found = resolve_all(
        {name: (slot.ref, loaded.places.at(*slot.path)) for name, slot in slots.items()},
        base=loaded.path.parent,
        environ=environ,
        allow_commands=allow_commands,
    )
    return {name: secret.get_secret_value() for name, secret in found.items()}


def _dialect(topology: Topology, catalogue: Catalogue) -> Dialect:
    dialect = catalogue.for_firmware(topology.firmwares[0])
    if dialect is None:
        raise InvalidInput(Problem(f"no dialect is for firmware {topology.firmwares[0]}"))
    return dialect


def _unit(topology: Topology, number: int, dialects: Mapping[str, Dialect]) -> LabUnit:
    unit = topology.units[number]
    firmware = topology.firmwares[0]
    return LabUnit(
        name=unit.name,
        dialect=dialects[unit.name],
        firmware=firmware if firmware.count(".") > 1 else f"{firmware}.0",
        serial=unit.serial or f"FEVM{number + 1:012d}",
        operation_mode=topology.operation_mode,
        accounts={unit.api.username: f"{unit.name}.api.password"},
        ports=list(dict.fromkeys(_ports(topology, unit))),
        cables={port.port: port.link for port in unit.heartbeat},
        snmp=_snmp(unit),
    )


def _snmp(unit: Unit) -> LabSnmp | None:
    declared = unit.snmp
    if declared is None:
        return None
    slot, user = f"{unit.name}.snmp", declared.user
    if user is None:
        return LabSnmp(community=f"{slot}.community")
    auth, privacy = user.auth, user.privacy
    return LabSnmp(
        user=user.name,
        auth=f"{slot}.auth" if auth else "",
        auth_protocol=auth.protocol if auth else "sha1",
        privacy=f"{slot}.privacy" if privacy else "",
        privacy_protocol=privacy.protocol if privacy else "aes",
    )


def _ports(topology: Topology, unit: Unit) -> Iterator[str]:
    yield from unit.interfaces
    yield from (port.port for port in unit.heartbeat)
    yield from (vip.port for vip in topology.virtual_ips)
    yield from topology.monitor.ports


def _state(loaded: Loaded, dialects: Mapping[str, Dialect], options: Options) -> LabState | None:
    if options.actual is not None:
        return _saved(options.actual, dialects)
    if options.blank:
        return None
    topology = loaded.topology
    present = {unit.name: dialects[unit.name] for unit in topology.present_units}
    sheet = compile_topology(topology, loaded.places, present, topology.primary.name)
    units = {
        name: UnitState(resources=_resources(dialect, _own(sheet.state, name)))
        for name, dialect in present.items()
    }
    lost = HaState(eff="off", lineage="lost", version=0, up=False)
    gone = {unit.name: UnitState(resources={}, ha=lost) for unit in topology.units if unit.lost}
    return LabState(units={**units, **gone})


def _own(
    state: Mapping[Address, Attributes | None], unit: str
) -> Iterable[tuple[Address, Attributes]]:
    """Yield what a unit holds once it is in sync: its own and the group's."""
    for address in sorted(state):
        attributes = state[address]
        if address.owner in {unit, GROUP} and attributes is not None:
            yield address, attributes


def _resources(dialect: Dialect, own: Iterable[tuple[Address, Attributes]]) -> Resources:
    found: Resources = {}
    keys: dict[tuple[str, str], str] = {}
    for address, attributes in own:
        spec = dialect.kind(address.kind)
        rows = found.setdefault(address.kind, {})
        key = address.key
        if spec is not None and spec.rows == "numbered":
            prefix = f"{address.key.partition('/')[0]}/" if spec.parent else ""
            key = keys.setdefault((address.kind, key), prefix + next_number(rows, prefix))
        document = plain(attributes)
        if isinstance(document, dict):
            rows.setdefault(key, {}).update(document)
    return found


def _saved(path: pathlib.Path, dialects: Mapping[str, Dialect]) -> LabState:
    where = Position(str(path), 1)
    advice = "name a file that `hacfg lab dump` wrote for this topology"
    try:
        state = LabState.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InvalidInput(
            Problem(f"cannot be read: {error.strerror}", where, next=advice)
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = f"is no saved lab: {place}: {first['msg']}"
        raise InvalidInput(Problem(message, where, next=advice)) from None
    if unknown := sorted(set(state.units) - set(dialects)):
        message = f"holds units that the topology does not declare: {', '.join(unknown)}"
        raise InvalidInput(Problem(message, where, next=advice))
    return state
