"""Reading and writing the resources of a simulated unit by HTTP verbs."""

from collections.abc import Callable, Mapping

from hacfg.fortimail.ha import RefusedByUnit
from hacfg.lab import answers
from hacfg.lab.calls import WRONG_METHOD, Call, Reply
from hacfg.lab.group import LabGroup
from hacfg.lab.routes import Target
from hacfg.lab.status import rows_of
from hacfg.lab.tree import MISSING, Row


class Resources:
    """The resources of one unit."""

    def __init__(self, group: LabGroup, name: str, page_size: int) -> None:
        self.group = group
        self.name = name
        self.page_size = page_size

    def answer(self, call: Call, target: Target) -> Reply:
        """Do what the verb asks for and return the answer."""
        verbs: Mapping[str, Callable[[Call, Target], Reply]] = {
            "GET": self._get,
            "POST": self._post,
            "PUT": self._put,
            "DELETE": self._delete,
        }
        verb = verbs.get(call.method)
        return verb(call, target) if verb else WRONG_METHOD

    def _row(self, target: Target) -> Row:
        row = rows_of(self.group, self.name, target.kind).get(target.row)
        if row is None:
            raise RefusedByUnit("no such object", MISSING)
        return row

    def _get(self, call: Call, target: Target) -> Reply:
        if target.spec.shape == "singleton" or target.key is not None:
            return self._one(target, answers.GET)
        parents = self.group.trees[self.name].rows(target.spec.parent or "")
        if target.spec.parent and target.parent not in parents:
            return Reply(404, answers.missing(target.name))
        prefix = f"{target.parent}/" if target.spec.parent else ""
        rows = [
            (key[len(prefix) :], row)
            for key, row in rows_of(self.group, self.name, target.kind).items()
            if key.startswith(prefix)
        ]
        start = call.number("startIndex", 0)
        size = call.number("pageSize", self.page_size) or self.page_size
        return Reply(200, answers.page(target, rows, start, size))

    def _one(self, target: Target, action: int) -> Reply:
        return Reply(200, answers.one(target, target.key or "", self._row(target), action))

    def _post(self, call: Call, target: Target) -> Reply:
        if target.key is None or target.spec.rows == "fixed":
            return WRONG_METHOD
        values = answers.from_wire(target, call.json())
        made = self.group.create(self.name, target.kind, target.row, values)
        key = made.rpartition("/")[2] if target.spec.parent else made
        found = Target(target.kind, target.spec, target.parent, key)
        return self._one(found, answers.ADD)

    def _put(self, call: Call, target: Target) -> Reply:
        if target.spec.shape == "table" and target.key is None:
            return WRONG_METHOD
        self._row(target)
        values = answers.from_wire(target, call.json())
        self.group.update(self.name, target.kind, target.row, values)
        return self._one(target, answers.SET)

    def _delete(self, _: Call, target: Target) -> Reply:
        if target.key is None or target.spec.rows == "fixed":
            return WRONG_METHOD
        self.group.delete(self.name, target.kind, target.row)
        return Reply(200, answers.removed(target, target.key))
