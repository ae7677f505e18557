"""What `--json` writes beside plans, as models: only their JSON Schemas are made from them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from hacfg.apply.events import Outcome


class Shape(BaseModel):
    """Base of what is written for machines; keys may be added in a minor version."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Point(Shape):
    """A place in a file."""

    line: int
    """Line, from 1."""
    column: int
    """Column, from 1."""


class Range(Shape):
    """Where in a file; the end is the start, what is meant begins there."""

    filename: str
    """The file as it was named."""
    start: Point
    """Where it begins."""
    end: Point
    """The same place."""


class Diagnostic(Shape):
    """One problem, in the shape of Terraform's diagnostics."""

    severity: Literal["error", "warning"]
    """How much it matters."""
    summary: str
    """What is wrong."""
    detail: str
    """What was seen, what was expected, what to do: one a line."""
    range: Range | None = None
    """Its place in a file; absent if it has none."""
    address: str | None = None
    """The unit, resource and field that it is about; absent if it has a range."""


class Validation(Shape):
    """What `validate --json` writes, in the shape of `terraform validate -json`."""

    format_version: Literal["1.0"]
    """Version of this shape; another major version means something else."""
    valid: bool
    """Whether nothing is wrong."""
    error_count: int
    """Number of errors."""
    warning_count: int
    """Number of warnings."""
    diagnostics: list[Diagnostic]
    """All that is wrong."""


class Line(Shape):
    """What every line of a stream has."""

    level: Literal["info", "warn", "error"] = Field(alias="@level")
    """How much it matters."""
    message: str = Field(alias="@message")
    """The same for people."""
    module: Literal["terraform.ui"] = Field(alias="@module")
    """As in Terraform's own stream."""
    timestamp: str = Field(alias="@timestamp")
    """RFC 3339, UTC."""


class Version(Line):
    """The first line."""

    type: Literal["version"]
    """Kind of the line."""
    hacfg: str
    """Version of hacfg."""
    terraform: str
    """The Terraform version whose stream is followed."""
    ui: str
    """The version of Terraform's stream."""


class Subject(Shape):
    """A resource, as Terraform's stream names it."""

    addr: str
    """Its address."""
    module: str
    """Empty: there are no modules."""
    resource: str
    """The address again."""
    implied_provider: str
    """fortimail."""
    resource_type: str
    """`fortimail_` and the kind."""
    resource_name: str
    """The unit, or `group`."""
    resource_key: str | None
    """Row of a table."""


Action = Literal["create", "read", "update", "delete"]


class PlannedChange(Shape):
    """What shall happen to a resource."""

    resource: Subject
    """The resource."""
    action: Action
    """What happens to it."""


class Planned(Line):
    """One change of a plan."""

    type: Literal["planned_change"]
    """Kind of the line."""
    change: PlannedChange
    """The change."""


class Counts(Shape):
    """How many resources."""

    add: int
    """Created."""
    change: int
    """Updated."""
    remove: int
    """Deleted."""
    operation: str
    """plan or apply."""


class Ended(Shape):
    """How one step ended."""

    number: int
    """Number of the step."""
    outcome: Outcome
    """How it ended."""
    note: str
    """More about it."""


class Table(Shape):
    """How a run ended, step by step."""

    run: str
    """The run."""
    wrote: bool
    """Whether anything was, or may have been, written."""
    outcomes: dict[Outcome, int]
    """How many steps ended in each way."""
    steps: list[Ended]
    """All steps of the plan."""


class Summary(Line):
    """How many changes there are, or were made."""

    type: Literal["change_summary"]
    """Kind of the line."""
    changes: Counts
    """The numbers."""
    hacfg: Table | None = None
    """How each step of an apply ended; absent after a plan."""


class Hook(Shape):
    """What happened to a step."""

    resource: Subject
    """The resource that it is about."""
    action: Action
    """What is done to it."""
    step: int
    """Number of the step."""
    outcome: str
    """started, waiting, done, skipped or failed."""
    note: str
    """More about it."""
    elapsed_seconds: float
    """Seconds since it began."""


class Applied(Line):
    """What happened to a step of an apply."""

    type: Literal["apply_start", "apply_progress", "apply_complete", "apply_errored"]
    """Kind of the line."""
    hook: Hook
    """The step."""


class Halted(Line):
    """An apply that did not come to its end."""

    type: Literal["apply_stopped"]
    """Kind of the line."""
    hacfg: Table
    """How each step ended."""


class Undone(Line):
    """A run that was rolled back: how its steps stand now."""

    type: Literal["apply_rolled_back"]
    """Kind of the line."""
    hacfg: Table
    """The run that was rolled back; a step that was taken back is rolled-back."""


class Diagnosed(Line):
    """A problem."""

    type: Literal["diagnostic"]
    """Kind of the line."""
    diagnostic: Diagnostic
    """The problem."""


AnyLine = Annotated[
    Version | Planned | Summary | Applied | Halted | Undone | Diagnosed, Field(discriminator="type")
]


def validation_schema() -> dict[str, object]:
    """Return the JSON Schema of what `validate --json` writes."""
    return Validation.model_json_schema()


def stream_schema() -> dict[str, object]:
    """Return the JSON Schema of one line of a stream."""
    schema = TypeAdapter(AnyLine).json_schema()
    description = "One line of `plan --format stream` and `apply --json`."
    return {"title": "Stream line", "description": description, **schema}
