"""Opening a store: made on first use, private, up to date, and clear about what is wrong."""

import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hacfg.errors import StoreFailed
from hacfg.store.migrations import MIGRATIONS, NEWEST, version_of
from hacfg.store.opening import Store, open_store, opened
from hacfg.store.runs import clock, runs
from tests.postgres import PASSWORD, Postgres


def test_the_default_store_is_made_on_first_use_and_is_nobody_elses(tmp_path: Path) -> None:
    with opened(None, tmp_path) as store:
        assert runs(store) == []
        made = sorted((tmp_path / ".hacfg").iterdir())
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in made}

    assert "hacfg.db" in modes
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / ".hacfg").stat().st_mode) == 0o700


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    with opened(None, tmp_path) as store, store.transaction() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_a_store_is_opened_again_with_what_it_holds(url: str, tmp_path: Path) -> None:
    for _ in range(2):
        with opened(url, tmp_path) as store, store.transaction() as connection:
            assert version_of(connection) == NEWEST


def test_two_programs_that_start_at_once_migrate_once(url: str, tmp_path: Path) -> None:
    def open_it(_: int) -> int:
        with opened(url, tmp_path) as store, store.transaction() as connection:
            return version_of(connection)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(open_it, range(16))) == {NEWEST}


def test_programs_that_make_a_store_at_the_same_instant_all_get_it(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from hacfg.store.opening import open_store\n"
        "for number in range(60):\n"
        "    while time.time() < float(sys.argv[2]) + number / 40: pass\n"
        "    open_store(None, Path(sys.argv[1]) / str(number)).close()"
    )
    start = str(time.time() + 2)

    begun = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), start]) for _ in range(3)
    ]

    assert [process.wait(60) for process in begun] == [0, 0, 0]


def test_both_databases_tell_the_same_time(postgres: Postgres, tmp_path: Path) -> None:
    with (
        opened(None, tmp_path) as first,
        opened(postgres.new_database(), tmp_path) as second,
    ):
        assert clock(first) == pytest.approx(clock(second), abs=5)


@pytest.mark.parametrize("released", range(len(MIGRATIONS)))
def test_every_schema_that_was_released_is_brought_up_to_date(
    released: int, url: str, tmp_path: Path
) -> None:
    with opened(url, tmp_path) as store, store.transaction() as connection:
        if released == 0:
            for table in ("runs", "entries", "leases", "digests", "schema"):
                connection.exec_driver_sql(f"DROP TABLE hacfg_{table}")

    with opened(url, tmp_path) as store:
        assert runs(store) == []


def test_a_store_of_a_newer_version_is_refused_and_left_alone(url: str, tmp_path: Path) -> None:
    with opened(url, tmp_path) as store, store.transaction() as connection:
        connection.exec_driver_sql("UPDATE hacfg_schema SET version = 99")

    with pytest.raises(StoreFailed, match="newer hacfg") as raised:
        open_store(url, tmp_path)

    assert raised.value.problems[0].seen == "schema 99"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://hacfg:canary-store-password@127.0.0.1:1/hacfg",
        "postgresql://hacfg:canary-store-password@127.0.0.1/",
        "mysql://hacfg:canary-store-password@127.0.0.1/hacfg",
        "canary-store-password",
        "sqlite:////proc/no/such/file.db",
    ],
)
def test_a_store_that_cannot_be_opened_is_told_without_its_password(
    url: str, tmp_path: Path
) -> None:
    with pytest.raises(StoreFailed) as raised:
        open_store(url, tmp_path)

    (problem,) = raised.value.problems
    assert problem.next
    assert PASSWORD not in repr(raised.value.problems)


def test_a_wrong_password_is_told_without_it(postgres: Postgres, tmp_path: Path) -> None:
    wrong = postgres.new_database().replace(PASSWORD, "canary-wrong")

    with pytest.raises(StoreFailed, match="cannot be used") as raised:
        open_store(wrong, tmp_path)

    assert "canary-wrong" not in repr(raised.value.problems)
    assert "password authentication failed" in raised.value.problems[0].seen


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("hello, I am no database at all" * 100)

    with pytest.raises(StoreFailed, match="cannot be used") as raised:
        open_store(f"sqlite:///{tmp_path}/text.db", tmp_path)

    assert "not a database" in raised.value.problems[0].seen


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"

    def fill(store: Store) -> None:
        with store.transaction() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            values = ("x" * 99_999,)
            connection.exec_driver_sql(
                "INSERT INTO hacfg_digests VALUES ('a', 'b', 'c', ?, 1)", values
            )

    with opened(url, tmp_path) as store:
        with pytest.raises(StoreFailed, match="cannot be used") as raised:
            fill(store)
        assert "full" in raised.value.problems[0].seen

    rows = sqlite3.connect(tmp_path / "store.db")
    assert rows.execute("SELECT count(*) FROM hacfg_digests").fetchone() == (0,)
    rows.close()


def test_a_command_that_needs_no_store_does_not_load_one() -> None:
    script = (
        "import sys; from hacfg.cli.main import run; run(['schema'])\n"
        "assert not {'sqlalchemy', 'psycopg'} & set(sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
