"""A plan's steps as what hacfg or a person does to the model, one cue after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from hacfg.fortimail.ha.meaning import Meaning, put
from hacfg.fortimail.ha.settings import role_of
from hacfg.fortimail.ha.state import Group, Kind, World
from hacfg.fortimail.ha.writes import join, restore, set_backup, set_path
from hacfg.plan.rehearsal.cue import Cue, Do, Script
from hacfg.plan.rehearsal.gates import awaited_role, deed_of, met_of, restores_mail
from hacfg.plan.rehearsal.held import Held, shared_parts
from hacfg.plan.rehearsal.relying import relied_on
from hacfg.plan.rehearsal.stage import DECLARED, Stage
from hacfg.plan.steps import ActionStep, AnyStep, ManualStep, SetStep, WaitStep
from hacfg.state import Address, Attributes, Secret

LONELY: Final = "mail-interruption"
"""The guard under which a unit may lead that is not configured to."""


@dataclass(slots=True)
class Writer:
    """A script in the making."""

    stage: Stage
    held: dict[str, Held]
    passwords: dict[str, str]
    kind: Kind
    cues: list[Cue] = field(default_factory=list)
    acting: str = ""
    """The unit that acts as primary, as far as gates tell."""
    lonely: bool = False
    """Whether a person allowed that a unit leads that is not configured to, and one does."""

    def meaning(self, name: str) -> Meaning:
        """Return what a unit's settings mean at this point."""
        return self.stage.meaning(self.held[name], self.passwords[name], self.kind)

    @property
    def leading(self) -> str | None:
        """The unit that is configured to lead at this point."""
        found = [name for name, held in self.held.items() if role_of(held) == "primary"]
        return found[0] if len(found) == 1 else None


def write_script(stage: Stage, steps: Sequence[AnyStep]) -> Script:
    """Return the script of a plan."""
    writer = Writer(stage, dict(stage.held), dict(stage.passwords), stage.kind, acting=stage.acting)
    held: list[Mapping[str, Held]] = [dict(writer.held)]
    for step in steps:
        for found in _cues(writer, step):
            allowed = writer.lonely or (not isinstance(step, WaitStep) and LONELY in step.guards)
            writer.lonely = allowed and writer.leading is None
            cue = replace(found, lonely=writer.lonely)
            if writer.cues and _is_more_of(writer.cues[-1], cue):
                # Nothing that HA depends on lies between two writes that do not touch it.
                writer.cues[-1] = replace(writer.cues[-1], step=cue.step)
                held.pop()
            else:
                writer.cues.append(cue)
            held.append(dict(writer.held))
    return Script(tuple(writer.cues), tuple(held))


def _is_more_of(before: Cue, cue: Cue) -> bool:
    """Tell whether a cue goes on where the one before was, and both leave HA alone.

    What does or awaits something has a function of its own, and is equal to no other.
    """
    return before == replace(cue, step=before.step)


def _cues(writer: Writer, step: AnyStep) -> Iterator[Cue]:
    match step:
        case WaitStep():
            yield from _wait(writer, step)
        case ActionStep(action="join") | ManualStep(action="join"):
            yield _join(writer, step)
        case ActionStep() | ManualStep(action="restore"):
            index = writer.stage.index(step.unit)
            yield _cue(writer, step, lambda world, group: restore(world, group, index))
        case SetStep():
            address = Address(step.unit, step.kind, step.key)
            yield _write(writer, step, address, _written(step))
        case ManualStep():
            for address, attributes in step.after.items():
                yield _write(writer, step, address, attributes)


def _written(step: SetStep) -> Attributes | None:
    return None if step.operation == "delete" else step.attributes


