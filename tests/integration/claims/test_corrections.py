from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.claims.corrections import CorrectionBook
from intake.claims.store import Store
from intake.errors import NotFound


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    yield store
    store.close()


@pytest.fixture
def book(store: Store) -> CorrectionBook:
    return store.corrections


def test_a_correction_is_in_force_until_it_is_taken_back(book: CorrectionBook) -> None:
    first, second = book.add(["p1", "p2"], "anna", sku="MUG-FERN", damage="chip", claim="K7M-4PQ-9X")
    assert book.in_force() == (first, second)
    undone = book.undo(first.id, "ben")
    assert undone.undone is not None
    assert book.in_force() == (second,)
    assert [correction.id for correction in book.all()] == [second.id, first.id]
    assert book.undo(first.id, "ben") == undone


def test_a_later_correction_of_a_photo_takes_the_place_of_the_earlier(book: CorrectionBook) -> None:
    book.add(["p1"], "anna", sku="MUG-FERN")
    (later,) = book.add(["p1"], "ben", sku="MUG-DOTS")
    assert book.in_force() == (later,)
    assert len(book.all()) == 2


def test_one_that_does_not_exist_is_not_found(book: CorrectionBook) -> None:
    with pytest.raises(NotFound):
        book.undo(7, "anna")


def test_what_was_corrected_and_taken_back_is_logged_once(store: Store, book: CorrectionBook) -> None:
    (made,) = book.add(["p1"], "anna", sku="MUG-FERN", claim="K7M-4PQ-9X")
    book.undo(made.id, "ben")
    book.undo(made.id, "ben")
    logged = [(entry.actor, entry.action, entry.subject) for entry in store.audit.entries()]
    assert logged == [("ben", "correction_undone", "K7M-4PQ-9X"), ("anna", "correction_made", "K7M-4PQ-9X")]
