"""The use cases that commands call; tests pass their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hacfg.apply.events import ApplyResult, Tell
    from hacfg.plan.document import PlanDocument
    from hacfg.store.records import Lease, Run
    from hacfg.topology.load import Loaded
    from hacfg.usecases.history import Story
    from hacfg.usecases.options import ApplyOptions, PlanOptions, StoreChoice


def _load(paths: Sequence[Path], dialects: Sequence[Path]) -> "tuple[Loaded, ...]":
    from hacfg.usecases.loading import load

    return load(paths, dialects)


def _plan_group(loaded: "Loaded", options: "PlanOptions") -> "PlanDocument":
    from hacfg.usecases.planning import plan_group

    return plan_group(loaded, options)


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


@dataclass(frozen=True, slots=True)
class Usecases:
    """One function a verb; each loads what it needs when it is called."""

    load: "Callable[[Sequence[Path], Sequence[Path]], tuple[Loaded, ...]]" = _load
    plan_group: "Callable[[Loaded, PlanOptions], PlanDocument]" = _plan_group
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
