"""The words in which problems of a file are told."""

import difflib
import json
import re
from typing import Final

from hacfg.topology.faults import Fault
from hacfg.topology.places import Path

_SECRETIVE = re.compile(r"passw|passphrase|secret|token|community", re.IGNORECASE)
_LONGEST: Final = 60

TYPES: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping (`key: value`)",
    "model_type": "a mapping (`key: value`)",
    "model_attributes_type": "a mapping (`key: value`)",
    "date_type": "a date",
}
"""Pydantic's type errors, and what was wanted."""

_NEXT: Final = {
    "literal_secret": "write {env: NAME} and set that variable, or {file: PATH}",
    "secret_source": "write one of {env: NAME}, {file: PATH}, {command: [PROGRAM, ARGUMENT]}",
    "group_ha": "declare each cluster as a group of its own, and delete `type`",
}

_KINDS: Final[dict[type, str]] = {
    type(None): "nothing",
    bool: "true or false",
    int: "a whole number",
    float: "a decimal number",
    str: "text",
    list: "a list",
}


def hides_secret(path: Path) -> bool:
    """Tell whether what stands at a path may be a secret, or lie under one."""
    return any(isinstance(part, str) and _SECRETIVE.search(part) for part in path)


def kind(value: object) -> str:
    """Name the type of a value as it stands in the file, never the value."""
    return _KINDS.get(type(value), "a mapping")


def shown(value: object) -> str:
    """Quote a value, short and fit for a terminal; an address never with its credentials."""
    if not isinstance(value, str):
        return json.dumps(value) if isinstance(value, bool | int | float) else kind(value)
    if "@" in value and "//" in value:
        return "an address with credentials"
    return repr(value if len(value) <= _LONGEST else value[:_LONGEST] + "...")


def like(example: object) -> str:
    """Give an example as it would stand in a file."""
    if example is None or example in ([], {}):
        return ""
    return f", for example {_flow(example)}"


def _flow(value: object) -> str:
    """Write a value in YAML's one-line form."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(each) for each in value) + "]"
        case str() if re.fullmatch(r"[A-Za-z][\w.@/-]*", value):
            return value
        case _:
            return json.dumps(value)


def expectation(fault: Fault) -> str:
    """Say what a value has to be, as far as the fault itself knows."""
    if fault.words:
        return f"one of {', '.join(fault.words)}"
    if fault.is_ours or fault.type == "string_pattern_mismatch":
        return ""
    return re.sub(r"^\w+ should (be |have )?", "", fault.said)


def next_action(fault: Fault) -> str:
    """Say what to do about a fault, where its type or a close word tells."""
    close = difflib.get_close_matches(str(fault.value), fault.words, n=1)
    return f"did you mean '{close[0]}'?" if close else _NEXT.get(fault.type, "")
