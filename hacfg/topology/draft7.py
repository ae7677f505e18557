"""Turning a JSON Schema as pydantic makes it into draft-07, which editors support."""

from collections.abc import Callable
from typing import Any, Final

from hacfg.topology.described import Schema

_NULL: Final = {"type": "null"}
# Written by pydantic for every field, or for OpenAPI: an editor would show them for nothing.
_NOISE: Final = frozenset({"title", "discriminator", "$defs"})
_REFERENCE: Final = "#/$defs/"


def draft7(schema: Schema) -> Schema:
    """Return the same schema without null: in a file, what is not declared is left out."""
    definitions = {
        _name(name): _converted(part) for name, part in sorted(schema.get("$defs", {}).items())
    }
    return {**_converted(schema), "definitions": definitions}


def _converted(schema: Schema) -> Schema:
    found = {
        key: _INNER.get(key, _same)(value) for key, value in schema.items() if key not in _NOISE
    }
    found = _without_null(found)
    if isinstance(found.get("default"), dict | list | None):
        # Empty, or a null for each key that nobody declared.
        found.pop("default", None)
    if "patternProperties" in found:
        found["additionalProperties"] = False
        found.pop("propertyNames", None)
    return _alone(found)


def _without_null(schema: Schema) -> Schema:
    alternatives: list[Schema] = schema.get("anyOf", [])
    kept = [each for each in alternatives if each != _NULL]
    if len(kept) == len(alternatives):
        return schema
    around = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**kept[0], **around} if len(kept) == 1 else {**around, "anyOf": kept}


def _alone(schema: Schema) -> Schema:
    """Put a reference into `allOf`: draft-07 ignores everything that stands beside one."""
    if "$ref" not in schema or len(schema) == 1:
        return schema
    around = {key: value for key, value in schema.items() if key != "$ref"}
    return {**around, "allOf": [{"$ref": schema["$ref"]}]}


def _name(name: str) -> str:
    """Give parts of generic models (`Owned_Syslog_`) a name that reads well."""
    return name.rstrip("_").replace("_", "")


def _same(value: Any) -> Any:  # noqa: ANN401  # examples and defaults are whatever a file may hold
    return value


def _reference(value: str) -> str:
    return f"#/definitions/{_name(value.removeprefix(_REFERENCE))}"


def _schema(value: Any) -> Any:  # noqa: ANN401  # `additionalProperties` may be a schema or false
    return _converted(value) if isinstance(value, dict) else value


def _list(value: list[Schema]) -> list[Schema]:
    return [_converted(each) for each in value]


def _by_name(value: dict[str, Schema]) -> dict[str, Schema]:
    return {name: _converted(each) for name, each in value.items()}


_INNER: Final[dict[str, Callable[[Any], Any]]] = {
    "$ref": _reference,
    "additionalProperties": _schema,
    "items": _schema,
    "propertyNames": _schema,
    "anyOf": _list,
    "oneOf": _list,
    "properties": _by_name,
    "patternProperties": _by_name,
}
