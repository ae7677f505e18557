"""A change from a branch to the units: planned, signed, and applied elsewhere by somebody else."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.pipelines.steps import Ran, document, lines, run

PAGE = Path(__file__).parents[2] / "docs" / "pipelines.md"
ALLOWED = {"HACFG_PLAN_ALLOW": "unverified-wire"}
EDITS = {
    "    - {address: noc@example.net}\n": "    - {address: noc@example.net}\n"
    "    - {address: duty@example.net}\n",
    "trap_events: [ha, system, remote-storage]": "trap_events: [ha, system]",
}
ME = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.net",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.net",
}


def shell(script: str, folder: Path, environ: Mapping[str, str] | None = None) -> str:
    ran = run(script, folder, {"HOME": str(folder), **ME, **(environ or {})})
    assert ran.code == 0, ran.out
    return ran.out


def job(name: str, folder: Path, environ: Mapping[str, str]) -> Ran:
    pipeline = document("gitlab-ci.yml")
    return run(lines(pipeline[name]["script"]), folder, {**pipeline["variables"], **environ})


def documented() -> tuple[str, str]:
    """Return the commands of the page: those of who approves, and those of the deployment."""
    sign, deploy = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    return sign, deploy


@pytest.fixture
def group(tmp_path):
    folder = tmp_path / "units"
    folder.mkdir()
    with simulated("pair-7.2", folder, blank=False) as found:
        yield found


@pytest.fixture
def repository(group: SimulatedGroup, tmp_path: Path) -> Path:
    """Give a repository whose main branch is what the units are, and a branch that changes it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for name in ("topology.yaml", "ca.pem"):
        shutil.copy(group.loaded.path.with_name(name), folder)
    shell("git init -q -b main && git add . && git commit -qm 'As it is'", folder)
    shell("git switch -qc duty", folder)
    topology = folder / "topology.yaml"
    text = topology.read_text()
    for old, new in EDITS.items():
        assert old in text
        text = text.replace(old, new)
    topology.write_text(text)
    shell("git commit -qam 'Tell who is on duty'", folder)
    return folder


@pytest.fixture
def signed(repository: Path, group: SimulatedGroup, tmp_path: Path) -> Path:
    """Give the deployment's folder: the plan of the merge request, signed, and who may sign."""
    assert job("validate", repository, group.environ).code == 0
    assert job("plan", repository, {**group.environ, **ALLOWED}).code == 0
    person = tmp_path / "person"
    (person / ".ssh").mkdir(parents=True)
    shell("ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519", person)
    shutil.copy(repository / "plan.json", person / "mail-east.plan.json")
    sign, _ = documented()
    shell(sign.replace("~", "$HOME"), person)
    deployment = tmp_path / "deployment"
    deployment.mkdir()
    for name in ("mail-east.plan.json", "mail-east.plan.json.sig"):
        shutil.copy(person / name, deployment)
    key = (person / ".ssh/id_ed25519.pub").read_text().rsplit(" ", 1)[0]
    signer = f'reviewer@example.net namespaces="hacfg" {key}\n'
    (deployment / "allowed_signers").write_text(signer)
    return deployment


def deploy(folder: Path, group: SimulatedGroup, more: str = "") -> Ran:
    _, script = documented()
    return run(script.rstrip() + more, folder, {"HOME": str(folder), **group.environ})


def test_a_branch_is_planned_for_its_merge_request(repository, group):
    ran = job("plan", repository, {**group.environ, **ALLOWED})

    assert ran.code == 0, ran.out
    assert (repository / "tfplan.json").read_text() == '{"create": 1, "update": 1, "delete": 0}\n'
    comment = (repository / "plan.md").read_text()
    assert "### mail-east: 1 to add, 1 to change, 0 to destroy" in comment
    assert "+ alert_email duty@example.net   # topology.yaml:" in comment


def test_the_signed_plan_is_applied_elsewhere_with_other_credentials(signed, group):
    # The deployment has its own names for what the topology calls otherwise.
    renamed = {f"DEPLOY_{name}": value for name, value in group.environ.items()}
    plan = json.loads((signed / "mail-east.plan.json").read_text())
    more = "".join(
        f" --secret {slot}=env:DEPLOY_{reference['env']}"
        for slot, reference in plan["hacfg"]["secrets"].items()
    )
    _, script = documented()

    ran = run(script.rstrip() + more, signed, {"HOME": str(signed), **renamed})

    assert ran.code == 0, ran.out
    assert 'Good "hacfg" signature for reviewer@example.net' in ran.out
    assert "Done: " in ran.out


def test_after_the_deployment_the_branch_is_what_the_units_are(signed, repository, group):
    assert deploy(signed, group).code == 0

    ran = run("hacfg plan topology.yaml --detailed-exitcode", repository, group.environ)

    assert ran.code == 0, ran.out
    assert "No changes." in ran.out


def test_a_unit_that_was_changed_in_between_stops_the_deployment(signed, group):
    group.door.edit("mx1", "snmp_user", {"trap_events": ["ha"]}, "nms")
    written = len(group.writes())

    ran = deploy(signed, group)

    assert ran.code == 6, ran.out
    assert len(group.writes()) == written


@pytest.mark.parametrize("edit", ["duty@example.net", "noc@example.net"])
def test_a_plan_that_was_edited_after_signing_is_not_applied(edit, signed, group):
    plan = signed / "mail-east.plan.json"
    plan.write_text(plan.read_text().replace(edit, "evil@example.net"))

    ran = deploy(signed, group)

    assert ran.code == 255
    assert "Could not verify signature" in ran.out
    assert group.writes() == []


def test_a_signature_of_somebody_else_is_none(signed, group):
    shell("ssh-keygen -q -t ed25519 -N '' -f other", signed)
    key = (signed / "other.pub").read_text().rsplit(" ", 1)[0]
    (signed / "allowed_signers").write_text(f"reviewer@example.net {key}\n")

    assert deploy(signed, group).code != 0
    assert group.writes() == []
