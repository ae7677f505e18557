"""Two who apply at once, a lock that is lost, a store that dies, people who change things."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hacfg.plan.steps import SetStep
from hacfg.store import leases
from hacfg.store.opening import opened
from hacfg.store.records import Owner
from hacfg.usecases.history import history
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.faults.appliers import race
from tests.faults.stores import FileStore, ServerStore, TrialStore
from tests.postgres import Postgres

OTHER = Owner("other", "elsewhere", 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    return str(request.getfixturevalue("postgres").new_database())


def races(times: int, store: Callable[[Path], TrialStore]) -> list[str]:
    return [f"{number}: {what}" for number in range(times) for what in race(store)]


def on(postgres: Postgres) -> Callable[[Path], TrialStore]:
    return lambda _: ServerStore(postgres, "racing")


def test_of_two_who_apply_at_once_one_works_and_none_hangs_with_a_file() -> None:
    assert races(3, FileStore) == []


def test_of_two_who_apply_at_once_one_works_and_none_hangs_with_a_server(
    postgres: Postgres,
) -> None:
    assert races(3, on(postgres)) == []


@pytest.mark.slow
def test_two_hundred_times_two_who_apply_at_once(postgres: Postgres) -> None:
    assert races(100, FileStore) == []
    assert races(100, on(postgres)) == []


def apply_with(
    group: SimulatedGroup, at: int, happens: Callable[[], None]
) -> tuple[int, list[str]]:
    """Apply; let something happen once so many steps ended; return writes by then, and outcomes."""
    written: list[int] = []

    def look() -> bool:
        if group.finished == at and not written:
            written.append(len(group.writes()))
            happens()
        return False

    result = group.apply(group.plan(), should_stop=look)
    return written[0], [step.outcome for step in result.steps]


@pytest.mark.parametrize("how", ["expires", "is broken"])
def test_who_loses_the_lock_in_mid_apply_writes_nothing_more(
    how: str, store_url: str | None, tmp_path: Path
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        group.store_url = store_url

        def lose() -> None:
            with opened(store_url, tmp_path) as store:
                if how == "is broken":
                    leases.break_lease(store, "mail-east")
                    return
                with store.transaction() as connection:
                    connection.exec_driver_sql("UPDATE hacfg_leases SET expires = 1")
                assert leases.acquire(store, "mail-east", "other", OTHER, 60)

        before, outcomes = apply_with(group, 10, lose)

        assert len(group.writes()) == before
        assert outcomes[:10] == ["done"] * 10
        assert outcomes[10] == "failed"
        with opened(store_url, tmp_path) as store:
            held = leases.lease_of(store, "mail-east")
            assert held is not None
            assert (held.left > 0) is (how == "expires")
            leases.break_lease(store, "mail-east")
        assert group.resume().complete
        assert not group.plan().resource_changes


def test_a_server_that_dies_in_mid_apply_stops_it_and_it_goes_on_once_it_is_back(
    tmp_path: Path, postgres: Postgres
) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        group.store_url = postgres.new_database()
        try:
            before, outcomes = apply_with(group, 12, postgres.kill)
        finally:
            postgres.start()

        assert len(group.writes()) == before
        assert outcomes[12] == "failed"
        (run,) = history(group.store)
        assert run.outcome == "running"
        with opened(group.store_url, tmp_path) as store:
            leases.break_lease(store, "mail-east")
        assert group.resume().complete
        assert not group.plan().resource_changes


def plain_sets(group: SimulatedGroup) -> list[SetStep]:
    """Return the steps but the first that write one plain object, so that a person can too."""
    return [
        step
        for step in group.plan().hacfg.steps[1:]
        if isinstance(step, SetStep)
        and step.operation == "update"
        and step.kind in {"interface", "ha_interface"}
    ]


@pytest.mark.parametrize("place", range(0, 8, 2))
def test_a_step_that_a_person_did_already_is_skipped(place: int, tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        step = plain_sets(group)[place]
        given = {n: list(v) if isinstance(v, tuple) else v for n, v in step.attributes.items()}

        _, outcomes = apply_with(
            group, step.number - 1, lambda: group.door.edit(step.unit, step.kind, given, step.key)
        )

        assert outcomes[step.number - 1] == "skipped", step
        assert set(outcomes) == {"done", "skipped"}
        assert not group.plan().resource_changes


@pytest.mark.parametrize("place", range(2))
def test_what_a_person_changed_before_its_step_stops_it_there(place: int, tmp_path: Path) -> None:
    with simulated("pair-7.2", tmp_path) as group:
        step = [s for s in plain_sets(group) if "address" in s.attributes][place]
        change = {"address": "203.0.113.77/24"}

        before, outcomes = apply_with(
            group, step.number - 1, lambda: group.door.edit(step.unit, step.kind, change, step.key)
        )

        assert outcomes[step.number - 1] == "failed"
        assert len(group.writes()) == before
