"""checkov's terraform_plan framework, the program itself, on plans of hacfg."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.consumers import program
from tests.policies import plans
from tests.policies.plans import POLICIES, example


def checked(plan: dict[str, Any], folder: Path) -> tuple[int, dict[str, Any]]:
    file = folder / "mail-east.plan.json"
    file.write_text(json.dumps(plan, indent=2))
    done = subprocess.run(
        [
            program("checkov/bin/checkov"),
            *("--file", file, "--framework", "terraform_plan", "--output", "json"),
            *("--external-checks-dir", POLICIES / "checkov", "--skip-download"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, report


def test_checkov_reads_a_plan_and_counts_what_it_checks(tmp_path):
    plan = example()

    code, report = checked(plan, tmp_path)

    assert code == 0
    found = {(one["check_id"], one["resource"]) for one in report["results"]["passed_checks"]}
    assert found == {
        (check, f"fortimail_{kind}.{unit}")
        for check, kind in (("CKV2_HACFG_1", "ha"), ("CKV2_HACFG_2", "snmp"))
        for unit in ("mx1", "mx2")
    }


@pytest.mark.parametrize(
    ("wrong", "failed"),
    [
        (plans.queueing, ("CKV2_HACFG_1", "fortimail_ha.mx1")),
        (plans.silent, ("CKV2_HACFG_2", "fortimail_snmp.mx2")),
    ],
)
def test_checkov_fails_a_plan_that_breaks_a_policy(wrong, failed, tmp_path):
    plan = example()
    wrong(plan)

    code, report = checked(plan, tmp_path)

    assert code == 1
    found = [(one["check_id"], one["resource"]) for one in report["results"]["failed_checks"]]
    assert found == [failed]
