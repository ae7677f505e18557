"""Groups in any roles, and drafts on them, that the tests of the plan's middle start from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hacfg.errors import Problem
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.fortimail.regroup import find_leader
from hacfg.plan.changes import Change, Desired
from hacfg.plan.draft import Draft, Mandate, as_read, runs_as_farm
from hacfg.plan.pending import Pool
from hacfg.plan.situation import Situation, find_situation
from hacfg.source import Position
from hacfg.state import Address, Attributes, Value
from tests.plan.groups import WIRE, Group, Json, declared, group
from tests.plan.simulated import Rows

HA, STATUS = (Address("mx1", kind) for kind in ("ha", "ha_status"))
SECOND_HA, SECOND = (Address("mx2", kind) for kind in ("ha", "ha_status"))
SYSLOG = Address("mx1", "syslog", "192.0.2.50:514")
PORT = Address("mx1", "ha_interface", "port1")
"""Resources of mx1, and of mx2."""

_ALLOWED = "with --allow unverified-wire hacfg writes them"
GUESSED = f"no public document confirms the REST names; {_ALLOWED}"
SISTER = f"the REST names are documented for a sister product only; {_ALLOWED}"
"""Why a person writes what hacfg could."""

LINES = [Position("group.yaml", line) for line in range(9)]

SILENT = Problem("mx2 did not answer", seen="nothing", expected="an answer", next="look at it")


@dataclass(frozen=True)
class Found:
    """How one unit of a pair is found, from 7.2."""

    configured: Value = "off"
    effective: Value = "off"
    in_sync: Value = False


def roles(rows: Rows, found: Iterable[Found], *, farm: bool = False) -> Rows:
    """Let the units of a group up to 7.2 be in these roles."""
    for number, one in enumerate(found, 1):
        unit = f"mx{number}"
        rows[Address(unit, "ha")]["mode"] = _word(one.configured, farm=farm)
        status = {"effective_mode": _word(one.effective, farm=farm), "in_sync": one.in_sync}
        rows[Address(unit, "ha_status")] |= status
    return rows


def members(rows: Rows, found: Mapping[str, str]) -> Rows:
    """Let the units of a farm from 7.6 be members in these roles, and act in them."""
    for unit, role in found.items():
        rows[Address(unit, "ha")] |= {"enabled": True, "mode": "active-active"}
        rows[Address(unit, "ha_member", unit)] = {"role": role}
        status = {"effective_mode": _word(role, farm=True), "in_sync": role == "secondary"}
        rows[Address(unit, "ha_status")] |= status
    return rows


def _word(role: Value, *, farm: bool) -> Value:
    return f"config-{role}" if farm and role in {"primary", "secondary"} else role


def situation(
    one: Group, rows: Rows | None = None, readings: Mapping[str, Reading] | None = None
) -> Situation:
    """Return how a group is found whose units hold these rows."""
    found = dict(readings or one.readings(one.blank() if rows is None else rows))
    found = {n: found[n] for n in found if n not in {u.name for u in one.topology.lost_units}}
    dialects: dict[str, Dialect] = dict.fromkeys(found, one.dialect)
    leader = find_leader(one.topology.primary.name, found)
    return find_situation(one.topology, found, dialects, leader)


def in_roles(*found: Found, document: Json | None = None) -> Situation:
    """Return a group up to 7.2 in these roles."""
    one = group(document or declared("7.2"))
    farm = one.topology.mode == "config-only"
    return situation(one, roles(one.blank(), found, farm=farm))


def draft(
    on: Situation,
    changes: Iterable[Change] = (),
    desired: Desired | None = None,
    mandate: Mandate | None = None,
) -> Draft:
    """Return a plan of which nothing is made yet."""
    pool = Pool(changes, on.leading)
    made = Draft(
        situation=on,
        desired=desired or Desired(),
        pool=pool,
        mandate=mandate or Mandate(WIRE),
        secret_words=lambda slot: f"env {slot}",
        expected=as_read(on),
    )
    made.is_farm = runs_as_farm(on)
    return made


HEALTHY = (Found("primary", "primary"), Found("secondary", "secondary", in_sync=True))
"""A pair as it should be."""


def changed_kind(reading: Reading, kind: str, **values: Any) -> Reading:
    """Return a reading of which one kind was read otherwise."""
    known = reading.kinds.get(kind, KindReading())
    return replace(reading, kinds={**reading.kinds, kind: replace(known, **values)})


def without_kinds(reading: Reading, *kinds: str) -> Reading:
    """Return a reading in which these kinds were not read."""
    left = {name: found for name, found in reading.kinds.items() if name not in kinds}
    return replace(reading, kinds=left)


def update(address: Address, before: Attributes, after: Attributes) -> Change:
    """Return a change of something that is there."""
    return Change(address, "update", before, after)


def healthy(*changes: Change, allowed: frozenset[str] = WIRE) -> Draft:
    """Return a draft on a healthy pair up to 7.2 with these changes."""
    made = draft(in_roles(*HEALTHY), changes, mandate=Mandate(allowed))
    made.procedure = "p"
    return made


def expecting(**expected: Attributes | None) -> Draft:
    """Return a draft on a healthy pair; what mx1 should read of some kinds by now."""
    made = healthy()
    for kind, values in expected.items():
        made.expected[Address("mx1", kind)] = None if values is None else dict(values)
    return made
