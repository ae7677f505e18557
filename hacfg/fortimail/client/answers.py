"""What an answer means: the JSON object of a success, or the error that it stands for."""

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from hacfg.errors import BadAnswer, NotFound, Problem, Rejected, ReplyLost, UnitError
from hacfg.fortimail.client.calls import Answer, Call
from hacfg.fortimail.client.exchange import LARGEST_ANSWER
from hacfg.fortimail.wire import visible
from hacfg.source import OnUnit

Document = Mapping[str, object]

ABSENT: Final = 404
SERVER_ERRORS: Final = 500
"""From here on a write may have been done in spite of its answer."""
NO_SUCH_OBJECT: Final = 3
"""errorType for an object that is not there (recorded in public client tests)."""
ACCESS_DENIED: Final = 7
"""errorType of a refused login (recorded in public client tests)."""
_LOOK_AT_IT: Final = "look at the unit's system event log, and try again"
_IS_IT_THE_UNIT: Final = (
    "check that `api.url` is the FortiMail unit itself, not a proxy, and that its REST API is on"
)


class Unusable(Exception):
    """The body is no JSON object: what was seen instead."""


def document_of(answer: Answer) -> Document:
    """Return the JSON object in an answer's body; raise Unusable if there is none."""
    if len(answer.body) > LARGEST_ANSWER:
        raise Unusable(f"more than {LARGEST_ANSWER // 1024**2} MiB")
    try:
        found: object = json.loads(answer.body, parse_constant=_no_constant)
    except RecursionError:
        raise Unusable("JSON that is nested too deep") from None
    except ValueError as error:
        raise Unusable(_unreadable(answer.body.decode(errors="replace").strip(), error)) from None
    if not isinstance(found, dict):
        raise Unusable(f"JSON that is no object but {type(found).__name__}")
    return found


def _unreadable(text: str, error: ValueError) -> str:
    """Say where JSON breaks off; of what is no JSON say what it is."""
    if text.startswith(("{", "[")) and isinstance(error, json.JSONDecodeError):
        return f"JSON that breaks off at character {error.pos} of {len(text)}: {text}"
    return text or "nothing"


def error_type(document: Document) -> object:
    """Return the number of an error in a document; None for a success."""
    number = document.get("errorType")
    return None if number in {None, 0, "0"} else number


def accepted(call: Call, answer: Answer, unit: str) -> Document:
    """Return the document of a success: HTTP 2xx and errorType absent or 0; raise otherwise."""
    verdict = _verdict(call, answer, OnUnit(unit, call.resource))
    # Raised here, where no frame holds what the unit sent: it may give secrets back.
    if isinstance(verdict, UnitError):
        raise verdict
    return verdict


def _verdict(call: Call, answer: Answer, where: OnUnit) -> Document | UnitError:
    if 300 <= answer.status < 400:  # noqa: PLR2004  # HTTP's redirects
        return BadAnswer(_redirect(where, answer))
    try:
        document = document_of(answer)
    except Unusable as unusable:
        seen = f"HTTP {answer.status}: {visible(str(unusable))}"
        return _unusable(call, answer, where, seen)
    if _is_success(answer.status) and error_type(document) is None:
        return document
    absent = answer.status == ABSENT or error_type(document) == NO_SUCH_OBJECT
    return _refusal(call, answer, where, visible(_told(answer, document)), absent=absent)


def _refusal(call: Call, answer: Answer, where: OnUnit, seen: str, *, absent: bool) -> UnitError:
    if call.purpose == "write" and answer.status >= SERVER_ERRORS:
        return _lost(where, seen)
    if absent:
        return NotFound(Problem("the unit has no such resource", where, seen))
    if call.purpose == "write":
        return Rejected(Problem("the unit refused the write", where, seen))
    return BadAnswer(
        Problem("the unit answered with an error", where, seen, "an answer", _LOOK_AT_IT)
    )


def _unusable(call: Call, answer: Answer, where: OnUnit, seen: str) -> UnitError:
    if not _is_success(answer.status):
        return _refusal(call, answer, where, seen, absent=answer.status == ABSENT)
    if call.purpose == "write":
        return _lost(where, seen)
    return BadAnswer(
        Problem(
            "the answer cannot be used",
            where,
            seen,
            "a JSON object",
            _IS_IT_THE_UNIT,
        )
    )


def _lost(where: OnUnit, seen: str) -> ReplyLost:
    return ReplyLost(
        Problem(
            "the write was sent, and its answer cannot be used",
            where,
            seen,
            "a success, or a refusal",
            "read back what it did before anything else",
        )
    )


def _redirect(where: OnUnit, answer: Answer) -> Problem:
    target = urlsplit(answer.location).hostname or "another path of the same host"
    return Problem(
        "the unit sends elsewhere; hacfg does not follow",
        where,
        f"HTTP {answer.status} to {visible(target)}",
        "an answer from the unit itself",
        "write the unit's own address in `api.url`",
    )


def _told(answer: Answer, document: Document) -> str:
    """Say number and text as the unit did; numbers beyond 0, 3 and 7 are not documented."""
    number = document.get("errorType")
    parts = [f"HTTP {answer.status}", "" if number is None else f"errorType {number}"]
    text = str(document.get("errorMsg", "")).strip()
    return ": ".join(part for part in (" ".join(filter(None, parts)), text) if part)


def _is_success(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004  # HTTP's successes


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
