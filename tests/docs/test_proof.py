"""The page about proofs says what the tests do, of every scenario that there is."""

from pathlib import Path

from hacfg.plan.rehearsal.hazards import RULES
from hacfg.report.plan_text import plan_text
from hacfg.report.style import Style
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_from
from tests.docs.test_commands import blocks
from tests.practices.groups import CATALOGUE, built
from tests.rehearsal.bad_plans import BAD
from tests.rehearsal.scenarios import SCENARIOS
from tests.rehearsal.test_scenarios import REFUSED

SWAP = ("  - name: mx2\n    role: secondary", "  - name: mx2\n    role: primary")
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
    assert f"| {len(SCENARIOS)} plans | {len(SCENARIOS) - len(REFUSED)} proved safe" in PAGE
    assert f"{len(BAD)} plans, {len({bad.name for bad in BAD})} mistakes" in PAGE


def test_the_refusal_in_the_readme_is_what_a_plan_that_swaps_the_roles_says(tmp_path):
    swapped = built(tmp_path, "pair-7.2", ("role: primary", "role: secondary"), SWAP)
    as_it_is = built(tmp_path, "pair-7.2").readings
    allow = frozenset({"unverified-wire", "role-change"})
    plan = plan_from(swapped.loaded, as_it_is, CATALOGUE, PlanOptions({}, allow=allow))

    (shown,) = (block for block in blocks("README.md", "text") if block.startswith("Refused"))

    assert shown in plan_text(plan, Style(width=80))


def test_the_readme_leads_to_the_page():
    assert "(docs/proof.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
