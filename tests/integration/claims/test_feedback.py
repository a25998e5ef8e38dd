"""The question after closing, kept in a real database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.claims.model import Claim, Status
from intake.claims.store import Store
from intake.errors import BadInput, NotFound
from tests.integration.claims.test_store import draft

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    ticks = iter(NOON + timedelta(minutes=n) for n in range(100))
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}", lambda: next(ticks))
    yield store
    store.close()


def opened(store: Store) -> Claim:
    return store.open_claim(draft(store), "key")


def closed(store: Store, claim: Claim) -> Claim:
    return store.life.move(claim.number, Status.CLOSED, "kim", "done", claim.version)


def test_closing_asks_and_the_last_answer_counts(store: Store) -> None:
    claim = opened(store)
    assert store.feedback.last(claim.number) is None
    with pytest.raises(NotFound):
        store.feedback.answer(claim.number, solved=True)
    claim = closed(store, claim)
    asked = store.feedback.last(claim.number)
    assert asked is not None
    assert (asked.solved, asked.rating, asked.at, asked.asked) == (None, None, None, claim.changed)
    store.feedback.answer(claim.number, solved=True)
    store.feedback.answer(claim.number, rating=2, comment="slow")
    answered = store.feedback.answer(claim.number, rating=4)
    assert (answered.solved, answered.rating, answered.comment) == (True, 4, "slow")
    assert answered.at is not None
    assert store.feedback.last(claim.number) == answered


def test_a_no_is_an_answer(store: Store) -> None:
    claim = closed(store, opened(store))
    assert store.feedback.answer(claim.number, solved=False).solved is False


def test_each_end_asks_anew_and_unanswered_questions_count(store: Store) -> None:
    claim = closed(store, opened(store))
    first = store.feedback.answer(claim.number, solved=False)
    claim = store.life.move(claim.number, Status.WAITING_FOR_STAFF, "customer", "", claim.version)
    closed(store, claim)
    second = store.feedback.last(claim.number)
    assert second is not None
    assert second.solved is None
    assert store.feedback.asked_between(NOON, NOON + timedelta(days=1)) == (first, second)
    assert store.feedback.asked_between(NOON + timedelta(days=1), NOON + timedelta(days=2)) == ()


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_ratings_go_from_one_to_five(store: Store, rating: int) -> None:
    claim = closed(store, opened(store))
    with pytest.raises(BadInput):
        store.feedback.answer(claim.number, rating=rating)
