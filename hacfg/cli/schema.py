"""`hacfg schema`: the JSON Schemas of the files that hacfg reads and writes."""

from collections.abc import Mapping
from enum import StrEnum
from pkgutil import resolve_name
from typing import Annotated

import typer

from hacfg.cli.help import described
from hacfg.cli.session import session_of

HELP = described(
    "Print a JSON Schema, for editors and your own checks.",
    "hacfg schema > topology-v1.schema.json",
    "hacfg schema plan",
)


class Kind(StrEnum):
    """The files and outputs that have a schema."""

    topology = "topology"
    plan = "plan"
    dialect = "dialect"
    validate = "validate"
    stream = "stream"
    check = "check"
    drift = "drift"
    status = "status"
    compare = "compare"
    state = "state"
    rehearsal = "rehearsal"
    history = "history"
    lock = "lock"


SCHEMAS: Mapping[Kind, str] = {
    Kind.topology: "hacfg.topology.schema:topology_schema",
    Kind.plan: "hacfg.plan.document:plan_schema",
    Kind.dialect: "hacfg.fortimail.dialect:dialect_schema",
    Kind.validate: "hacfg.report.shapes:validation_schema",
    Kind.stream: "hacfg.report.shapes:stream_schema",
    Kind.check: "hacfg.report.check_json:check_schema",
    Kind.drift: "hacfg.report.drift_json:drift_schema",
    Kind.status: "hacfg.report.status_json:status_schema",
    Kind.compare: "hacfg.report.compare_json:compare_schema",
    Kind.state: "hacfg.watch.saved:state_schema",
    Kind.rehearsal: "hacfg.report.rehearsal_json:rehearsal_schema",
    Kind.history: "hacfg.report.history_json:history_schema",
    Kind.lock: "hacfg.report.history_json:lock_schema",
}
"""File to the function that makes its schema; loaded when asked for."""


def schema(
    context: typer.Context,
    kind: Annotated[Kind, typer.Argument(help="Which file or output.")] = Kind.topology,
) -> int:
    """Print a JSON Schema."""
    from hacfg.report.schema_json import schema_json

    make = resolve_name(SCHEMAS[kind])
    session_of(context).terminal.out(schema_json(make()))
    return 0
