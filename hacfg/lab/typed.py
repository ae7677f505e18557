"""CLI lines typed into a simulated unit, understood by the dialect's own CLI names."""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field

from hacfg.fortimail.dialect import Dialect, FieldSpec, KindSpec
from hacfg.fortimail.ha import RefusedByUnit
from hacfg.fortimail.ha.writes import SECONDARY_REFUSES
from hacfg.fortimail.wire import encode
from hacfg.lab.group import LabGroup
from hacfg.lab.tree import INVALID, factory_value
from hacfg.state import Value

_REMARK = re.compile(r"(^|\s)#\s[^\"]*$")
"""What a runbook says beside a line; a password may hold the sign, but not like this."""
_SWITCH: dict[str, Value] = {"enable": True, "disable": False}


@dataclass(slots=True)
class _Block:
    """A `config` or `edit` that is open, with what was set in it."""

    line: str
    values: dict[str, Value] = field(default_factory=dict)
    made: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What the open blocks stand for."""

    kind: str
    spec: KindSpec
    key: str


class Terminal:
    """One CLI session on one unit; `between` is called after everything that takes effect."""

    def __init__(self, group: LabGroup, name: str, between: Callable[[], None]) -> None:
        self._group = group
        self._name = name
        self._between = between
        self._blocks: list[_Block] = []

    @property
    def _dialect(self) -> Dialect:
        return self._group.trees[self._name].dialect

    def type(self, line: str) -> None:
        """Do one line, or raise RefusedByUnit."""
        line = _REMARK.sub("", line).strip()
        words = shlex.split(line)
        if not words:
            return
        if self._act(line):
            self._between()
            return
        commands: dict[str, Callable[[list[str]], None]] = {
            "config": self._enter,
            "edit": self._enter,
            "set": self._set,
            "unset": self._unset,
            "delete": self._delete,
            "next": self._next,
            "end": self._end,
        }
        command = commands.get(words[0])
        if command is None:
            raise RefusedByUnit("Unknown action")
        command(words)

    def _act(self, line: str) -> bool:
        for name, action in self._dialect.actions.items():
            if action is None:
                continue
            found = re.fullmatch(_pattern(action.cli.line), line)
            if found and not self._blocks:
                arguments = {name: _unquoted(text) for name, text in found.groupdict().items()}
                self._group.act(self._name, name, arguments)
                return True
        return False

    def _enter(self, words: list[str]) -> None:
        if words[0] == "config":
            self._make_row()
        self._blocks.append(_Block(" ".join(words)))

    def _place(self) -> _Place:
        lines = [block.line for block in self._blocks]
        for kind, spec in self._dialect.kinds.items():
            key = _key(spec, lines) if spec else None
            if spec is not None and key is not None:
                return _Place(kind, spec, key)
        raise RefusedByUnit(f"Unknown action: nothing known of {' / '.join(lines)}")

    def _field(self, place: _Place, word: str) -> tuple[str, FieldSpec]:
        for name, spec in place.spec.fields.items():
            if spec.cli == word:
                return name, spec
        raise RefusedByUnit(f"Unknown attribute {word}", INVALID)

    def _set(self, words: list[str]) -> None:
        name, spec = self._field(self._place(), words[1])
        self._blocks[-1].values[name] = _value(spec, words[2:])

    def _unset(self, words: list[str]) -> None:
        name, spec = self._field(self._place(), words[1])
        self._blocks[-1].values[name] = factory_value(spec)

    def _delete(self, words: list[str]) -> None:
        self._blocks.append(_Block(f"edit {words[1]}"))
        place = self._place()
        self._blocks.pop()
        self._group.delete(self._name, place.kind, place.key)
        self._between()

    def _next(self, _: list[str]) -> None:
        self._leave("edit")

    def _end(self, _: list[str]) -> None:
        if self._blocks and self._blocks[-1].line.startswith("edit"):
            self._leave("edit")
        self._leave("config")

    def _leave(self, word: str) -> None:
        if not self._blocks or not self._blocks[-1].line.startswith(word):
            raise RefusedByUnit("Unknown action: no such block is open")
        try:
            self._make_row()
            values = self._blocks[-1].values
            if values:
                place = self._place()
                self._group.update(self._name, place.kind, place.key, values)
        finally:
            self._blocks.pop()
        self._between()

    def _make_row(self) -> None:
        """Make the row that an `edit` names, unless it is there."""
        if not self._blocks or not self._blocks[-1].line.startswith("edit"):
            return
        block, place = self._blocks[-1], self._place()
        if place.key not in self._group.trees[self._name].rows(place.kind):
            key = self._group.create(self._name, place.kind, place.key, block.values)
            block.values = {}
            # `edit 0` made a row with a number; what is set later goes into that row.
            block.line = f"edit {key.rpartition('/')[2] if place.spec.parent else key}"


def type_lines(group: LabGroup, name: str, text: str, *, between: Callable[[], None]) -> list[str]:
    """Type lines into a unit; raise RefusedByUnit in the words of the CLI at the first failure."""
    group.index(name)
    terminal = Terminal(group, name, between)
    for line in text.splitlines():
        try:
            terminal.type(line)
        except RefusedByUnit as error:
            number = f"({error.number})" if error.number == SECONDARY_REFUSES else ""
            words = f"{error.words}. Command failed{number} at: {line.strip()}"
            raise RefusedByUnit(words, error.number) from None
        except (IndexError, ValueError) as error:
            raise RefusedByUnit(f"Command failed at: {line.strip()} ({error})", INVALID) from None
    return []


def _pattern(template: str) -> str:
    escaped = re.escape(template)
    return re.sub(r'(?:")?\\\{(\w+)\\\}(?:")?', r'(?P<\1>"[^"]*"|\\S+)', escaped)


def _unquoted(text: str) -> str:
    return text.strip('"')


def _key(spec: KindSpec, lines: list[str]) -> str | None:
    """Return the key of the row that open blocks stand for; None if they are of another kind."""
    if not spec.cli or len(spec.cli) != len(lines):
        return None
    captured: dict[str, str] = {}
    for template, line in zip(spec.cli, lines, strict=True):
        pattern = template.replace("edit 0", "edit {key}")
        found = re.fullmatch(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(pattern)), line)
        if found is None:
            return None
        captured |= found.groupdict()
    key = captured.get("key", "")
    return f"{captured.get('parent', '')}/{key}" if spec.parent else key


def _value(spec: FieldSpec, words: list[str]) -> Value:
    value = _converted(spec, words)
    try:
        if spec.type != "secret":
            encode(spec, value)
    except (ValueError, KeyError):
        raise RefusedByUnit(f"Invalid value {' '.join(words)} of {spec.cli}", INVALID) from None
    return value


def _converted(spec: FieldSpec, words: list[str]) -> Value:
    ours = {theirs: word for word, theirs in (spec.cli_values or {}).items()}
    match spec.type:
        case "bool":
            return _SWITCH.get(words[0])
        case "int":
            return int(words[0])
        case "list":
            return tuple(sorted(ours.get(word, word) for word in words))
        case _:
            return ours.get(words[0], words[0])
