"""Loading files and folders: what is loaded, and all problems at once."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hacfg.errors import InvalidInput
from hacfg.topology.explain import validate
from hacfg.topology.load import load_topologies, load_topology
from hacfg.topology.models import Topology
from hacfg.topology.yaml import parse_yaml
from tests.topology.documents import EXAMPLES, FARM, KNOWN, PAIR, edited

EVERY_EXAMPLE = sorted(EXAMPLES.glob("*/topology.yaml"))


def refused(*paths: Path) -> str:
    with pytest.raises(InvalidInput) as caught:
        load_topologies(paths, KNOWN)
    return str(caught.value)


@pytest.mark.parametrize("path", EVERY_EXAMPLE, ids=lambda path: path.parent.name)
def test_every_example_loads(path: Path):
    (loaded,) = load_topologies([path], KNOWN)

    assert loaded.path == path
    assert loaded.places.file == str(path)


def test_there_is_an_example_of_each_kind_of_group_for_each_generation():
    assert [path.parent.name for path in EVERY_EXAMPLE] == [
        "farm-7.2",
        "farm-7.6",
        "pair-7.2",
        "pair-7.6",
    ]


def test_files_and_folders_are_loaded_in_the_order_they_are_named(tmp_path: Path):
    (tmp_path / "b.yaml").write_text(PAIR)
    (tmp_path / "a.yml").write_text(FARM)
    (tmp_path / "notes.txt").write_text("no topology")
    (tmp_path / ".hidden.yaml").write_text("no topology")

    assert [found.path.name for found in load_topologies([tmp_path], KNOWN)] == ["a.yml", "b.yaml"]
    named = load_topologies([tmp_path / "b.yaml", tmp_path / "a.yml"], KNOWN)
    assert [found.topology.name for found in named] == ["mail-east", "mail-farm"]


def test_a_file_that_is_named_twice_is_loaded_once(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text(PAIR)

    assert len(load_topologies([path, tmp_path, tmp_path / ".." / tmp_path.name], KNOWN)) == 1


def test_a_folder_without_yaml_is_an_error(tmp_path: Path):
    assert "this folder holds no YAML file; expected: *.yaml or *.yml" in refused(tmp_path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path):
    assert "none.yaml:1:1: cannot be read: No such file or directory" in refused(
        tmp_path / "none.yaml"
    )


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(edited(PAIR, ("mode: active", "mode: hyperactive")))
    (tmp_path / "b.yaml").write_text("a: [1\n")
    (tmp_path / "c.yaml").write_text(edited(FARM, ("role: primary", "role: secondary")))

    said = refused(tmp_path, tmp_path / "none.yaml")

    assert [line.partition(":")[0].rpartition("/")[2] for line in said.splitlines()] == [
        "a.yaml",
        "b.yaml",
        "c.yaml",
        "none.yaml",
    ]


def test_what_two_files_share_is_an_error_in_both(tmp_path: Path):
    serial = ("name: mx1", "name: mx1\n    serial: FE400F0000000001")
    (tmp_path / "a.yaml").write_text(edited(PAIR, serial))
    (tmp_path / "b.yaml").write_text(
        edited(FARM, serial, ("203.0.113.11", "192.0.2.11:443"), ("mail-farm", "Mail-East"))
    )

    said = refused(tmp_path).splitlines()

    assert len(said) == 6
    for file, other, thing in (
        ("a.yaml:6:7", "b.yaml:6:7", "the group name mail-east"),
        ("b.yaml:6:7", "a.yaml:6:7", "the group name mail-east"),
        ("a.yaml:27:16", "b.yaml:22:16", "the address https://192.0.2.11"),
        ("b.yaml:22:16", "a.yaml:27:16", "the address https://192.0.2.11"),
        ("a.yaml:25:13", "b.yaml:20:13", "the serial number FE400F0000000001"),
        ("b.yaml:20:13", "a.yaml:25:13", "the serial number FE400F0000000001"),
    ):
        told = f"{file}: {thing} also stands in another file; seen: {tmp_path / other};"
        assert any(told in line for line in said), (told, said)


def test_a_file_that_is_no_mapping_is_an_error(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("- version: 1\n")

    assert "the file has the wrong type; seen: a list; expected: a mapping" in refused(path)


def test_a_key_for_editors_is_ignored(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("$schema: ../schema.json\n" + PAIR)

    assert load_topology(path, KNOWN).topology.name == "mail-east"


def test_a_key_without_a_value_is_an_error_even_where_nothing_is_required(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text(edited(PAIR, ("  on_failure: become-secondary", "  on_failure:")))

    assert "ha.on_failure has no value; next: write a value, or delete the line" in refused(path)


def shuffled(value: object, random: random.Random) -> object:
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    if isinstance(value, list):
        return [shuffled(each, random) for each in value]
    return value


@given(st.randoms(use_true_random=False), st.sampled_from([PAIR, FARM]))
def test_the_order_of_keys_means_nothing(random: random.Random, text: str):
    data, places = parse_yaml(text, "f.yaml")

    sound = validate(Topology, data, places)

    assert validate(Topology, shuffled(data, random), places) == sound
