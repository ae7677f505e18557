"""A lab as a process of its own: started, asked for, stopped."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from ruamel.yaml import YAML

from hacfg.errors import InvalidInput, Refused
from hacfg.lab.declared import Options, lab_secrets
from hacfg.lab.door import Door
from hacfg.lab.extra import need_extra
from hacfg.lab.lifecycle import Started, folder_of, start, status, stop
from hacfg.topology.load import Loaded
from tests.lab.labs import CATALOGUE, ENVIRONMENT, load, topology_text

SETTLED = Options(time_scale=0)


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait, at most 10 s, until something that another process does has happened."""
    deadline = time.monotonic() + 10
    tick = threading.Event()
    while not holds() and time.monotonic() < deadline:
        tick.wait(0.01)
    return holds()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def takes_connections(url: str) -> bool:
    parts = urlsplit(url)
    with suppress(OSError), socket.create_connection((parts.hostname, parts.port), timeout=1):
        return True
    return False


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    return load(tmp_path, topology_text())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    found = folder_of("mail", tmp_path)
    yield found
    stop(found)


@pytest.fixture
def started(loaded: Loaded, folder: Path) -> Started:
    return start(loaded, CATALOGUE, folder, SETTLED, lab_secrets(loaded, ENVIRONMENT))


def test_a_started_lab_answers_and_says_that_ha_is_inferred(started, folder):
    found = status(folder)

    assert "inferred" in started.note
    assert found is not None
    assert found.answer is not None
    assert {name: unit["effective"] for name, unit in found.answer["units"].items()} == {
        "mx1": "primary",
        "mx2": "secondary",
    }


def test_the_copy_of_the_topology_leads_to_the_lab_and_the_users_file_is_untouched(
    started, loaded, folder
):
    copied = YAML().load(started.topology)

    assert loaded.path.read_text() == topology_text()
    assert started.topology.read_text().startswith("# a comment that stays\n")
    assert [unit["api"]["url"] for unit in copied["units"]] == list(started.info.urls.values())
    assert {unit["api"]["tls"]["ca_file"] for unit in copied["units"]} == {"ca.pem"}
    assert (folder / "ca.pem").read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_secrets_in_files_are_found_from_the_copy_too(tmp_path, folder):
    (tmp_path / "ha-password").write_text("from a file\n")
    text = topology_text().replace("{env: HA_PASSWORD}", "{file: ha-password}")
    loaded = load(tmp_path, text)

    started = start(loaded, CATALOGUE, folder, SETTLED, lab_secrets(loaded, ENVIRONMENT))

    assert YAML().load(started.topology)["ha"]["password"]["file"] == str(tmp_path / "ha-password")


def test_no_secret_is_kept_on_disk_or_shown_by_the_process(started, folder):
    kept = b"".join(file.read_bytes() for file in folder.iterdir())
    shown = [Path(f"/proc/{started.info.pid}/{name}") for name in ("environ", "cmdline")]
    kept += b"".join(file.read_bytes() for file in shown if file.exists())

    assert [secret for secret in ENVIRONMENT.values() if secret.encode() in kept] == []


@pytest.mark.skipif(os.name != "posix", reason="file modes are a matter of POSIX")
def test_only_its_owner_may_read_the_token(started, folder):
    assert stat.S_IMODE((folder / "lab.json").stat().st_mode) == 0o600
    assert json.loads((folder / "lab.json").read_text())["token"] == started.info.token


def test_stopping_leaves_no_process_no_port_and_no_file(started, folder):
    assert stop(folder) is True

    assert not folder.exists()
    assert status(folder) is None
    assert not any(takes_connections(url) for url in started.info.urls.values())
    assert not takes_connections(started.info.door)
    assert eventually(lambda: is_gone(started.info.pid))


@pytest.mark.usefixtures("started")
def test_stopping_twice_is_harmless(folder):
    assert [stop(folder), stop(folder)] == [True, False]


