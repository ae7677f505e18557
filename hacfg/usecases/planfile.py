"""Plan files on disk: written whole and private, read with suspicion."""

import json
import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from hacfg.errors import InvalidInput, Problem
from hacfg.plan.document import PlanDocument, plan_id, to_json
from hacfg.plan.terraform import FORMAT_VERSION
from hacfg.source import Position

LARGEST = 64 * 1024 * 1024
"""Bytes of a plan file at most; a farm of 25 takes well under one MiB."""

_NEXT = "name a saved plan, or make one: hacfg plan TOPOLOGY --out FILE"


def write_plan(document: PlanDocument, path: Path) -> None:
    """Write a plan file (mode 0600), all of it or nothing; into what is no file, as it is."""
    if path.exists() and not path.is_file():
        # A pipe or /dev/stdout: to put a file in its place would take it from everybody else.
        path.write_text(to_json(document), encoding="utf-8")
    else:
        _replace(path.resolve(), to_json(document))


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_plan(path: Path) -> PlanDocument:
    """Return the plan in a file; raise InvalidInput if it is none, damaged, or was edited."""
    return _plan(_json(path), path)


def plan_of(text: str, path: Path) -> PlanDocument:
    """Return the plan in a text that is called `path`; raise InvalidInput as `read_plan` does."""
    return _plan(json.loads(text), path)


def _plan(data: dict[str, object], path: Path) -> PlanDocument:
    version = str(data.get("format_version", ""))
    if version.split(".", maxsplit=1)[0] != FORMAT_VERSION.split(".")[0] or "hacfg" not in data:
        raise _invalid(
            path,
            "this is no plan file that this version of hacfg reads",
            seen=f"format_version {version or 'missing'}",
            expected=f"format_version {FORMAT_VERSION} and a key hacfg",
            next=_NEXT,
        )
    try:
        document = PlanDocument.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _invalid(
            path, f"the plan file is damaged at {place}", seen=first["msg"], next="plan again"
        ) from None
    if plan_id(document) != document.hacfg.plan_id:
        raise _invalid(
            path,
            "the plan file is not as hacfg wrote it: its content does not match its plan id",
            seen=plan_id(document),
            expected=document.hacfg.plan_id,
            next="plan again; a plan is approved as a whole or not at all",
        )
    return document


def _json(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > LARGEST:
            raise _invalid(path, "this is no plan file: it is too large", next=_NEXT)
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InvalidInput(
            Problem(
                "this is no plan file: it is no JSON, or was cut off",
                Position(str(path), error.lineno, error.colno),
                seen=error.msg if error.doc.strip() else "an empty file",
                expected="a file that `hacfg plan --out` wrote",
                next=_NEXT,
            )
        ) from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        said = getattr(error, "strerror", None) or "it is no JSON"
        raise _invalid(path, f"the plan file cannot be read: {said}", next=_NEXT) from None
    if not isinstance(data, dict):
        said = type(data).__name__
        raise _invalid(path, "this is no plan file", seen=said, expected="an object", next=_NEXT)
    return data


def _invalid(path: Path, message: str, **details: str) -> InvalidInput:
    return InvalidInput(Problem(message, Position(str(path), 1), **details))
