"""Help begins with examples, for every command."""

import subprocess
import sys

import pytest

from tests.cli.fakes import Fakes

COMMANDS = [
    "init",
    "validate",
    "schema",
    "check",
    "plan",
    "show",
    "apply",
    "drift",
    "status",
    "compare",
    "graph",
    "lab",
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_a_command_shows_examples_before_options(command, flag, capsys):
    assert Fakes().run(command, flag) == 0

    text = capsys.readouterr().out
    assert f"    hacfg {command}" in text
    assert text.index("Examples:") < text.index("Options:")


def test_no_command_shows_help(capsys):
    assert Fakes().run() == 0

    text = capsys.readouterr().out
    assert text.index("Examples:") < text.index("Options:")
    assert all(f"\n  {command} " in text for command in COMMANDS)


def test_commands_are_described_in_full(capsys):
    Fakes().run("-h")

    assert "...\n" not in capsys.readouterr().out.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hacfg pl", "plan"),
        ("hacfg plan --allow role", "role-change"),
        ("hacfg plan --detailed", "--detailed-exitcode"),
    ],
)
def test_shell_completion_knows_commands_options_and_guards(words, found):
    environment = {
        "_HACFG_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }

    done = subprocess.run(
        [sys.executable, "-m", "hacfg"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found in done.stdout.split()


LAB_COMMANDS = ["start", "status", "stop", "dump", "log", "edit", "cli", "fault"]


@pytest.mark.parametrize(
    "command", [*LAB_COMMANDS, "repair", "cut", "plug", "advance", "clock", "certificate"]
)
def test_every_command_of_the_lab_shows_examples(command, capsys):
    assert Fakes().run("lab", command, "-h") == 0

    assert "hacfg lab" in capsys.readouterr().out.partition("Examples:")[2]
