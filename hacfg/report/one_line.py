"""A document for machines in one line."""

import json

from pydantic import BaseModel


def one_line(document: BaseModel) -> str:
    """Return it in one line of ASCII, so that groups stay apart and nothing hides."""
    return json.dumps(document.model_dump(mode="json")) + "\n"
