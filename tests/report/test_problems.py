"""Errors for people: the place first, then what to do."""

from hacfg.errors import InvalidInput, Problem, Stale
from hacfg.report.problems import error_text, problem_lines
from hacfg.report.style import Style
from hacfg.source import OnUnit, Position

HERE = Position("topology.yaml", 19, 15)


def test_a_problem_says_where_what_and_what_to_do():
    problem = Problem(
        "unknown key", HERE, seen="adress", expected="address", next="did you mean address?"
    )

    assert problem_lines(problem, Style()) == [
        "topology.yaml:19:15: unknown key",
        "  seen      adress",
        "  expected  address",
        "  next      did you mean address?",
    ]


def test_all_problems_of_an_error_are_shown():
    error = InvalidInput(Problem("one", HERE), Problem("two", OnUnit("mx1", "SysHa", "mode")))

    assert error_text(error, Style()) == "topology.yaml:19:15: one\nmx1 SysHa mode: two\n"


def test_a_snippet_points_at_the_column():
    problem = Problem("has no prefix length", HERE)

    lines = problem_lines(problem, Style(), lambda _: "    address: 10.255.0.1")

    assert lines[1:] == ["  19 | address: 10.255.0.1", "     |           ^"]


def test_a_place_on_a_unit_has_no_snippet():
    problem = Problem("no answer", OnUnit("mx1"))

    assert problem_lines(problem, Style(), lambda _: "a line") == ["mx1: no answer"]


def test_a_problem_cannot_touch_the_terminal():
    evil = "\x1b[2J\n\u202e"
    problem = Problem(evil, OnUnit(evil), seen=evil, expected=evil, next=evil)

    text = "".join(problem_lines(problem, Style(), lambda _: evil))

    assert text.isprintable()


def test_a_problem_about_a_secret_shows_no_line():
    problem = Problem("a secret must not stand in the file", HERE)

    assert len(problem_lines(problem, Style(), lambda _: "CANARY")) == 1


def test_many_problems_that_only_differ_in_place_are_folded():
    changed = [
        Problem(
            "changed since the plan was made",
            OnUnit("mx1", "ha", f"field{number}"),
            seen="1",
            expected="0",
            next="plan again",
        )
        for number in range(14)
    ]

    lines = error_text(Stale(Problem("other"), *changed), Style()).splitlines()

    assert lines[:3] == [
        "other",
        "changed since the plan was made: 14 times",
        "  mx1 ha field0   seen 1, expected 0",
    ]
    assert lines[-2:] == ["  and 2 more", "  next      plan again"]


def test_problems_of_a_file_are_never_folded():
    alike = [Problem("unknown key", Position("t.yaml", line)) for line in range(1, 9)]

    assert error_text(InvalidInput(*alike), Style()).count("unknown key") == 8


def test_a_long_message_is_folded():
    lines = problem_lines(Problem("word " * 40, HERE), Style(width=60))

    assert max(map(len, lines)) <= 62
    assert lines[1].startswith("  word")
