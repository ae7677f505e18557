"""Working on a group alone: its lock in the store, and what is said if somebody else has it."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from hacfg.errors import Locked, MissingAnswer, Problem
from hacfg.fortimail.client import Endpoint
from hacfg.store import leases
from hacfg.store.keeping import Keeper, kept
from hacfg.store.opening import Store, opened, opened_if_there
from hacfg.store.records import Lease, Owner
from hacfg.usecases.options import ApplyOptions, StoreChoice
from hacfg.usecases.owner import is_gone, this_owner

CALLS: Final = 4
"""HTTP calls that one write takes at most: refused, logged in anew (a banner), sent again."""
SPARE: Final = 30.0
"""Seconds that a lock lasts beyond the longest write."""


def longest_write(endpoints: list[Endpoint]) -> float:
    """Return how many seconds one write may take at most."""
    return max(CALLS * (one.connect_timeout + one.read_timeout) for one in endpoints)


@contextmanager
def store_of(choice: StoreChoice) -> Generator[Store]:
    """Open the chosen store."""
    with opened(choice.url, choice.folder) as store:
        yield store


@contextmanager
def store_if_there(choice: StoreChoice) -> Generator[Store | None]:
    """Open the chosen store in order to read it; None: there is none, and none is made."""
    with opened_if_there(choice.url, choice.folder) as store:
        yield store


def check_alone(store: Store, options: ApplyOptions) -> None:
    """Raise MissingAnswer where a lock in a file would lock nobody out."""
    if options.ci and not store.is_shared and not options.sole_applier:
        raise MissingAnswer(
            Problem(
                "in CI a file locks nobody out: other jobs run on other machines",
                seen=f"the store {store.name}",
                expected="a store that all jobs share, or your word that this is the only one",
                next="--store postgresql://..., or --sole-applier",
            )
        )


@contextmanager
def locked(store: Store, group: str, run: str, longest: float) -> Generator[Keeper]:
    """Hold a group's lock while the context lasts; raise Locked if somebody else has it."""
    seconds = longest + SPARE
    owner = this_owner()
    keeper = Keeper(store, _acquired(store, group, run, owner, seconds), seconds)
    keeper.renew()
    with kept(keeper):
        yield keeper


def _acquired(store: Store, group: str, run: str, owner: Owner, seconds: float) -> Lease:
    lease = leases.acquire(store, group, run, owner, seconds)
    if lease is None:
        holder = leases.lease_of(store, group)
        if holder is not None and is_gone(holder.owner):
            # A process that died cannot give it back; the token says that it is still that one's.
            leases.break_lease(store, group, holder.token)
            lease = leases.acquire(store, group, run, owner, seconds)
        if lease is None:
            raise Locked(_held(store, group, leases.lease_of(store, group) or holder))
    return lease


def _held(store: Store, group: str, holder: Lease | None) -> Problem:
    who = f"{holder.owner} (process {holder.owner.pid}, run {holder.run})" if holder else "somebody"
    left = f"; it expires in {max(holder.left, 0):.0f} s unless renewed" if holder else ""
    return Problem(
        f"{group} is locked: somebody else works on it",
        seen=f"{who}, in {store.name}{left}",
        next=f"wait, or see whether it still runs: hacfg lock show {group}",
    )
