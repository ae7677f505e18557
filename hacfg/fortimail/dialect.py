"""What a dialect says: the wire and CLI names of one firmware generation, each with provenance."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hacfg.state import digest

Provenance = Literal["documented", "recorded", "sibling", "inferred", "verified"]
"""How a name is known; only verified, recorded and documented ones are written without asking."""

SURE: frozenset[Provenance] = frozenset({"documented", "recorded", "verified"})
"""Provenances that a write may rest on without `--allow unverified-wire`."""

Generation = Literal["per-unit", "shared"]
FieldType = Literal["bool", "int", "enum", "str", "ip", "ip_mask", "secret", "list"]
Scope = Literal["unit", "group", "unproved"]
Plain = bool | int | str | list[str] | None


class Spec(BaseModel):
    """Base of everything in a dialect: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ByVerb(Spec):
    """Provenance told apart by verb."""

    read: Provenance
    """How the name is known for reading."""
    write: Provenance
    """How the name is known for writing."""


class FieldSpec(Spec):
    """One attribute: its name on the wire and in the CLI, its type, who shares it."""

    wire: str
    """Key in the JSON object; for the key of a named table: `mkey`."""
    type: FieldType
    """Type of the value."""
    values: dict[str, int] | None = None
    """enum: word to number; list: word to bit (the wire holds one bit mask); without: words."""
    scope: Scope = "unit"
    """unit; group: written to the acting primary only; unproved: to it and every other member."""
    cli: str | None = None
    """Name in the CLI (`set <cli> <value>`)."""
    cli_values: dict[str, str] | None = None
    """Words of the CLI where they differ from ours; a word left out is not known in the CLI."""
    cli_provenance: Provenance = "documented"
    """How the CLI name is known."""
    provenance: Provenance | ByVerb | None = None
    """How the wire name is known; the kind's provenance if nothing is said."""
    unset: Plain = None
    """The value on the wire that means "not set"."""
    factory: Plain = None
    """Our value on a blank unit; the lab starts from it."""
    read_only: bool = False
    """Never written."""
    volatile: bool = False
    """Moves by itself: kept beside State, outside comparisons and plan ids."""


class KindSpec(Spec):
    """One kind of resource: its path, its shape, its fields."""

    path: str
    """Path under /api/v1/; `{parent}` stands for the key of the parent row."""
    shape: Literal["singleton", "table", "login"]
    """singleton: one object; table: rows; login: fields of the login reply."""
    rows: Literal["fixed", "named", "numbered"] | None = None
    """Tables: rows cannot be made, are made by name, or by number (0 is the next free one)."""
    key: str = "mkey"
    """Tables: the JSON key that names a row."""
    identity: list[str] = []
    """Numbered tables: the attributes by which a declared row is recognised."""
    parent: str | None = None
    """Child tables: the kind whose row this table belongs to."""
    max: int | None = None
    """Tables: the most rows there can be."""
    access: Literal["read", "read-write"] = "read-write"
    """Whether hacfg ever writes it."""
    provenance: Provenance | ByVerb
    """How path and fields are known."""
    source: str
    """Where that is known from: a document, a recording, or why it was inferred."""
    cli: list[str] = []
    """CLI blocks to enter before `set`: `config system ha`, `config interface`, `edit {key}`."""
    cli_provenance: Provenance = "documented"
    """How the CLI blocks are known."""
    gui: str = ""
    """Where it stands in the web interface, for a person."""
    factory_rows: dict[str, dict[str, Plain]] = {}
    """Rows of a blank unit, by key; a unit with no other row in `blank` kinds is blank."""
    fields: dict[str, FieldSpec]
    """The attributes by our name."""

    def provenance_of(self, name: str, verb: Literal["read", "write"]) -> Provenance:
        """Return how attribute `name` is known for reading or writing."""
        spec = self.fields.get(name)
        known = (spec.provenance if spec else None) or self.provenance
        return getattr(known, verb) if isinstance(known, ByVerb) else known

    def is_sure(self, name: str, verb: Literal["read", "write"] = "write") -> bool:
        """Tell whether attribute `name` may be relied on without `--allow unverified-wire`."""
        return self.provenance_of(name, verb) in SURE


class RestCall(Spec):
    """An action by REST."""

    method: Literal["POST", "PUT"]
    """HTTP method."""
    path: str
    """Path under /api/v1/."""
    body: dict[str, Plain]
    """JSON body; `{name}` in a text is replaced by the argument of that name."""
    provenance: Provenance
    """How it is known."""


class CliLine(Spec):
    """An action in the CLI."""

    line: str
    """The line; `{name}` is replaced by the argument of that name."""
    provenance: Provenance
    """How it is known."""


class ActionSpec(Spec):
    """Something a unit is told to do, beside setting values."""

    effect: Literal["config-overwrite", "role-change"]
    """The guard it falls under."""
    rest: RestCall
    """By REST."""
    cli: CliLine
    """In the CLI."""


class Dialect(Spec):
    """One firmware generation: everything hacfg knows of its wire."""

    dialect: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    """Name of the dialect."""
    extends: str | None = None
    """Dialect that this one changes: a kind or action named here replaces its own, null removes."""
    firmware: list[Annotated[str, Field(pattern=r"^\d+\.\d+$")]]
    """Firmware versions (major.minor) it is for."""
    generation: Generation
    """per-unit: each unit holds its own HA block; shared: one document that units join."""
    blank: list[str]
    """Kinds whose rows, beyond `factory_rows`, make a unit not blank."""
    kinds: dict[str, KindSpec | None]
    """The kinds of resources."""
    actions: dict[str, ActionSpec | None] = {}
    """The actions."""

    def kind(self, name: str) -> KindSpec | None:
        """Return a kind, or None if this dialect has none of that name."""
        return self.kinds.get(name)


def dialect_digest(dialect: Dialect) -> str:
    """Return the digest of what a dialect says; what it leaves at the default does not count."""
    return digest(dialect.model_dump(mode="json", exclude_defaults=True))


def dialect_schema() -> dict[str, object]:
    """Return the JSON Schema of a dialect file, in draft-07."""
    # Reads the source of the models: only who wants the schema pays for that.
    from hacfg.topology.described import described
    from hacfg.topology.draft7 import draft7

    found = draft7(described(Dialect))
    properties = dict(found["properties"])
    for name in ("kinds", "actions"):
        parts = properties[name]["additionalProperties"]
        removable = {"anyOf": [parts, {"type": "null"}]}
        properties[name] = {**properties[name], "additionalProperties": removable}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:hacfg:schema:dialect:v1",
        "title": "hacfg dialect, version 1",
        **found,
        "properties": properties,
    }
