"""The plan file: one JSON document in the shape of `terraform show -json`, ours under `hacfg`."""

import json

from hacfg.plan.ours import Ours
from hacfg.plan.terraform import (
    FORMAT_VERSION,
    SHAPE_OF,
    JsonObject,
    PlannedValues,
    ResourceChange,
)
from hacfg.plan.values import Part
from hacfg.state import digest


class PlanDocument(Part):
    """A plan file."""

    format_version: str = FORMAT_VERSION
    """Version of the shape; another major version is refused."""
    terraform_version: str = SHAPE_OF
    """Terraform version whose shape is followed; ours is hacfg.version."""
    planned_values: PlannedValues = PlannedValues()
    """The managed resources as they shall be."""
    resource_changes: list[ResourceChange] = []
    """The net difference."""
    resource_drift: list[JsonObject] = []
    """Filled by drift detection; empty here."""
    checks: list[JsonObject] = []
    """One for each rule of the practices; waived and attested ones pass."""
    timestamp: str
    """When it was made, RFC 3339, UTC."""
    applyable: bool
    """Whether apply would carry it out."""
    complete: bool
    """Whether all that was needed could be read."""
    errored: bool = False
    """Whether planning ended with an error."""
    hacfg: Ours
    """What is ours."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Resources to add, to change, to destroy."""
        actions = [action for item in self.resource_changes for action in item.change.actions]
        return actions.count("create"), actions.count("update"), actions.count("delete")


def to_json(document: PlanDocument) -> str:
    """Return the plan file's text."""
    return document.model_dump_json(indent=2) + "\n"


def plan_id(document: PlanDocument) -> str:
    """Return the id that binds a plan to its content: all but timestamp and measured."""
    content = json.loads(document.model_dump_json())
    del content["timestamp"]
    content["hacfg"].update(measured={}, plan_id="")
    return digest(content)


def with_id(document: PlanDocument) -> PlanDocument:
    """Return the document with its own id written into it."""
    ours = document.hacfg.model_copy(update={"plan_id": plan_id(document)})
    return document.model_copy(update={"hacfg": ours})


def plan_schema() -> dict[str, object]:
    """Return the JSON Schema of plan files."""
    return PlanDocument.model_json_schema()
