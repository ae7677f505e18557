"""Plans that policies are held against: that of an example, and the same with one thing wrong."""

import json
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[2] / "examples"
POLICIES = EXAMPLES / "policies"


def example(story: str = "pair-7.2") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXAMPLES / story / "plan.json").read_text())
    return loaded


def resources(plan: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = plan["planned_values"]["root_module"]["resources"]
    return [resource for resource in found if resource["type"] == f"fortimail_{kind}"]


def destroying(plan: dict[str, Any]) -> None:
    changes = {change["address"]: change for change in plan["resource_changes"]}
    changes["fortimail_mail_storage.group"]["change"]["actions"] = ["delete"]


def copying(plan: dict[str, Any]) -> None:
    resources(plan, "ha")[0]["values"]["mail_data_sync"] = True


def stopping(plan: dict[str, Any]) -> None:
    plan["hacfg"]["steps"][0]["mail"] = "stops ~20 s"


def unread(plan: dict[str, Any]) -> None:
    plan["complete"] = False


def queueing(plan: dict[str, Any]) -> None:
    resources(plan, "ha")[0]["values"]["mail_queue_sync"] = True


def silent(plan: dict[str, Any]) -> None:
    resources(plan, "snmp")[1]["values"]["enabled"] = False
