"""Opening a store: a file that is made on first use, or a PostgreSQL database."""

import os
import sqlite3
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, ColumnElement, Connection, Engine, create_engine, event, literal_column
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from hacfg.store.migrations import migrate, version_of
from hacfg.store.place import explained, failed, name_of, place

PATIENCE: Final = 15
"""Seconds that a connection or a statement may take."""

_NOW: Final[Mapping[str, str]] = {
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
    "postgresql": "extract(epoch from clock_timestamp())::double precision",
}


@dataclass(frozen=True, slots=True)
class Store:
    """An open store; every use is one transaction, all of it or nothing."""

    engine: Engine
    name: str
    """What it is called in messages: never with a password."""

    @property
    def is_shared(self) -> bool:
        """Tell whether other machines see its locks."""
        return self.engine.dialect.name == "postgresql"

    @property
    def now(self) -> ColumnElement[float]:
        """The database's clock, for a statement."""
        return literal_column(_NOW[self.engine.dialect.name])

    @contextmanager
    def transaction(self) -> Generator[Connection]:
        """Give a connection whose work is durable at the end; raise StoreFailed if it is not."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed(self.name, error) from None

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@contextmanager
def opened(url: str | None, folder: Path) -> Generator[Store]:
    """Open the store of a URL, or the one in `.hacfg/` of a folder; migrate it if need be."""
    store = open_store(url, folder)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_if_there(url: str | None, folder: Path) -> Generator[Store | None]:
    """Open a store in order to read it; None: there is none, and none is made."""
    found = place(url, folder)
    with explained(name_of(found)):
        is_there = found.drivername != "sqlite" or Path(found.database or "").exists()
        store = Store(_engine(found), name_of(found))
    try:
        yield store if is_there and _is_made(store) else None
    finally:
        store.close()


def _is_made(store: Store) -> bool:
    with store.transaction() as connection:
        is_made = version_of(connection) > 0
        if is_made:
            migrate(connection)
    return is_made


def open_store(url: str | None, folder: Path) -> Store:
    """Return an open store that is up to date."""
    found = place(url, folder)
    with explained(name_of(found)):
        if found.drivername == "sqlite":
            _make_private(Path(found.database or ""))
            _write_ahead(Path(found.database or ""))
        store = Store(_engine(found), name_of(found))
    try:
        with store.transaction() as connection:
            migrate(connection)
    except BaseException:
        store.close()
        raise
    return store


def _engine(url: URL) -> Engine:
    if url.drivername != "sqlite":
        limits = f"-c statement_timeout={PATIENCE}s -c lock_timeout={PATIENCE}s"
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": PATIENCE, "options": limits},
        )
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    return engine


def _connected(connection: sqlite3.Connection, _: object) -> None:
    # SQLAlchemy begins transactions itself; the driver's own way begins them too late.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")


def _begun(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _make_private(path: Path) -> None:
    """Make the file and its folder before the database does, which would let others read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _write_ahead(path: Path) -> None:
    """Let the file be written ahead, which it then stays.

    SQLite does not wait for others here, whatever patience it is given: two programs may be first.
    """
    until, never = time.monotonic() + PATIENCE, threading.Event()
    with closing(sqlite3.connect(path)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                never.wait(0.02)
            else:
                return
