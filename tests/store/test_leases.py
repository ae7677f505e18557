"""A group's lock: one holder at a time, on the database's clock, with a token that grows."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from hacfg.errors import LeaseLost
from hacfg.store import leases
from hacfg.store.keeping import Keeper, kept
from hacfg.store.opening import Store
from hacfg.store.records import Lease, Owner

ME, YOU = Owner("me", "here", 1), Owner("you", "there", 2)


def take(store: Store, run: str = "run1", owner: Owner = ME, seconds: float = 60) -> Lease | None:
    return leases.acquire(store, "mail-east", run, owner, seconds)


def taken(store: Store, run: str = "run1", seconds: float = 60) -> Lease:
    lease = take(store, run, seconds=seconds)
    assert lease is not None
    return lease


def test_a_lease_names_its_holder_and_lasts_as_long_as_asked(store: Store) -> None:
    lease = taken(store)

    assert (lease.group, lease.run, lease.owner, lease.token) == ("mail-east", "run1", ME, 1)
    assert lease.left == pytest.approx(60, abs=5)


def test_nobody_else_gets_a_lease_that_is_held(store: Store) -> None:
    taken(store)

    assert take(store, "run2", YOU) is None


def test_groups_never_wait_for_each_other(store: Store) -> None:
    taken(store)

    assert leases.acquire(store, "mail-west", "run2", YOU, 60) is not None
    assert [lease.group for lease in leases.held(store)] == ["mail-east", "mail-west"]


def test_what_is_given_back_can_be_taken_and_the_token_grows(store: Store) -> None:
    first = taken(store)
    leases.release(store, first)

    second = take(store, "run2", YOU)

    assert second is not None
    assert (second.token, second.owner) == (first.token + 1, YOU)


def test_a_lease_that_expired_can_be_taken_and_its_old_holder_finds_out(store: Store) -> None:
    old = taken(store, seconds=0)
    new = taken(store, "run2")

    with pytest.raises(LeaseLost, match="was lost"):
        leases.renew(store, old, 60)
    leases.release(store, old)

    found = leases.lease_of(store, "mail-east")
    assert found is not None
    assert (found.run, found.token) == ("run2", new.token)
    assert found.left > 50


def test_an_expired_lease_is_not_renewed_though_nobody_took_it(store: Store) -> None:
    with pytest.raises(LeaseLost):
        leases.renew(store, taken(store, seconds=0), 60)


def test_a_broken_lease_is_lost_to_its_holder(store: Store) -> None:
    lease = taken(store)

    broken = leases.break_lease(store, "mail-east")

    assert broken is not None
    assert broken.run == "run1"
    with pytest.raises(LeaseLost):
        leases.renew(store, lease, 60)
    assert leases.break_lease(store, "mail-east") is None
    assert leases.break_lease(store, "mail-west") is None


def test_of_many_who_ask_at_once_one_gets_it(store: Store, again: Callable[[], Store]) -> None:
    start = threading.Barrier(8)

    def ask(number: int) -> Lease | None:
        other = again()
        start.wait()
        try:
            return take(other, f"run{number}")
        finally:
            other.close()

    with ThreadPoolExecutor(8) as pool:
        won = [lease for lease in pool.map(ask, range(8)) if lease]

    assert len(won) == 1
    found = leases.lease_of(store, "mail-east")
    assert found is not None
    assert found.run == won[0].run


def test_a_kept_lease_outlives_its_time_and_is_given_back(store: Store) -> None:
    keeper = Keeper(store, taken(store, seconds=0.4), 0.4)

    with kept(keeper):
        threading.Event().wait(1.2)
        assert keeper.holds_for(0.05)
        assert take(store, "run2", YOU) is None

    assert take(store, "run2", YOU) is not None


def test_a_keeper_whose_lease_was_broken_knows_before_its_next_write(store: Store) -> None:
    keeper = Keeper(store, taken(store), 60)
    keeper.renew()
    assert keeper.holds_for(50)

    leases.break_lease(store, "mail-east")

    with pytest.raises(LeaseLost):
        keeper.renew()
    assert not keeper.holds_for(0)


def test_a_lease_that_is_shorter_than_the_next_write_may_take_does_not_hold(store: Store) -> None:
    now = [100.0]
    keeper = Keeper(store, taken(store), 60, clock=lambda: now[0])
    keeper.renew()

    now[0] += 30
    assert keeper.holds_for(30)
    assert not keeper.holds_for(31)
