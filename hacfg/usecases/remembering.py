"""Asking a store that is there already about groups; none is made in order to be asked."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hacfg.errors import HacfgError, InvalidInput, StoreFailed
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
    last = _newest(store, (run for run in found if run.outcome != "refused"), topology)
    well = (run for run in found if run.kind == "apply" and run.outcome == "done")
    applied = _newest(store, well, topology)
    past = Past(store.name, last, applied)
    if applied is None:
        return past
    try:
        plan = plan_of(runs.plan_text(store, applied.id), Path(f"run {applied.id}"))
    except InvalidInput as error:
        return replace(past, applied=None, problem=f"run {applied.id}: {_said(error)}")
    return replace(past, plan=plan)


def _newest(store: Store, candidates: Iterable[Run], topology: Topology) -> Run | None:
    """Return the first run on these very units: a lab's group has the same name."""
    for run in candidates:
        if _is_of(runs.plan_text(store, run.id), topology):
            return run
    return None


def _is_of(plan: str, topology: Topology) -> bool:
    """Tell whether a plan was for these units; it is not checked whole, many may be looked at."""
    urls = {unit.name: unit.api.url for unit in topology.units}
    units = json.loads(plan).get("hacfg", {}).get("units", [])
    return all(urls.get(unit["name"], unit["url"]) == unit["url"] for unit in units)


def _said(error: HacfgError) -> str:
    problem = error.problems[0]
    return f"{problem.message}: {problem.seen}" if problem.seen else problem.message
