"""The JSON Schema of the topology file, for editors and for checks without hacfg."""

from typing import Final

from hacfg.topology.described import described
from hacfg.topology.draft7 import draft7
from hacfg.topology.models import Topology

_HEAD: Final = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "urn:hacfg:schema:topology:v1",
    "title": "hacfg topology, version 1",
}
_SELF: Final = {
    "type": "string",
    "description": "Where the schema of this file is, for editors; hacfg ignores it.",
    "examples": ["../../schemas/topology-v1.schema.json"],
}


def topology_schema() -> dict[str, object]:
    """Return the schema of a topology file, version 1, in draft-07."""
    found = draft7(described(Topology))
    properties = {**found["properties"], "$schema": _SELF}
    return {**_HEAD, **found, "properties": properties}
