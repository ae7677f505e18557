"""From any schema that was ever released to the newest, by itself.

A migration that was released is never edited: the next change is one more entry of MIGRATIONS.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, inspect, text

from hacfg.errors import Problem, StoreFailed

VERSION_TABLE: Final = "hacfg_schema"
_LOCK: Final = 0x68616366
"""Key of the advisory lock under which PostgreSQL is migrated: two programs may start at once."""

MIGRATIONS: Final[Sequence[Sequence[str]]] = (
    (
        """CREATE TABLE hacfg_runs (
            id TEXT PRIMARY KEY,
            group_name TEXT NOT NULL,
            plan_id TEXT NOT NULL,
            plan TEXT NOT NULL,
            kind TEXT NOT NULL,
            of_run TEXT NOT NULL,
            who TEXT NOT NULL,
            version TEXT NOT NULL,
            started DOUBLE PRECISION NOT NULL,
            ended DOUBLE PRECISION,
            outcome TEXT NOT NULL,
            reason TEXT NOT NULL,
            confirm_by DOUBLE PRECISION
        )""",
        "CREATE INDEX hacfg_runs_of_group ON hacfg_runs (group_name, started)",
        """CREATE TABLE hacfg_entries (
            run TEXT NOT NULL,
            seq INTEGER NOT NULL,
            at DOUBLE PRECISION NOT NULL,
            step INTEGER NOT NULL,
            type TEXT NOT NULL,
            note TEXT NOT NULL,
            who TEXT NOT NULL,
            fence BIGINT NOT NULL,
            PRIMARY KEY (run, seq)
        )""",
        """CREATE TABLE hacfg_leases (
            group_name TEXT PRIMARY KEY,
            token BIGINT NOT NULL,
            run TEXT NOT NULL,
            who TEXT NOT NULL,
            host TEXT NOT NULL,
            pid BIGINT NOT NULL,
            place TEXT NOT NULL,
            acquired DOUBLE PRECISION NOT NULL,
            heartbeat DOUBLE PRECISION NOT NULL,
            expires DOUBLE PRECISION NOT NULL
        )""",
        """CREATE TABLE hacfg_digests (
            group_name TEXT NOT NULL,
            slot TEXT NOT NULL,
            key_check TEXT NOT NULL,
            digest TEXT NOT NULL,
            at DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (group_name, slot)
        )""",
    ),
)
NEWEST: Final = len(MIGRATIONS)


def migrate(connection: Connection) -> None:
    """Bring the schema up to date; raise StoreFailed if a newer hacfg made it."""
    if version_of(connection) == NEWEST:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    found = version_of(connection)
    if found > NEWEST:
        raise StoreFailed(
            Problem(
                "the store was made by a newer hacfg",
                seen=f"schema {found}",
                expected=f"schema {NEWEST} or older",
                next="use that version of hacfg, or another store: --store",
            )
        )
    if found == 0:
        connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version INTEGER NOT NULL)"))
        connection.execute(text(f"INSERT INTO {VERSION_TABLE} (version) VALUES (0)"))  # noqa: S608  # a constant
    for statements in MIGRATIONS[found:]:
        for statement in statements:
            connection.execute(text(statement))
    newest = {"version": NEWEST}
    connection.execute(text(f"UPDATE {VERSION_TABLE} SET version = :version"), newest)  # noqa: S608  # a constant


def version_of(connection: Connection) -> int:
    """Return the schema's version; 0: there is none yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return 0
    found = connection.execute(text(f"SELECT version FROM {VERSION_TABLE}")).scalar()  # noqa: S608  # a constant
    return int(found or 0)
