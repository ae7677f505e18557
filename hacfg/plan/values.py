"""How values of State stand in a plan file: JSON types, secrets and unknown as tagged objects."""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from hacfg.state import UNKNOWN, Address, Secret, Unknown, Value, plain

_ADDRESS = re.compile(r'fortimail_([a-z_]+)\.([A-Za-z0-9_-]+)(?:\["(.*)"\])?', re.DOTALL)


class Part(BaseModel):
    """Base of everything in a plan file: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def parse_address(text: object) -> Address:
    """Return the address that a text like `fortimail_interface.mx1["port5"]` stands for."""
    if isinstance(text, Address):
        return text
    found = _ADDRESS.fullmatch(str(text))
    if not found:
        raise ValueError(f"{text!r} is not an address like fortimail_ha.mx1")
    kind, owner, key = found.groups()
    return Address(owner, kind, key or "")


def parse_value(value: Any) -> Value:  # noqa: ANN401  # whatever JSON holds; it is checked here
    """Return the State value that a JSON value stands for."""
    match value:
        case {"unknown": True}:
            return UNKNOWN
        case {"secret": str(slot)}:
            return Secret(slot)
        case list() | tuple():
            return tuple(str(item) for item in value)
        case None | bool() | int() | str() | Secret() | Unknown():
            return value
        case _:
            raise ValueError(f"{value!r} is not a value of an attribute")


_VALUE_SCHEMA = {
    "description": 'A value; {"secret": slot} stands for a secret, {"unknown": true} for unseen.',
    "anyOf": [
        {"type": ["boolean", "integer", "string", "null"]},
        {"type": "array", "items": {"type": "string"}},
        {
            "type": "object",
            "properties": {"secret": {"type": "string"}},
            "required": ["secret"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"unknown": {"const": True}},
            "required": ["unknown"],
            "additionalProperties": False,
        },
    ],
}

PlanValue = Annotated[
    Any, BeforeValidator(parse_value), PlainSerializer(plain), WithJsonSchema(_VALUE_SCHEMA)
]
PlanAddress = Annotated[
    Address,
    BeforeValidator(parse_address),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^fortimail_[a-z_]+\.[A-Za-z0-9_-]+"}),
]
PlanAttributes = dict[str, PlanValue]
PlanState = dict[PlanAddress, PlanAttributes | None]
"""What is read; null: the resource is not there."""
