"""Wrong usage exits 64 and says what was probably meant."""

import pytest

from hacfg.cli.main import globals_first
from tests.cli.fakes import Fakes


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["plna"], "Did you mean 'plan'?"),
        (["plan"], "Missing argument 'PATH'"),
        (["plan", "t.yaml", "--bogus"], "No such option: --bogus"),
        (["plan", "t.yaml", "--allow", "role-chang"], "did you mean role-change?"),
        (["plan", "t.yaml", "--allow", "force"], "there are: config-overwrite, "),
        (["apply", "p.json", "--attest", "mx2"], "UNIT.CONDITION@STEP"),
        (["apply", "p.json", "--secret", "ha.password"], "needs a reference"),
        (["apply", "p.json", "--allow", "role-change"], "give this to `hacfg plan`"),
        (["apply", "p.json", "--set-secret", "ha.password"], "give this to `hacfg plan`"),
        (["schema", "nothing"], "nothing"),
        (["init", "--mode", "farm"], "farm"),
        (["--log-level", "loud", "schema"], "loud"),
        (["plan", "t.yaml", "--log-level"], "--log-level"),
    ],
)
def test_wrong_usage_exits_64(arguments, told, capsys):
    code = Fakes().run(*arguments)

    shown = capsys.readouterr()
    assert code == 64
    assert told in shown.err
    assert " -h\n" in shown.err
    assert shown.out == ""


def test_a_secret_given_by_mistake_is_not_repeated(capsys):
    assert Fakes().run("apply", "p.json", "--secret", "ha.password=CANARY") == 64
    assert Fakes().run("apply", "p.json", "--secret", "CANARY") == 64

    assert "CANARY" not in capsys.readouterr().err


def test_a_wrong_option_in_the_environment_is_wrong_usage(monkeypatch, capsys):
    monkeypatch.setenv("HACFG_PLAN_ALLOW", "role-chang")

    assert Fakes().run("plan", "t.yaml") == 64
    assert "did you mean role-change?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "ordered"),
    [
        (["plan", "t", "--debug"], ["--debug", "plan", "t"]),
        (["plan", "--log-level", "debug", "t"], ["--log-level", "debug", "plan", "t"]),
        (["plan", "--log-level=debug"], ["--log-level=debug", "plan"]),
        (["lab", "cli", "--", "--debug"], ["lab", "cli", "--", "--debug"]),
    ],
)
def test_global_options_may_stand_anywhere(typed, ordered):
    assert globals_first(typed) == ordered
