"""From the lines of a journal: where a run is gone on with."""

from hacfg.apply.journal import begun_at, has_written
from hacfg.store.records import Entry, EntryType
from tests.apply.units import HA, by_hand, setting, wait

STEPS = (
    setting(1, {"port": 1}, {"port": 2}),
    by_hand(2, {HA: {"port": 2}}, {HA: {"port": 3}}),
    wait(3),
    setting(4, {"port": 3}, {"port": 4}),
)


def entry(step: int, type_: EntryType) -> Entry:
    return Entry(1, 0.0, step, type_, "", "me@here", 1)


def test_a_run_goes_on_after_the_last_step_that_was_carried_through() -> None:
    done = [entry(1, "intent"), entry(1, "verified")]

    assert begun_at(STEPS, []) == 0
    assert begun_at(STEPS, done[:1]) == 0
    assert begun_at(STEPS, done) == 1
    assert begun_at(STEPS, [*done, entry(2, "skipped"), entry(3, "gate")]) == 3
    assert begun_at(STEPS, [*done, *[entry(n, "gate") for n in (2, 3, 4)]]) == 4


def test_what_a_person_was_shown_is_shown_again_until_it_is_seen_to_have_happened() -> None:
    assert begun_at(STEPS, [entry(1, "verified"), entry(2, "asked")]) == 1


def test_a_step_that_failed_is_to_be_done() -> None:
    assert begun_at(STEPS, [entry(1, "intent"), entry(1, "failed")]) == 0


def test_a_run_wrote_once_a_write_may_have_been_sent_or_a_person_was_asked() -> None:
    assert not has_written([entry(0, "begun"), entry(1, "skipped"), entry(3, "gate")])
    assert has_written([entry(1, "intent")])
    assert has_written([entry(1, "asked")])
