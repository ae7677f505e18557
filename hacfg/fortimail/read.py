"""Reading one kind of one unit: paths, rows, values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

from hacfg.errors import BadAnswer, NotFound, Problem, raise_problems
from hacfg.fortimail.dialect import Dialect, FieldSpec, KindSpec
from hacfg.fortimail.reading import KindReading, Moving
from hacfg.fortimail.wire import decode, row_key, visible
from hacfg.source import OnUnit
from hacfg.state import Address, Value

Document = Mapping[str, object]


class Source(Protocol):
    """What reading needs of a session with a unit."""

    def login(self) -> Document:
        """Return the reply to the login."""
        ...

    def get(self, path: str) -> Document:
        """Return one object."""
        ...

    def rows(self, path: str) -> Sequence[Document]:
        """Return all rows of a table."""
        ...

    def moving(self) -> Moving:
        """Return what moves by itself, as the last answer showed it."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """One object as it came: our key of its parent, its key on the wire, its JSON."""

    number: str
    document: Document
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The values of one object, and what could not be understood."""

    attributes: dict[str, Value] = field(default_factory=dict)
    measured: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_kind(
    session: Source,
    dialect: Dialect,
    unit: str,
    kind: str,
    parents: KindReading | None = None,
) -> KindReading:
    """Read one kind; `parents` saves reading the table that a child table belongs to again."""
    spec = spec_of(dialect, kind)
    try:
        rows = _fetched(session, dialect, unit, spec, parents)
    except NotFound as error:
        raise NotFound(*(_explained(problem, kind, spec) for problem in error.problems)) from None
    return reading_of(spec, unit, kind, rows)


def reading_of(spec: KindSpec, unit: str, kind: str, rows: Iterable[Row]) -> KindReading:
    """Return what these objects say; raise BadAnswer with all that does not fit the dialect."""
    reading = _Collected()
    for row in rows:
        place = Address(unit, kind, _joined(row.parent, row.number)).resource
        decoded = decoded_object(spec, row.document, OnUnit(unit, place))
        reading.problems += decoded.problems
        key = _joined(row.parent, row_key(spec, decoded.attributes, row.number))
        reading.take(Address(unit, kind, key), row, decoded)
    raise_problems(BadAnswer, reading.problems)
    return reading.frozen()


def decoded_object(spec: KindSpec, document: Document, where: OnUnit) -> Decoded:
    """Decode the fields that an object holds; what it lacks is left out, and so are secrets."""
    found = Decoded()
    for name, one in spec.fields.items():
        if one.wire not in document or one.type == "secret":
            continue
        place = OnUnit(where.unit, where.resource, name)
        try:
            value = decode(one, document[one.wire], place)
        except BadAnswer as error:
            # A guess that is only looked at must not spoil what is known beside it.
            found.problems.extend(() if _is_guess(spec, one) else error.problems)
        else:
            (found.measured if one.volatile else found.attributes)[name] = value
    return found


def _is_guess(spec: KindSpec, field: FieldSpec) -> bool:
    """Tell whether the name of a field is less sure than its kind, and nothing is written to it."""
    return field.read_only and field.provenance == "inferred" and spec.shape != "login"


def spec_of(dialect: Dialect, kind: str) -> KindSpec:
    """Return a kind that the dialect is known to have."""
    spec = dialect.kind(kind)
    if spec is None:
        raise ValueError(f"{dialect.dialect} has no kind {kind}")
    return spec


def table_path(spec: KindSpec, parent: str = "") -> str:
    """Return the path of a singleton or table; `parent` is the wire key of its parent's row."""
    return spec.path.replace("{parent}", quoted(parent))


def quoted(key: str) -> str:
    """Return a key as one segment of a path."""
    if key in {".", ".."}:
        raise ValueError(f"a row cannot be called {key}")
    return quote(key, safe="@:")


def _fetched(
    session: Source, dialect: Dialect, unit: str, spec: KindSpec, parents: KindReading | None
) -> Iterable[Row]:
    if spec.shape == "login":
        return [Row("", session.login())]
    if spec.shape == "singleton":
        return [Row("", session.get(spec.path))]
    if spec.parent is None:
        return _rows(session, spec, unit)
    above = parents or read_kind(session, dialect, unit, spec.parent)
    return [
        row
        for address in sorted(above.keys)
        for row in _rows(session, spec, unit, address.key, above.keys[address])
    ]


def _rows(
    session: Source, spec: KindSpec, unit: str, parent: str = "", parent_number: str = ""
) -> list[Row]:
    path = table_path(spec, parent_number)
    return [
        Row(_number(spec, document, OnUnit(unit, path, spec.key)), document, parent)
        for document in session.rows(path)
    ]


def _number(spec: KindSpec, document: Document, where: OnUnit) -> str:
    """Return a row's key on the wire: a text in named tables, a number in numbered ones."""
    key = document.get(spec.key)
    if isinstance(key, str) and key not in {"", ".", ".."}:
        return key
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    seen = visible(repr(key)) if spec.key in document else "no such key"
    raise BadAnswer(Problem("a row has no key that can be used", where, seen, "a name or a number"))


def _joined(parent: str, key: str) -> str:
    return f"{parent}/{key}" if parent else key


def _explained(problem: Problem, kind: str, spec: KindSpec) -> Problem:
    """Say what to do about a path that is only a guess."""
    known = spec.provenance_of("", "read")
    return Problem(
        problem.message,
        problem.where,
        problem.seen,
        problem.expected or f"`{kind}` (the path is {known}: {spec.source})",
        problem.next or "name the path that your unit has: hacfg --dialect FILE",
    )


@dataclass(slots=True)
class _Collected:
    """A reading while it is put together."""

    resources: dict[Address, Mapping[str, Value]] = field(default_factory=dict)
    keys: dict[Address, str] = field(default_factory=dict)
    held: dict[Address, frozenset[str]] = field(default_factory=dict)
    measured: dict[Address, Mapping[str, Value]] = field(default_factory=dict)
    claims: dict[Address, int] = field(default_factory=lambda: defaultdict(int))
    row_keys: list[frozenset[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, address: Address, row: Row, decoded: Decoded) -> None:
        """Keep an object; the first of twins stands for all."""
        keys = frozenset(row.document)
        self.row_keys.append(keys)
        self.claims[address] += 1
        if self.claims[address] == 1:
            self.resources[address] = decoded.attributes
            self.keys[address] = row.number
            self.held[address] = keys
            self.measured.update({address: decoded.measured} if decoded.measured else {})

    def frozen(self) -> KindReading:
        """Return the reading."""
        return KindReading(
            self.resources,
            self.keys,
            self.held,
            frozenset.intersection(*self.row_keys) if self.row_keys else frozenset(),
            self.measured,
            tuple(sorted(address for address, count in self.claims.items() if count > 1)),
        )
