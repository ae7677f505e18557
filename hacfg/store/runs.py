"""Runs and their journal."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from hacfg.store.leases import renew_in
from hacfg.store.opening import Store
from hacfg.store.records import Entry, EntryType, Lease, Line, NewRun, Owner, Run, RunOutcome
from hacfg.store.tables import ENTRIES, RUNS

_SHOWN = [column for column in RUNS.c if column.name != "plan"]


def begin(store: Store, new: NewRun, lease: Lease) -> None:
    """Note durably that a run begins."""
    row: dict[str, Any] = {
        "id": new.id,
        "group_name": new.group,
        "plan_id": new.plan_id,
        "plan": new.plan,
        "kind": new.kind,
        "of_run": new.of_run,
        "who": str(new.owner),
        "version": new.version,
        "outcome": "running",
        "reason": "",
    }
    with store.transaction() as connection:
        connection.execute(insert(RUNS).values(**row, started=store.now))
        _append(store, connection, lease, Line(0, "begun"))


def resume(store: Store, lease: Lease) -> None:
    """Note durably that a run is gone on with."""
    with store.transaction() as connection:
        connection.execute(_of(lease.run).values(outcome="running", ended=None, reason=""))
        _append(store, connection, lease, Line(0, "resumed"))


def end(
    store: Store, lease: Lease, outcome: RunOutcome, reason: str, confirm_within: float = 0
) -> None:
    """Note durably how a run ended; `confirm_within` seconds are left to confirm it, if any."""
    by = store.now + confirm_within if confirm_within else None
    with store.transaction() as connection:
        connection.execute(
            _of(lease.run).values(outcome=outcome, reason=reason, ended=store.now, confirm_by=by)
        )
        note = f"{outcome}: {reason}".removesuffix(": ")
        _append(store, connection, lease, Line(0, "ended", note))


def append(store: Store, lease: Lease, line: Line, *, hold: float = 0) -> None:
    """Add a line to a run's journal, durably.

    `hold`: only if the lease is still ours, which then lasts so many seconds from now.
    """
    with store.transaction() as connection:
        if hold:
            renew_in(store, connection, lease, hold)
        _append(store, connection, lease, line)


def mark(store: Store, run: str, type_: EntryType, owner: Owner, outcome: RunOutcome) -> None:
    """Change how a run that has ended counts, as a person asked."""
    with store.transaction() as connection:
        connection.execute(_of(run).values(outcome=outcome, confirm_by=None))
        _add(store, connection, (run, str(owner), 0), Line(0, type_))


def run_of(store: Store, run: str) -> Run | None:
    """Return one run."""
    with store.transaction() as connection:
        row = connection.execute(select(*_SHOWN).where(RUNS.c.id == run)).first()
    return _run(row) if row else None


def runs(store: Store, *, group: str = "", limit: int = 50) -> list[Run]:
    """Return the newest runs, of one group or of all, the newest first."""
    query = select(*_SHOWN).order_by(RUNS.c.started.desc(), RUNS.c.id).limit(limit)
    if group:
        query = query.where(RUNS.c.group_name == group)
    with store.transaction() as connection:
        return [_run(row) for row in connection.execute(query)]


def plan_text(store: Store, run: str) -> str:
    """Return the plan file's text of a run."""
    with store.transaction() as connection:
        return str(connection.execute(select(RUNS.c.plan).where(RUNS.c.id == run)).scalar_one())


def entries(store: Store, run: str) -> list[Entry]:
    """Return a run's journal, in order."""
    query = select(ENTRIES).where(ENTRIES.c.run == run).order_by(ENTRIES.c.seq)
    with store.transaction() as connection:
        rows: Sequence[Row[Any]] = connection.execute(query).all()
    return [Entry(r.seq, r.at, r.step, r.type, r.note, r.who, r.fence) for r in rows]


def clock(store: Store) -> float:
    """Return the time on the database's clock."""
    with store.transaction() as connection:
        return float(connection.execute(select(store.now)).scalar_one())


def _of(run: str) -> Any:  # noqa: ANN401  # SQLAlchemy's Update keeps its table's type to itself
    return update(RUNS).where(RUNS.c.id == run)


def _append(store: Store, connection: Connection, lease: Lease, line: Line) -> None:
    _add(store, connection, (lease.run, str(lease.owner), lease.token), line)


def _add(store: Store, connection: Connection, by: tuple[str, str, int], line: Line) -> None:
    run, who, fence = by
    # Two who write to one run (a stale holder, a person) take turns.
    connection.execute(select(RUNS.c.id).where(RUNS.c.id == run).with_for_update())
    last = connection.execute(select(func.max(ENTRIES.c.seq)).where(ENTRIES.c.run == run)).scalar()
    connection.execute(
        insert(ENTRIES).values(
            run=run,
            seq=(last or 0) + 1,
            at=store.now,
            step=line.step,
            type=line.type,
            note=line.note,
            who=who,
            fence=fence,
        )
    )


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        group=row.group_name,
        plan_id=row.plan_id,
        kind=row.kind,
        of_run=row.of_run,
        who=row.who,
        version=row.version,
        started=row.started,
        ended=row.ended,
        outcome=row.outcome,
        reason=row.reason,
        confirm_by=row.confirm_by,
    )
