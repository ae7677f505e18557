"""Writing to one unit: partial bodies, and only what the unit was seen to hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from pydantic import SecretStr

from hacfg.errors import BadAnswer, Problem, raise_problems
from hacfg.fortimail.dialect import Dialect, KindSpec
from hacfg.fortimail.read import quoted, spec_of, table_path
from hacfg.fortimail.reading import KindReading
from hacfg.fortimail.wire import Outgoing, check_no_mask, encode
from hacfg.source import OnUnit
from hacfg.state import Address, Value

Body = Mapping[str, Outgoing]
Operation = Literal["create", "update", "delete"]

NEXT_FREE: Final = "0"
"""Key under which a row of a numbered table is made (recorded in public XSOAR test data)."""


class Sink(Protocol):
    """What writing needs of a session with a unit."""

    def create(self, path: str, body: Body) -> object:
        """Create the object that the path names."""
        ...

    def update(self, path: str, body: Body) -> object:
        """Change the given keys of an object."""
        ...

    def delete(self, path: str) -> object:
        """Remove an object."""
        ...


@dataclass(frozen=True, slots=True)
class Write:
    """One write: the owner of the address is the unit that it goes to."""

    operation: Operation
    address: Address
    attributes: Mapping[str, Value | SecretStr] = field(default_factory=dict)


def write(session: Sink, dialect: Dialect, order: Write, reading: KindReading | None) -> None:
    """Send one write, if the unit was seen to hold every key of it; `reading` is what it held."""
    spec = spec_of(dialect, order.address.kind)
    _check_possible(spec, order)
    if reading is None:
        raise BadAnswer(_unseen(order, "", "it could not be read", "the unit's answer to a GET"))
    body = _body(spec, order)
    raise_problems(BadAnswer, _not_held(order, body, reading))
    path = _path(spec, order, reading)
    match order.operation:
        case "create":
            session.create(path, body)
        case "update":
            session.update(path, body)
        case "delete":
            session.delete(path)


def _check_possible(spec: KindSpec, order: Write) -> None:
    """Refuse what no plan may hold: these are defects, found before anything is sent."""
    kind = order.address.kind
    if spec.access == "read" or spec.shape == "login":
        raise ValueError(f"{kind} is never written")
    if order.operation != "update" and spec.rows not in {"named", "numbered"}:
        raise ValueError(f"rows of {kind} cannot be made or removed")
    if order.operation == "update" and not order.attributes:
        raise ValueError(f"nothing to write to {order.address}")


def _body(spec: KindSpec, order: Write) -> dict[str, Outgoing]:
    """Encode the given attributes alone; a new row has its key in the URL, not in the body."""
    body: dict[str, Outgoing] = {}
    for name, value in order.attributes.items():
        one = spec.fields[name]
        if order.operation == "create" and one.wire == spec.key:
            continue
        if one.read_only:
            raise ValueError(f"{order.address.kind} {name} is never written")
        encoded = encode(one, value)
        check_no_mask(OnUnit(order.address.owner, order.address.resource, name), encoded)
        body[one.wire] = encoded
    return body


def _not_held(order: Write, body: Mapping[str, object], reading: KindReading) -> Iterable[Problem]:
    """Find what was not seen on the unit, and so may not be written."""
    address = order.address
    if order.operation == "create":
        return _lacking(order, body, reading.row_keys) if reading.held else ()
    if address in reading.twins:
        return [_unseen(order, "", "several rows that are called so", "one row")]
    if address not in reading.held:
        return [_unseen(order, "", "no such row or object", "the object that is to be written")]
    return _lacking(order, body, reading.held[address])


def _lacking(order: Write, body: Mapping[str, object], held: frozenset[str]) -> list[Problem]:
    return [
        _unseen(order, key, f"only {', '.join(sorted(held))}", f"the key {key}")
        for key in sorted(body.keys() - held)
    ]


def _unseen(order: Write, key: str, seen: str, expected: str) -> Problem:
    return Problem(
        "not written: the unit was not seen to hold it",
        OnUnit(order.address.owner, order.address.resource, key),
        seen,
        expected,
        "correct the kind in a dialect of your own: hacfg --dialect FILE",
    )


def _path(spec: KindSpec, order: Write, reading: KindReading) -> str:
    """Return the path of the object; the parent of a child row is called as on the wire."""
    if spec.shape == "singleton":
        return table_path(spec)
    key = order.address.key
    parent, _, name = key.partition("/") if spec.parent else ("", "", key)
    if order.operation == "create":
        own = NEXT_FREE if spec.rows == "numbered" else name
    else:
        own = reading.keys[order.address]
    return f"{table_path(spec, parent)}/{quoted(own)}"
