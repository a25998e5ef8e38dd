"""What one embedding says of a question: how near it lies to each topic, and to what policies seldom answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from intake.rag.contents import Contents
from intake.rag.topics import ASKED, Entry, Topic
from intake.rag.vectors import Embedding, Matrix, Vectors, unit

NEAREST = 5_000  # entries that are compared with a question: questions lie nearer than passages do
FEW = 5  # nearest questions of a topic: one alone may be near by chance


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

    def nearness(self, likeness: Matrix) -> Matrix:
        return (likeness - np.float32(self.zero)) / np.float32(self.unit)


@dataclass(frozen=True)
class Seen:
    """Nearness to a question. `topics` holds that of the nearest entry by topic and kind, of questions the mean of the
    nearest `FEW`; `elsewhere` is that of the nearest question that policies seldom answer.
    """

    topics: Mapping[int, Mapping[str, float]]
    elsewhere: float

    @cached_property
    def farthest(self) -> float:
        return min((near for found in self.topics.values() for near in found.values()), default=0.0)

    def by_kind(self, number: int, topic: Topic, language: str) -> tuple[float, float, float]:
        """Nearness of the passage that would be quoted, of its best translation, and of the questions.

        What wasn't among the nearest is as far as the farthest of these; what doesn't exist is as near as the passage.
        """
        found, floor = self.topics.get(number, {}), self.farthest
        own = topic.passage(language).document.language
        quoted = found.get(own, floor)
        languages = {passage.document.language for passage in topic.passages} - {own}
        return (
            quoted,
            max((found.get(language, floor) for language in languages), default=quoted),
            found.get(ASKED, floor) if topic.questions else quoted,
        )


class Groups:
    """Entries by topic and kind, laid out so that a question's nearness to each group takes no loop."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        members: dict[tuple[int, str], list[int]] = {}
        for number, entry in enumerate(entries):
            for topic in entry.topics:
                members.setdefault((topic, entry.kind), []).append(number)
        self._groups = list(members)
        sizes = [len(numbers) for numbers in members.values()]
        self._members = np.concatenate([*members.values(), np.empty(0)]).astype(np.int64)
        self._group = np.repeat(np.arange(len(sizes)), sizes)
        self._place = np.arange(len(self._group)) - np.repeat(np.cumsum([0, *sizes])[:-1], sizes)  # within the group
        self._counted = np.repeat([FEW if kind == ASKED else 1 for _, kind in members], sizes)

    def nearness(self, near: Matrix) -> dict[int, dict[str, float]]:
        """By topic and kind the mean of the nearest few, given the nearness of each entry (-inf: unknown)."""
        of_members = near[self._members]
        best_first = of_members[np.lexsort((-of_members, self._group))]
        counts = np.isfinite(best_first) & (self._place < self._counted)
        total = np.bincount(self._group[counts], best_first[counts], len(self._groups))
        number = np.bincount(self._group[counts], minlength=len(self._groups))
        found: dict[int, dict[str, float]] = {}
        for group in np.flatnonzero(number).tolist():
            topic, kind = self._groups[group]
            found.setdefault(topic, {})[kind] = float(total[group] / number[group])
        return found


class View:
    """Threads may share it."""

    def __init__(self, embedding: Embedding, vectors: Vectors, entries: Sequence[Entry], background: Background):
        self.embedding = embedding
        self._vectors, self._background, self._groups = vectors, background, Groups(entries)
        self._asked = np.array([entry.kind == ASKED for entry in entries])

    @classmethod
    def open(cls, folder: Path, embedding: Embedding, stamp: Mapping[str, str], contents: Contents) -> "View":
        """The vectors kept in `folder`, made anew where `stamp` isn't the one that they were made under."""
        texts = contents.texts
        vectors = Vectors.open(folder, embedding, stamp, texts)
        rows = vectors.rows(range(len(contents.entries), len(texts)))
        said, asked, uncovered = np.split(rows, np.cumsum([len(contents.background)] * 2))
        return cls(embedding, vectors, contents.entries, Background(said, asked, uncovered))

    def embed(self, question: str) -> Matrix:
        """Its vector, of length 1."""
        return unit(np.asarray(self.embedding.embed_query(question), dtype=np.float32))

    def of(self, question: str) -> Seen:
        vector, background = self.embed(question), self._background
        passages, questions = (Scale.of(rows @ vector) for rows in (background.said, background.asked))
        numbers, likeness = self._vectors.nearest(vector, NEAREST)
        of_entries = np.full(len(self._asked), -np.inf, dtype=np.float32)
        inside = numbers < len(self._asked)  # what comes behind them is background
        of_entries[numbers[inside]] = likeness[inside]
        near = np.where(self._asked, questions.nearness(of_entries), passages.nearness(of_entries))
        elsewhere = questions.nearness((background.uncovered @ vector).max())
        return Seen(self._groups.nearness(near), float(elsewhere))
