"""Reading all rows of a table, page by page."""

from collections.abc import Callable, Mapping
from typing import Final

from hacfg.errors import BadAnswer, Problem
from hacfg.fortimail.client.answers import Document
from hacfg.fortimail.wire import visible
from hacfg.source import OnUnit

MOST_ROWS: Final = 50_000


def all_rows(fetch: Callable[[str], Document], where: OnUnit) -> tuple[Document, ...]:
    """Fetch pages until `nextPage` is not true; `fetch` takes the query of the next page.

    The first call has no query: the default page size is not documented, and the recorded calls
    have none. A list may carry `nextPage: true` with `subCount: 0` (stop there).
    """
    rows: list[Document] = []
    earlier: list[list[Document]] = []
    query, size = "", 0
    while True:
        document = fetch(query)
        page = _page(document, where)
        rows += page
        if not page or document.get("subCount") == 0 or document.get("nextPage") is not True:
            return tuple(rows)
        if page in earlier[-1:] or page == (earlier[0] if earlier else None):
            raise BadAnswer(_problem(where, "the same page again", "the next page"))
        if len(rows) > MOST_ROWS:
            raise BadAnswer(_problem(where, f"{len(rows)} rows and more", f"at most {MOST_ROWS}"))
        earlier = [*earlier[:1], page]
        size = size or len(page)
        query = f"?startIndex={len(rows)}&pageSize={size}"


def _page(document: Document, where: OnUnit) -> list[Document]:
    """Return the rows of one list; an empty one was recorded as the text "[]"."""
    rows = document.get("collection", "")
    if rows in ("[]", "") and (rows or document.get("subCount", 1) == 0):
        return []
    if isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows):
        return rows
    seen = visible(repr(rows)) if rows else f"only {visible(', '.join(document))}"
    raise BadAnswer(_problem(where, seen, "`collection`, a list of objects"))


def _problem(where: OnUnit, seen: str, expected: str) -> Problem:
    return Problem("the list cannot be used", where, seen, expected)
