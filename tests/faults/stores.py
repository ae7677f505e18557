"""The store of a trial, in a file or on a server: emptied, put back, and without room."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

from hacfg.store.opening import opened
from tests.postgres import Postgres

KEPT = "kept"


class TrialStore(Protocol):
    """Where the journal of a trial is."""

    url: str | None

    def empty(self) -> None:
        """Let it be as if it had never been used."""

    def keep(self) -> None:
        """Remember how it is."""

    def put_back(self) -> None:
        """Let it be as it was."""

    def fill(self, lines: int) -> None:
        """Let the journal take so many lines more: then the disk is full."""

    def make_room(self) -> None:
        """Let it take lines again."""

    def text(self) -> str:
        """Return all that it holds and that is in no file of the folder."""


class FileStore:
    """The store in `.hacfg/`."""

    url: str | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store, self._kept = folder / ".hacfg", folder / f".hacfg-{KEPT}"

    def empty(self) -> None:
        shutil.rmtree(self._store, ignore_errors=True)

    def keep(self) -> None:
        shutil.rmtree(self._kept, ignore_errors=True)
        if self._store.exists():
            shutil.copytree(self._store, self._kept)

    def put_back(self) -> None:
        self.empty()
        if self._kept.exists():
            shutil.copytree(self._kept, self._store)

    def fill(self, lines: int) -> None:
        with opened(None, self._folder):
            pass
        so_many = f"(SELECT count(*) FROM hacfg_entries) >= {lines}"  # noqa: S608  # a number of ours
        then = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        self._do(f"CREATE TRIGGER no_room BEFORE INSERT ON hacfg_entries WHEN {so_many} {then}")

    def make_room(self) -> None:
        self._do("DROP TRIGGER no_room")

    def text(self) -> str:
        return ""

    def _do(self, statement: str) -> None:
        with closing(sqlite3.connect(self._store / "hacfg.db")) as connection:
            connection.execute(statement)
            connection.commit()


class ServerStore:
    """A database of a PostgreSQL server."""

    def __init__(self, server: Postgres, name: str) -> None:
        self._server, self._name = server, name
        self.url: str | None = server.url(name)

    def empty(self) -> None:
        self._make_from("template1")

    def keep(self) -> None:
        self._do(f"DROP DATABASE IF EXISTS {self._name}_{KEPT}")
        self._do(f"CREATE DATABASE {self._name}_{KEPT} TEMPLATE {self._name}")

    def put_back(self) -> None:
        self._make_from(f"{self._name}_{KEPT}")

    def fill(self, lines: int) -> None:
        with opened(self.url, Path()):
            pass
        so_many = f"(SELECT count(*) FROM hacfg_entries) >= {lines}"  # noqa: S608  # a number of ours
        self._do(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {so_many} THEN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END IF; "
            "RETURN NEW; END $$",
            self._name,
        )
        self._do(
            "CREATE TRIGGER no_room BEFORE INSERT ON hacfg_entries "
            "FOR EACH ROW EXECUTE FUNCTION no_room()",
            self._name,
        )

    def make_room(self) -> None:
        self._do("DROP FUNCTION no_room CASCADE", self._name)

    def text(self) -> str:
        import psycopg

        named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        with psycopg.connect(self._server.url(self._name)) as connection:
            tables = [name for (name,) in connection.execute(named)]
            rows = [connection.execute(f'SELECT t::text FROM "{t}" t').fetchall() for t in tables]  # noqa: S608  # names of our own tables
        return repr(rows)

    def _make_from(self, template: str) -> None:
        self._do(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._do(f"CREATE DATABASE {self._name} TEMPLATE {template}")

    def _do(self, statement: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self._server.url(database), autocommit=True) as connection:
            connection.execute(statement)
