"""JSON Schemas of models, with the docstrings of their attributes as descriptions."""

import ast
import inspect
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, get_args

from pydantic import BaseModel

Schema = dict[str, Any]


def described(model: type[BaseModel]) -> Schema:
    """Return the JSON Schema of what a file may hold, as pydantic makes it, with descriptions."""
    schema = model.model_json_schema(by_alias=True, mode="validation")
    parts: dict[str, Schema] = schema.get("$defs", {})
    for found in {model, *_models(model, set())}:
        part = schema if found is model else parts.get(_part_name(found), {})
        if generic := next((base for base in found.__mro__ if base.__doc__), None):
            # What a generic model becomes for one type has no docstring of its own.
            part.setdefault("description", inspect.cleandoc(generic.__doc__ or ""))
        for name, text in _docstrings(found).items():
            alias = found.model_fields[name].alias or name
            if (entry := part.get("properties", {}).get(alias)) is not None:
                entry.setdefault("description", text)
    return schema


def _part_name(model: type[BaseModel]) -> str:
    return model.__name__.replace("[", "_").replace("]", "_")


def _models(annotation: object, seen: set[object]) -> Iterator[type[BaseModel]]:
    """Yield every model that an annotation leads to, each once."""
    if annotation in seen:
        return
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        seen.add(annotation)
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation, seen)
    for argument in get_args(annotation):
        if not isinstance(argument, str):
            yield from _models(argument, seen)


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Read the texts under the attributes of a model and of what it is derived from."""
    texts: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            texts |= _texts_in(base)
    return {name: text for name, text in texts.items() if name in model.model_fields}


def _texts_in(base: type[BaseModel]) -> dict[str, str]:
    module = ast.parse(inspect.getsource(sys.modules[base.__module__]))
    name = base.__name__.partition("[")[0]
    body = next(
        (node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == name),
        [],
    )
    return {
        line.target.id: inspect.cleandoc(below.value.value)
        for line, below in pairwise(body)
        if isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
