"""The part of a plan file whose shape is Terraform's, so that tools made for it read ours."""

from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from hacfg.plan.values import Part

FORMAT_VERSION = "1.2"
SHAPE_OF = "1.11.4"
"""The Terraform version whose plan shape is followed."""

PROVIDER = "registry.terraform.io/hacfg/fortimail"
JsonObject = dict[str, Any]


class ChangeShape(Part):
    """Before and after of one resource, in Terraform's shape."""

    actions: list[Literal["no-op", "create", "read", "update", "delete"]]
    before: JsonObject | None
    after: JsonObject | None
    after_unknown: JsonObject | bool = {}
    before_sensitive: JsonObject | bool = {}
    after_sensitive: JsonObject | bool = {}


class Named(Part):
    """What a resource is called, in Terraform's shape."""

    address: str
    mode: Literal["managed"] = "managed"
    type: str
    name: str
    index: str | None = None
    """Key of the row; absent for what is no row, as in Terraform's own plans."""
    provider_name: str = PROVIDER

    @model_serializer(mode="wrap")
    def _without_index(self, dump: SerializerFunctionWrapHandler) -> JsonObject:
        shape: JsonObject = dump(self)
        return {name: value for name, value in shape.items() if (name, value) != ("index", None)}


class ResourceChange(Named):
    """One resource that changes, in Terraform's shape."""

    change: ChangeShape


class Resource(Named):
    """One resource as it shall be, in Terraform's shape."""

    schema_version: int = 0
    values: JsonObject
    sensitive_values: JsonObject = {}


class RootModule(Part):
    """All resources, in Terraform's shape."""

    resources: list[Resource] = []


class PlannedValues(Part):
    """The root module, in Terraform's shape."""

    root_module: RootModule = RootModule()
    outputs: JsonObject = {}
