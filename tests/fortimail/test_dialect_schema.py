"""The JSON Schema of dialect files."""

from importlib import resources

import jsonschema
import pytest

from hacfg.fortimail.dialect import dialect_schema
from hacfg.topology.yaml import parse_yaml

FOLDER = resources.files("hacfg.fortimail").joinpath("dialects")
FILES = sorted(file.name for file in FOLDER.iterdir())


def properties_in(schema):
    for name, part in [("", schema), *schema["definitions"].items()]:
        for key, value in part.get("properties", {}).items():
            yield f"{name}.{key}", value


def test_every_field_has_a_description():
    lacking = [
        name for name, value in properties_in(dialect_schema()) if "description" not in value
    ]

    assert lacking == []


def test_it_is_a_draft_07_schema():
    schema = dialect_schema()

    jsonschema.Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_dialects_keep_to_it(name):
    data, _ = parse_yaml(FOLDER.joinpath(name).read_text(), name)

    jsonschema.Draft7Validator(dialect_schema()).validate(data)


@pytest.mark.parametrize(
    "change", [{"kinds": {"ha": {}}}, {"extra": 1}, {"firmware": ["seven"]}, {"dialect": None}]
)
def test_what_hacfg_refuses_it_refuses(change):
    data, _ = parse_yaml(FOLDER.joinpath(FILES[0]).read_text(), FILES[0])
    assert isinstance(data, dict)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(dialect_schema()).validate({**data, **change})
