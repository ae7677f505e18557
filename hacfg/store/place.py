"""Where a store is, what it is called in messages, and what is said if it cannot be used."""

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from hacfg.errors import Problem, StoreFailed

FOLDER: Final = ".hacfg"
FILE: Final = "hacfg.db"
_DRIVERS: Final[Mapping[str, str]] = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
}


def place(url: str | None, folder: Path) -> URL:
    """Return where the store is: by its URL, or under `.hacfg/` of a folder."""
    return _url(url) if url else URL.create("sqlite", database=str(folder / FOLDER / FILE))


@contextmanager
def explained(name: str) -> Generator[None]:
    """Say in our words why a store cannot be opened."""
    try:
        yield
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise _wrong(name, str(error).splitlines()[0]) from None
    except sqlite3.Error as error:
        raise _unusable(name, str(error)) from None
    except OSError as error:
        raise _wrong(name, error.strerror or type(error).__name__) from None


def _url(text: str) -> URL:
    try:
        found = make_url(text)
    except (ArgumentError, ValueError):
        # The text may hold a password, so it is not repeated.
        raise _wrong("--store", "no URL") from None
    if found.drivername not in _DRIVERS or not found.database:
        raise _wrong("--store", found.drivername)
    return found.set(drivername=_DRIVERS[found.drivername])


def name_of(url: URL) -> str:
    """Return what a store is called in messages: never with a password."""
    if url.drivername == "sqlite":
        return str(url.database)
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or 'localhost'}{port}/{url.database}"


def failed(name: str, error: SQLAlchemyError) -> StoreFailed:
    """Say what the database said, without statements and values."""
    said: Any = error.orig if isinstance(error, DBAPIError) else error
    return _unusable(name, str(said) or type(said).__name__)


def _unusable(name: str, said: str) -> StoreFailed:
    return StoreFailed(
        Problem(
            "the store cannot be used",
            seen=f"{name}: {said.strip().splitlines()[0]}",
            next="see that it is there, can be written and has room",
        )
    )


def _wrong(name: str, seen: str) -> StoreFailed:
    return StoreFailed(
        Problem(
            "the store cannot be opened",
            seen=f"{name}: {seen}" if name != "--store" else seen,
            expected="postgresql://USER@HOST/DATABASE, or sqlite:///FILE",
            next="correct --store or HACFG_STORE; for PostgreSQL: pip install 'hacfg[postgres]'",
        )
    )
