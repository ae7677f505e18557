"""Whatever happens, there is one clear message and the right code."""

import logging
import os
import signal
import subprocess
import sys
from io import StringIO

import pytest

from hacfg.cli.groups import each
from hacfg.cli.terminal import Terminal, process_terminal
from hacfg.errors import InvalidInput, Problem
from hacfg.source import Position
from tests.cli.fakes import Fakes, Screen
from tests.report.documents import pair

SCRIPT = """
import sys
from tests.cli.fakes import Fakes
from tests.report.documents import pair
sys.exit(Fakes(plans={"mail-east": pair()}).run("plan", "t.yaml"))
"""


def test_a_defect_is_told_without_its_words(capsys):
    assert Fakes(load_error=KeyError("CANARY")).run("validate", "t.yaml") == 1

    shown = capsys.readouterr().err
    assert "This is a defect in hacfg" in shown
    assert "KeyError" in shown
    assert "CANARY" not in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("where", ["flag", "environment"])
def test_a_traceback_is_shown_on_request(where, monkeypatch, capsys):
    if where == "environment":
        monkeypatch.setenv("HACFG_DEBUG", "1")
    flags = ["--debug"] if where == "flag" else []

    assert Fakes(load_error=KeyError("x")).run("validate", "t.yaml", *flags) == 1

    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, "Interrupted"), (signal.SIGTERM, 143, "Terminated")],
)
def test_a_signal_ends_a_command_that_only_reads(number, code, word, capsys):
    class Ended(Fakes):
        def _load(self, paths, dialects):
            signal.raise_signal(number)
            return super()._load(paths, dialects)

    assert Ended().run("validate", "t.yaml") == code

    assert capsys.readouterr().err == f"{word}; nothing was written.\n"


def test_a_reader_that_goes_away_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], stdout=writer, stderr=subprocess.PIPE, check=False
    )

    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_terminal_shows_the_line_that_is_wrong(tmp_path, monkeypatch):
    file = tmp_path / "t.yaml"
    file.write_text("units:\n  adress: 10.255.0.1\n  password: CANARY\n")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "dumb")
    wrong = InvalidInput(
        Problem("unknown key", Position(str(file), 2, 3)),
        Problem("unknown key", Position(str(file), 3, 3)),
        Problem("unknown key", Position(str(tmp_path / "none.yaml"), 3, 3)),
    )

    Fakes(load_error=wrong).run("validate", file)

    assert "  2 | adress: 10.255.0.1\n    | ^\n" in screen.getvalue()
    assert "CANARY" not in screen.getvalue()


@pytest.mark.parametrize(
    ("environ", "is_terminal", "colour"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colours_follow_the_conventions(environ, is_terminal, colour):
    stream = Screen() if is_terminal else StringIO()
    terminal = Terminal(stream, stream, stream, environ)

    assert terminal.style(stream).color is colour

    terminal.no_color = True
    assert terminal.style(stream).color is False


@pytest.mark.parametrize(("columns", "width"), [("20", 60), ("100", 100), ("400", 140)])
def test_the_width_is_the_terminals_within_reason(columns, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    terminal = process_terminal()

    assert terminal.style(terminal.stdout).width == width


@pytest.mark.parametrize(("value", "can_ask"), [("", True), ("false", True), ("true", False)])
def test_a_pipeline_has_nobody_to_ask(value, can_ask):
    screen = Screen()
    terminal = Terminal(screen, screen, screen, {"CI": value})

    assert terminal.can_ask is can_ask
    assert terminal.is_live is can_ask


def test_text_is_written_whatever_the_encoding():
    script = "from hacfg.cli.terminal import process_terminal as t; t().out('Z\\u00fcrich\\n')"

    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )

    assert done.stdout == b"Z\\xfcrich\n"


def test_logs_go_to_standard_error_one_harmless_line_each(capsys):
    class Logging(Fakes):
        def _load(self, paths, dialects):
            logging.getLogger("hacfg.test").debug("seen %s", "\x1b[2J\n")
            return super()._load(paths, dialects)

    Logging().run("validate", "t.yaml")
    assert capsys.readouterr().err == ""

    Logging().run("validate", "t.yaml", "--log-level", "debug")
    assert capsys.readouterr().err == "DEBUG hacfg.test: seen \\x1b[2J\\n\n"


def test_many_groups_keep_their_order():
    assert [one.result for one in each(range(40), lambda number: number * 2)] == [
        number * 2 for number in range(40)
    ]


def test_no_group_is_no_work():
    assert each([], str) == ()


def test_a_plan_of_hostile_units_is_harmless_in_json(capsys):
    Fakes(plans={"mail-east": pair(condition="\x9b2J\u202e")}).run("plan", "t.yaml", "--json")

    assert capsys.readouterr().out.isascii()
