"""Locks: one lease a group, on the database's clock, with a token that grows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hacfg.errors import LeaseLost, Problem
from hacfg.store.opening import Store
from hacfg.store.records import Lease, Owner
from hacfg.store.tables import LEASES


def acquire(store: Store, group: str, run: str, owner: Owner, seconds: float) -> Lease | None:
    """Take a group's lease for so many seconds; None: somebody else has it."""
    columns = LEASES.c
    with store.transaction() as connection:
        _make_row(connection, group)
        taken = connection.execute(
            update(LEASES)
            .where(columns.group_name == group, columns.expires <= store.now)
            .values(
                token=columns.token + 1,
                run=run,
                who=owner.who,
                host=owner.host,
                pid=owner.pid,
                place=owner.place,
                acquired=store.now,
                heartbeat=store.now,
                expires=store.now + seconds,
            )
        )
        return _held(store, connection, group) if taken.rowcount else None


def renew(store: Store, lease: Lease, seconds: float) -> None:
    """Make a lease last so many seconds from now; raise LeaseLost if it is no longer ours."""
    with store.transaction() as connection:
        renew_in(store, connection, lease, seconds)


def renew_in(store: Store, connection: Connection, lease: Lease, seconds: float) -> None:
    """Do the same within a transaction, which then holds only if the lease does."""
    columns = LEASES.c
    kept = connection.execute(
        update(LEASES)
        .where(
            columns.group_name == lease.group,
            columns.token == lease.token,
            columns.expires > store.now,
        )
        .values(heartbeat=store.now, expires=store.now + seconds)
    )
    if not kept.rowcount:
        raise lost(lease)


def release(store: Store, lease: Lease) -> None:
    """Give a lease back; one that was lost belongs to somebody else and is left alone."""
    columns = LEASES.c
    with store.transaction() as connection:
        connection.execute(
            update(LEASES)
            .where(columns.group_name == lease.group, columns.token == lease.token)
            .values(expires=0)
        )


def break_lease(store: Store, group: str, token: int | None = None) -> Lease | None:
    """End a group's lease, whoever has it, or only that of a token; None: nobody had it."""
    columns = LEASES.c
    with store.transaction() as connection:
        found = _held(store, connection, group)
        if found is None or found.left <= 0 or token not in {None, found.token}:
            return None
        # The token grows, so that a holder that still runs finds out before its next write.
        connection.execute(
            update(LEASES)
            .where(columns.group_name == group, columns.token == found.token)
            .values(expires=0, token=columns.token + 1)
        )
        return found


def lease_of(store: Store, group: str) -> Lease | None:
    """Return who has a group's lease, or had it last; None: nobody ever had."""
    with store.transaction() as connection:
        return _held(store, connection, group)


def held(store: Store) -> Iterator[Lease]:
    """Yield the leases that have not expired."""
    columns = LEASES.c
    query = select(LEASES, store.now.label("now")).where(columns.expires > store.now)
    with store.transaction() as connection:
        rows = connection.execute(query.order_by(columns.group_name)).all()
    yield from map(_lease, rows)


def lost(lease: Lease) -> LeaseLost:
    """Return the error that ends a run whose lease is no longer its own."""
    return LeaseLost(
        Problem(
            f"the lock on {lease.group} was lost: it expired, or somebody broke it",
            next=f"see who works on the group: hacfg lock show {lease.group}",
        )
    )


def _make_row(connection: Connection, group: str) -> None:
    empty: dict[str, Any] = dict.fromkeys(("token", "pid", "acquired", "heartbeat", "expires"), 0)
    values = {**empty, "group_name": group, "run": "", "who": "", "host": "", "place": ""}
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(LEASES).values(values).on_conflict_do_nothing())
    else:
        connection.execute(sqlite.insert(LEASES).values(values).on_conflict_do_nothing())


def _held(store: Store, connection: Connection, group: str) -> Lease | None:
    query = select(LEASES, store.now.label("now")).where(LEASES.c.group_name == group)
    row = connection.execute(query).first()
    return _lease(row) if row and row.run else None


def _lease(row: Row[Any]) -> Lease:
    return Lease(
        group=row.group_name,
        token=row.token,
        run=row.run,
        owner=Owner(row.who, row.host, row.pid, row.place),
        acquired=row.acquired,
        heartbeat=row.heartbeat,
        expires=row.expires,
        left=row.expires - row.now,
    )
