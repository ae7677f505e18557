"""The use cases that commands call; tests pass their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from hacfg.apply.events import ApplyResult, Tell
    from hacfg.plan.document import PlanDocument
    from hacfg.store.records import Lease, Run
    from hacfg.topology.load import Loaded
    from hacfg.usecases.checking import Checked
    from hacfg.usecases.comparing import Wanted
    from hacfg.usecases.drifting import Drifted
    from hacfg.usecases.history import Story
    from hacfg.usecases.options import (
        ApplyOptions,
        CheckOptions,
        CompareOptions,
        DriftOptions,
        PlanOptions,
        StatusOptions,
        StoreChoice,
    )
    from hacfg.usecases.past import Past
    from hacfg.usecases.rehearsing import Rehearsal, RehearseOptions
    from hacfg.usecases.rollback import WayBack
    from hacfg.usecases.standing import Group, Standing
    from hacfg.watch.compare import Comparison

    Compare = Callable[[Wanted, Wanted, Mapping[Path, Loaded], CompareOptions], Comparison]


def _load(paths: Sequence[Path], dialects: Sequence[Path]) -> "tuple[Loaded, ...]":
    from hacfg.usecases.loading import load

    return load(paths, dialects)


def _plan_group(loaded: "Loaded", options: "PlanOptions") -> "PlanDocument":
    from hacfg.usecases.planning import plan_group

    return plan_group(loaded, options)


def _check_group(loaded: "Loaded", options: "CheckOptions") -> "Checked":
    from hacfg.usecases.checking import check_group

    return check_group(loaded, options)


def _drift_group(loaded: "Loaded", options: "DriftOptions") -> "Drifted":
    from hacfg.usecases.drifting import drift_group

    return drift_group(loaded, options)


def _standing_of(loaded: "Loaded", options: "StatusOptions") -> "Standing":
    from hacfg.usecases.standing import standing_of

    return standing_of(loaded, options)


def _open_group(loaded: "Loaded", options: "StatusOptions") -> "AbstractContextManager[Group]":
    from hacfg.usecases.standing import open_group

    return open_group(loaded, options)


def _compare_units(
    left: "Wanted", right: "Wanted", groups: "Mapping[Path, Loaded]", options: "CompareOptions"
) -> "Comparison":
    from hacfg.usecases.comparing import compare_units

    return compare_units(left, right, groups, options)


def _write_plan(document: "PlanDocument", path: Path) -> None:
    from hacfg.usecases.planfile import write_plan

    write_plan(document, path)


def _read_plan(path: Path) -> "PlanDocument":
    from hacfg.usecases.planfile import read_plan

    return read_plan(path)


def _apply_plan(
    document: "PlanDocument",
    options: "ApplyOptions",
    tell: "Tell",
    should_stop: Callable[[], bool],
) -> "ApplyResult":
    from hacfg.usecases.applying import apply_plan

    return apply_plan(document, options, tell, should_stop)


def _open_run(choice: "StoreChoice", run: str) -> "Story":
    from hacfg.usecases.history import open_run

    return open_run(choice, run)


def _history(choice: "StoreChoice", group: str) -> "list[Run]":
    from hacfg.usecases.history import history

    return history(choice, group)


def _story(choice: "StoreChoice", run: str) -> "Story":
    from hacfg.usecases.history import story

    return story(choice, run)


def _locks(choice: "StoreChoice", group: str) -> "list[Lease]":
    from hacfg.usecases.history import locks

    return locks(choice, group)


def _break_lock(choice: "StoreChoice", group: str) -> "Lease | None":
    from hacfg.usecases.history import break_lock

    return break_lock(choice, group)


def _remember(choice: "StoreChoice", groups: "Sequence[Loaded]") -> "Mapping[str, Past]":
    from hacfg.usecases.remembering import remember

    return remember(choice, groups)


def _plan_rollback(run: str, topology: Path | None, options: "PlanOptions") -> "WayBack":
    from hacfg.usecases.rollback import plan_rollback

    return plan_rollback(run, topology, options)


def _check_way_back(document: "PlanDocument") -> None:
    from hacfg.usecases.rollback import check_way_back

    check_way_back(document)


def _note_rolled_back(choice: "StoreChoice", run: str) -> None:
    from hacfg.usecases.rollback import note_rolled_back

    note_rolled_back(choice, run)


def _confirm_run(choice: "StoreChoice", run: str) -> "Run":
    from hacfg.usecases.rollback import confirm_run

    return confirm_run(choice, run)


def _wait_confirmed(
    choice: "StoreChoice", run: str, should_stop: Callable[[], bool]
) -> bool | None:
    from hacfg.usecases.rollback import wait_confirmed

    return wait_confirmed(choice, run, should_stop)


def _rehearse_plan(document: "PlanDocument", options: "RehearseOptions") -> "Rehearsal":
    from hacfg.usecases.rehearsing import rehearse_plan

    return rehearse_plan(document, options)


@dataclass(frozen=True, slots=True)
class Usecases:
    """One function a verb; each loads what it needs when it is called."""

    load: "Callable[[Sequence[Path], Sequence[Path]], tuple[Loaded, ...]]" = _load
    plan_group: "Callable[[Loaded, PlanOptions], PlanDocument]" = _plan_group
    check_group: "Callable[[Loaded, CheckOptions], Checked]" = _check_group
    drift_group: "Callable[[Loaded, DriftOptions], Drifted]" = _drift_group
    standing_of: "Callable[[Loaded, StatusOptions], Standing]" = _standing_of
    open_group: "Callable[[Loaded, StatusOptions], AbstractContextManager[Group]]" = _open_group
    compare_units: "Compare" = _compare_units
    write_plan: "Callable[[PlanDocument, Path], None]" = _write_plan
    read_plan: "Callable[[Path], PlanDocument]" = _read_plan
    apply_plan: "Callable[[PlanDocument, ApplyOptions, Tell, Callable[[], bool]], ApplyResult]" = (
        _apply_plan
    )
    open_run: "Callable[[StoreChoice, str], Story]" = _open_run
    history: "Callable[[StoreChoice, str], list[Run]]" = _history
    story: "Callable[[StoreChoice, str], Story]" = _story
    locks: "Callable[[StoreChoice, str], list[Lease]]" = _locks
    break_lock: "Callable[[StoreChoice, str], Lease | None]" = _break_lock
    remember: "Callable[[StoreChoice, Sequence[Loaded]], Mapping[str, Past]]" = _remember
    plan_rollback: "Callable[[str, Path | None, PlanOptions], WayBack]" = _plan_rollback
    check_way_back: "Callable[[PlanDocument], None]" = _check_way_back
    note_rolled_back: "Callable[[StoreChoice, str], None]" = _note_rolled_back
    confirm_run: "Callable[[StoreChoice, str], Run]" = _confirm_run
    wait_confirmed: "Callable[[StoreChoice, str, Callable[[], bool]], bool | None]" = (
        _wait_confirmed
    )
    rehearse_plan: "Callable[[PlanDocument, RehearseOptions], Rehearsal]" = _rehearse_plan
