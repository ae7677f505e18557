"""The page about proofs says what the tests do, of every scenario that there is."""

from pathlib import Path

from hacfg.plan.rehearsal.hazards import RULES
from tests.rehearsal.bad_plans import BAD
from tests.rehearsal.scenarios import SCENARIOS
from tests.rehearsal.test_scenarios import REFUSED

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


def test_the_readme_leads_to_the_page():
    assert "(docs/proof.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
