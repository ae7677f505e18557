"""What a plan looks like, whole, at the widths that people use."""

import re

import pytest

from hacfg.plan.document import PlanDocument, to_json
from hacfg.plan.ours import Notice
from hacfg.report.plan_text import carry_on_text, plan_text
from hacfg.report.style import Style
from tests.report.documents import (
    DOCUMENTS,
    change,
    diff,
    document,
    pair,
    proof,
    silent,
    stuck,
    unit,
)
from tests.report.golden import assert_golden

PAINT = re.compile(r"\x1b\[[\d;]*m")
HARMLESS = sorted(set(DOCUMENTS) - {"hostile"})


def shown_text(plan: PlanDocument, style: Style, file: str = "") -> str:
    return plan_text(plan, style) + carry_on_text(plan, style, file)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
@pytest.mark.parametrize("width", [80, 120])
def test_a_plan_reads_as_before(name, width):
    text = shown_text(DOCUMENTS[name](), Style(width=width))

    assert_golden(f"{name}-{width}.txt", text)


def test_a_plan_in_colour_reads_as_before():
    text = shown_text(pair(), Style(color=True, width=80), "mail-east.plan.json")

    assert_golden("pair-80-color.txt", text)


def test_everything_asked_for_is_shown():
    assert_golden("pair-120-full.txt", shown_text(pair(), Style(width=120, full=True)))
    assert_golden("silent-80-full.txt", shown_text(silent(), Style(width=80, full=True)))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_colour_only_repeats_what_the_text_says(name):
    plain = shown_text(DOCUMENTS[name](), Style(width=80))
    coloured = shown_text(DOCUMENTS[name](), Style(color=True, width=80))

    assert PAINT.sub("", coloured) == plain


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_wraps_at_80_columns_but_values_of_units(name):
    lines = shown_text(DOCUMENTS[name](), Style(width=80)).splitlines()

    assert [line for line in lines if len(line) > 80 and "/vol/mail" not in line] == []


@pytest.mark.parametrize("name", HARMLESS)
def test_no_line_ends_in_spaces(name):
    lines = shown_text(DOCUMENTS[name](), Style(width=80)).splitlines()

    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("full", [False, True])
def test_a_hostile_unit_cannot_touch_the_terminal(full):
    text = shown_text(DOCUMENTS["hostile"](), Style(width=80, full=full), "a\x1b[0m")

    assert {character for character in text if not character.isprintable()} == {"\n"}
    assert "owned" in text


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_plan_reads_the_same_from_its_file(name):
    made = DOCUMENTS[name]()
    saved = PlanDocument.model_validate_json(to_json(made))

    assert plan_text(saved, Style()) == plan_text(made, Style())


def test_a_value_that_is_marked_as_a_secret_is_never_shown():
    marked = diff("password", "CANARY-1", "CANARY-2", sensitive=True)
    views = [
        change(address, 1, marked, action=action)
        for address, action in (
            (pair().hacfg.changes[0].address, "create"),
            (pair().hacfg.changes[1].address, "update"),
            (pair().hacfg.changes[2].address, "delete"),
        )
    ]

    text = plan_text(document(views), Style(full=True))

    assert "CANARY" not in text
    assert text.count("(sensitive") == 3


def test_the_frozen_summary_line_counts_resources():
    assert "\nPlan: 0 to add, 4 to change, 0 to destroy.\n" in plan_text(pair(), Style())


def test_an_unread_unit_is_never_reported_as_unchanged():
    text = plan_text(document(complete=False), Style())

    assert "No changes" not in text
    assert "Incomplete" in text


def test_a_guard_that_holds_back_many_steps_is_named_once():
    text = shown_text(DOCUMENTS["lacking"](), Style())

    assert text.count("if that is what you want: --allow unverified-wire") == 1
    assert "(steps 3, 5)" in text
    assert text.endswith("  hacfg plan topology.yaml --allow unverified-wire\n")


def test_what_no_guard_covers_has_to_be_settled_first():
    stuck = Notice(id="condition", severity="error", message="two units act as primary")

    text = shown_text(pair(allowed=[], lacking=[stuck]), Style())

    assert "Once that is settled, plan again:\n  hacfg plan topology.yaml\n" in text


def test_a_saved_plan_says_how_to_carry_it_out():
    text = shown_text(pair(), Style(), "plans/mail east.json")

    assert text.endswith("  hacfg apply 'plans/mail east.json'\n")


def test_a_unit_that_does_not_act_as_configured_shows_both():
    plan = document(units=[unit("mx1", configured="primary", effective="secondary")])

    assert "is: primary, acts as secondary" in plan_text(plan, Style(width=120))


def test_a_plan_without_a_proof_says_so():
    assert "Proof         not rehearsed" in plan_text(pair(proof=None), Style())


def test_what_a_person_vouched_for_is_shown_and_stays_in_the_command():
    assumed = pair(proof=proof(assumed=["fact.rude-start=false"]))
    text = shown_text(assumed, Style(width=120))

    assert "assumed: fact.rude-start=false" in text
    assert "--allow unverified-wire --assume fact.rude-start=false --out" in text


def test_an_unsafe_plan_is_told_as_a_story_and_not_listed_again():
    text = plan_text(DOCUMENTS["unsafe"](), Style())

    assert text.count("this can end in two primaries") == 1
    assert "thing lacking" not in text


def test_everything_asked_for_tells_the_other_stories_the_worlds_and_the_faults():
    text = plan_text(DOCUMENTS["unsafe"](), Style(full=True))

    assert "It can also end in a plan that does not reach its end." in text
    assert "world: lonely-promotes, rude-start" in text
    assert "fault: mx1 loses power for a while" in text


def test_what_many_resources_have_in_common_is_told_once():
    notices = [
        Notice(id="unread", severity="warning", message="not permitted", where=f"mx1 R{number}")
        for number in range(6)
    ]

    few, all_of_them = (
        " ".join(plan_text(pair(notices=notices), Style(width=80, full=full)).split())
        for full in (False, True)
    )

    assert few.count("not permitted") == 1
    assert "(mx1 R0, mx1 R1, mx1 R2, mx1 R3 and 2 more (--full))" in few
    assert "mx1 R4, mx1 R5)" in all_of_them


@pytest.mark.parametrize("condition", ["split brain", "abnormal"])
def test_a_group_that_was_read_whole_is_refused_without_talk_of_reading(condition):
    text = shown_text(stuck(condition), Style())

    assert f"{condition}: " in text
    for word in ("Incomplete", "could not be", "can be read", "Unknown"):
        assert word not in text
