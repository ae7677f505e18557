"""A JSON Schema as a file."""

import json
from collections.abc import Mapping


def schema_json(schema: Mapping[str, object]) -> str:
    """Return a schema in the order of its fields: the order in which people read them."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
