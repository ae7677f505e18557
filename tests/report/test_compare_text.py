"""What a person sees of two units side by side."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from hacfg.report.compare_json import compare_json
from hacfg.report.compare_text import compare_text
from hacfg.report.style import Style
from hacfg.watch.compare import Comparison
from tests.practices.groups import built
from tests.report.golden import assert_golden
from tests.watch.test_compare import live

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas/compare-v1.schema.json").read_text(encoding="utf-8")
)


def different(folder: Path) -> Comparison:
    group = built(folder, "pair-7.2").with_value("mx2", "snmp_user", "nms", trap_events=("ha",))
    group = group.without_row("mx2", "alert_email", "noc@example.net")
    group = group.with_value("mx2", "ha", lost_threshold=30)
    return live(group.unread("mx2", "license"))


def alike(folder: Path) -> Comparison:
    return live(built(folder, "farm-7.6"))


SCENES = {"different": different, "alike": alike}


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_comparison_reads_as_it_is_kept(name, width, color, tmp_path):
    text = compare_text(SCENES[name](tmp_path), Style(width=width, color=color))

    assert_golden(f"compare-{name}-{width}{'-color' if color else ''}.txt", text)


def test_what_may_differ_is_marked_where_everything_is_shown(tmp_path):
    text = compare_text(different(tmp_path), Style(width=100, full=True))

    assert_golden("compare-different-100-full.txt", text)
    assert max(map(len, text.splitlines())) <= 100


def test_colour_only_repeats_what_words_say(tmp_path):
    found = different(tmp_path)

    colored = compare_text(found, Style(color=True))

    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == compare_text(found, Style())


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_document_for_machines_keeps_its_schema(name, tmp_path):
    found = json.loads(compare_json(SCENES[name](tmp_path)))

    jsonschema.validate(found, SCHEMA)
    assert any(not one["may_differ"] for one in found["differences"]) is (name == "different")


def test_text_of_a_unit_cannot_move_a_cursor(tmp_path):
    group = built(tmp_path, "pair-7.2")
    group = group.with_value("mx2", "syslog", "192.0.2.50:514", server="x\x1b[2J\u202e")

    text = compare_text(live(group), Style())

    assert all(sign.isprintable() for sign in text.replace("\n", ""))
