"""What planning again knows of a group beside its readings: passwords, and whose word counts."""

from dataclasses import replace

import pytest

from hacfg.fortimail.ha import Group
from hacfg.fortimail.ha.state import BLANK, change
from hacfg.plan.rehearsal.again import as_it_is
from hacfg.plan.rehearsal.stage import FORMER
from tests.rehearsal.units.parts import stage, start


def of_two(first: str, second: str) -> Group:
    """Return a pair of units that act so, each with a configuration of its own."""
    group = start()
    for index, (lineage, acts) in enumerate([("a", first), ("b", second)]):
        cfg = group.units[index].cfg._replace(lineage=lineage)
        group = change(group, index, cfg=cfg, eff=acts)
    return group


def test_each_unit_has_the_password_that_it_has():
    former = start().units[1].hb._replace(password=FORMER)

    found = as_it_is(stage(), change(start(), 1, hb=former), None).passwords

    assert found == {"mx1": start().units[0].hb.password, "mx2": FORMER}


@pytest.mark.parametrize(
    ("first", "second", "source", "counts"),
    [
        ("primary", "secondary", None, "a"),
        ("secondary", "primary", None, "b"),
        ("secondary", "primary", "mx1", "b"),
        ("off", "off", None, "a"),
        ("off", "off", "mx2", "b"),
        ("off", "off", "mx9", BLANK),
        ("primary", "primary", None, "a"),
        ("primary", "primary", "mx2", "b"),
    ],
)
def test_the_configuration_counts_of_who_leads_alone_or_else_of_who_is_named(
    first, second, source, counts
):
    on = replace(stage(), source="mx1")

    assert as_it_is(on, of_two(first, second), source).source == counts


def test_who_is_named_and_not_there_has_no_configuration_that_counts():
    on = replace(stage(), source="mx9")

    assert as_it_is(on, of_two("off", "off"), None).source == BLANK
