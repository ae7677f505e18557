"""A unit without a network: a tree of objects, and what was asked of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from hacfg.errors import NotFound, Problem, UnitError
from hacfg.fortimail.reading import Moving
from hacfg.source import OnUnit
from tests.fortimail.recordings import recorded

Objects = Mapping[str, Any]


class FakeUnit:
    """Answers from a mapping of path to object or rows; an exception there is raised."""

    def __init__(self, objects: Objects, login: Mapping[str, object] | UnitError | None = None):
        self.objects = dict(objects)
        self.reply = recorded("login").body if login is None else login
        self.calls: list[tuple[str, str]] = []
        self.bodies: list[Any] = []

    def login(self) -> Mapping[str, object]:
        self.calls.append(("LOGIN", ""))
        if isinstance(self.reply, UnitError):
            raise self.reply
        return self.reply

    def get(self, path: str) -> Mapping[str, object]:
        found: Mapping[str, object] = self._found("GET", path)
        return found

    def moving(self) -> Moving:
        return Moving()

    def rows(self, path: str) -> Sequence[Mapping[str, object]]:
        found: Sequence[Mapping[str, object]] = self._found("ROWS", path)
        return found

    def create(self, path: str, body: object) -> None:
        self._kept("POST", path, body)

    def update(self, path: str, body: object) -> None:
        self._kept("PUT", path, body)

    def delete(self, path: str) -> None:
        self._kept("DELETE", path, None)

    def act(self, method: str, path: str, body: object) -> None:
        self._kept(method, path, body)

    def _found(self, verb: str, path: str) -> Any:
        self.calls.append((verb, path))
        if path not in self.objects:
            raise NotFound(Problem("the unit has no such resource", OnUnit("mx1", path)))
        if isinstance(found := self.objects[path], UnitError):
            raise found
        return found

    def _kept(self, verb: str, path: str, body: object) -> None:
        self.calls.append((verb, path))
        self.bodies.append(body)
