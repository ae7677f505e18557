"""A defect in hacfg is told as one, without quoting what may be secret."""

import pytest

from hacfg.report.defect import defect_text
from hacfg.report.style import Style


def fail(password: str) -> None:
    raise ValueError("said \x1b[2J" + password[:0])


def raised() -> ValueError:
    with pytest.raises(ValueError, match="said") as caught:
        fail("canary".upper())
    return caught.value


def test_a_defect_says_what_to_report():
    text = defect_text(raised(), "0.1.0", Style(), debug=False)

    assert "defect in hacfg" in text
    assert "ValueError at " in text
    assert "--debug" in text
    assert "said" not in text


def test_a_traceback_shows_no_locals_and_touches_no_terminal():
    text = defect_text(raised(), "0.1.0", Style(), debug=True)

    assert "Traceback" in text
    assert "in fail" in text
    assert "CANARY" not in text
    assert "\x1b" not in text


def test_an_error_that_was_never_raised_has_no_place():
    assert "ValueError" in defect_text(ValueError(), "0.1.0", Style(), debug=False)
