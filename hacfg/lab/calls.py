"""One HTTP call to a simulated unit, taken apart, and its answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hacfg.fortimail.ha import RefusedByUnit
from hacfg.lab.answers import Body, plain_error
from hacfg.lab.tree import INVALID


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request."""

    method: str
    segments: tuple[str, ...]
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cookies: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the JSON object that was sent; none counts as an empty one."""
        try:
            body = json.loads(self.body or b"{}")
        except ValueError:
            raise RefusedByUnit("Invalid JSON", INVALID) from None
        if not isinstance(body, dict):
            raise RefusedByUnit("a JSON object wanted", INVALID)
        return body

    def number(self, name: str, default: int) -> int:
        """Return a number of the query."""
        text = self.query.get(name, "")
        return int(text) if text.isdecimal() else default


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer."""

    status: int
    body: Body
    headers: Mapping[str, str] = field(default_factory=dict)


WRONG_METHOD = Reply(405, plain_error(405))
