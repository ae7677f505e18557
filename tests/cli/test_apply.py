"""`hacfg apply`: asked, carried out, stopped, told."""

import json
import signal
import sys

import pytest

from hacfg.apply.events import ApplyResult, Event, StepResult
from hacfg.cli.apply import is_plan, plan_files
from hacfg.errors import Interrupted, MissingAnswer, Problem, Refused, Stale, Unreachable
from hacfg.plan.document import PlanDocument, to_json
from tests.cli.fakes import Fakes, Screen, carried_out, loaded, stopped_after
from tests.report.documents import lacking, pair, runbook, silent, unchanged


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "mail-east.plan.json"
    path.write_text(to_json(pair()))
    return path


@pytest.fixture
def at_a_terminal(monkeypatch):
    def type_in(text: str) -> Screen:
        screen = Screen()
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stdin", Screen(text))
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return type_in


def test_a_plan_is_shown_before_it_is_asked_about(plan_file, at_a_terminal, capsys):
    at_a_terminal("yes\n")

    assert Fakes().run("apply", plan_file) == 0

    assert "Plan: 0 to add, 4 to change, 0 to destroy." in capsys.readouterr().out


def test_an_approved_plan_is_carried_out_and_summed_up_without_showing_it_again(plan_file, capsys):
    assert Fakes().run("apply", plan_file, "--auto-approve") == 0

    shown = capsys.readouterr()
    assert "Plan: 0 to add" not in shown.out
    assert "Done: 7 of 7 steps carried out." in shown.out
    assert "  ok  1 mx1 interface port5" in shown.err


def test_nobody_to_ask_is_an_error_that_names_the_flag(plan_file, capsys):
    fakes = Fakes()

    assert fakes.run("apply", plan_file) == 64

    assert "--auto-approve" in capsys.readouterr().err
    assert fakes.applied == []


@pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), ("YES\n", 0), ("y\n", 4), ("", 4)])
def test_only_yes_is_a_yes(answer, code, plan_file, at_a_terminal):
    screen = at_a_terminal(answer)

    assert Fakes().run("apply", plan_file) == code

    assert "Carry out these 7 steps on mail-east?" in screen.getvalue()
    assert ("not approved; nothing was written" in screen.getvalue()) is (code == 4)


@pytest.mark.usefixtures("ci")
def test_a_pipeline_is_never_asked(plan_file, at_a_terminal):
    at_a_terminal("yes\n")

    assert Fakes().run("apply", plan_file) == 64


def test_progress_is_one_line_that_is_written_over(plan_file, at_a_terminal):
    screen = at_a_terminal("yes\n")

    Fakes().run("apply", plan_file)

    assert "\r\x1b[K  ->  1 mx1 interface port5" in screen.getvalue()


def test_plain_progress_has_no_cursor_movement_and_is_short(plan_file, capsys):
    def wait(document, _, tell, __):
        step = document.hacfg.steps[3]
        tell(Event("started", step))
        for seconds in range(0, 100, 5):
            tell(Event("waiting", step, float(seconds), "off"))
        return carried_out(document, tell)

    Fakes(act=wait).run("apply", plan_file, "--auto-approve")

    shown = capsys.readouterr().err
    assert "\r" not in shown
    assert shown.count("->  4 mx1 acts as primary") == 5


@pytest.mark.parametrize(
    ("plan", "code", "told"),
    [
        (unchanged(), 0, "No changes. mail-east is as declared."),
        (lacking(), 4, "Refused, nothing will be written"),
        (silent(), 5, "Incomplete: mx2 could not be read"),
    ],
)
def test_what_cannot_be_applied_is_not(plan, code, told, tmp_path, capsys):
    file = tmp_path / "p.json"
    file.write_text(to_json(plan))
    fakes = Fakes()

    assert fakes.run("apply", file, "--auto-approve") == code

    assert told in capsys.readouterr().out
    assert fakes.applied == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Refused(Problem("manual steps in CI")), 4),
        (Unreachable(Problem("no answer")), 5),
        (Stale(Problem("changed since")), 6),
        (MissingAnswer(Problem("step 6 needs a person")), 64),
        (Interrupted(Problem("interrupted")), 130),
        (ZeroDivisionError(), 1),
    ],
)
def test_what_ends_it_before_the_first_write_has_its_code(error, code, plan_file):
    def fail(*_):
        raise error

    assert Fakes(act=fail).run("apply", plan_file, "--auto-approve") == code


