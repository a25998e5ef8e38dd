from collections.abc import Sequence
from datetime import date

import pytest

from intake.rag.answer import LONGEST_QUOTE, Knowledge, answer, quote
from intake.rag.types import Citation, Evidence, PolicyText


def citation(passage: str) -> Citation:
    return Citation("refunds", "Refunds", "Duration", "2026-07", "en", passage, 0.9)


class FakeRetrieval:
    """Finds what it is given; a text is as similar as the words that it shares with the question are many."""

    least_coverage = 0.5

    def __init__(self, coverage: float, *passages: str) -> None:
        self._evidence = Evidence(tuple(citation(passage) for passage in passages), coverage)
        self.asked: list[tuple[str, str]] = []
        self.days: list[date | None] = []

    def evidence(self, question: str, language: str, k: int, on: date | None = None) -> Evidence:
        self.asked.append((question, language))
        self.days.append(on)
        return Evidence(self._evidence.citations[:k], self._evidence.coverage)

    def similarities(self, question: str, texts: Sequence[str]) -> list[float]:
        words = set(question.lower().split())
        return [float(len(words & set(text.lower().split()))) for text in texts]

    def about(self, track: str, language: str, on: date | None = None) -> tuple[Citation, ...]:
        self.asked.append((track, language))
        self.days.append(on)
        return self._evidence.citations

    def policy(self, document: str, language: str, version: str = "") -> PolicyText:
        raise NotImplementedError

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        return [[place] for place in range(len(questions))]


def test_an_answer_quotes_the_best_passage_and_cites_all() -> None:
    found = answer("How long?", "en", FakeRetrieval(0.8, "Seven days.", "Other."))
    assert found.covered
    assert found.text == "Seven days."
    assert [c.passage for c in found.citations] == ["Seven days.", "Other."]


def test_without_coverage_nothing_is_said() -> None:
    found = answer("Do you hire?", "en", FakeRetrieval(0.4, "Seven days."))
    assert not found.covered
    assert found.text == ""
    assert [c.passage for c in found.citations] == ["Seven days."]


def test_nothing_found_is_not_covered() -> None:
    assert not answer("How long?", "en", FakeRetrieval(1.0)).covered


def test_of_a_long_passage_the_fitting_sentences_are_quoted_word_for_word() -> None:
    filler = "Nothing of interest stands in this sentence at all, whatever you ask. " * 8
    passage = filler + "Refunds take seven days. They use the same card. No fees apply. " + filler
    assert len(passage) > LONGEST_QUOTE
    text = quote("how many days do refunds take", passage.strip(), FakeRetrieval(0.8))
    assert "Refunds take seven days." in text
    assert len(text) < LONGEST_QUOTE


def test_a_long_passage_without_sentence_ends_is_quoted_whole() -> None:
    passage = "word " * 200
    assert quote("word", passage.strip(), FakeRetrieval(0.8)) == passage.strip()


@pytest.mark.parametrize(
    ("question", "language"),
    [("Wie lange dauert die Erstattung?", "de"), ("How long does the refund take?", "en")],
)
def test_the_language_of_the_question_is_told_where_it_is_not_given(question: str, language: str) -> None:
    retrieval = FakeRetrieval(0.8, "Seven days.")
    Knowledge(retrieval).ask(question)
    assert retrieval.asked == [(question, language)]


def test_a_given_language_is_kept() -> None:
    retrieval = FakeRetrieval(0.8, "Seven days.")
    Knowledge(retrieval).ask("Wie lange dauert die Erstattung?", "en")
    assert retrieval.asked[0][1] == "en"


@pytest.mark.parametrize("question", ["", "   \n", "\0", "\ud800"])
def test_an_empty_question_is_not_looked_up(question: str) -> None:
    retrieval = FakeRetrieval(1.0, "Seven days.")
    assert not Knowledge(retrieval).ask(question, "en").covered
    assert retrieval.asked == []


def test_an_endless_question_is_cut() -> None:
    retrieval = FakeRetrieval(0.8, "Seven days.")
    Knowledge(retrieval).ask("how long " * 10_000, "en")
    assert len(retrieval.asked[0][0]) <= 1000


def test_the_day_that_counts_is_passed_on() -> None:
    retrieval = FakeRetrieval(0.8, "Seven days.")
    Knowledge(retrieval).ask("How long?", "en", on=date(2026, 5, 1))
    Knowledge(retrieval).about("warranty", "en", on=date(2026, 5, 2))
    assert retrieval.days == [date(2026, 5, 1), date(2026, 5, 2)]


def test_staff_see_every_passage_that_was_weighed() -> None:
    passages = [f"Passage {number}." for number in range(12)]
    found = Knowledge(FakeRetrieval(0.8, *passages)).ask("How long?", "en")
    assert [c.passage for c in found.citations] == passages[:3]
    assert [c.passage for c in found.considered] == passages[:10]
