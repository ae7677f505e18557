"""What GitLab and GitHub read."""

import json
import re

import pytest

from hacfg.plan.ours import Notice
from hacfg.plan.terraform import ChangeShape, ResourceChange
from hacfg.report.pipelines.github import MOST, github_annotations, github_outputs
from hacfg.report.pipelines.gitlab import gitlab_report
from hacfg.report.sheet import Sheet
from tests.report.documents import DOCUMENTS, farm, lacking, pair, unchanged
from tests.report.evil import EVIL, large, with_evil
from tests.report.golden import assert_golden

SHEET = Sheet(file="mail-east.plan.json")
COMMAND = re.compile(
    r"::(?P<kind>error|warning|notice) file=(?P<file>[^,:]+)"
    r"(,line=(?P<line>\d+),col=(?P<col>\d+))?,title=(?P<title>[^,:]+)::(?P<message>.*)"
)


def commands(text: str) -> list[dict[str, str]]:
    """Read annotations as GitHub's runner does: one command a line, escapes undone."""
    found = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        found.append({name: unescaped(value or "") for name, value in match.groupdict().items()})
    return found


def unescaped(text: str) -> str:
    for escape, sign in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, sign)
    return text


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        (pair(), {"create": 0, "update": 4, "delete": 0}),
        (farm(), {"create": 1, "update": 2, "delete": 1}),
        (unchanged(), {"create": 0, "update": 0, "delete": 0}),
    ],
)
def test_gitlab_reads_three_numbers_and_zeros_for_nothing(document, counts):
    assert json.loads(gitlab_report(document, SHEET)) == counts


def test_gitlab_counts_a_replace_twice():
    shape = ChangeShape(actions=["delete", "create"], before={}, after={})
    replaced = ResourceChange(address="a", type="fortimail_ha", name="mx1", change=shape)
    document = unchanged().model_copy(update={"resource_changes": [replaced]})

    report = json.loads(gitlab_report(document, SHEET))

    assert report == {"create": 1, "update": 0, "delete": 1}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_annotations_read_as_before(name):
    assert_golden(f"{name}.github.txt", github_annotations(DOCUMENTS[name](), SHEET))


def test_a_change_is_annotated_on_its_line():
    found = commands(github_annotations(pair(), SHEET))

    change = next(one for one in found if one["title"] == "mx1: interface port5 changes")
    assert (change["file"], change["line"], change["col"]) == ("topology.yaml", "19", "3")
    assert change["message"] == "address^: 0.0.0.0/0 -> 10.255.0.1/30"


def test_errors_come_first():
    found = [one["kind"] for one in commands(github_annotations(lacking(), SHEET))]

    assert found == sorted(found, key=["error", "warning", "notice"].index)
    assert found[0] == "error"


def test_github_is_given_no_more_than_it_shows():
    notices = [Notice(id="x", severity="warning", message=str(n)) for n in range(25)]
    base = large()
    ours = base.hacfg.model_copy(update={"notices": notices})

    found = commands(github_annotations(base.model_copy(update={"hacfg": ours}), SHEET))

    warnings = [one for one in found if one["kind"] == "warning"]
    assert len(warnings) == MOST
    assert warnings[-1]["title"] == "16 more"
    assert [one["title"] for one in found if one["kind"] == "notice"][-1] == "952 more"
    assert len(found) <= 50


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_what_a_unit_says_is_no_command(kind):
    usual = commands(github_annotations(with_evil("harmless"), SHEET))

    found = commands(github_annotations(with_evil(EVIL[kind]), SHEET))

    assert [one["kind"] for one in found] == [one["kind"] for one in usual]


@pytest.mark.parametrize("kind", sorted(EVIL))
def test_an_output_is_one_line_whatever_a_unit_says(kind):
    text = github_outputs(with_evil(EVIL[kind]), Sheet(file=EVIL[kind]))

    names = [line.partition("=")[0] for line in text.splitlines()]
    assert names == [
        "group", "plan", "plan_id", "create", "update", "delete",
        "steps", "pending", "refused", "complete", "applyable",
    ]  # fmt: skip  # the order in which they are documented


def test_outputs_are_what_workflows_compare():
    found = dict(line.split("=") for line in github_outputs(pair(), SHEET).splitlines())

    assert found["plan"] == "mail-east.plan.json"
    assert (found["create"], found["update"], found["delete"]) == ("0", "4", "0")
    assert (found["pending"], found["refused"], found["applyable"]) == ("true", "false", "true")


def test_a_plan_without_anything_to_say_says_so():
    assert github_annotations(unchanged(), SHEET) == "No annotations.\n"
