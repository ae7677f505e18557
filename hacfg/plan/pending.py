"""What no step carries out yet: the changes by unit and resource, attribute by attribute."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from hacfg.plan.changes import Action, Change
from hacfg.source import Position
from hacfg.state import GROUP, Address, Attributes, Secret


@dataclass(frozen=True, slots=True)
class Pending:
    """What is pending of one resource on one unit."""

    operation: Action
    before: Attributes = field(default_factory=dict)
    after: Attributes = field(default_factory=dict)
    places: Mapping[str, Position] = field(default_factory=dict)

    def split(self, names: Iterable[str]) -> tuple["Pending", "Pending"]:
        """Return the part about these attributes, and the rest."""
        chosen = frozenset(names)
        return self._part(chosen), self._part(frozenset(self.after) - chosen)

    def _part(self, names: frozenset[str]) -> "Pending":
        after = {name: value for name, value in self.after.items() if name in names}
        before = {name: value for name, value in self.before.items() if name in names}
        return replace(self, before=before, after=after)

    def __or__(self, other: "Pending") -> "Pending":
        return Pending(
            self.operation if self.operation == other.operation else "update",
            {**self.before, **other.before},
            {**self.after, **other.after},
            {**self.places, **other.places},
        )

    @property
    def is_only_secret(self) -> bool:
        """Tell whether nothing but secrets is pending: they went along with what was taken."""
        return bool(self.after) and all(isinstance(v, Secret) for v in self.after.values())

    @property
    def position(self) -> str | None:
        """Where the first of its attributes was declared."""
        places = [place for name, place in self.places.items() if name in self.after]
        first = min(places or self.places.values(), default=None)
        return str(first) if first else None


def written_at(address: Address, leader: str) -> Address:
    """Return the resource that is written to: of what the group shares, that of its leader."""
    return replace(address, owner=leader) if address.owner == GROUP else address


class Pool:
    """All that is pending, by the address on the unit that would be written to."""

    def __init__(self, changes: Iterable[Change], leader: str) -> None:
        self.by_address: dict[Address, Pending] = {}
        for change in changes:
            address = written_at(change.address, leader)
            pending = Pending(change.action, change.before, change.after, change.places)
            known = self.by_address.get(address)
            self.by_address[address] = known | pending if known else pending

    def of(self, unit: str, kinds: Mapping[str, frozenset[str] | None]) -> list[Address]:
        """Return the pending addresses of these kinds on a unit, in the order of the kinds."""
        order = list(kinds)
        mine = [a for a in self.by_address if a.owner == unit and a.kind in kinds]
        # Rows that go make room: tables have a greatest size.
        return sorted(
            mine, key=lambda a: (order.index(a.kind), self[a].operation != "delete", a.key)
        )

    def __getitem__(self, address: Address) -> Pending:
        return self.by_address[address]

    @contextmanager
    def without(self, addresses: Iterable[Address]) -> Generator[None]:
        """Hide for a while what is pending of these resources."""
        hidden = {a: self.by_address.pop(a) for a in list(addresses) if a in self.by_address}
        yield
        self.by_address |= hidden

    def pop(self, address: Address, names: frozenset[str] | None = None) -> Pending | None:
        """Take out what is pending of a resource, or only some attributes of it."""
        pending = self.by_address.pop(address, None)
        if pending is None or names is None or pending.operation == "delete":
            return pending
        taken, rest = pending.split(names)
        if rest.after:
            self.by_address[address] = rest
        return taken if taken.after else None

    def ask(self, address: Address, asked: Pending) -> None:
        """Make something pending that is no change of its own, or another value for one."""
        known = self.by_address.get(address)
        self.by_address[address] = known | asked if known else asked
