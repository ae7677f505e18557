"""The values of a YAML file as a tree with lines and columns, before any alias is expanded."""

import re
from dataclasses import dataclass

from hacfg.source import Position
from hacfg.topology.places import Path, Places

Scalar = bool | int | float | str | None

# The core schema of YAML 1.2: no `yes`, no octal `010`, and dates stay text.
_WORDS: dict[str, Scalar] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip  # one line a type
# No longer than 18 digits: what is longer is no number that anyone declares.
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,3})?")


def plain_scalar(text: str) -> Scalar:
    """Return what a scalar without quotes means."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text, 0 if text[:2] in ("0o", "0x") else 10)
    return float(text) if _DECIMAL.fullmatch(text) else text


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a mapping and where it stands."""

    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class Node:
    """A value, where it stands, and how many values it holds once aliases are expanded."""

    content: "Scalar | tuple[Node, ...] | dict[Key, Node]"
    position: Position
    size: int = 1

    @property
    def is_scalar(self) -> bool:
        """Tell whether it holds no other values."""
        return not isinstance(self.content, tuple | dict)


def unfold(root: Node) -> tuple[object, Places]:
    """Turn a tree into plain Python data and the places of its parts."""
    positions: dict[Path, Position] = {}
    keys: dict[Path, Position] = {}

    def data(node: Node, path: Path, position: Position) -> object:
        if path:
            positions[path] = position
        match node.content:
            case dict() as rows:
                for key in rows:
                    keys[*path, key.name] = key.position
                return {
                    key.name: data(value, (*path, key.name), _stands(key, value))
                    for key, value in rows.items()
                }
            case tuple() as rows:
                return [
                    data(value, (*path, index), value.position) for index, value in enumerate(rows)
                ]
            case scalar:
                return scalar

    return data(root, (), root.position), Places(root.position.file, positions, keys)


def _stands(key: Key, value: Node) -> Position:
    return value.position if value.is_scalar else key.position
