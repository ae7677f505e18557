"""What a person vouches for: `--assume mx1.effective_role=primary`, `--assume fact.NAME=false`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.ha.facts import FACTS
from hacfg.fortimail.reading import KindReading, Reading
from hacfg.state import UNKNOWN, Address, Value

READABLE: Mapping[str, tuple[str, str]] = {
    "effective_role": ("ha_status", "effective_mode"),
    "in_sync": ("ha_status", "in_sync"),
}
"""What can be assumed of a unit in the place of a reading: kind and attribute."""

Vouched = frozenset[tuple[str, str, str]]
"""Unit, kind and attribute of what a person says in the place of a reading."""

ROLES = ("off", "primary", "secondary", "failed", "hold-off")
FORMS = """\
UNIT.effective_role=ROLE, UNIT.in_sync=true, UNIT.accounts=kept, group.source=UNIT, \
or fact.NAME=true|false"""
TRUTH: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that a person vouched for."""

    source: str | None = None
    """Unit whose configuration counts."""
    kept_accounts: frozenset[str] = frozenset()
    """Units that hacfg can log in to after they joined."""
    facts: Mapping[str, bool] = field(default_factory=dict)
    """Doubtful facts that are known."""
    readings: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    """Unit and name to what would be read."""
    words: tuple[str, ...] = ()
    """As they were given."""

    def applied_to(self, readings: Mapping[str, Reading]) -> dict[str, Reading]:
        """Return the readings with what is assumed in the place of what could not be read.

        Raises InvalidInput for an assumption that a reading contradicts.
        """
        found = dict(readings)
        for (unit, name), value in self.readings.items():
            if unit in found:
                found[unit] = _assumed(found[unit], name, value)
        return found

    def unseen(self, readings: Mapping[str, Reading]) -> Vouched:
        """Return what nothing but an assumption says of these units."""
        return frozenset(
            (unit, *READABLE[name])
            for unit, name in self.readings
            if unit in readings and readings[unit].get(*READABLE[name]) in {None, UNKNOWN}
        )

    def vouched(self, unit: str) -> dict[str, frozenset[str]]:
        """Return the attributes of a unit, by kind, that these assumptions speak of."""
        found: dict[str, frozenset[str]] = {}
        for owner, name in self.readings:
            if owner == unit:
                kind, attribute = READABLE[name]
                found[kind] = found.get(kind, frozenset()) | {attribute}
        return found


def parse_assumptions(texts: tuple[str, ...], units: frozenset[str], *, farm: bool) -> Assumptions:
    """Return what these texts assume; raise InvalidInput for one that cannot be."""
    found = Assumptions(words=texts)
    for text in texts:
        subject, _, value = text.partition("=")
        owner, _, name = subject.partition(".")
        found = _add(found, owner, name, value, units, text, farm=farm)
    return found


def _add(  # noqa: PLR0913, PLR0917  # the parts of one text
    found: Assumptions,
    owner: str,
    name: str,
    value: str,
    units: frozenset[str],
    text: str,
    *,
    farm: bool,
) -> Assumptions:
    if owner == "fact" and name in FACTS and value in TRUTH:
        return replace(found, facts={**found.facts, name: TRUTH[value]})
    if (owner, name) == ("group", "source") and value in units:
        return replace(found, source=value)
    if owner in units and (name, value) == ("accounts", "kept"):
        return replace(found, kept_accounts=found.kept_accounts | {owner})
    if owner in units and name == "effective_role" and value in ROLES:
        word = f"config-{value}" if farm and value in {"primary", "secondary"} else value
        return replace(found, readings={**found.readings, (owner, name): word})
    if owner in units and name == "in_sync" and value in TRUTH:
        return replace(found, readings={**found.readings, (owner, name): TRUTH[value]})
    raise InvalidInput(
        Problem(
            f"--assume {text}: nothing of that name can be assumed",
            expected=FORMS,
            next=f"units: {', '.join(sorted(units))}; facts: {', '.join(sorted(FACTS))}",
        )
    )


def _assumed(reading: Reading, name: str, value: Value) -> Reading:
    kind, attribute = READABLE[name]
    seen = reading.get(kind, attribute)
    if seen not in {None, UNKNOWN, value}:
        raise InvalidInput(
            Problem(
                f"--assume {reading.unit}.{name}: the unit says otherwise",
                seen=str(seen),
                expected=str(value),
                next="leave the assumption out, or find out why the unit says so",
            )
        )
    known = reading.kinds.get(kind, KindReading())
    address = Address(reading.unit, kind)
    values = {**known.resources.get(address, {}), attribute: value}
    changed = replace(known, resources={**known.resources, address: values})
    return replace(reading, kinds={**reading.kinds, kind: changed})
