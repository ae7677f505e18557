"""Which promises a group, its history and its files break."""

from collections.abc import Iterator

from hacfg.plan.document import to_json
from hacfg.plan.rehearsal.hazards import RULES
from hacfg.store.records import Entry
from hacfg.usecases.history import history, story
from tests.faults.cases import CUT
from tests.faults.trial import GOOD, Trial, seen


def broken(one: Trial, fault: str) -> Iterator[str]:
    """Yield which of S1 to S5 the group breaks as it stands; what failed is repaired by now."""
    units = one.group.door.status()["units"]
    acting = [name for name, unit in units.items() if unit["effective"] == "primary"]
    # Two lead, and may, where nothing but the cut heartbeat could have told them.
    if len(acting) > 1 and fault != CUT and one.group.loaded.topology.mode == "active-passive":
        yield f"S1 two primaries: {', '.join(acting)}"
    if GOOD not in one.group.door.dump()["units"]["mx1"]["resources"]["domain"]:
        yield "S2 the good configuration of mx1 is gone"
    found, names = seen(one.group), [unit.name for unit in one.group.loaded.topology.units]
    if one.served and not found.served:
        yield "S3 no unit takes mail any more"
    for index in found.astray:
        yield f"S4 hacfg's address does not lead to {names[index]}"
    for danger, index in found.dangers:
        yield f"{' '.join(RULES[danger])}: {names[index]}"


def untrue(one: Trial) -> Iterator[str]:
    """Yield where the history does not tell what happened."""
    intended: dict[str, int] = {}
    for run in history(one.group.store):
        told = story(one.group.store, run.id)
        if [entry.seq for entry in told.entries] != list(range(1, len(told.entries) + 1)):
            yield f"the journal of {run.id} has gaps"
        if run.outcome == "done" and not _all_done(told.entries, len(told.document.hacfg.steps)):
            yield f"{run.id} says that it is done, and its journal does not"
        unit_of = {step.number: step.unit for step in told.document.hacfg.steps}
        for unit in (unit_of[entry.step] for entry in told.entries if entry.type == "intent"):
            intended[unit] = intended.get(unit, 0) + 1
    for unit, calls in one.group.door.log().items():
        accepted = [call for call in calls if _writes(call) and call[2] < 300]
        if len(accepted) > intended.get(unit, 0):
            yield f"{unit} took {len(accepted)} writes, {intended.get(unit, 0)} are in the journal"


def _writes(call: list[object]) -> bool:
    method, path, _ = call
    return method != "GET" and "AdminLogin" not in str(path)


def _all_done(entries: tuple[Entry, ...], steps: int) -> bool:
    ended = {e.step for e in entries if e.type in {"verified", "skipped", "gate", "asked"}}
    return ended == set(range(1, steps + 1))


def leaked(one: Trial) -> Iterator[str]:
    """Yield where a secret can be read: every one of them is a canary."""
    folder = one.group.loaded.path.parent
    for path in folder.rglob("*"):
        if path.is_file() and b"canary" in path.read_bytes():
            yield f"a secret is in {path.relative_to(folder)}"
    if "canary" in one.store.text():
        yield "a secret is in the store"
    if "canary" in "".join([*one.told, repr(list(one.group.events)), to_json(one.document)]):
        yield "a secret was told"
