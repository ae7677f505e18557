"""What a person sees of a group's state, at two widths, with and without colours."""

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from hacfg.errors import Problem
from hacfg.fortimail.snmp import SnmpReading
from hacfg.report.status_json import status_json
from hacfg.report.status_text import status_text
from hacfg.report.style import Style
from hacfg.usecases.past import Past
from hacfg.usecases.standing import Standing
from hacfg.watch.condition import find_condition
from tests.practices.groups import Judged, built
from tests.report.golden import assert_golden
from tests.watch.groups import run_of
from tests.watch.test_health import acting, standing

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas/status-v1.schema.json").read_text(encoding="utf-8")
)


def told(found: Standing) -> Standing:
    """Return the state of a group whose file is called the same everywhere."""
    condition = find_condition(found.units, found.mode, "topology.yaml")
    return replace(found, file="topology.yaml", condition=condition)


def pair(folder: Path) -> Judged:
    return built(folder, "pair-7.2")


def healthy(folder: Path) -> Standing:
    agents = {
        "mx1": SnmpReading("mx1", "primary", "primary", {"default": 12, "deferred": 3}),
        "mx2": SnmpReading("mx2", "secondary", "secondary", {"default": 0}),
    }
    past = Past("/srv/hacfg.db", run_of("7f3a91c2"), run_of("7f3a91c2"))
    return told(standing(pair(folder), agents, past))


def split(folder: Path) -> Standing:
    group = acting(pair(folder), mx2="primary")
    for unit in ("mx1", "mx2"):
        group = group.with_value(
            unit,
            "ha_status",
            primary_heartbeat="down",
            secondary_heartbeat="down",
            in_sync=False,
        )
    problem = "the store cannot be used: postgresql://db.example.net/hacfg: connection refused"
    return told(standing(group, past=Past(problem=problem)))


def over(folder: Path) -> Standing:
    agents = {
        "mx1": SnmpReading("mx1", problem=Problem("no usable answer", next="look there")),
        "mx2": SnmpReading("mx2", "secondary", "primary", {"default": 4}),
    }
    past = Past("postgresql://db/hacfg", run_of("9c01aa02", "stopped"))
    return told(standing(acting(pair(folder), mx2="primary").unread("mx1"), agents, past))


def farm(folder: Path) -> Standing:
    group = built(folder, "farm-7.6").with_value("mx4", "ha_status", in_sync=False)
    return told(standing(group.with_value("mx3", "license", antispam_expires="2026-12-01")))


SCENES = {"healthy": healthy, "split": split, "over": over, "farm": farm}


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_state_reads_as_it_is_kept(name, width, color, tmp_path):
    text = status_text(SCENES[name](tmp_path), Style(width=width, color=color))

    assert_golden(f"status-{name}-{width}{'-color' if color else ''}.txt", text)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_state_fits_one_screen(name, width, tmp_path):
    lines = status_text(SCENES[name](tmp_path), Style(width=width)).splitlines()

    assert max(map(len, lines)) <= width
    assert len(lines) <= 24


@pytest.mark.parametrize("name", sorted(SCENES))
def test_colour_only_repeats_what_words_say(name, tmp_path):
    found = SCENES[name](tmp_path)

    colored = status_text(found, Style(color=True))

    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == status_text(found, Style())


def test_since_when_is_told_if_it_is_known(tmp_path):
    assert "SPLIT BRAIN since 15:02" in status_text(split(tmp_path), Style(), "15:02")


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_document_for_machines_keeps_its_schema(name, tmp_path):
    found = json.loads(status_json(SCENES[name](tmp_path)))

    jsonschema.validate(found, SCHEMA)
    assert (found["condition"]["name"] == "healthy") is (name == "healthy")


def test_text_of_a_unit_cannot_move_a_cursor(tmp_path):
    group = pair(tmp_path).with_fact("mx1", firmware="7.2\x1b[2J", model="\u202e")

    text = status_text(standing(group), Style())

    assert all(sign.isprintable() for sign in text.replace("\n", ""))


def test_a_file_with_a_space_in_its_name_is_quoted_in_what_is_proposed(tmp_path: Path) -> None:
    found = split(tmp_path)

    condition = find_condition(found.units, found.mode, "mail east.yaml")

    assert condition.steps[-1] == "hacfg plan --recover 'mail east.yaml'"
