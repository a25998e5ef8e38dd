"""Saved views on a real SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.claims.model import Reason, Status
from intake.claims.queue.filters import ME, Due, Filters, Standing
from intake.claims.store import Store
from intake.errors import BadInput

FILTERS = Filters(Status.WAITING_FOR_CUSTOMER, reason=Reason.UPSET, assignee=ME, due=Due.TODAY, search="Henkel ä")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    yield store
    store.close()


def test_a_view_is_read_back_as_it_was_saved(store: Store) -> None:
    store.views.save("kim", "  Heute \n ärgerlich ", FILTERS)
    (view,) = store.views.seen_by("kim")
    assert (view.name, view.filters, view.shared, view.owner) == ("Heute ärgerlich", FILTERS, False, "kim")


def test_others_see_what_is_shared_only(store: Store) -> None:
    store.views.save("kim", "own", FILTERS)
    store.views.save("kim", "all", Filters(Standing.ALL), shared=True)
    assert [view.name for view in store.views.seen_by("sam")] == ["all"]


def test_saving_again_replaces_one_s_own(store: Store) -> None:
    store.views.save("sam", "one", Filters(), shared=True)
    store.views.save("kim", "one", Filters())
    store.views.save("kim", "one", FILTERS)
    assert [(view.owner, view.filters) for view in store.views.seen_by("kim")] == [("sam", Filters()), ("kim", FILTERS)]


def test_nobody_removes_another_s_view(store: Store) -> None:
    store.views.save("kim", "one", FILTERS, shared=True)
    (view,) = store.views.seen_by("sam")
    store.views.remove(view.id, "sam")
    assert store.views.seen_by("sam") == (view,)
    store.views.remove(view.id, "kim")
    assert store.views.seen_by("sam") == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 41])
def test_names_are_neither_empty_nor_long(store: Store, name: str) -> None:
    with pytest.raises(BadInput):
        store.views.save("kim", name, FILTERS)
