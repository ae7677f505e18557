"""Asking a store that is there already about groups; none is made in order to be asked."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hacfg.errors import HacfgError, InvalidInput, StoreFailed
from hacfg.plan.document import PlanDocument
from hacfg.store import runs
from hacfg.store.opening import Store, opened_if_there
from hacfg.store.records import Run
from hacfg.topology.load import Loaded
from hacfg.topology.models import Topology
from hacfg.usecases.options import StoreChoice
from hacfg.usecases.past import NO_PAST, Past
from hacfg.usecases.planfile import plan_of

_LIMIT = 1000


def remember(choice: StoreChoice, groups: Sequence[Loaded]) -> Mapping[str, Past]:
    """Return what the store tells of each group; a store that cannot be used tells why."""
    names = [loaded.topology.name for loaded in groups]
    try:
        with opened_if_there(choice.url, choice.folder) as store:
            if store is None:
                return dict.fromkeys(names, NO_PAST)
            return {one.topology.name: _past(store, one.topology) for one in groups}
    except StoreFailed as error:
        return dict.fromkeys(names, Past(problem=_said(error)))


def _past(store: Store, topology: Topology) -> Past:
    found = runs.runs(store, group=topology.name, limit=_LIMIT)
    wrote = (run for run in found if run.outcome != "refused")
    well = (run for run in found if run.kind == "apply" and run.outcome == "done")
    try:
        last = _newest(store, wrote, topology)
        applied = _newest(store, well, topology)
    except InvalidInput as error:
        return Past(store.name, problem=_said(error))
    return Past(
        store.name,
        last[0] if last else None,
        applied[0] if applied else None,
        applied[1] if applied else None,
    )


def _newest(
    store: Store, candidates: Iterable[Run], topology: Topology
) -> tuple[Run, PlanDocument] | None:
    """Return the first run on these very units: a lab's group has the same name."""
    for run in candidates:
        plan = plan_of(runs.plan_text(store, run.id), Path(f"run {run.id}"))
        if _is_of(plan, topology):
            return run, plan
    return None


def _is_of(plan: PlanDocument, topology: Topology) -> bool:
    urls = {unit.name: unit.api.url for unit in topology.units}
    return all(urls.get(unit.name, unit.url) == unit.url for unit in plan.hacfg.units)


def _said(error: HacfgError) -> str:
    problem = error.problems[0]
    return f"{problem.message}: {problem.seen}" if problem.seen else problem.message
