"""Which resource of a dialect a path under /api/v1/ means."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from hacfg.fortimail.dialect import ActionSpec, Dialect, KindSpec

PREFIX = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Target:
    """A kind; with a key one row of it; the parent's key for child tables."""

    kind: str
    spec: KindSpec
    parent: str = ""
    key: str | None = None

    @property
    def row(self) -> str:
        """Key of the row in the unit's tree; empty for a singleton."""
        key = self.key or ""
        return f"{self.parent}/{key}" if self.spec.parent else key

    @property
    def name(self) -> str:
        """What the wire calls the object: the last word of its path."""
        return self.spec.path.rpartition("/")[2]


def segments_of(raw_path: str) -> tuple[str, ...]:
    """Split a raw path under /api/v1/ at its slashes, then decode the parts."""
    return tuple(unquote(part) for part in raw_path.removeprefix(PREFIX).strip("/").split("/"))


def find_target(dialect: Dialect, segments: tuple[str, ...]) -> Target | None:
    """Return what a path means, or None if the dialect has no such resource."""
    # A longer template is the more exact one: domain/system/PolicyRcpt before domain/NAME.
    found = list(_matches(dialect, segments))
    return max(found, key=lambda target: target.spec.path.count("/"), default=None)


def _matches(dialect: Dialect, segments: tuple[str, ...]) -> Iterator[Target]:
    for kind, spec in dialect.kinds.items():
        if spec is None or spec.shape == "login":
            continue
        template = spec.path.split("/")
        head, rest = segments[: len(template)], segments[len(template) :]
        captured = _captured(template, head)
        most = 1 if spec.shape == "table" else 0
        if captured is not None and len(rest) <= most:
            yield Target(kind, spec, captured, rest[0] if rest else None)


def _captured(template: list[str], head: tuple[str, ...]) -> str | None:
    """Return the parent's key, empty without one; None where the path does not fit."""
    if len(template) != len(head):
        return None
    parent = ""
    for word, part in zip(template, head, strict=True):
        if word == "{parent}":
            parent = part
        elif word != part:
            return None
    return parent


def actions_at(dialect: Dialect, segments: tuple[str, ...]) -> dict[str, ActionSpec]:
    """Return the actions whose path this is."""
    path = "/".join(segments)
    return {
        name: spec
        for name, spec in dialect.actions.items()
        if spec is not None and spec.rest.path.strip("/") == path
    }
