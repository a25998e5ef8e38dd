"""Answers quoted from the policies, or the admission that they hold none."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from intake.rag.language import detect
from intake.rag.types import Answer, Citation, Evidence, PolicyText

LANGUAGES = ("de", "en")  # that customers write in
CITATIONS = 3
CONSIDERED = 10  # that staff may see
LONGEST_QUOTE = 450  # characters; of longer passages the best sentences are quoted
SENTENCES = 3
LONGEST_QUESTION = 1000  # characters that are looked up
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zäöüß]|[„\"“*-])|\n+")


class Retrieval(Protocol):
    @property
    def least_coverage(self) -> float: ...

    def evidence(self, question: str, language: str, k: int, on: date | None = None) -> Evidence: ...

    def similarities(self, question: str, texts: Sequence[str]) -> list[float]: ...

    def about(self, track: str, language: str, on: date | None = None) -> tuple[Citation, ...]: ...

    def alike(self, questions: Sequence[str]) -> list[list[int]]: ...

    def policy(self, document: str, language: str, version: str = "") -> PolicyText: ...


class Knowledge:
    """What the policies have to say."""

    def __init__(self, index: Retrieval) -> None:
        self._index = index

    def ask(self, question: str, language: str | None = None, on: date | None = None) -> Answer:
        """The answer to `question`, quoted in `language` ("de", "en"; None: the question's own) where possible.

        `on` is the day whose policies count, that of the purchase where it is known (None: today).
        """
        question = _readable(question)
        if not question:
            return Answer("", covered=False, citations=())
        return answer(question, language or detect(question, LANGUAGES), self._index, on)

    def about(self, track: str, language: str, on: date | None = None) -> tuple[Citation, ...]:
        """How the policies on a track begin, in `language` where possible; empty where no document names the track."""
        return self._index.about(track, language, on)

    def policy(self, document: str, language: str, version: str = "") -> PolicyText:
        """A document by its id, where it exists in that language and version. Raises `NotFound`."""
        return self._index.policy(document, language, version)

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """Places of questions that mean the same, the largest group and its most typical member first."""
        return self._index.alike(questions)


def answer(question: str, language: str, index: Retrieval, on: date | None = None) -> Answer:
    """A quotation when the evidence says that there is one, else nothing."""
    evidence = index.evidence(question, language, CONSIDERED, on)
    considered, citations = evidence.citations, evidence.citations[:CITATIONS]
    if not citations or evidence.coverage < index.least_coverage:
        return Answer("", False, citations, considered)
    return Answer(quote(question, citations[0].passage, index), True, citations, considered)


def quote(question: str, passage: str, index: Retrieval) -> str:
    """`passage`, or where it is long the consecutive sentences in it that fit the question best."""
    if len(passage) <= LONGEST_QUOTE:
        return passage
    sentences = [sentence for sentence in SENTENCE_END.split(passage) if sentence.strip()]
    starts = range(max(1, len(sentences) - SENTENCES + 1))
    windows = [" ".join(sentences[start : start + SENTENCES]) for start in starts]
    scores = index.similarities(question, windows)
    return windows[scores.index(max(scores))]


def _readable(question: str) -> str:
    """`question` without what no text encoding holds, and no longer than a question is."""
    return question.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").strip()[:LONGEST_QUESTION]
