"""What a person sees of drift, at two widths, with and without colours; metrics for Prometheus."""

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from hacfg.report.drift_json import drift_json
from hacfg.report.drift_metrics import write_metrics
from hacfg.report.drift_text import drift_text
from hacfg.report.style import Style
from hacfg.source import Position
from hacfg.usecases.drifting import Drifted
from hacfg.usecases.past import Past
from hacfg.watch.known import Known
from tests.practices.groups import Judged, built
from tests.report.golden import assert_golden
from tests.report.test_check_text import line_numbers
from tests.watch.groups import against, drift, plan_of, run_of, saved

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas/drift-v1.schema.json").read_text(encoding="utf-8")
)
UNTIL = datetime.date(2026, 12, 1)
KNOWN = (
    Known("fortimail_ha.mx1", "on_failure", "a test", "mail-team", UNTIL, Position("k.yaml", 3)),
    Known(
        "fortimail_ha.mx2", "", "long ago", "us", datetime.date(2026, 1, 1), Position("k.yaml", 8)
    ),
    Known("fortimail_ha.mx9", "", "no more", "us", UNTIL, Position("k.yaml", 13)),
)


def changed(folder: Path) -> Judged:
    group = built(folder, "pair-7.2").with_value("mx1", "ha", on_failure="off")
    group = group.with_value("mx2", "interface", "port5", address="10.255.9.2/30")
    group = group.without_row("mx1", "syslog", "192.0.2.50:514")
    return group.with_value("mx2", "snmp_user", "nms", trap_events=("ha", "system"))


def told(found: Drifted) -> Drifted:
    """Return the drift with positions in a file that is called the same everywhere."""
    lines = line_numbers(one.where for one in found.drifts)
    drifts = tuple(
        replace(one, where=Position("topology.yaml", lines[one.where.line])) if one.where else one
        for one in found.drifts
    )
    return replace(found, drifts=drifts)


def plain(folder: Path) -> Drifted:
    return told(drift(changed(folder)))


def dated(folder: Path) -> Drifted:
    applied = plan_of(built(folder, "pair-7.2"))
    edited = built(folder, "pair-7.2", ("lost_threshold: 15", "lost_threshold: 20"))
    group = Judged(edited.loaded, changed(folder).readings)
    group = Judged(
        built(folder, "pair-7.2", ("lost_threshold: 15", "lost_threshold: 20")).loaded,
        group.readings,
    )
    return told(drift(group, against(applied, saved(built(folder, "pair-7.2")), KNOWN)))


def stored(folder: Path) -> Drifted:
    plan, after = plan_of(built(folder, "pair-7.2")), run_of("9c01aa02", "rolled-back")
    past = Past("/srv/hacfg.db", after, run_of("7f3a91c2"), plan)
    return told(drift(changed(folder), against(past=past)))


def storeless(folder: Path) -> Drifted:
    past = Past(problem="the store cannot be used: postgresql://db/hacfg: connection refused")
    return told(drift(changed(folder), against(past=past)))


def silent(folder: Path) -> Drifted:
    return told(drift(built(folder, "pair-7.2").unread("mx2").unread("mx1", "syslog")))


def clean(folder: Path) -> Drifted:
    return told(drift(built(folder, "farm-7.6")))


SCENES = {
    "plain": plain,
    "dated": dated,
    "stored": stored,
    "storeless": storeless,
    "silent": silent,
    "clean": clean,
}


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_drift_reads_as_it_is_kept(name, width, color, tmp_path):
    text = drift_text(SCENES[name](tmp_path), Style(width=width, color=color), 10)

    assert_golden(f"drift-{name}-{width}{'-color' if color else ''}.txt", text)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_no_line_is_wider_than_the_screen(name, width, tmp_path):
    text = drift_text(SCENES[name](tmp_path), Style(width=width))

    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("name", sorted(SCENES))
def test_colour_only_repeats_what_signs_and_words_say(name, tmp_path):
    found = SCENES[name](tmp_path)

    colored = drift_text(found, Style(color=True))

    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == drift_text(found, Style())


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_document_for_machines_keeps_its_schema(name, tmp_path):
    found = json.loads(drift_json(SCENES[name](tmp_path)))

    jsonschema.validate(found, SCHEMA)
    assert found["alarm"] is (name in {"plain", "dated", "stored", "storeless"})


def test_resource_drift_has_terraforms_shape(tmp_path):
    found = json.loads(drift_json(plain(tmp_path)))

    changes = {one["address"]: one for one in found["resource_drift"]}
    assert changes["fortimail_ha.mx1"]["change"]["actions"] == ["update"]
    assert changes["fortimail_ha.mx1"]["change"]["before"] == {"on_failure": "become-secondary"}
    assert changes["fortimail_ha.mx1"]["change"]["after"] == {"on_failure": "off"}
    gone = changes['fortimail_syslog.group["192.0.2.50:514"]']
    assert gone["change"]["actions"] == ["delete"]
    assert gone["change"]["after"] is None
    assert gone["index"] == "192.0.2.50:514"


def test_text_of_a_unit_cannot_move_a_cursor(tmp_path):
    nasty = "x\x1b[2J\u202e"
    group = built(tmp_path, "pair-7.2").with_value("mx1", "syslog", "192.0.2.50:514", server=nasty)
    found = drift(group)

    text = drift_text(found, Style())

    assert found.drifts
    assert all(sign.isprintable() for sign in text.replace("\n", ""))


def test_metrics_are_a_file_that_prometheus_reads(tmp_path):
    from prometheus_client.parser import text_string_to_metric_families

    file = tmp_path / "hacfg.prom"
    write_metrics([dated(tmp_path), clean(tmp_path)], 1_764_072_000, file)

    samples = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(file.read_text())
        for sample in family.samples
    }
    east, farm = ("group", "mail-east"), ("group", "mail-farm")
    assert samples["hacfg_drift_alarm", east] == 1
    assert samples["hacfg_drift_alarm", farm] == 0
    counted = "hacfg_drift_attributes"
    assert samples[counted, east, ("known", "true"), ("since", "changed")] == 1
    assert samples[counted, east, ("known", "false"), ("since", "changed")] == 2
    assert samples[counted, east, ("known", "false"), ("since", "not-applied")] == 2
    assert samples["hacfg_drift_member_attributes", east] == 2
    assert samples["hacfg_drift_unread_units", east] == 0
    assert samples["hacfg_drift_last_run_timestamp_seconds", farm] == 1_764_072_000