def test_an_apply_that_stopped_exits_8_and_says_what_is_left(plan_file, capsys):
    fakes = Fakes(act=lambda document, _, tell, __: stopped_after(document, tell, 5))

    assert fakes.run("apply", plan_file, "--auto-approve") == 8

    shown = capsys.readouterr().err
    assert "Stopped at step 5 of 7: mx2 answered 403 twice" in shown
    assert "exit 8\n" in shown
    assert "done 4   skipped 0   failed 1   not started 2" in shown
    assert "Next  go on: hacfg apply --resume 7f3a; or plan again: hacfg plan" in shown


def test_json_is_a_stream_of_terraforms_types(plan_file, capsys):
    fakes = Fakes(act=lambda document, _, tell, __: stopped_after(document, tell, 2))

    assert fakes.run("apply", plan_file, "--auto-approve", "--json") == 8

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == [
        "version",
        *["planned_change"] * 4,
        "change_summary",
        "apply_start",
        "apply_complete",
        "apply_start",
        "apply_errored",
        "apply_stopped",
        "diagnostic",
    ]


def test_an_error_before_the_first_write_is_a_diagnostic_too(plan_file, capsys):
    def fail(*_):
        raise Stale(Problem("changed since the plan was made"))

    assert Fakes(act=fail).run("apply", plan_file, "--auto-approve", "--json") == 6

    shown = capsys.readouterr()
    assert json.loads(shown.out.splitlines()[-1])["type"] == "diagnostic"
    assert "changed since" in shown.err


def test_choices_reach_the_use_case(plan_file):
    fakes = Fakes()

    fakes.run(
        *("apply", plan_file, "--auto-approve", "--attest", "mx2.in_sync@6"),
        *("--secret", "ha.password=env:NEW", "--secret", "mx1.api.password=file:/run/secret"),
    )

    (options,) = fakes.applied
    assert options.attested == {"mx2.in_sync@6"}
    assert options.secrets == {
        "ha.password": {"env": "NEW"},
        "mx1.api.password": {"file": "/run/secret"},
    }
    assert options.confirm is None
    assert options.ci is False


def test_a_topology_is_planned_shown_and_carried_out(capsys):
    fakes = Fakes(plans={"mail-east": pair()})

    code = fakes.run("apply", "topology.yaml", "--auto-approve", "--allow", "unverified-wire")

    assert code == 0
    assert fakes.asked[0].allow == {"unverified-wire"}
    assert "Not saved" not in capsys.readouterr().out


def test_several_groups_are_each_carried_out(capsys):
    groups = [loaded("mail-east"), loaded("mail-west"), loaded("mail-north")]
    plans: dict[str, PlanDocument | Exception] = {
        "mail-east": Unreachable(Problem("no answer")),
        "mail-west": pair(),
        "mail-north": unchanged(),
    }
    fakes = Fakes(groups=groups, plans=plans)

    assert fakes.run("apply", "groups.yaml", "--auto-approve") == 5

    assert len(fakes.applied) == 1
    assert "mail-east\nno answer\n" in capsys.readouterr().err


def three(*names: str) -> dict[str, PlanDocument | Exception]:
    return {name: pair(group=name) for name in names}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("wrote", [True, False])
def test_a_signal_ends_the_groups_to_come_too(number, wrote, capsys):
    def stop(*_):
        signal.raise_signal(number)
        return ApplyResult("7f3a", (), wrote=wrote)

    names = ["mail-east", "mail-west", "mail-north"]
    fakes = Fakes(groups=[loaded(name) for name in names], plans=three(*names), act=stop)

    code = fakes.run("apply", "groups", "--auto-approve")

    assert code == (8 if wrote else 128 + number)
    assert len(fakes.applied) == 1
    assert "Not begun: mail-west, mail-north\n" in capsys.readouterr().err


def test_a_signal_during_the_last_step_of_the_last_group_leaves_nothing_undone(capsys):
    def stop(document, _, tell, ___):
        signal.raise_signal(signal.SIGINT)
        return carried_out(document, tell)

    fakes = Fakes(plans=three("mail-east"), act=stop)

    assert fakes.run("apply", "groups", "--auto-approve") == 0
    assert "Not begun" not in capsys.readouterr().err


@pytest.mark.parametrize(("wrote", "code"), [(True, 8), (False, 130)])
def test_ending_a_later_group_does_not_hide_what_was_written_before(wrote, code, capsys):
    def stop(document, _, __, ___):
        if document.hacfg.group == "mail-east":
            return ApplyResult("7f3a", (), wrote=wrote)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError

    names = ["mail-east", "mail-west", "mail-north"]
    fakes = Fakes(groups=[loaded(name) for name in names], plans=three(*names), act=stop)

    assert fakes.run("apply", "groups", "--auto-approve") == code

    told = capsys.readouterr().err
    assert "Not begun: mail-north\n" in told
    assert ("nothing of mail-west was written" in told) is wrote
    assert ("nothing was written" in told) is not wrote


