"""The bodies that a unit answers with.

Shapes are those recorded in public test data (demisto/content Packs/Fortimail, surfer190/fortimail)
or documented for a sister product (FortiRecorder 7.2.6); what was never recorded says so here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hacfg.errors import BadAnswer
from hacfg.fortimail.dialect import FieldSpec, KindSpec
from hacfg.fortimail.ha.writes import SECONDARY_REFUSES, RefusedByUnit
from hacfg.fortimail.wire import MASK, decode, encode
from hacfg.lab.routes import Target
from hacfg.lab.tree import INVALID, MISSING, Row
from hacfg.source import OnUnit
from hacfg.state import Value

Body = dict[str, Any]

GET, ADD, REMOVE, SET, RUN = 1, 2, 3, 5, 7
READ_WRITE: Final = 3

_NAMES: Final = {"domain": ("DomainSetting", "DomainInfoCollection")}
_EMPTY: Final[dict[str, bool | int | str]] = {
    "bool": False,
    "int": 0,
    "enum": 0,
    "ip": "0.0.0.0",  # noqa: S104  # what a unit sends for "not set"; nothing listens there
    "ip_mask": "0.0.0.0/0",
    "list": 0,
}


def object_name(target: Target) -> str:
    """Return what messages and objectID call one object."""
    return _NAMES.get(target.name, (target.name, ""))[0]


def object_id(target: Target, key: str = "") -> str:
    """Return the objectID of one object."""
    return f"{object_name(target)}:{_inside(target)}{key}"


def _inside(target: Target) -> str:
    if target.spec.parent:
        return f"{{P:{target.parent}}}"
    words = target.spec.path.split("/")
    return f"{{D:{words[1]}}}" if words[0] == "domain" and len(words) > 1 else ""


def one(target: Target, key: str, row: Row, action: int) -> Body:
    """Answer one object: reqAction 1 read, 2 added, 5 changed."""
    head: Body = {"objectID": object_id(target, key), "reqAction": action, "nodePermission": 3}
    return {**head, **fields(target.spec, key, row)}


def page(target: Target, rows: Sequence[tuple[str, Row]], start: int, size: int) -> Body:
    """Answer one page of a list."""
    shown = rows[start : start + size]
    name = _NAMES.get(target.name, ("", f"{target.name}Collection"))[1]
    return {
        "objectID": f"{name}:{_inside(target)}",
        "reqAction": GET,
        "totalRemoteCount": len(rows),
        "subCount": len(shown),
        "remoteSorting": True,
        "nextPage": start + size < len(rows),
        "nodePermission": READ_WRITE,
        "collection": [fields(target.spec, key, row) for key, row in shown],
    }


def fields(spec: KindSpec, key: str, row: Row) -> Body:
    """Return the keys of one object; the key of a numbered row is a number."""
    head: Body = {}
    if spec.shape == "table":
        head[spec.key] = int(key) if spec.rows == "numbered" else key
    return {**head, **{f.wire: to_wire(f, row.get(n)) for n, f in spec.fields.items()}}


def to_wire(spec: FieldSpec, value: Value) -> object:
    """Return a value as the wire holds it; a secret that is set comes masked."""
    if spec.type == "secret":
        return MASK if value else ""
    if value is None and spec.unset is None:
        return _EMPTY.get(spec.type, "")
    return encode(spec, value)


def from_wire(target: Target, body: Mapping[str, Any]) -> dict[str, Value]:
    """Return the attributes that a body holds; keys nobody knows are passed over."""
    values: dict[str, Value] = {}
    for name, spec in target.spec.fields.items():
        if spec.wire not in body or spec.wire == target.spec.key:
            continue
        if spec.read_only:
            raise RefusedByUnit(f"{spec.wire} is read-only", INVALID)
        values[name] = _from_wire(spec, body[spec.wire])
    return values


def _from_wire(spec: FieldSpec, raw: object) -> Value:
    if spec.type == "secret":
        # A mask that is sent back is taken at its word, as nobody knows what a unit does.
        return raw if isinstance(raw, str) else None
    try:
        return decode(spec, raw, OnUnit("", field=spec.wire))
    except BadAnswer as error:
        expected = error.problems[0].expected
        raise RefusedByUnit(f"Invalid value of {spec.wire}: {expected} wanted", INVALID) from None


def removed(target: Target, key: str) -> Body:
    """Answer a deletion."""
    return {
        "errorType": 0,
        "errorMsg": f"Successful:Remove object ({object_name(target)}) ",
        "objectID": object_id(target, key),
        "reqAction": REMOVE,
    }


def done(name: str) -> Body:
    """Answer an action; its shape was never recorded."""
    return {
        "errorType": 0,
        "errorMsg": f"Successful:Run ({name}) ",
        "objectID": f"{name}:",
        "reqAction": RUN,
    }


def missing(name: str) -> Body:
    """Answer 404 as recorded."""
    message = f"Failed to retrieve object :Get object ({name}) "
    return {"errorType": MISSING, "errorMsg": message}


def refused(name: str, error: RefusedByUnit) -> tuple[int, Body]:
    """Return status and body of a refusal.

    No 400 was ever recorded, and whether REST shows -38 is not known: the words are those that the
    CLI has for it (CLI reference 7.6.4, 222664).
    """
    if error.number == MISSING:
        return 404, missing(name)
    known = error.number == SECONDARY_REFUSES
    message = error.words if known else f"Failed: {error.words}:Set object ({name}) "
    return 400, {"errorType": error.number if known else INVALID, "errorMsg": message}


def forbidden(name: str = "AdminLogin", action: int = ADD) -> Body:
    """Answer 403: as recorded for a login; for other objects the same shape is a guess."""
    verb = "Add" if action == ADD else "Get"
    return {
        "errorType": 7,
        "errorMsg": f"Failed: Access denied:{verb} object ({name}) ",
        "reqAction": action,
        "totalRemoteCount": 0,
        "collection": "[]",
    }


def plain_error(status: int) -> Body:
    """Answer 405, 500 or 503, whose bodies were never recorded."""
    return {"errorType": INVALID, "errorMsg": f"Failed: HTTP {status}"}
