"""`--fault`: what it takes, and what is said of what it does not."""

import pytest

from hacfg.usecases.rehearsing.faults import OF_ALL, OF_LINKS, OF_UNITS, misplaced, parse_fault


@pytest.mark.parametrize(
    "text",
    [
        *(f"mx2:{name}@4" for name in OF_UNITS),
        *(f"all:{name}@1" for name in OF_ALL),
        *(f"{link}:{name}@12" for link in ("primary", "secondary") for name in OF_LINKS),
    ],
)
def test_a_fault_is_read_as_it_is_written(text):
    fault = parse_fault(text)

    assert str(fault) == text
    assert fault.words.startswith(f"{fault.subject}: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mx2", "SUBJECT:FAULT@STEP"),
        ("mx2:reboot", "SUBJECT:FAULT@STEP"),
        ("mx2:reboot@four", "SUBJECT:FAULT@STEP"),
        ("mx2:rebot@4", "did you mean reboot?"),
        ("mx2:links-cut@4", "nothing called 'links-cut' happens to mx2"),
        ("all:zzz@4", "there are: api-stop, "),
        ("mx2\x1b:reboot@4", "\\x1b"),
    ],
)
def test_what_is_no_fault_is_told_with_what_was_meant(text, said):
    with pytest.raises(ValueError, match=r".") as error:
        parse_fault(text)

    assert said in str(error.value)


def test_a_fault_needs_a_unit_and_a_step_that_the_plan_has():
    faults = [parse_fault(text) for text in ("mx9:reboot@1", "mx1:reboot@8", "all:links-cut@0")]

    assert list(misplaced(faults, ["mx1", "mx2"], 7)) == [
        "mx9:reboot@1: there is no unit mx9; there are mx1, mx2",
        "mx1:reboot@8: there is no step 8; the plan has 7",
        "all:links-cut@0: there is no step 0; the plan has 7",
    ]


def test_all_as_the_name_of_a_fault_only_units_know_is_no_unit():
    assert list(misplaced([parse_fault("all:reboot@1")], ["mx1"], 7)) == [
        "all:reboot@1: there is no unit all; there are mx1"
    ]
