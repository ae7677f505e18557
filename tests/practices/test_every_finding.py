"""What holds for every finding of every rule, whatever was found."""

import pytest

from hacfg.findings import NOTHING
from hacfg.practices.table import RULES
from hacfg.report.rule_page import rule_text, rules_page
from hacfg.report.style import Style
from hacfg.source import OnUnit, Position
from tests.practices.groups import Judged, built, declared
from tests.practices.test_rules import BROKEN_FILES, BROKEN_UNITS, STORIES


def every_group(folder) -> list[Judged]:
    """Return good groups, each broken one, and groups of which nothing could be read."""
    found = [declared(folder, story) for story in STORIES]
    found += [built(folder, story) for story in STORIES]
    found += [declared(folder, edit.story, *edit.edits) for edit in BROKEN_FILES]
    found += [hand.change(built(folder, hand.story)) for hand in BROKEN_UNITS]
    for story in STORIES:
        group = built(folder, story)
        for reading in tuple(group.readings.values()):
            found.append(group.unread(reading.unit, *reading.kinds))
            group = group.unread(reading.unit)
        found.append(group)
    return found


def test_every_finding_has_an_id_a_place_words_and_a_next_action(tmp_path):
    known = {rule.id for rule in RULES}
    walked = set()
    for group in every_group(tmp_path):
        for finding in group.findings:
            assert finding.id in known
            assert isinstance(finding.where, Position | OnUnit)
            assert finding.message
            assert finding.next
            assert (finding.next == NOTHING) is not finding.is_open
            walked.add((finding.id, finding.outcome))
    assert {rule for rule, _ in walked} == known
    assert {rule for rule, outcome in walked if outcome == "broken"} >= known - {"HX-15"}


def test_a_place_in_the_file_is_a_line_that_is_there(tmp_path):
    for edit in BROKEN_FILES:
        group = declared(tmp_path, edit.story, *edit.edits)
        lines = (tmp_path / "topology.yaml").read_text().splitlines()
        for finding in group.findings:
            assert isinstance(finding.where, Position)
            assert lines[finding.where.line - 1].strip()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_explained_in_words_that_fit_a_narrow_screen(rule):
    text = rule_text(rule, Style(width=80))

    assert text.startswith(f"{rule.id}  {rule.title}")
    assert max(map(len, text.splitlines())) <= 80
    assert f"### {rule.id}: {rule.title}\n" in rules_page()


def test_ids_are_unique_and_in_order():
    ids = [rule.id for rule in RULES]

    assert ids == [f"HA-{n:02}" for n in range(1, 11)] + [f"HX-{n:02}" for n in range(1, 17)]