def test_starting_twice_is_refused_and_the_first_goes_on(started, loaded, folder):
    with pytest.raises(Refused, match="running already"):
        start(loaded, CATALOGUE, folder, SETTLED, lab_secrets(loaded, ENVIRONMENT))

    assert Door(started.info).status()["name"] == "mail"


def test_a_lab_ends_by_itself_when_its_folder_is_gone(started, folder):
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()

    assert eventually(lambda: is_gone(started.info.pid))


def test_a_lab_ends_on_sigterm(started, folder):
    os.kill(started.info.pid, signal.SIGTERM)

    assert eventually(lambda: is_gone(started.info.pid))
    assert status(folder) is None


def test_a_lab_that_was_killed_is_known_to_be_dead_and_started_again(started, loaded, folder):
    os.kill(started.info.pid, signal.SIGKILL)
    assert eventually(lambda: is_gone(started.info.pid))

    dead = status(folder)
    again = start(loaded, CATALOGUE, folder, SETTLED, lab_secrets(loaded, ENVIRONMENT))

    assert dead is not None
    assert dead.answer is None
    assert again.info.pid != started.info.pid


def test_two_labs_run_in_folders_of_their_own(started, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    loaded = load(other, topology_text("7.6").replace("name: mail", "name: post"))
    folder = folder_of("post", other)

    second = start(loaded, CATALOGUE, folder, SETTLED, lab_secrets(loaded, ENVIRONMENT))

    assert set(second.info.urls.values()).isdisjoint(started.info.urls.values())
    assert stop(folder) is True
    assert Door(started.info).status()["name"] == "mail"


def test_secrets_that_are_not_set_are_all_named(loaded):
    with pytest.raises(InvalidInput) as wrong:
        lab_secrets(loaded, {})

    assert [name for name in ENVIRONMENT if name in str(wrong.value)] == list(ENVIRONMENT)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is no saved lab"),
        ('{"units": {"mx9": {"resources": {}}}}', "mx9"),
        ('{"units": {}, "color": 1}', "color"),
        (None, "cannot be read"),
    ],
    ids=["no JSON", "other unit", "unknown key", "missing"],
)
def test_a_saved_state_that_is_none_is_refused_before_anything_starts(
    loaded, folder, tmp_path, content, words
):
    file = tmp_path / "saved.json"
    if content is not None:
        file.write_text(content)

    with pytest.raises(InvalidInput, match=words):
        start(loaded, CATALOGUE, folder, Options(actual=file), lab_secrets(loaded, ENVIRONMENT))

    assert not folder.exists()


def test_a_reading_that_nobody_knows_is_refused_with_those_that_are_known(loaded, folder):
    options = Options(readings=("moon-phase",))

    with pytest.raises(InvalidInput, match=r"moon-phase.*rude-start"):
        start(loaded, CATALOGUE, folder, options, lab_secrets(loaded, ENVIRONMENT))


def test_a_server_that_cannot_start_says_why(tmp_path):
    broken = tmp_path / "config.json"
    broken.write_text("{}")

    ended = subprocess.run(
        [sys.executable, "-m", "hacfg.lab.serve", str(broken)],
        input=b"{}",
        capture_output=True,
        check=False,
        timeout=30,
    )

    assert ended.returncode != 0
    assert ended.stdout == b""
    assert b"LabConfig" in ended.stderr


def test_without_the_lab_extra_one_message_says_how_to_install_it():
    with pytest.raises(InvalidInput, match=r"pip install 'hacfg\[lab\]'") as missing:
        need_extra(["json", "no_such_package", "nor_this"])

    assert "no_such_package, nor_this" in str(missing.value)


def test_a_damaged_lab_file_is_refused_with_advice(folder):
    folder.mkdir(parents=True)
    (folder / "lab.json").write_text("{")

    with pytest.raises(Refused, match="cannot be used"):
        status(folder)
    (folder / "lab.json").unlink()