def _write(
    writer: Writer, step: SetStep | ManualStep, address: Address, attributes: Attributes | None
) -> Cue:
    name, stage = address.owner, writer.stage
    index, kind, before = stage.index(name), writer.kind, writer.meaning(name)
    paths_before = tuple(stage.is_led_to(each, writer.held) for each in stage.held)
    plain = {n: v for n, v in (attributes or {}).items() if not isinstance(v, Secret)}
    writer.held[name] = writer.held[name].put(address, None if attributes is None else plain)
    if _sends_password(step, address, attributes, before, writer.meaning(name)):
        writer.passwords[name] = DECLARED
    after = writer.meaning(name)
    if after.kind and after.kind != kind and name == writer.leading:
        writer.kind = after.kind
    shared = list(shared_parts(writer.held[name].dialect, address, attributes))
    paths = tuple(stage.is_led_to(each, writer.held) for each in stage.held)

    if before == after and not shared and paths == paths_before:
        return _cue(writer, step, None)

    def do(world: World, group: Group) -> Group:
        group = put(world, group, index, (before, after), shared)
        for other, path in enumerate(paths):
            group = set_path(group, other, path=path)
        return group

    return _cue(writer, step, do)


def _sends_password(
    step: SetStep | ManualStep,
    address: Address,
    attributes: Attributes | None,
    before: Meaning,
    after: Meaning,
) -> bool:
    sent = {v.slot for v in (attributes or {}).values() if isinstance(v, Secret)}
    if isinstance(step, ManualStep) and address.kind == "ha":
        sent |= set(step.secrets)
        sent |= {"ha.password"} if before.conf == "off" != after.conf else set()
    return "ha.password" in sent


def _join(writer: Writer, step: ActionStep | ManualStep) -> Cue:
    """Join as 7.6 does: the group's HA document replaces the unit's (CLI reference 706922)."""
    rows = [a for a in step.after if a.kind == "ha_member" and a.owner != step.unit]
    leader = rows[0].owner if rows else writer.leading or writer.stage.names[0]
    index, primary = writer.stage.index(step.unit), writer.stage.index(leader)
    for address, attributes in step.after.items():
        writer.held[address.owner] = writer.held[address.owner].put(address, attributes)
    document = frozenset({"ha", "ha_member"})
    writer.held[step.unit] = writer.held[step.unit].synced(writer.held[leader], document)
    writer.passwords[step.unit] = DECLARED
    backup = writer.meaning(step.unit).backup

    def do(world: World, group: Group) -> Group:
        return set_backup(join(world, group, index, primary, DECLARED), index, backup=backup)

    return _cue(writer, step, do)


def _wait(writer: Writer, step: WaitStep) -> Iterator[Cue]:
    gate, index = step.gate, writer.stage.index(step.unit)
    if deed := deed_of(gate, index):
        yield Cue(step.number, index, by_hand=True, do=deed)
    if gate.condition == "in-sync":
        _sync(writer, {address.owner for address in gate.expect} or {step.unit})
    elif gate.condition == "role" and awaited_role(gate) == "primary":
        writer.acting = step.unit
    yield Cue(
        step.number,
        index,
        by_hand=gate.source != "rest",
        met=met_of(gate, index, writer.stage.names),
        restores_mail=restores_mail(gate),
    )


def _sync(writer: Writer, names: set[str]) -> None:
    """Let units hold what the primary that acts hands on; it is none of them."""
    acts = writer.acting not in {"", *names} and role_of(writer.held[writer.acting]) != "off"
    leader = writer.acting if acts else writer.leading
    if leader:
        for name in names:
            writer.held[name] = writer.held[name].synced(writer.held[leader])


def _cue(writer: Writer, step: SetStep | ActionStep | ManualStep, do: Do | None) -> Cue:
    index = writer.stage.index(step.unit)
    return Cue(
        step.number,
        index,
        by_hand=isinstance(step, ManualStep),
        on_console=isinstance(step, ManualStep),
        expects=tuple(relied_on(writer.stage, step.before)),
        do=do,
        stops_mail=step.outage,
        overwrites=frozenset(map(writer.stage.index, step.overwrites)),
    )
