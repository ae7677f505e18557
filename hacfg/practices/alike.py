"""HX-01 to HX-03: what the units of a group have in common."""

from collections.abc import Iterator

from hacfg.fortimail.versions import numbers_of, version_of
from hacfg.practices.asking import DIALECT, listed, unread
from hacfg.practices.case import Case
from hacfg.practices.verdict import Verdict, broken, not_applicable, unknown
from hacfg.source import OnUnit


def same_firmware(case: Case) -> Iterator[Verdict]:
    """Judge that all units run one firmware, one that is declared."""
    yield from unread(case)
    declared, *others = case.topology.firmwares
    if others:
        message = "several versions are declared: an upgrade rolls"
        yield not_applicable(case.at("firmware"), message)
        return
    seen = dict(_facts(case, "firmware"))
    yield from _untold(case, seen, "firmware")
    other = {
        unit: version
        for unit, firmware in seen.items()
        if not f"{(version := version_of(firmware) or firmware)}.".startswith(f"{declared}.")
    }
    for unit, version in other.items():
        message = f"{unit} runs firmware {version}, declared is {declared}"
        yield broken(_on(unit, "firmware"), message, _UPGRADE)
    if other:
        return
    versions = {version_of(firmware) or firmware for firmware in seen.values()}
    if len(versions) > 1:
        told = listed([f"{unit} {version_of(f) or f}" for unit, f in seen.items()])
        message = f"the units run different firmware: {told}"
        oldest = min(seen, key=lambda unit: numbers_of(seen[unit]))
        yield broken(_on(oldest, "firmware"), message, _UPGRADE)


_UPGRADE = "upgrade the secondaries, then the primary; declare both versions meanwhile"


def same_operation_mode(case: Case) -> Iterator[Verdict]:
    """Judge that all units run in the declared operation mode."""
    yield from unread(case)
    seen = dict(_facts(case, "operation_mode"))
    yield from _untold(case, seen, "operation_mode")
    declared = case.topology.operation_mode
    for unit, mode in seen.items():
        if mode != declared:
            message = f"{unit} seems to run in {mode} mode, declared is {declared}"
            todo = "see `get system status` on it; to change the mode resets its configuration"
            yield broken(_on(unit, "operation_mode"), message, todo)


def same_model(case: Case) -> Iterator[Verdict]:
    """Judge that no unit holds the others back."""
    yield from unread(case)
    seen = dict(_facts(case, "model"))
    yield from _untold(case, seen, "model")
    if len(set(seen.values())) > 1:
        told = listed([f"{unit} is a {model}" for unit, model in seen.items()])
        message = f"{told}: the group has the capacity of the weakest"
        todo = "use one model, or waive this if the weakest is enough"
        yield broken(_on(min(seen, key=lambda unit: seen[unit]), "model"), message, todo)


def _facts(case: Case, name: str) -> Iterator[tuple[str, str]]:
    for reading in case.live():
        fact = reading.facts.get(name)
        if isinstance(fact, str):
            yield reading.unit, fact


def _untold(case: Case, seen: dict[str, str], name: str) -> Iterator[Verdict]:
    for reading in case.live():
        if reading.unit not in seen:
            message = f"{reading.unit} does not tell its {name.replace('_', ' ')}"
            yield unknown(_on(reading.unit, name), message, DIALECT)


def _on(unit: str, name: str) -> OnUnit:
    return OnUnit(unit, "system", name)
