"""The JSON Schema: complete, valid draft-07, and of one mind with the models."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from hacfg.topology.schema import topology_schema
from hacfg.topology.yaml import parse_yaml, read_yaml
from tests.topology.documents import EXAMPLES, PAIR, ROOT, Edit, edited, problems_of

SCHEMA = topology_schema()
VALIDATOR = Draft7Validator(SCHEMA)


def properties(schema: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, entry in schema.get("properties", {}).items():
        yield f"{name}.{key}", entry


def every_property() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from properties(SCHEMA, "topology")
    definitions = SCHEMA["definitions"]
    assert isinstance(definitions, dict)
    for name, schema in definitions.items():
        yield from properties(schema, name)


def test_the_schema_is_valid_draft_07():
    Draft7Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_committed_schema_is_what_the_models_say():
    committed = json.loads((ROOT / "schemas/topology-v1.schema.json").read_text())

    assert committed == SCHEMA


@pytest.mark.parametrize(
    ("name", "entry"), [pytest.param(*each, id=each[0]) for each in every_property()]
)
def test_every_property_is_described_with_examples_that_it_allows(name: str, entry: dict[str, Any]):
    assert entry["description"], name
    assert entry["examples"], name
    for example in entry["examples"]:
        Draft7Validator({**entry, "definitions": SCHEMA["definitions"]}).validate(example)


def test_no_object_takes_keys_that_nobody_knows():
    definitions = SCHEMA["definitions"]
    assert isinstance(definitions, dict)

    for name, schema in [("topology", SCHEMA), *definitions.items()]:
        assert schema["additionalProperties"] is False, name
        assert schema["description"], name


def test_nothing_may_be_null():
    assert '"null"' not in json.dumps(SCHEMA)
    assert not VALIDATOR.is_valid(parse_yaml(edited(PAIR, ("[port1]", "")), "f.yaml")[0])


def test_nothing_stands_beside_a_reference_that_draft_07_would_ignore():
    def look(value: object) -> None:
        if isinstance(value, dict):
            assert "$ref" not in value or len(value) == 1, value
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)

    look(SCHEMA)


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/topology.yaml")), ids=lambda path: path.parent.name
)
def test_every_example_is_valid_and_names_the_schema(path: Path):
    VALIDATOR.validate(read_yaml(path)[0])

    modeline = path.read_text().splitlines()[0]
    named = modeline.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == ROOT / "schemas/topology-v1.schema.json"


def test_a_file_may_name_its_schema_itself():
    data, _ = parse_yaml("$schema: x.json\n" + PAIR, "f.yaml")

    VALIDATOR.validate(data)


def test_both_words_for_a_farm_are_taken():
    for word in ("active-active", "config-only"):
        data, _ = parse_yaml(edited(PAIR, ("mode: active-passive", f"mode: {word}")), "f.yaml")
        VALIDATOR.validate(data)


BROKEN: list[Edit] = [
    ("version: 1", "version: 2"),
    ("version: 1", "version: '1'"),
    ("name: mail-east", "name: mail east"),
    ("operation_mode: gateway\n", ""),
    ("operation_mode: gateway", "operation_mode: relay"),
    ('"7.2"', "7.2"),
    ('"7.2"', "[]"),
    ("mode: active-passive", "mode: active"),
    ("mode: active-passive", "type: group\nmode: active-passive"),
    ("heartbeat:\n", "hartbeat:\n"),
    ("{env: MAIL_EAST_HA_PASSWORD}", "hunter2"),
    ("{env: MAIL_EAST_HA_PASSWORD}", "{}"),
    ("{env: MAIL_EAST_HA_PASSWORD}", "{env: X, file: y}"),
    ("{env: MAIL_EAST_HA_PASSWORD}", "{command: pass}"),
    ("base_port: 20000", "base_port: 80"),
    ("remote_services: true", "remote_services: 1"),
    ("https://192.0.2.11", "http://192.0.2.11"),
    ("https://192.0.2.11", "https://hacfg:x@192.0.2.11"),
    ("https://192.0.2.11", "https://192.0.2.11/api"),
    ("198.51.100.11/24", "198.51.100.11"),
    ("port1: {address", "'port 1': {address"),
    ("link: primary", "link: first"),
    ("retries: 3}", "retries: 0}"),
    ("kind: nas", "kind: tape"),
    ("antispam: required", "antispam: wanted"),
    ("trap_events: [ha,", "trap_events: [failover,"),
    ("- {address: noc@example.net}", "- {address: noc}"),
    ("email:\n", "email: {owned: false, rows: []}\nx:\n"),
    ("practice: HA-01", "practice: first"),
]


@pytest.mark.parametrize("edit", BROKEN, ids=[" -> ".join(edit) for edit in BROKEN])
def test_schema_and_models_refuse_the_same(tmp_path: Path, edit: Edit):
    text = edited(PAIR, edit)

    assert not VALIDATOR.is_valid(parse_yaml(text, "f.yaml")[0])
    assert problems_of(tmp_path, text)
