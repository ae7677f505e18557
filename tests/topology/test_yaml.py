"""Reading YAML: positions, what is refused, and limits against hostile files."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hacfg.errors import InvalidInput, Problem
from hacfg.source import Position
from hacfg.topology.composer import MAX_ALIASES, MAX_DEPTH, MAX_VALUES
from hacfg.topology.yaml import MAX_BYTES, parse_yaml, read_yaml

TEXT = """\
name: mail-east
ha:
  password: {env: X}
units:
  - name: mx1
    role: primary
  - &second
    name: mx2
empty:
copy: *second
"""


def refused(text: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        parse_yaml(text, "f.yaml")
    assert all(problem.next for problem in caught.value.problems)
    return str(caught.value)


def test_every_value_has_its_line_and_column():
    _, places = parse_yaml(TEXT, "f.yaml")

    assert places.at("name") == Position("f.yaml", 1, 7)
    assert places.at("ha", "password", "env") == Position("f.yaml", 3, 19)
    assert places.at("units", 0, "role") == Position("f.yaml", 6, 11)
    assert places.at("units", 0) == Position("f.yaml", 5, 5)


def test_a_mapping_stands_where_its_key_stands():
    _, places = parse_yaml(TEXT, "f.yaml")

    assert places.at("ha") == Position("f.yaml", 2, 1)
    assert places.at("ha", "heartbeat", "base_port") == places.at("ha")
    assert places.key("ha", "password") == Position("f.yaml", 3, 3)


def test_an_alias_stands_where_it_is_used_and_its_parts_where_they_are_written():
    data, places = parse_yaml(TEXT, "f.yaml")

    assert isinstance(data, dict)
    assert data["copy"] == {"name": "mx2"}
    assert places.at("copy") == Position("f.yaml", 10, 1)
    assert places.at("copy", "name") == Position("f.yaml", 8, 11)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-7", -7),
        ("7.2", 7.2),
        ("1e3", 1000.0),
        ("7.2.3", "7.2.3"),
        ("12:30", "12:30"),
        ("2027-03-31", "2027-03-31"),
        ("192.0.2.1", "192.0.2.1"),
        (".inf", ".inf"),
        ("9" * 30, "9" * 30),
        ('"7.2"', "7.2"),
        ("'true'", "true"),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(scalar: str, value: object):
    data, _ = parse_yaml(f"key: {scalar}\n", "f.yaml")

    assert data == {"key": value}
    assert isinstance(data, dict)
    assert type(data["key"]) is type(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\n", "f.yaml:2:1: not YAML: while parsing a flow sequence"),
        ("a: b: c\n", "f.yaml:1:5: not YAML: mapping values are not allowed here"),
        ("a: 'x\n", "f.yaml:2:1: not YAML: while scanning a quoted scalar"),
        ("a:\n  - b\n\t- c\n", "f.yaml:3:1: a tab in the indentation"),
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: duplicate key; seen: lines 1 and 3"),
        ("x:\n  <<: {a: 1}\n", "f.yaml:2:3: merge keys (`<<`) are not supported"),
        ("a: 1\n---\nb: 1\n", "f.yaml:2:1: a second document"),
        ("a: 1\n7: 2\n", "f.yaml:2:1: a key that is not text"),
        ("? [a]\n: 1\n", "f.yaml:1:3: a key that is not text"),
        ("a: !!python/object:os.system 1\n", "f.yaml:1:4: a YAML tag"),
        ("a: !secret 1\n", "f.yaml:1:4: a YAML tag"),
        ("a: *b\n", "f.yaml:1:4: an alias (`*...`) without an anchor"),
        ("a: &a [*a]\n", "f.yaml:1:8: an alias (`*...`) without an anchor"),
        ("%YAML 1.1\n---\na: 1\n", "f.yaml:1:1: a YAML directive"),
        ("a: 1\nb: \x07\n", "f.yaml:2:4: not YAML: a character that YAML does not allow"),
        ('a: "\\e[31mred"\n', "f.yaml:1:4: a text with control characters"),
        ('a: "\\UFFFFFFFF"\n', "f.yaml:1:1: not YAML: a character or number"),
        ("", "f.yaml:1:1: the file is empty"),
        ("# nothing\n", "f.yaml:1:1: the file is empty"),
    ],
)
def test_what_is_refused_has_one_message_with_line_and_column(text: str, message: str):
    said = refused(text)

    assert said.startswith(message)
    assert "\n" not in said


@pytest.mark.parametrize(
    "value",
    ["*hunter2", "!hunter2", "!hunter2!x", "&hunter2 &hunter2", "%hunter2", "@hunter2", "'hunter2"],
)
def test_no_message_of_the_parser_quotes_what_may_be_a_secret(value: str):
    assert "hunter2" not in refused(f"password: {value}\n")


def nested(start: str, end: str, rows: int) -> str:
    return start * rows + end * rows


HOSTILE = {
    "anchor bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    ),
    "many aliases": "a: &a 1\nb: [" + "*a, " * (MAX_ALIASES + 1) + "]\n",
    "many values": "- 1\n" * (MAX_VALUES + 1),
    "deep list": nested("[", "]", MAX_DEPTH + 1),
    "very deep list": "[" * (MAX_BYTES - 1),
    "very deep mapping": "{" * (MAX_BYTES - 1),
    "deep block list": "- " * (MAX_BYTES // 2 - 1),
    "deep keys": "? " * (MAX_BYTES // 2 - 1),
    "colons": "a:" * (MAX_BYTES // 2 - 1),
    "long line": "x" * (MAX_BYTES + 1),
    "directives": "%A\n" * (MAX_BYTES // 3 - 1),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_quickly(text: str):
    begun = time.process_time()

    refused(text)

    assert time.process_time() - begun < 2


def test_an_anchor_bomb_is_refused_before_it_is_expanded():
    assert f"more than {MAX_VALUES} values" in refused(HOSTILE["anchor bomb"])


def test_what_fits_the_limits_is_read():
    data, _ = parse_yaml(nested("[", "]", MAX_DEPTH), "f.yaml")

    assert data


def test_a_file_that_is_not_utf_8_is_refused_with_its_place(tmp_path: Path):
    path = tmp_path / "t.yaml"
    path.write_bytes(b"version: 1\nname: \xff\xfe\n")

    with pytest.raises(InvalidInput, match=r"t\.yaml:2:7: not UTF-8 text"):
        read_yaml(path)


def test_a_byte_order_mark_and_carriage_returns_do_no_harm(tmp_path: Path):
    path = tmp_path / "t.yaml"
    path.write_bytes(b"\xef\xbb\xbfversion: 1\r\nname: x\r\n")

    data, places = read_yaml(path)

    assert data == {"version": 1, "name": "x"}
    assert places.at("version") == Position(str(path), 1, 10)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(InvalidInput, match=r"none\.yaml:1:1: cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")


def test_a_large_file_is_not_read_to_its_end():
    with pytest.raises(InvalidInput, match="is not a file"):
        read_yaml(Path("/dev/zero"))


PIECES = (
    *"abc:-?,[]{}&*!|>'\"%@`# \n\t~0\\\ufffd\x85",
    *("---", "...", "<<", "\n  ", "\n- ", ": ", "a: ", "\\U", "!!str ", "!<", "|+2\n", ">-\n"),
    *("&a ", "*a ", "%YAML 1.1\n", "%TAG "),
)


@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=40)))
@example("{a: &a b, *a : c}")
def test_any_text_is_read_or_refused_with_a_position(text: str):
    found: tuple[Problem, ...] = ()
    try:
        parse_yaml(text, "f.yaml")
    except InvalidInput as error:
        found = error.problems

    assert all(isinstance(problem.where, Position) and problem.next for problem in found)
