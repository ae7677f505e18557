"""Dialects: shipped ones, and files of the user's own."""

import pytest

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.fortimail.dialect import Dialect, dialect_digest
from hacfg.fortimail.versions import version_of
from hacfg.source import Position

MINE = """\
dialect: mine
extends: fortimail-7.2
firmware: ["7.4"]
generation: per-unit
blank: []
kinds: {}
"""


@pytest.fixture
def write_dialect(tmp_path):
    def written(text, name="mine.yaml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return written


def speaking(catalogue: Catalogue, firmware: str) -> str | None:
    found = catalogue.for_firmware(firmware)
    return found.dialect if found else None


def named(catalogue: Catalogue, name: str) -> Dialect:
    found = catalogue.named(name)
    assert found is not None
    return found


def place_of(problem: Problem) -> Position:
    assert isinstance(problem.where, Position)
    return problem.where


def lines_of(caught):
    return [
        (place_of(problem).line, problem.message, problem.expected)
        for problem in caught.value.problems
    ]


def test_the_shipped_dialects_know_four_firmwares(catalogue):
    assert catalogue.known_firmwares == ("7.0", "7.2", "7.6", "8.0")
    assert [one.dialect for one in catalogue.dialects] == ["fortimail-7.2", "fortimail-7.6"]


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("7.2.3", "fortimail-7.2"),
        ("v7.2.3,build358", "fortimail-7.2"),
        ("7.0", "fortimail-7.2"),
        ("7.6.0", "fortimail-7.6"),
        ("8.0.1", "fortimail-7.6"),
        ("7.4.2", None),
        ("7.20", None),
        ("7", None),
        ("", None),
        ("unknown", None),
    ],
)
def test_a_firmware_is_recognised_by_its_first_two_numbers(catalogue, version, name):
    assert speaking(catalogue, version) == name


def test_the_numbers_of_a_version_are_found_in_what_a_unit_says():
    assert version_of("v7.2.3,build358,GA") == "7.2.3"


def test_a_base_is_merged_in_and_null_removes(catalogue):
    newer = named(catalogue, "fortimail-7.6")

    assert newer.kind("ha_peer") is None
    assert newer.kind("system") == named(catalogue, "fortimail-7.2").kind("system")
    assert (ha := newer.kind("ha")) is not None
    assert ha.fields["enabled"].wire == "state"
    assert newer.extends is None


def test_a_file_may_speak_for_another_firmware(write_dialect):
    catalogue = load_catalogue([write_dialect(MINE)])

    assert speaking(catalogue, "7.4.1") == "mine"
    assert catalogue.known_firmwares == ("7.0", "7.2", "7.4", "7.6", "8.0")


def test_a_file_takes_the_firmware_that_it_names(write_dialect):
    catalogue = load_catalogue([write_dialect(MINE.replace("7.4", "7.2"))])

    assert speaking(catalogue, "7.2.1") == "mine"
    assert speaking(catalogue, "7.0.1") == "fortimail-7.2"


def test_a_file_may_replace_and_extend_a_dialect_of_its_own_name(write_dialect):
    text = MINE.replace("dialect: mine", "dialect: fortimail-7.2").replace(
        "kinds: {}", "kinds: {alert_email: null}"
    )

    catalogue = load_catalogue([write_dialect(text.replace("7.4", "7.2"))])

    assert named(catalogue, "fortimail-7.2").kind("alert_email") is None
    assert named(catalogue, "fortimail-7.2").kind("ha") is not None
    assert named(catalogue, "fortimail-7.6").kind("alert_email") is None


def test_the_digest_tells_what_a_dialect_says(catalogue):
    one, other = catalogue.dialects
    again = named(load_catalogue(), one.dialect)

    assert dialect_digest(one) == dialect_digest(again)
    assert dialect_digest(one) != dialect_digest(other)
    assert dialect_digest(one).startswith("sha256:")


def test_an_unknown_base_is_named_with_its_line(write_dialect):
    with pytest.raises(InvalidInput) as caught:
        load_catalogue([write_dialect(MINE.replace("fortimail-7.2", "fortimail-7.1"))])

    assert lines_of(caught) == [
        (2, "there is no dialect of this name", "one of fortimail-7.2, fortimail-7.6")
    ]


def test_dialects_that_extend_each_other_are_an_error(write_dialect):
    first = write_dialect(MINE.replace("extends: fortimail-7.2", "extends: other"))
    second = write_dialect(MINE.replace("mine", "other").replace("fortimail-7.2", "mine"), "b.yaml")

    with pytest.raises(InvalidInput, match="extend each other in a circle"):
        load_catalogue([first, second])


def test_a_dialect_that_extends_only_itself_is_an_error(write_dialect):
    with pytest.raises(InvalidInput, match="there is no dialect of this name"):
        load_catalogue([write_dialect(MINE.replace("fortimail-7.2", "mine"))])


