"""What a person sees of a check, at two widths, with and without colours."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import jsonschema
import pytest

from hacfg.errors import Problem
from hacfg.findings import Finding
from hacfg.report.check_json import check_json
from hacfg.report.check_text import check_text
from hacfg.report.style import Style
from hacfg.source import OnUnit, Position, Where
from hacfg.usecases.checking import Checked
from tests.practices.groups import TODAY, Judged, built, declared
from tests.report.golden import assert_golden

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas/check-v1.schema.json").read_text(encoding="utf-8")
)
WAIVER = "waivers: [{practice: HA-07, reason: tests, owner: mail-team, until: 2027-03-31}]\n"
EDITS = (
    ("mail_data: false", "mail_data: true"),
    ("mail_queue: false", "mail_queue: true"),
    ("attestations:  ", f"{WAIVER}attestations:  "),
    ("lost_threshold: 15", "lost_threshold: 90"),
)


def checked(group: Judged) -> Checked:
    """Return a check as the use case does, of a file that is called the same everywhere."""
    live = group.case.is_live
    lines = line_numbers(one.where for one in group.findings)
    findings = tuple(_here(one, lines) for one in group.findings)
    return Checked(
        group="mail-east",
        file="topology.yaml",
        mode=group.loaded.topology.mode,
        today=TODAY,
        live=live,
        findings=findings,
        read=tuple(name for name, one in group.readings.items() if one.answered),
        silent={n: one.problems[""] for n, one in group.readings.items() if not one.answered},
        left=0 if live else 11,
    )


def line_numbers(places: Iterable[Where | None]) -> dict[int, int]:
    """Return a round number for each line, so that edits of an example move no golden file."""
    lines = sorted({place.line for place in places if isinstance(place, Position)})
    return {line: 10 * (number + 1) for number, line in enumerate(lines)}


def _here(finding: Finding, lines: dict[int, int]) -> Finding:
    where = finding.where
    if isinstance(where, OnUnit):
        return finding
    here = Position("topology.yaml", lines[where.line], where.column)
    fields = {name: getattr(finding, name) for name in Finding.__dataclass_fields__}
    return Finding(**{**fields, "where": here})


def file_alone(folder: Path) -> Checked:
    return checked(declared(folder, "pair-7.2", *EDITS))


def live(folder: Path) -> Checked:
    group = built(folder, "pair-7.2").with_value("mx2", "license", antispam=False)
    group = group.with_value("mx2", "interface", "port6", access=("https", "ssh"))
    return checked(group.with_value("mx2", "ha_status", effective_mode="primary"))


def silent(folder: Path) -> Checked:
    return checked(built(folder, "pair-7.2").unread("mx2"))


SCENES = {"file": file_alone, "live": live, "silent": silent}


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_check_reads_as_it_is_kept(name, width, color, tmp_path):
    found = SCENES[name](tmp_path)
    text = check_text(found, Style(width=width, color=color), 10)

    assert_golden(f"check-{name}-{width}{'-color' if color else ''}.txt", text)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_no_line_is_wider_than_the_screen(name, width, tmp_path):
    text = check_text(SCENES[name](tmp_path), Style(width=width, full=True))

    assert max(map(len, text.splitlines())) <= width


def test_colour_only_repeats_what_words_say(tmp_path):
    found = live(tmp_path)
    colored = check_text(found, Style(color=True))

    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == check_text(found, Style())


def test_everything_that_passed_is_shown_if_asked_for(tmp_path):
    text = check_text(live(tmp_path), Style(full=True))

    assert "pass      HA-09  ha.synchronize.mail_data is off" in text


def test_text_of_a_unit_cannot_move_a_cursor():
    nasty = "mx2 \x1b[2J\u202e"
    finding = Finding("HX-13", "broken", "warning", OnUnit(nasty), nasty, nasty)
    found = Checked(
        nasty,
        "t.yaml",
        "active-passive",
        TODAY,
        live=True,
        findings=(finding,),
        silent={nasty: Problem(nasty)},
    )

    text = check_text(found, Style())

    assert all(sign.isprintable() for sign in text.replace("\n", ""))
    assert check_json(found).isascii()


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_document_for_machines_keeps_its_schema(name, tmp_path):
    found = json.loads(check_json(SCENES[name](tmp_path)))

    jsonschema.validate(found, SCHEMA)
    assert found["counts"]["broken"] == len(
        {one["id"] for one in found["findings"] if one["outcome"] == "broken"}
    )
