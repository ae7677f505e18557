"""Units that cannot be read: the plan says so, is incomplete, and nothing is written (exit 5)."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.end_to_end.front import changed
from tests.end_to_end.group import SimulatedGroup
from tests.end_to_end.program import Told, hacfg

DIALECT = Path(__file__).parents[2] / "hacfg" / "fortimail" / "dialects" / "fortimail-7.2.yaml"
FIRST_TLS = "tls: {ca_file: ca.pem}"


def edited(group: SimulatedGroup, old: str, new: str) -> Path:
    """Write the topology with its first `old` replaced, beside the one that leads to the lab."""
    text = group.loaded.path.read_text()
    assert old in text
    path = group.loaded.path.with_name("edited.yaml")
    path.write_text(text.replace(old, new, 1))
    return path


def own_dialect(group: SimulatedGroup, old: str, new: str) -> Path:
    text = DIALECT.read_text()
    assert old in text
    path = group.loaded.path.with_name("own-dialect.yaml")
    path.write_text(text.replace(old, new))
    return path


def plan(
    group: SimulatedGroup,
    topology: Path | None = None,
    *more: object,
    environ: Mapping[str, str] | None = None,
) -> Told:
    folder = group.loaded.path.parent
    arguments = [topology or group.loaded.path, "--out", folder / "pair.plan.json", *more]
    return hacfg("plan", *arguments, folder=folder, environ={**group.environ, **(environ or {})})


def incomplete(group: SimulatedGroup, told: Told, *said: str) -> None:
    """Check that the plan is there, says what it lacks, and will not be applied."""
    assert (told.code, told.err) == (5, "")
    assert "Incomplete: " in told.out
    for words in said:
        assert words in told.text, told.out
    document = json.loads((group.loaded.path.parent / "pair.plan.json").read_text())
    assert (document["complete"], document["applyable"]) == (False, False)
    assert document["hacfg"]["unknown"]


def logins_refused(group: SimulatedGroup) -> dict[str, int]:
    return {
        unit: sum(path == "AdminLogin" and status != 200 for _, path, status in calls)
        for unit, calls in group.door.log().items()
    }


def test_a_wrong_password_does_not_lock_the_account(blank: SimulatedGroup) -> None:
    before = logins_refused(blank)
    wrong = {"MX1_PASSWORD": "canary-wrong"}

    told = plan(blank, environ=wrong)

    incomplete(blank, told, "mx1 AdminLogin", "the unit refused the login", "4 failures lock it")
    assert "account hacfg" in told.text
    after = logins_refused(blank)
    assert 1 <= after["mx1"] - before["mx1"] <= 2
    assert after["mx2"] == before["mx2"]
    assert plan(blank).code == 0


def test_an_untrusted_certificate_is_named_and_to_pin_exactly_that_works(
    blank: SimulatedGroup,
) -> None:
    other = "tls: {fingerprint: 'sha256:" + "0" * 64 + "'}"

    told = plan(blank, edited(blank, FIRST_TLS, other))

    incomplete(blank, told, "mx1 AdminLogin", "its certificate is not trusted; nothing was sent")
    pin = re.search(r'tls: \{fingerprint: "sha256:[0-9a-f]{64}"\}', told.text)
    assert pin
    assert plan(blank, edited(blank, FIRST_TLS, pin[0])).code == 0


def test_without_the_labs_authority_its_certificate_is_not_trusted(blank: SimulatedGroup) -> None:
    told = plan(blank, edited(blank, f", {FIRST_TLS}", ""))

    incomplete(blank, told, "its certificate is not trusted", "fingerprint", "tls: {ca_file: FILE}")


def test_a_name_that_does_not_resolve_is_told(blank: SimulatedGroup) -> None:
    url = blank.loaded.topology.units[0].api.url

    told = plan(blank, edited(blank, url, "https://mx1.invalid"))

    incomplete(blank, told, "mx1 AdminLogin", "its name does not resolve", "check the host in")


def test_a_refused_connection_is_told(blank: SimulatedGroup) -> None:
    blank.door.fault("mx1", "refuse")

    told = plan(blank)

    incomplete(blank, told, "mx1 AdminLogin", "it refused the connection", "`api.url`")


def test_a_unit_that_does_not_answer_in_time_is_told(blank: SimulatedGroup) -> None:
    blank.door.fault("mx1", "slow", ms=5000, times=0)

    told = plan(blank, environ={"HACFG_READ_TIMEOUT": "0.2"})

    incomplete(blank, told, "mx1 AdminLogin", "no answer came in time", "HACFG_READ_TIMEOUT")
    assert "_Pool" not in told.text


@pytest.mark.parametrize("text", ["soon", "0", "nan"])
def test_a_time_to_wait_that_is_none_is_refused(text: str, blank: SimulatedGroup) -> None:
    told = plan(blank, environ={"HACFG_READ_TIMEOUT": text})

    assert (told.code, told.out) == (3, "")
    assert "HACFG_READ_TIMEOUT is no time to wait" in told.message
    assert repr(text) in told.message


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("html", "<html><body>FortiMail</body></html>"),
        ("truncate", "JSON that breaks off at character"),
        ("http-500", "seen: HTTP 500"),
    ],
)
def test_an_answer_that_is_of_no_use_is_told(fault: str, said: str, blank: SimulatedGroup) -> None:
    blank.door.fault("mx1", fault, times=0, path="SysSnmpSysinfo")

    told = plan(blank)

    incomplete(blank, told, "(mx1 SysSnmpSysinfo)", said, "expected:", "Do this")


def test_an_answer_of_20_mb_is_not_read_to_its_end(blank: SimulatedGroup) -> None:
    huge = b'{"x": "' + b"x" * 20_000_000 + b'"}'

    with changed(blank, lambda path, body: huge if path == "SysHa" else body) as topology:
        told = plan(blank, topology)

    incomplete(blank, told, "(mx1 SysHa)", "more than 8 MiB")


def test_an_account_without_rights_is_told_once_for_all_that_it_may_not_read(
    blank: SimulatedGroup,
) -> None:
    blank.door.fault("mx1", "expire", times=0)

    told = plan(blank)

    incomplete(blank, told, "the account may not do this", "HTTP 403 again", "access profile")
    assert told.text.count("the account may not do this") == 1


def test_a_resource_that_is_not_there_is_told_with_how_sure_its_name_is(
    blank: SimulatedGroup,
) -> None:
    dialect = own_dialect(blank, "path: SysHa\n", "path: SysHighAvailability\n")

    told = plan(blank, None, "--dialect", dialect)

    incomplete(
        blank,
        told,
        "(mx1 SysHighAvailability, mx2 SysHighAvailability)",
        "HTTP 404",
        "the path is inferred",
        "hacfg --dialect FILE",
    )


def test_a_key_that_is_missing_is_named_and_never_written(blank: SimulatedGroup) -> None:
    dialect = own_dialect(blank, "wire: on_failure\n", "wire: on_malfunction\n")

    told = plan(blank, None, "--dialect", dialect, "--allow", "unverified-wire")

    incomplete(
        blank,
        told,
        "the answer held no key on_malfunction (mx1 ha, mx2 ha)",
        "fortimail_ha.mx1 on_failure",
        "hacfg --dialect FILE",
    )


def test_a_number_that_nobody_knows_is_told_with_those_that_are_known(
    blank: SimulatedGroup,
) -> None:
    with changed(
        blank, lambda path, body: with_values(body, mode=99) if path == "SysHa" else body
    ) as topology:
        told = plan(blank, topology)

    incomplete(
        blank, told, "(mx1 ha mode)", "seen: 99 (int)", "0 (off), 1 (primary)", "--dialect FILE"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: mx1", "name: mx1\n    serial: FE400F9999999999", "its serial number differs"),
        ('firmware: "7.2"', 'firmware: "7.0"', "runs a firmware that is not declared"),
    ],
)
def test_another_unit_than_the_declared_one_is_refused(
    old: str, new: str, said: str, blank: SimulatedGroup
) -> None:
    topology = edited(blank, old, new)

    told = hacfg(
        "apply",
        topology,
        "--auto-approve",
        "--allow",
        "unverified-wire",
        folder=topology.parent,
        environ=blank.environ,
    )

    assert told.code == 4
    assert said in told.text
    assert "seen: " in told.text
    assert "edited.yaml:" in told.text


HOSTILE = "mx1\x1b[2J\x9b31m\u202e\u2066\r\nPlan: 0 to add, 0 to change, 0 to destroy.\x00\x07"


@pytest.mark.parametrize("form", ["--full", "--json"])
def test_what_a_unit_calls_itself_cannot_move_a_cursor(form: str, blank: SimulatedGroup) -> None:
    """`program.told` looks for anything that is not plain print, in all that was written."""

    def hostile(path: str, body: bytes) -> bytes:
        if path == "AdminLogin":
            return with_values(body, hostname=HOSTILE, model=HOSTILE, serial=HOSTILE)
        return body.replace(b'"ip": ""', json.dumps({"ip": HOSTILE})[1:-1].encode())

    with changed(blank, hostile) as topology:
        told = plan(blank, topology, form)
        shown = hacfg("show", "pair.plan.json", form, folder=topology.parent)

    assert told.code == 0
    assert shown.code == 0
    assert "mx1\\u001b[2J" in told.out if form == "--json" else "mx1\\x1b[2J" in told.out
    assert "\nPlan: 0 to add" not in told.out


def with_values(body: bytes, **values: object) -> bytes:
    return json.dumps({**json.loads(body), **values}).encode()