def test_all_files_are_checked_before_any_is_refused(write_dialect, tmp_path):
    with pytest.raises(InvalidInput) as caught:
        load_catalogue([tmp_path / "missing.yaml", write_dialect("dialect: [")])

    assert {place_of(problem).file.rpartition("/")[2] for problem in caught.value.problems} == {
        "missing.yaml",
        "mine.yaml",
    }


def test_an_unknown_field_type_is_named_with_its_line_and_the_known_ones(write_dialect):
    text = MINE.replace(
        "kinds: {}",
        "kinds:\n  ha:\n    path: SysHa\n    shape: singleton\n    provenance: inferred\n"
        "    source: me\n    fields:\n      mode: {wire: mode, type: number}",
    )

    with pytest.raises(InvalidInput) as caught:
        load_catalogue([write_dialect(text)])

    (problem,) = caught.value.problems
    assert place_of(problem).line == 13
    assert "number" in str(problem)
    assert "ip_mask" in str(problem)


KIND = """kinds:
  mine:
    path: {path}
    shape: {shape}
    provenance: inferred
    source: me
    {more}
    fields:
      one: {one}
      two: {{wire: two, type: str}}
"""


@pytest.mark.parametrize(
    ("parts", "line", "message"),
    [
        ({"one": "{wire: a, type: enum}"}, 14, "an enum needs the numbers"),
        ({"one": "{wire: a, type: int, values: {b: 1}}"}, 14, "type int has no words"),
        ({"one": "{wire: a, type: enum, values: {b: 1, c: 1}}"}, 14, "two words have one number"),
        (
            {"one": "{wire: a, type: list, values: {b: 1, c: 3}}"},
            14,
            "each word of a list is one bit",
        ),
        (
            {"one": "{wire: a, type: enum, values: {b: 1}, cli_values: {c: d}}"},
            14,
            "c is none of the values",
        ),
        ({"one": "{wire: two, type: str}"}, 14, "two fields are called two"),
        ({"shape": "table"}, 7, "a table must say how its rows are made"),
        ({"more": "rows: named"}, 12, "a singleton has no rows"),
        ({"shape": "table", "more": "rows: numbered"}, 7, "must be recognised by something"),
        (
            {"shape": "table", "more": "{rows: numbered, identity: [three]}"},
            12,
            "rows cannot be recognised by three",
        ),
        ({"path": "/SysHa?x"}, 8, "not a path under"),
        ({"path": "A/{parent}/B"}, 8, "`parent` and `{parent}`"),
        (
            {"path": "A/{parent}/B", "shape": "table", "more": "{rows: fixed, parent: none}"},
            12,
            "there is no kind none",
        ),
        (
            {"path": "A/{parent}/B", "shape": "table", "more": "{rows: fixed, parent: ha}"},
            12,
            "the parent must be a table",
        ),
    ],
)
def test_rules_of_a_kind_name_their_line(write_dialect, parts, line, message):
    whole = {
        "path": "Mine",
        "shape": "singleton",
        "more": "gui: x",
        "one": "{wire: a, type: str}",
        **parts,
    }
    if whole["more"].startswith("{"):
        whole["more"] = whole["more"][1:-1].replace(", ", "\n    ", 1)
    text = MINE.replace("kinds: {}\n", KIND.format(**whole))

    with pytest.raises(InvalidInput) as caught:
        load_catalogue([write_dialect(text)])

    places = [(place_of(problem).line, problem.message) for problem in caught.value.problems]
    assert any(message in said and abs(at - line) <= 1 for at, said in places), places


ACTION = """actions:
  {name}:
    effect: role-change
    rest: {{method: POST, path: X, body: {{a: "{text}"}}, provenance: inferred}}
    cli: {{line: "x", provenance: inferred}}
"""


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("join", "{secret}", "nothing fills in {secret}"),
        ("restore", "{unit}", "nothing fills in {unit}"),
        ("explode", "", "hacfg has no use for an action explode"),
    ],
)
def test_rules_of_an_action_name_their_line(write_dialect, name, text, message):
    with pytest.raises(InvalidInput) as caught:
        load_catalogue([write_dialect(MINE + ACTION.format(name=name, text=text))])

    (problem,) = caught.value.problems
    assert problem.message == message
    assert place_of(problem).line in {8, 9, 10}


def test_a_dialect_without_a_way_to_tell_the_firmware_is_an_error(write_dialect):
    with pytest.raises(InvalidInput, match="nothing tells the firmware of a unit"):
        load_catalogue([write_dialect(MINE.replace("kinds: {}", "kinds: {system: null}"))])


def test_a_kind_that_tells_a_blank_unit_must_be_there(write_dialect):
    with pytest.raises(InvalidInput, match="there is no kind domains"):
        load_catalogue([write_dialect(MINE.replace("blank: []", "blank: [domains]"))])
