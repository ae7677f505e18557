"""Building a tree of values from the events of a YAML parser, within limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from hacfg.errors import InvalidInput, Problem
from hacfg.source import Position
from hacfg.topology.nodes import Key, Node, Scalar, plain_scalar

# The largest group that FortiMail knows needs a tenth of each.
MAX_VALUES = 20_000
MAX_DEPTH = 24
MAX_ALIASES = 100


def refusal(position: Position, message: str, action: str) -> InvalidInput:
    """Return the error of a file that cannot be read."""
    return InvalidInput(Problem(message, position, next=action))


@dataclass
class Composer:
    """Builds the tree from the parser's events, and stops at the first limit."""

    file: str
    events: Iterator[Event]
    anchors: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    values: int = 0
    aliases: int = 0

    def document(self) -> Node:
        """Return the root of the only document."""
        documents = 0
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, "a second document", "give each topology its own file")
            elif isinstance(event, NodeEvent):
                root = self.node(event, 1)
        if root is None:
            raise refusal(
                Position(self.file, 1), "the file is empty", "write one with `hacfg init`"
            )
        return root

    def node(self, event: NodeEvent, depth: int) -> Node:
        """Return the value that begins with this event."""
        if depth > MAX_DEPTH:
            self.refuse(event, f"nested deeper than {MAX_DEPTH} levels", "flatten the file")
        if isinstance(event, AliasEvent):
            return self.alias(event)
        self.count(event, 1)
        node = self.anchored(event, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def anchored(self, event: NodeEvent, depth: int) -> Node:
        """Return the value of an event that is no alias."""
        if getattr(event, "ctag", None) is not None:
            self.note(event, "a YAML tag (`!...`)", "delete it; a text that starts so needs quotes")
        match event:
            case MappingStartEvent():
                return self.mapping(event, depth)
            case SequenceStartEvent():
                rows = tuple(self.node(row, depth + 1) for row in self.until(SequenceEndEvent))
                return Node(rows, self.at(event), 1 + sum(row.size for row in rows))
            case ScalarEvent():
                return Node(self.scalar(event), self.at(event))
            case _:
                raise AssertionError(event)  # the parser has no other events that begin a value

    def mapping(self, event: Event, depth: int) -> Node:
        """Return a mapping; its keys are texts, each once."""
        rows: dict[str, tuple[Key, Node]] = {}
        events = self.until(MappingEndEvent)
        for key_event in events:
            key = self.key(key_event, depth)
            value = self.node(next(events), depth + 1)
            if key.name in rows:
                self.note_twice(rows[key.name][0], key)
            else:
                rows[key.name] = (key, value)
        size = 1 + sum(value.size for _, value in rows.values())
        return Node(dict(rows.values()), self.at(event), size)

    def key(self, event: NodeEvent, depth: int) -> Key:
        """Return a key, or note why it cannot be one."""
        content = self.node(event, depth + 1).content
        if isinstance(event, ScalarEvent) and event.value == "<<" and event.implicit[0]:
            self.note(event, "merge keys (`<<`) are not supported", "write the keys out")
        elif not isinstance(content, str):
            self.note(event, "a key that is not text", "put the key in quotes")
        return Key(content if isinstance(content, str) else "", self.at(event))

    def alias(self, event: AliasEvent) -> Node:
        """Return the value that an alias stands for, as large as it would be written out."""
        node = self.anchors.get(event.anchor)
        if node is None:
            self.refuse(
                event,
                "an alias (`*...`) without an anchor before it",
                "name an anchor that is complete; a text that starts with * needs quotes",
            )
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.refuse(event, f"more than {MAX_ALIASES} aliases", "write the values out")
        self.count(event, node.size)
        return replace(node, position=self.at(event))

    def scalar(self, event: ScalarEvent) -> Scalar:
        """Return a scalar; no text may drive the terminal that it is shown on."""
        if event.style:
            text: str = event.value
            if not all(char.isprintable() or char in "\n\t" for char in text):
                self.note(event, "a text with control characters", "delete them")
            return text
        return plain_scalar(event.value)

    def until(self, end: type[Event]) -> Iterator[NodeEvent]:
        """Yield the events that begin values, up to the end of what surrounds them."""
        for event in self.events:
            if isinstance(event, end):
                return
            if isinstance(event, NodeEvent):
                yield event

    def count(self, event: Event, size: int) -> None:
        """Add values to what the file holds once aliases are expanded."""
        self.values += size
        if self.values > MAX_VALUES:
            self.refuse(event, f"more than {MAX_VALUES} values", "split it, or use fewer aliases")

    def at(self, event: Event) -> Position:
        """Return the place of an event."""
        return Position(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def note(self, event: Event, message: str, action: str) -> None:
        """Keep a problem that does not hinder reading on."""
        self.problems.append(Problem(message, self.at(event), next=action))

    def note_twice(self, first: Key, second: Key) -> None:
        """Keep the problem of a key that stands twice in one mapping."""
        lines = f"lines {first.position.line} and {second.position.line}"
        self.problems.append(
            Problem("duplicate key", second.position, seen=lines, next="keep one of the two")
        )

    def refuse(self, event: Event, message: str, action: str) -> NoReturn:
        """Stop reading."""
        raise refusal(self.at(event), message, action)
