"""A line of a file is shown only if it cannot hold a secret."""

import pytest

from hacfg.report.snippets import showable_line, speaks_of_secrets

FILE = """\
name: mail-east
ha:
  password: CANARY
  heartbeat:
    base_port: nope
units:
  - api:
      password: >
        CANARY
      after_join: {username: a, pasword: CANARY}
    alerts:
      auth_password:
        deeper:
          still: CANARY
""".splitlines()


def test_an_ordinary_line_is_shown():
    assert showable_line(FILE, 5) == "    base_port: nope"


@pytest.mark.parametrize("number", range(1, len(FILE) + 1))
def test_no_line_that_may_hold_a_secret_is_shown(number):
    assert "CANARY" not in (showable_line(FILE, number) or "")


def test_a_line_that_is_not_there_is_not_shown():
    assert showable_line(FILE, 99) is None
    assert showable_line(FILE, 0) is None


def test_a_message_about_a_secret_shows_no_line():
    assert speaks_of_secrets("a secret must not stand in the file")
    assert speaks_of_secrets("unknown key pw; did you mean password?")
    assert not speaks_of_secrets("unknown key adress; did you mean address?")
