from collections.abc import Sequence

import pytest

from intake.rag.answer import LONGEST_QUOTE, Knowledge, answer, quote
from intake.rag.types import Citation, Evidence


def citation(passage: str) -> Citation:
    return Citation("refunds", "Refunds", "Duration", "2026-07", "en", passage, 0.9)


class FakeRetrieval:
    """Finds what it is given; a text is as similar as the words that it shares with the question are many."""

    def __init__(self, advantage: float, *passages: str) -> None:
        self._evidence = Evidence(tuple(citation(passage) for passage in passages), advantage)
        self.asked: list[tuple[str, str]] = []

    def evidence(self, question: str, language: str, k: int) -> Evidence:
        self.asked.append((question, language))
        return Evidence(self._evidence.citations[:k], self._evidence.advantage)

    def similarities(self, question: str, texts: Sequence[str]) -> list[float]:
        words = set(question.lower().split())
        return [float(len(words & set(text.lower().split()))) for text in texts]

    def about(self, track: str, language: str) -> tuple[Citation, ...]:
        self.asked.append((track, language))
        return self._evidence.citations


def test_an_answer_quotes_the_best_passage_and_cites_all() -> None:
    found = answer("How long?", "en", FakeRetrieval(2.0, "Seven days.", "Other."), least_advantage=1.0)
    assert found.covered
    assert found.text == "Seven days."
    assert [c.passage for c in found.citations] == ["Seven days.", "Other."]


def test_without_an_advantage_nothing_is_said() -> None:
    found = answer("Do you hire?", "en", FakeRetrieval(0.9, "Seven days."), least_advantage=1.0)
    assert not found.covered
    assert found.text == ""
    assert [c.passage for c in found.citations] == ["Seven days."]


def test_nothing_found_is_not_covered() -> None:
    assert not answer("How long?", "en", FakeRetrieval(9.0), least_advantage=1.0).covered


def test_of_a_long_passage_the_fitting_sentences_are_quoted_word_for_word() -> None:
    filler = "Nothing of interest stands in this sentence at all, whatever you ask. " * 8
    passage = filler + "Refunds take seven days. They use the same card. No fees apply. " + filler
    assert len(passage) > LONGEST_QUOTE
    text = quote("how many days do refunds take", passage.strip(), FakeRetrieval(2.0))
    assert "Refunds take seven days." in text
    assert len(text) < LONGEST_QUOTE


def test_a_long_passage_without_sentence_ends_is_quoted_whole() -> None:
    passage = "word " * 200
    assert quote("word", passage.strip(), FakeRetrieval(2.0)) == passage.strip()


@pytest.mark.parametrize(
    ("question", "language"),
    [("Wie lange dauert die Erstattung?", "de"), ("How long does the refund take?", "en")],
)
def test_the_language_of_the_question_is_told_where_it_is_not_given(question: str, language: str) -> None:
    retrieval = FakeRetrieval(2.0, "Seven days.")
    Knowledge(retrieval).ask(question)
    assert retrieval.asked == [(question, language)]


def test_a_given_language_is_kept() -> None:
    retrieval = FakeRetrieval(2.0, "Seven days.")
    Knowledge(retrieval).ask("Wie lange dauert die Erstattung?", "en")
    assert retrieval.asked[0][1] == "en"


@pytest.mark.parametrize("question", ["", "   \n", "\0", "\ud800"])
def test_an_empty_question_is_not_looked_up(question: str) -> None:
    retrieval = FakeRetrieval(9.0, "Seven days.")
    assert not Knowledge(retrieval).ask(question, "en").covered
    assert retrieval.asked == []


def test_an_endless_question_is_cut() -> None:
    retrieval = FakeRetrieval(2.0, "Seven days.")
    Knowledge(retrieval).ask("how long " * 10_000, "en")
    assert len(retrieval.asked[0][0]) <= 1000