def test_a_folder_of_plans_is_carried_out_in_order_of_their_names(tmp_path, capsys):
    for name in ("mail-west", "mail-east"):
        (tmp_path / f"{name}.plan.json").write_text(to_json(pair(group=name)))
    done: list[str] = []

    def note(document, _, tell, ___):
        done.append(document.hacfg.group)
        return carried_out(document, tell)

    assert Fakes(act=note).run("apply", tmp_path, "--auto-approve") == 0

    assert done == ["mail-east", "mail-west"]
    assert "Plan: 0 to add" not in capsys.readouterr().out


def test_a_folder_with_topologies_is_planned_even_if_plans_lie_there_too(tmp_path):
    (tmp_path / "mail-east.plan.json").write_text("")
    (tmp_path / "topology.yml").write_text("")

    assert plan_files(tmp_path) == []


def test_a_person_is_shown_what_to_type(tmp_path, at_a_terminal):
    def by_hand(document, options, tell, _):
        step = document.hacfg.steps[0]
        assert options.confirm(step)
        assert not options.confirm(document.hacfg.steps[1])
        return carried_out(document, tell)

    file = tmp_path / "p.json"
    file.write_text(to_json(runbook()))
    screen = at_a_terminal("yes\nyes\nno\n")

    assert Fakes(act=by_hand).run("apply", file) == 0

    assert "set password <secret: env MAIL_EAST_HA_PASSWORD>" in screen.getvalue()
    assert "counts as so because you say so" in screen.getvalue()


@pytest.mark.parametrize(
    ("number", "wrote", "code"),
    [
        (signal.SIGINT, True, 8),
        (signal.SIGINT, False, 130),
        (signal.SIGTERM, True, 8),
        (signal.SIGTERM, False, 143),
    ],
)
def test_the_first_signal_lets_the_step_finish(number, wrote, code, plan_file, capsys):
    def stop(document, _, __, should_stop):
        assert not should_stop()
        signal.raise_signal(number)
        assert should_stop()
        steps = tuple(StepResult(step.number, "not-started") for step in document.hacfg.steps)
        return ApplyResult("7f3a", steps, Problem("interrupted"), wrote=wrote)

    assert Fakes(act=stop).run("apply", plan_file, "--auto-approve") == code

    assert "Finishing this step, then stopping." in capsys.readouterr().err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopping_before_the_first_write_says_by_what(number, code, plan_file):
    def stop(*_):
        signal.raise_signal(number)
        raise Interrupted(Problem("interrupted"))

    assert Fakes(act=stop).run("apply", plan_file, "--auto-approve") == code


@pytest.mark.parametrize(("began", "code"), [(True, 8), (False, 130)])
def test_the_second_signal_ends_at_once_and_says_what_is_in_doubt(began, code, plan_file, capsys):
    def stop(document, _, tell, __):
        if began:
            tell(Event("started", document.hacfg.steps[2]))
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        return carried_out(document, tell)

    assert Fakes(act=stop).run("apply", plan_file, "--auto-approve") == code

    shown = capsys.readouterr().err
    assert ("cut off during step 3" in shown) is began
    assert ("nothing was written" in shown) is not began


@pytest.mark.parametrize(("began", "code"), [(True, 8), (False, 1)])
def test_a_defect_after_the_first_write_is_an_apply_that_stopped(began, code, plan_file, capsys):
    def broken(document, _, tell, __):
        if began:
            tell(Event("started", document.hacfg.steps[2]))
        raise KeyError("CANARY")

    assert Fakes(act=broken).run("apply", plan_file, "--auto-approve") == code

    shown = capsys.readouterr().err
    assert "This is a defect in hacfg" in shown
    assert "CANARY" not in shown
    assert ("cut off during step 3" in shown) is began


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.json", "", True),
        ("a.plan", '\n{"format_version": "1.2"}', True),
        ("a.plan", "version: 1", False),
        ("a.yaml", "{version: 1}", False),
        ("a.yml", "{version: 1}", False),
    ],
)
def test_a_plan_is_told_from_a_topology(name, content, found, tmp_path):
    file = tmp_path / name
    file.write_text(content)

    assert is_plan(file) is found


def test_what_is_not_there_is_judged_by_its_name(tmp_path):
    assert is_plan(tmp_path / "none.json")
    assert not is_plan(tmp_path / "none")
    assert not is_plan(tmp_path)
