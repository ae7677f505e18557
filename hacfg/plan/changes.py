"""What differs: desired against actual, one change a resource, only what is declared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from hacfg.source import Position
from hacfg.state import GROUP, UNKNOWN, Actual, Address, Attributes, Secret, State, Value

Action = Literal["create", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Desired:
    """What shall be: declared values, where each was declared, and tables owned whole.

    A place without a key is that of a whole table; attribute "" is the row, or the table, itself.

    `everywhere` holds attributes that the declared mode fixes on every row of a kind that is
    there (a farm has no virtual IP).
    """

    state: State = field(default_factory=dict)
    places: Mapping[tuple[Address, str], Position] = field(default_factory=dict)
    owned: frozenset[tuple[str, str]] = frozenset()
    everywhere: Mapping[tuple[str, str], Attributes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One resource that differs; `before` and `after` hold only the attributes that do.

    `unchanged` counts declared attributes that are as declared; `secrets` names those that are
    sent though they cannot be compared.
    """

    address: Address
    action: Action
    before: Attributes
    after: Attributes
    unchanged: int = 0
    places: Mapping[str, Position] = field(default_factory=dict)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of the attributes whose value is a secret."""
        return tuple(name for name, value in self.after.items() if isinstance(value, Secret))

    @property
    def position(self) -> Position | None:
        """The first place in the file that asks for this change."""
        return min(self.places.values(), default=None)


@dataclass(frozen=True, slots=True)
class Choices:
    """What decides which secrets are sent: the unit that leads, and those named by a person."""

    leader: str = ""
    named_secrets: frozenset[str] = frozenset()


UNCHOSEN: Final = Choices()


def find_changes(
    desired: Desired, actual: Actual, choices: Choices = UNCHOSEN
) -> tuple[Change, ...]:
    """Return what differs, in the order of addresses; resources that were not read are left out."""
    state = {**_fixed_everywhere(desired, actual), **_surplus_rows(desired, actual)}
    for address, attributes in desired.state.items():
        fixed = state.get(address)
        state[address] = {**fixed, **attributes} if fixed and attributes else attributes
    changes = (
        _change(desired, actual, address, state[address], choices)
        for address in sorted(state)
        if actual.is_read(address)
    )
    return tuple(change for change in changes if change)


def unknown_attributes(desired: Desired, actual: Actual) -> Iterator[tuple[Address, str]]:
    """Yield the declared attributes whose actual value could not be seen."""
    for address in sorted(desired.state):
        for name, value in (desired.state[address] or {}).items():
            if actual.value(address, name) is UNKNOWN and not isinstance(value, Secret):
                yield address, name


def _fixed_everywhere(desired: Desired, actual: Actual) -> dict[Address, Attributes | None]:
    return {
        address: attributes
        for (owner, kind), attributes in desired.everywhere.items()
        for address in actual.resources
        if (address.owner, address.kind) == (owner, kind)
    }


def _surplus_rows(desired: Desired, actual: Actual) -> dict[Address, Attributes | None]:
    return {
        address: None
        for address in actual.resources
        if (address.owner, address.kind) in desired.owned and address not in desired.state
    }


def _change(
    desired: Desired,
    actual: Actual,
    address: Address,
    attributes: Attributes | None,
    choices: Choices,
) -> Change | None:
    there = actual.resources.get(address)
    if attributes is None:
        if there is None:
            return None
        return Change(address, "delete", dict(there), {}, places=_places(desired, address, [""]))
    comparable = {name: v for name, v in attributes.items() if not isinstance(v, Secret)}
    before = {name: actual.value(address, name) for name in comparable}
    differing = {name for name, value in comparable.items() if before[name] != value}
    sent = there is None or _is_switched_on(desired, actual, address, choices.leader)
    secrets = {
        name: value
        for name, value in attributes.items()
        if isinstance(value, Secret) and (sent or value.slot in choices.named_secrets)
    }
    if there is not None and not differing and not secrets:
        return None
    after: dict[str, Value] = {name: comparable[name] for name in sorted(differing)}
    return Change(
        address=address,
        action="create" if there is None else "update",
        before={name: before[name] for name in after} if there is not None else {},
        after={**after, **secrets},
        unchanged=len(comparable) - len(differing),
        places=_places(desired, address, (*after, *secrets)),
    )


def _places(desired: Desired, address: Address, names: Iterable[str]) -> dict[str, Position]:
    """Return where attributes were declared, or what fixes them for their whole table."""
    table = Address(address.owner, address.kind)
    found = {n: desired.places.get((address, n), desired.places.get((table, n))) for n in names}
    return {name: place for name, place in found.items() if place}


SWITCHES: Mapping[str, tuple[str, ...]] = {"ha": ("mode", "enabled"), "mail_storage": ("kind",)}
"""Attributes whose change switches a singleton on: then its secrets are sent with it."""


def _is_switched_on(desired: Desired, actual: Actual, address: Address, leader: str) -> bool:
    """Tell whether this singleton is being switched on; what the group shares, on its leader."""
    owners = {address.owner, leader} if address.owner == GROUP else {address.owner}
    for owner in owners:
        switch = Address(owner, address.kind)
        for name in SWITCHES.get(address.kind, ()):
            wanted = (desired.state.get(switch) or {}).get(name)
            if wanted is not None and actual.value(switch, name) != wanted:
                return True
    return False
