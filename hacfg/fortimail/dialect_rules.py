"""What a dialect must keep to beyond its form."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hacfg.fortimail.act import placeholders
from hacfg.fortimail.dialect import Dialect, FieldSpec, KindSpec, Plain
from hacfg.topology.places import Path

ARGUMENTS: Final[Mapping[str, frozenset[str]]] = {
    "join": frozenset({"primary_ip", "primary_backup", "password", "unit"}),
    "restore": frozenset(),
}
"""The actions that hacfg knows, and what it can fill in."""

_PATH: Final = re.compile(r"[A-Za-z0-9_-]+(/([A-Za-z0-9_-]+|\{parent\}))*")


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule: where in the dialect, what, and what it should be."""

    path: Path
    message: str
    expected: str = ""


def faults_of(dialect: Dialect) -> Iterator[Fault]:
    """Find every broken rule of a dialect whose base is merged in."""
    for rule in _DIALECT_RULES:
        yield from rule(dialect)
    for name, kind in dialect.kinds.items():
        if kind is not None:
            yield from _faults_of_kind(dialect, name, kind)


def _faults_of_kind(dialect: Dialect, name: str, kind: KindSpec) -> Iterator[Fault]:
    for rule in _KIND_RULES:
        for fault in rule(dialect, kind):
            yield Fault(("kinds", name, *fault.path), fault.message, fault.expected)
    for own, spec in kind.fields.items():
        for check in _FIELD_RULES:
            for fault in check(spec):
                path = ("kinds", name, "fields", own, *fault.path)
                yield Fault(path, fault.message, fault.expected)


def _system(dialect: Dialect) -> Iterator[Fault]:
    system = dialect.kind("system")
    if system is None or system.shape != "login" or "firmware" not in system.fields:
        yield Fault(
            ("kinds",),
            "nothing tells the firmware of a unit",
            "a kind `system` with `shape: login` and a field `firmware`",
        )


def _blank(dialect: Dialect) -> Iterator[Fault]:
    for number, name in enumerate(dialect.blank):
        if dialect.kind(name) is None:
            yield Fault(("blank", number), f"there is no kind {name}", _some(dialect))


def _actions(dialect: Dialect) -> Iterator[Fault]:
    for name, action in dialect.actions.items():
        if action is None:
            continue
        if name not in ARGUMENTS:
            known = ", ".join(ARGUMENTS)
            yield Fault(("actions", name), f"hacfg has no use for an action {name}", known)
            continue
        templates: dict[Path, Plain] = {("cli", "line"): action.cli.line}
        templates.update({("rest", "body", key): text for key, text in action.rest.body.items()})
        for path, template in templates.items():
            for unknown in sorted(placeholders(template) - ARGUMENTS[name]):
                expected = ", ".join(f"{{{one}}}" for one in sorted(ARGUMENTS[name]))
                yield Fault(
                    ("actions", name, *path), f"nothing fills in {{{unknown}}}", expected or "none"
                )


def _rows(_: Dialect, kind: KindSpec) -> Iterator[Fault]:
    if kind.shape == "table" and kind.rows is None:
        yield Fault((), "a table must say how its rows are made", "rows: fixed, named or numbered")
    if kind.shape != "table" and kind.rows is not None:
        yield Fault(("rows",), f"a {kind.shape} has no rows", "shape: table")


def _identity(_: Dialect, kind: KindSpec) -> Iterator[Fault]:
    if kind.rows == "numbered" and kind.access == "read-write" and not kind.identity:
        yield Fault(
            (),
            "rows of a numbered table that is written must be recognised by something",
            "identity: [FIELD, ...], or access: read",
        )
    for number, name in enumerate(kind.identity):
        if name not in kind.fields or kind.fields[name].type in {"secret", "list"}:
            known = ", ".join(kind.fields)
            yield Fault(("identity", number), f"rows cannot be recognised by {name}", known)


def _parent(dialect: Dialect, kind: KindSpec) -> Iterator[Fault]:
    if ("{parent}" in kind.path) != (kind.parent is not None):
        yield Fault(("path",), "`parent` and `{parent}` in the path go together")
    if kind.parent is None:
        return
    parent = dialect.kind(kind.parent)
    if parent is None:
        yield Fault(("parent",), f"there is no kind {kind.parent}", _some(dialect))
    elif parent.rows not in {"fixed", "named"} or parent.parent is not None:
        yield Fault(
            ("parent",), "the parent must be a table with named rows, and no child table itself"
        )


def _path(_: Dialect, kind: KindSpec) -> Iterator[Fault]:
    if not _PATH.fullmatch(kind.path):
        yield Fault(("path",), "not a path under /api/v1/", "names separated by single slashes")


def _wire_names(_: Dialect, kind: KindSpec) -> Iterator[Fault]:
    uses = Counter(spec.wire for spec in kind.fields.values())
    for name, spec in kind.fields.items():
        if uses[spec.wire] > 1:
            yield Fault(("fields", name, "wire"), f"two fields are called {spec.wire} on the wire")


def _values(spec: FieldSpec) -> Iterator[Fault]:
    if spec.type == "enum" and not spec.values:
        yield Fault((), "an enum needs the numbers of its words", "values: {WORD: NUMBER, ...}")
    if spec.values and spec.type not in {"enum", "list"}:
        yield Fault(("values",), f"type {spec.type} has no words", "type: enum or list")
    numbers = list((spec.values or {}).values())
    if len(set(numbers)) < len(numbers):
        yield Fault(("values",), "two words have one number")
    if spec.type == "list" and any(bit <= 0 or bit & (bit - 1) for bit in numbers):
        yield Fault(("values",), "each word of a list is one bit", "1, 2, 4, 8, ...")


def _cli_values(spec: FieldSpec) -> Iterator[Fault]:
    for word in sorted(set(spec.cli_values or {}) - set(spec.values or {})):
        known = ", ".join(spec.values or {})
        yield Fault(("cli_values", word), f"{word} is none of the values", known)


def _some(dialect: Dialect) -> str:
    return ", ".join(sorted(name for name, kind in dialect.kinds.items() if kind is not None))


_DIALECT_RULES: tuple[Callable[[Dialect], Iterator[Fault]], ...] = (_system, _blank, _actions)
_KIND_RULES: tuple[Callable[[Dialect, KindSpec], Iterator[Fault]], ...] = (
    _rows, _identity, _parent, _path, _wire_names,
)  # fmt: skip  # a table
_FIELD_RULES: tuple[Callable[[FieldSpec], Iterator[Fault]], ...] = (_values, _cli_values)
