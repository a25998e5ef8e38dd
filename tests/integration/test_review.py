"""From a question that no policy answers to the list that staff work off, in a real database."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from intake.claims.store import Store
from intake.review import open_questions


class ByFirstWord:
    """Takes questions that begin alike for one, the largest group first."""

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        groups: dict[str, list[int]] = {}
        for place, question in enumerate(questions):
            groups.setdefault(question.split()[0], []).append(place)
        return sorted(groups.values(), key=len, reverse=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    yield store
    store.close()


def test_what_came_often_comes_first_with_every_wording(store: Store) -> None:
    for text, language in (("Sofas?", "en"), ("Rent a chair", "en"), ("Rent leihen", "de"), ("Rent a chair", "en")):
        store.unanswered.keep(text, language)
    often, once = open_questions(store.unanswered, ByFirstWord())
    assert (often.text, often.count, often.languages) == ("Rent a chair", 3, ("de", "en"))
    assert often.wordings == ("Rent a chair", "Rent leihen")
    assert (once.text, once.count) == ("Sofas?", 1)


def test_what_staff_settled_is_gone_and_the_rest_stays(store: Store) -> None:
    for text in ("Sofas?", "Rent a chair", "Rent a table"):
        store.unanswered.keep(text, "en")
    often, _ = open_questions(store.unanswered, ByFirstWord())
    store.unanswered.settle(often.ids, "anna")
    store.unanswered.settle(often.ids, "anna")
    assert [question.text for question in open_questions(store.unanswered, ByFirstWord())] == ["Sofas?"]


def test_nothing_asked_nothing_open(store: Store) -> None:
    assert open_questions(store.unanswered, ByFirstWord()) == []
