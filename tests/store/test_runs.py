"""The journal: durable, in order, and only written ahead by who holds the lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from hacfg.errors import LeaseLost
from hacfg.store import leases, runs
from hacfg.store.digests import digests, keep_digest
from hacfg.store.opening import Store
from hacfg.store.records import Lease, Line, NewRun, Owner

ME = Owner("me", "here", 1)


def begun(store: Store, run: str = "run1", group: str = "mail-east") -> Lease:
    lease = leases.acquire(store, group, run, ME, 60)
    assert lease is not None
    runs.begin(store, NewRun(run, group, "sha256:abc", "{}", ME, "0.1"), lease)
    return lease


def told(store: Store, run: str = "run1") -> list[tuple[int, str, str]]:
    return [(entry.step, entry.type, entry.note) for entry in runs.entries(store, run)]


def test_a_run_that_began_and_did_not_end_is_running(store: Store) -> None:
    begun(store)

    found = runs.run_of(store, "run1")

    assert found is not None
    assert (found.outcome, found.ended, found.who) == ("running", None, "me@here")
    assert found.is_open
    assert runs.plan_text(store, "run1") == "{}"


def test_the_journal_is_read_in_the_order_it_was_written_by_any_program(
    store: Store, again: Callable[[], Store]
) -> None:
    lease = begun(store)
    runs.append(store, lease, Line(1, "intent"), hold=60)
    runs.append(store, lease, Line(1, "reply", "answered"))
    runs.append(store, lease, Line(1, "verified", "read back"))
    runs.end(store, lease, "stopped", "mx2 answered 403")

    other = again()
    try:
        found = runs.entries(other, "run1")
    finally:
        other.close()

    assert [entry.seq for entry in found] == [1, 2, 3, 4, 5]
    assert {(entry.who, entry.fence) for entry in found} == {("me@here", lease.token)}
    assert [entry.at for entry in found] == sorted(entry.at for entry in found)
    assert told(store)[1:] == [
        (1, "intent", ""),
        (1, "reply", "answered"),
        (1, "verified", "read back"),
        (0, "ended", "stopped: mx2 answered 403"),
    ]


def test_an_intent_of_who_lost_the_lock_is_not_written(store: Store) -> None:
    lease = begun(store)
    leases.break_lease(store, "mail-east")

    with pytest.raises(LeaseLost):
        runs.append(store, lease, Line(1, "intent"), hold=60)

    assert [kind for _, kind, _ in told(store)] == ["begun"]


def test_an_intent_makes_the_lock_last_for_the_write(store: Store) -> None:
    lease = begun(store)

    runs.append(store, lease, Line(1, "intent"), hold=600)

    found = leases.lease_of(store, "mail-east")
    assert found is not None
    assert found.left > 500


def test_a_reply_that_came_after_the_lock_was_lost_is_still_noted(store: Store) -> None:
    lease = begun(store)
    leases.break_lease(store, "mail-east")

    runs.append(store, lease, Line(1, "reply", "answered"))

    assert told(store)[-1] == (1, "reply", "answered")


def test_two_who_write_to_one_journal_take_turns(store: Store, again: Callable[[], Store]) -> None:
    lease = begun(store)

    def write(_: int) -> None:
        other = again()
        try:
            for number in range(10):
                runs.append(other, lease, Line(number, "reply"))
        finally:
            other.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    assert [entry.seq for entry in runs.entries(store, "run1")] == list(range(1, 42))


def test_a_run_that_is_gone_on_with_is_open_again(store: Store) -> None:
    lease = begun(store)
    runs.end(store, lease, "stopped", "interrupted")
    runs.resume(store, lease)

    found = runs.run_of(store, "run1")
    assert found is not None
    assert (found.outcome, found.ended, found.reason) == ("running", None, "")


def test_a_run_may_be_left_to_be_confirmed(store: Store) -> None:
    lease = begun(store)
    runs.end(store, lease, "unconfirmed", "", confirm_within=600)

    found = runs.run_of(store, "run1")
    assert found is not None
    assert found.confirm_by == pytest.approx(runs.clock(store) + 600, abs=10)

    runs.mark(store, "run1", "confirmed", Owner("you", "there", 2), "done")
    found = runs.run_of(store, "run1")
    assert found is not None
    assert (found.outcome, found.confirm_by) == ("done", None)
    assert runs.entries(store, "run1")[-1].who == "you@there"


def test_history_is_the_newest_first_of_one_group_or_of_all(store: Store) -> None:
    begun(store, "run1")
    begun(store, "run2", "mail-west")
    begun(store, "run3", "mail-north")

    assert [run.id for run in runs.runs(store)] == ["run3", "run2", "run1"]
    assert [run.id for run in runs.runs(store, group="mail-west")] == ["run2"]
    assert [run.id for run in runs.runs(store, limit=1)] == ["run3"]
    assert runs.run_of(store, "none") is None


def test_a_digest_is_only_found_by_who_has_the_same_key(store: Store) -> None:
    keep_digest(store, "mail-east", "ha.password", "key1", "old")
    keep_digest(store, "mail-east", "ha.password", "key1", "new")

    assert digests(store, "mail-east", "key1") == {"ha.password": "new"}
    assert digests(store, "mail-east", "key2") == {}
    assert digests(store, "mail-west", "key1") == {}
