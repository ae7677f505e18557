"""A plan says beforehand whose configuration backup apply will ask for, and before which step."""

import pytest

from hacfg.plan.backup import vouched_as, wanted
from hacfg.plan.document import PlanDocument
from hacfg.report.markdown.plan import plan_markdown
from hacfg.report.plan_text import plan_text
from hacfg.report.sheet import Sheet
from hacfg.report.style import Style
from hacfg.state import Address
from tests.plan.groups import WIRE, declared, group, plan
from tests.plan.worlds import FIRMWARES

OVERWRITE = WIRE | {"config-overwrite"}


def planned(firmware: str, *, used: bool) -> PlanDocument:
    """Plan a blank pair, or one whose secondary has a domain that the join replaces."""
    one = group(declared(firmware))
    rows = one.blank()
    if used:
        rows[Address("mx2", "domain", "example.com")] = {}
    return plan(one, one.readings(rows), OVERWRITE).document


def backups(document: PlanDocument) -> list[tuple[str, str]]:
    return [(n.where, n.next) for n in document.hacfg.notices if n.id == "backup"]


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_whoever_may_lose_something_is_named_with_the_flag_that_apply_takes(firmware: str) -> None:
    document = planned(firmware, used=True)

    (question,) = wanted(document.hacfg.steps)
    ((where, said),) = backups(document)

    assert (where, question.unit) == ("mx2", "mx2")
    assert said.endswith(f"--attest {vouched_as(question)}")
    assert document.applyable


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_of_units_that_have_nothing_to_lose_nobody_is_asked(firmware: str) -> None:
    document = planned(firmware, used=False)

    assert document.hacfg.steps
    assert backups(document) == []


def test_people_read_it_in_the_text_and_on_the_merge_request() -> None:
    document = planned("7.2", used=True)
    (question,) = wanted(document.hacfg.steps)

    for text in (plan_text(document, Style(width=1000)), plan_markdown(document, Sheet())):
        assert f"before step {question.number}, apply asks for a person" in text
        assert "not older than 24 hours" in text
        assert "attest mx2.backup" in text.replace("&#45;", "-")
