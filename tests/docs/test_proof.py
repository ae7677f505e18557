"""The page about proofs says what the tests do, of every scenario that there is."""

from pathlib import Path

from hacfg.plan.rehearsal.hazards import RULES
from hacfg.report.plan_text import plan_text
from hacfg.report.style import Style
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_from
from tests.docs.test_commands import blocks
from tests.plan.simulated import blank_group
from tests.practices.groups import CATALOGUE, declared
from tests.rehearsal.bad_plans import BAD
from tests.rehearsal.scenarios import SCENARIOS

AFTER_JOIN = (
    """MX2_PASSWORD},
       after_join: {username: hacfg, password: {env: MX1_PASSWORD}}}""",
    "MX2_PASSWORD}}",
)
ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")


def test_every_scenario_has_a_row_in_the_table_of_worlds():
    words = {"7.2": "per-unit", "7.6": "shared"}
    rows = [line.split(" | ")[:2] for line in PAGE.splitlines() if line.startswith("| ")]

    assert [f"| {name}, {words[firmware]}" for name, firmware in SCENARIOS] == [
        ", ".join(row) for row in rows if row[-1] in words.values()
    ]


def test_every_rule_is_explained_and_the_counts_are_those_of_the_tests():
    assert all(f"| {rule} |" in PAGE for rule, _ in RULES.values())
    assert f"| {len(SCENARIOS)} plans | proved safe" in PAGE
    assert f"{len(BAD)} plans, {len({bad.name for bad in BAD})} mistakes" in PAGE


def test_the_refusal_in_the_readme_is_what_a_build_without_after_join_says(tmp_path):
    loaded = declared(tmp_path, "pair-7.2", AFTER_JOIN).loaded
    dialect = CATALOGUE.for_firmware(loaded.topology.firmwares[0])
    assert dialect is not None
    blank = blank_group(loaded.topology, dialect)
    allow = frozenset({"unverified-wire"})
    plan = plan_from(loaded, blank, CATALOGUE, PlanOptions({}, allow=allow))

    (shown,) = (block for block in blocks("README.md", "text") if block.startswith("Refused"))

    assert shown in plan_text(plan, Style(width=80))


def test_the_readme_leads_to_the_page():
    assert "(docs/proof.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
