"""Time limits kept with each change of a claim, on a real SQLite file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from intake.claims.deadlines.hours_file import HOURS, load_limits
from intake.claims.deadlines.waits import Limit
from intake.claims.model import Claim, ClaimDraft, Decision, Facts, Outcome, Status
from intake.claims.queue.filters import Filters
from intake.claims.store import Store

WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # 10:00 in Berlin


class Clock:
    now = WEDNESDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", clock, load_limits())
    yield store
    store.close()


def opened(store: Store, status: Status = Status.WAITING_FOR_STAFF) -> Claim:
    talk = store.start_conversation("de").id
    decision = Decision(Outcome.ESCALATE, "upset", "1")
    return store.open_claim(ClaimDraft(status, "de", talk, "Lehne lose", Facts(date(2026, 11, 18)), decision), talk)


def test_a_claim_is_due_from_the_first_moment(store: Store) -> None:
    assert opened(store).due == WEDNESDAY + timedelta(hours=24)  # a working day of nine hours


def test_each_move_counts_anew(store: Store, clock: Clock) -> None:
    claim = opened(store)
    clock.now += timedelta(hours=1)
    asked = store.life.move(claim.number, Status.WAITING_FOR_CUSTOMER, "kim", "Welche Lehne?", claim.version)
    assert asked.due is None
    clock.now += timedelta(days=1)
    back = store.life.move(claim.number, Status.WAITING_FOR_STAFF, "customer", "", asked.version)
    assert back.due == clock.now + timedelta(hours=24)
    assert store.life.move(claim.number, Status.CLOSED, "kim", "", back.version).due is None


def test_the_next_to_break_is_listed_first(store: Store, clock: Clock) -> None:
    by_rule = opened(store, Status.NEW)
    clock.now += timedelta(hours=1)
    for_person = opened(store)
    assert [(due.number, due.next.limit) for due in store.due.soonest()] == [
        (for_person.number, Limit.FIRST_ANSWER),
        (by_rule.number, Limit.SOLUTION),
    ]


def test_changed_hours_are_counted_for_open_claims(store: Store, clock: Clock, tmp_path: Path) -> None:
    number = opened(store).number
    hours = tmp_path / "hours.yaml"
    hours.write_text(HOURS.read_text(encoding="utf-8").replace("first_answer: 9", "first_answer: 2"), encoding="utf-8")
    other = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", clock, load_limits(hours))
    other.due.recount()
    assert store.claim(number).due == WEDNESDAY + timedelta(hours=2)
    other.close()


def test_the_queue_knows_from_when_on_to_warn(store: Store, clock: Clock) -> None:
    claim = opened(store)
    (entry,) = store.queue.page(Filters(), "kim").entries
    # Three quarters of nine hours from Wednesday 10:00 are 16:45.
    assert (entry.due, entry.warn) == (claim.due, WEDNESDAY + timedelta(hours=6, minutes=45))
    clock.now += timedelta(hours=1)
    store.life.move(claim.number, Status.WAITING_FOR_CUSTOMER, "kim", "Welche Lehne?", claim.version)
    (entry,) = store.queue.page(Filters(), "kim").entries
    assert (entry.due, entry.warn) == (None, None)
