"""Drift of one group: its units are read, and nothing else is asked of them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from hacfg.errors import Problem
from hacfg.fortimail.catalogue import load_catalogue
from hacfg.fortimail.compile import wanted_kinds
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.regroup import Leader
from hacfg.plan.document import PlanDocument
from hacfg.state import Address
from hacfg.topology.load import Loaded
from hacfg.usecases.dialects import dialects_of
from hacfg.usecases.options import DriftOptions
from hacfg.usecases.past import NO_PAST, Past
from hacfg.usecases.reading import read_group
from hacfg.watch.declared import compare_declared
from hacfg.watch.drift import Drift, Unseen, applied_values, find_drift, find_unseen
from hacfg.watch.known import Known, silenced
from hacfg.watch.members import MemberDrift, find_member_drift
from hacfg.watch.saved import SavedState, saved_state
from hacfg.watch.unmanaged import Unmanaged, find_unmanaged


@dataclass(frozen=True, slots=True)
class Drifted:
    """What differs in one group. `silent` says why a unit was not read.

    `known` is what people know of each difference, in force or not; `needless` what they know of
    none. `unmanaged` is None unless it was asked for.
    """

    group: str
    file: str
    mode: str
    today: datetime.date
    read: tuple[str, ...]
    silent: Mapping[str, Problem]
    leader: Leader
    drifts: tuple[Drift, ...]
    members: tuple[MemberDrift, ...]
    unseen: tuple[Unseen, ...]
    applied: PlanDocument | None = None
    past: Past = NO_PAST
    unmanaged: tuple[Unmanaged, ...] | None = None
    known: tuple[Known, ...] = ()
    state: SavedState | None = field(default=None, repr=False)

    def silencer(self, address: Address, name: str) -> Known | None:
        """Return what keeps an attribute from raising the alarm today."""
        return silenced(str(address), name, self.known, self.today)

    @property
    def is_alarm(self) -> bool:
        """Tell whether something changed that nobody knows of."""
        changed = any(
            drift.since != "not-applied" and not self.silencer(drift.address, drift.name)
            for drift in self.drifts
        )
        return changed or any(not self.is_member_known(one) for one in self.members)

    def is_member_known(self, one: MemberDrift) -> bool:
        """Tell whether all the odd members of a difference are known."""
        return all(self.silencer(Address(u, one.kind, one.key), one.name) for u in one.odd)


def drift_group(loaded: Loaded, options: DriftOptions) -> Drifted:
    """Read the units of one group and return what differs.

    Raises InvalidInput for what the topology or the environment lacks.
    """
    catalogue = load_catalogue(options.dialects)
    wanted = wanted_kinds(loaded.topology)
    every = {name for one in catalogue.dialects for name, spec in one.kinds.items() if spec}
    asked = every - {"system"} if options.all_fields else wanted
    readings = read_group(loaded, catalogue, asked, options)
    dialects = dialects_of(loaded, readings, catalogue)
    return drifted_from(loaded, readings, dialects, options)


def drifted_from(
    loaded: Loaded,
    readings: Mapping[str, Reading],
    dialects: Mapping[str, Dialect],
    options: DriftOptions,
) -> Drifted:
    """Return what differs by what was read: the same input gives the same drift."""
    topology = loaded.topology
    present = {u.name: readings[u.name] for u in topology.present_units}
    compared = compare_declared(topology, loaded.places, present, dialects)
    past = options.past.get(topology.name, NO_PAST)
    applied = options.applied.get(topology.name, past.plan)
    saved = options.saved.get(topology.name)
    return Drifted(
        group=topology.name,
        file=str(loaded.path),
        mode=topology.mode,
        today=options.now.date(),
        read=tuple(name for name, one in present.items() if one.answered),
        silent={name: one.problems[""] for name, one in present.items() if not one.answered},
        leader=compared.leader,
        drifts=find_drift(compared, applied_values(applied) if applied else None),
        members=find_member_drift(present, compared.leader.unit),
        unseen=find_unseen(compared),
        applied=applied,
        past=past,
        unmanaged=find_unmanaged(saved, present, compared.desired) if saved else None,
        known=options.known,
        state=saved_state(topology.name, present, options.now),
    )
