"""Secret references: what they name, what is said when they name nothing, and no echo."""

import sys
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from hacfg.errors import InvalidInput
from hacfg.source import Position
from hacfg.topology.secretref import SecretRef, SecretSource
from hacfg.topology.secrets import describe, resolve, secret_slots
from tests.topology.documents import FARM, PAIR, edited, load_text

CANARY = "hunter2-canary"
PYTHON = sys.executable


def reference(**named: object) -> SecretSource:
    adapter: TypeAdapter[SecretSource] = TypeAdapter(SecretRef)
    return adapter.validate_python(named)


def resolved(
    ref: SecretSource, base: Path = Path(), *, allow_commands: bool = True, **environ: str
) -> str:
    found = resolve(
        ref, slot="ha.password", base=base, environ=environ, allow_commands=allow_commands
    )
    assert CANARY not in repr(found)
    return found.get_secret_value()


def refused(ref: SecretSource, base: Path = Path(), **environ: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        resolved(ref, base, allow_commands=True, **environ)
    said = str(caught.value)
    assert CANARY not in said
    assert said.startswith(f"the secret ha.password ({describe(ref)}) ")
    assert caught.value.problems[0].next
    return said


def test_a_variable_is_resolved():
    assert resolved(reference(env="X"), X=CANARY) == CANARY


def test_unset_and_empty_are_told_apart():
    assert refused(reference(env="X")) == (
        "the secret ha.password (env X) is not set; next: export X=..."
    )
    assert "(env X) is set, but empty" in refused(reference(env="X"), X="")


def test_a_file_is_resolved_beside_the_topology_and_its_last_newline_is_dropped(tmp_path: Path):
    (tmp_path / "secret").write_text(f" {CANARY}\n")
    absolute = reference(file=str(tmp_path / "secret"))

    assert resolved(reference(file="secret"), tmp_path) == f" {CANARY}"
    assert resolved(absolute) == f" {CANARY}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (f"{CANARY}\nmore\n".encode(), "holds line breaks or control characters"),
        (f"\x1b[31m{CANARY}".encode(), "holds line breaks or control characters"),
        (CANARY.encode() + b"\xff", "is not UTF-8 text"),
        (CANARY.encode() * 1000, "is longer than 4096 bytes"),
    ],
)
def test_what_is_no_secret_is_refused_and_not_quoted(tmp_path: Path, content: bytes, message: str):
    (tmp_path / "secret").write_bytes(content)

    assert message in refused(reference(file="secret"), tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    assert "(file none) cannot be read: No such file" in refused(reference(file="none"), tmp_path)
    assert "is not a file" in refused(reference(file="."), tmp_path)


def test_a_command_is_run_without_a_shell(tmp_path: Path):
    command = [PYTHON, "-c", "import sys; print(sys.argv[1])", "$HOME; echo `x`"]

    assert resolved(reference(command=command), tmp_path) == "$HOME; echo `x`"


def test_a_command_is_not_run_unless_allowed(tmp_path: Path):
    ref = reference(command=[PYTHON, "-c", "open('ran', 'w')"])

    with pytest.raises(InvalidInput, match="pass --allow-secret-commands"):
        resolved(ref, tmp_path, allow_commands=False)

    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (f"import sys; print({CANARY!r}); sys.exit({CANARY!r})", "the command ended with 1"),
        ("pass", "is empty"),
    ],
)
def test_what_a_command_prints_is_not_quoted(code: str, message: str):
    assert message in refused(reference(command=[PYTHON, "-c", code]))


def test_of_a_command_only_the_program_is_named():
    assert describe(reference(command=["/usr/bin/pass", "show", CANARY])) == "command pass"
    assert "cannot be asked for: No such file" in refused(
        reference(command=["/nowhere/pass", CANARY])
    )


def test_the_place_of_a_reference_is_told_if_it_is_known():
    place = Position("f.yaml", 3, 9)

    with pytest.raises(InvalidInput, match=r"f\.yaml:3:9: the secret a\.b \(env X\) is not set"):
        resolve(
            reference(env="X"),
            slot="a.b",
            base=Path(),
            environ={},
            allow_commands=False,
            where=place,
        )


def test_every_secret_of_a_topology_has_a_name_and_a_path(tmp_path: Path):
    text = edited(
        PAIR,
        (
            "password: {env: MX1_PASSWORD}}",
            (
                "password: {env: MX1_PASSWORD}, "
                "after_join: {username: hacfg, password: {env: JOINED}}}"
            ),
        ),
        ("directory: /vol/mail", "username: mail, password: {env: NAS}"),
    )
    loaded = load_text(tmp_path, text)

    slots = secret_slots(loaded.topology)

    assert {name: describe(slot.ref) for name, slot in slots.items()} == {
        "ha.password": "env MAIL_EAST_HA_PASSWORD",
        "mx1.api.password": "env MX1_PASSWORD",
        "mx1.after_join.password": "env JOINED",
        "mx2.api.password": "env MX2_PASSWORD",
        "mx2.after_join.password": "env MX1_PASSWORD",
        "mail_storage.password": "env NAS",
        "snmp.nms.auth_password": "env SNMP_AUTH_PASSWORD",
    }
    for slot in slots.values():
        position = loaded.places.at(*slot.path)
        assert "password" in text.splitlines()[position.line - 1]


def test_secrets_in_owned_tables_are_found_too(tmp_path: Path):
    users = "    users:\n      - name: nms"
    text = edited(FARM, (users, "    users:\n      owned: true\n      rows:\n      - name: nms"))
    slots = secret_slots(load_text(tmp_path, text).topology)

    assert slots["snmp.nms.auth_password"].path == (
        *("alerts", "snmp", "users", "rows"),
        *(0, "auth_password"),
    )
