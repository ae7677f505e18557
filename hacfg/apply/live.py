"""One unit while a plan is carried out: fresh reads and single writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Protocol

from pydantic import SecretStr

from hacfg.apply.agents import acts_as, queued
from hacfg.errors import BadAnswer, NotFound, NotPermitted
from hacfg.fortimail.act import Actor, Argument, act
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.read import Source, read_kind
from hacfg.fortimail.reading import KindReading
from hacfg.fortimail.roles import Role, own_rows
from hacfg.fortimail.write import Sink, Write, write
from hacfg.plan.steps import ActionStep, Agent, SetStep
from hacfg.state import Address, Attributes, Secret, Value


class Vouched(Enum):
    """The type of VOUCHED: a unit does not show it, and a person said what it is (`--assume`)."""

    VOUCHED = "vouched"


VOUCHED: Final = Vouched.VOUCHED
Seen = dict[Address, Mapping[str, Value | Vouched] | None]
"""What was read just now; None: the resource is not there."""


class Session(Source, Sink, Actor, Protocol):
    """What carrying out a plan needs of a session with a unit."""

    def login_as(self, username: str, password: SecretStr) -> object:
        """Log in anew, as another account."""
        ...


class Unit(Protocol):
    """What carrying out a plan needs of a unit."""

    def look(self, addresses: Iterable[Address]) -> Seen:
        """Read these resources of this unit afresh; raise UnitError if that fails."""
        ...

    def own_rows(self, kinds: Iterable[str]) -> list[str]:
        """Return what the unit has in these kinds beyond what it was shipped with."""
        ...

    def carry_out(self, step: SetStep | ActionStep) -> None:
        """Send the one write of a step; raise UnitError if it fails or its reply is lost."""
        ...

    def use_joined_account(self) -> bool:
        """Log in as the account that joining has brought, once; False if there is none."""
        ...

    def queued(self, agent: Agent, /) -> int:
        """Return the messages that the unit holds; raise UnitError if its agent does not tell."""
        ...

    def acts_as(self, agent: Agent, /) -> Role:
        """Return the role that the unit acts in; raise UnitError if its agent does not tell."""
        ...


@dataclass(slots=True)
class LiveUnit:
    """A unit that a step is carried out on, with the secrets it may need by slot."""

    name: str
    session: Session
    dialect: Dialect
    secrets: Mapping[str, SecretStr]
    after_join: tuple[str, SecretStr] | None = None
    vouched: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Attributes by kind that a person vouched for; what the unit shows of them counts more."""
    kinds: dict[str, KindReading] = field(default_factory=dict)

    def look(self, addresses: Iterable[Address]) -> Seen:
        """Read these resources of this unit afresh; raise UnitError if that fails."""
        mine = [address for address in addresses if address.owner == self.name]
        for kind in dict.fromkeys(address.kind for address in mine):
            self.kinds[kind] = self._read(kind)
        return {address: self._seen(address) for address in mine}

    def own_rows(self, kinds: Iterable[str]) -> list[str]:
        """Return what the unit has in these kinds beyond what it was shipped with."""
        found = ((kind, read_kind(self.session, self.dialect, self.name, kind)) for kind in kinds)
        return [
            f"{kind} {row}"
            for kind, reading in found
            for row in sorted(own_rows(self.dialect, kind, reading))
        ]

    def carry_out(self, step: SetStep | ActionStep) -> None:
        """Send the one write of a step; raise UnitError if it fails or its reply is lost."""
        if isinstance(step, ActionStep):
            act(self.session, self.dialect, self.name, step.action, self._arguments(step))
            return
        order = Write(
            step.operation, Address(self.name, step.kind, step.key), self._plain(step.attributes)
        )
        write(self.session, self.dialect, order, self.kinds.get(step.kind))

    def use_joined_account(self) -> bool:
        """Log in as the account that joining has brought, once; False if there is none."""
        if self.after_join is None:
            return False
        (username, password), self.after_join = self.after_join, None
        self.session.login_as(username, password)
        return True

    def queued(self, agent: Agent, /) -> int:
        """Return the messages that the unit holds; raise UnitError if its agent does not tell."""
        return queued(self.name, agent, self.secrets)

    def acts_as(self, agent: Agent, /) -> Role:
        """Return the role that the unit acts in; raise UnitError if its agent does not tell."""
        return acts_as(self.name, agent, self.secrets)

    def _read(self, kind: str) -> KindReading:
        try:
            return read_kind(self.session, self.dialect, self.name, kind)
        except (BadAnswer, NotFound, NotPermitted):
            if kind not in self.vouched:
                raise
            return KindReading()

    def _seen(self, address: Address) -> Mapping[str, Value | Vouched] | None:
        found = self.kinds[address.kind].resources.get(address)
        vouched = self.vouched.get(address.kind)
        return {**dict.fromkeys(vouched, VOUCHED), **(found or {})} if vouched else found

    def _arguments(self, step: ActionStep) -> dict[str, Argument]:
        plain = self._plain(step.arguments)
        return {n: v for n, v in plain.items() if isinstance(v, str | bool | SecretStr)}

    def _plain(self, attributes: Attributes) -> dict[str, Value | SecretStr]:
        return {
            name: self.secrets[value.slot] if isinstance(value, Secret) else value
            for name, value in attributes.items()
        }
