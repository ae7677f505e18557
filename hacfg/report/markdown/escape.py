"""Text of devices and users made harmless in Markdown: no markup, no HTML, nobody mentioned."""

import re
from collections.abc import Iterable

from hacfg.report.escape import LIMIT, shown

_MARKUP = re.compile(r"[&<`*_~\[\]|\\!$]")
_HANDLES = re.compile(r"[@#]|://|www\.", re.IGNORECASE)
"""What forges turn into mentions, references and links after Markdown was rendered."""

_APART = "&#8203;"
"""A zero-width space: what follows is no name, number or address any more."""


def words(text: object, limit: int = LIMIT) -> str:
    """Return text for a paragraph or a cell of a table."""
    return _HANDLES.sub(_parted, _MARKUP.sub(_entity, shown(text, limit)))


def fence(lines: Iterable[str]) -> str:
    """Return a fence that none of the lines can close."""
    runs = (len(run) for line in lines for run in re.findall("`+", line))
    return "`" * max(3, 1 + max(runs, default=0))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _parted(found: re.Match[str]) -> str:
    """Part it where an entity's own `#` would not be hit: entities are `&#` and digits."""
    if found[0] == "#" and found.string[found.start() - 1 : found.start()] == "&":
        return "#"
    return f"{found[0][:1]}{_APART}{found[0][1:]}"
