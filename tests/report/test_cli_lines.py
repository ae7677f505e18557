"""What a person would type in place of a step, or to undo it."""

from pathlib import Path

import pytest

from hacfg.plan.document import PlanDocument
from hacfg.plan.steps import SetStep
from hacfg.report.cli_lines import Typist

EXAMPLES = Path(__file__).parents[2] / "examples"
STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")


def plan(story: str, kind: str = "plan") -> PlanDocument:
    return PlanDocument.model_validate_json((EXAMPLES / story / f"{kind}.json").read_text())


def step(document: PlanDocument, title: str, unit: str = "mx1") -> SetStep:
    written = (one for one in document.hacfg.steps if isinstance(one, SetStep))
    return next(one for one in written if (one.title, one.unit) == (title, unit))


def test_a_secret_is_named_and_never_said():
    document = plan("pair-7.2")

    lines = Typist(document).lines(step(document, "ha off->primary"))

    assert "  set password <secret: env MAIL_EAST_HA_PASSWORD>" in lines
    assert (lines[0], lines[-1]) == ("config system ha", "end")


def test_what_undoes_a_step_sets_what_was_there():
    document = plan("pair-7.2")

    lines = Typist(document).undo(step(document, "ha off->primary"))

    assert "  set mode off" in lines
    assert not any("secret" in line for line in lines)


def test_a_row_that_was_made_is_undone_by_removing_it():
    document = plan("pair-7.2")

    lines = Typist(document).undo(step(document, "new snmp user nms"))

    assert [line.strip() for line in lines] == ["config system snmp user", "delete nms", "end"]


def test_a_row_that_the_unit_numbers_is_not_guessed():
    document = plan("pair-7.2")

    lines = Typist(document).undo(step(document, "new syslog 192.0.2.50:514"))

    assert "  delete <number of 192.0.2.50:514>" in lines


def test_what_nothing_undoes_has_no_lines():
    document = plan("pair-7.2")

    assert Typist(document).undo(step(document, "ha off->secondary", "mx2")) == []


@pytest.mark.parametrize("story", STORIES)
def test_every_step_of_an_example_has_its_lines(story):
    for kind in ("plan", "runbook"):
        document = plan(story, kind)
        typist = Typist(document)

        silent = [s.title for s in document.hacfg.steps if s.type != "wait" and not typist.lines(s)]

        assert silent == []
