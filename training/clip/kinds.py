"""What a photo shows (product, parcel, nothing), learnt on finished weights: `python -m training.clip.kinds`."""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from intake.vision.encoder import EMBEDDED, Encoder
from intake.vision.kinds import KIND_HEAD, KINDS, KindHead
from intake.vision.looks import Vectors
from intake.vision.photos import open_photo
from intake.vision.types import PhotoKind
from training.clip.photos import Labelled, read_labels, split

PRODUCTS = 300  # photos of products to tell the others from; of those there are few
DECAY = 1e-3


def fit_kinds(vectors: Vectors, kinds: Sequence[PhotoKind]) -> KindHead:
    """Logistic regression with a squared penalty on unit vectors (n, d); each kind weighs by the root of its number."""
    rows = np.array([KINDS.index(kind) for kind in kinds])
    share = 1 / np.sqrt(np.bincount(rows, minlength=len(KINDS)))[rows]
    share /= share.sum()
    targets = np.eye(len(KINDS))[rows]
    inputs = np.concatenate([vectors, np.ones((len(vectors), 1))], axis=1)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(len(KINDS), -1)
        logits = inputs @ weights.T
        logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        slope = (share[:, None] * (np.exp(logs) - targets)).T @ inputs + 2 * DECAY * weights
        return float(-(share * (logs * targets).sum(axis=1)).sum() + DECAY * (weights**2).sum()), slope.ravel()

    found = minimize(loss, np.zeros(len(KINDS) * inputs.shape[1]), jac=True, method="L-BFGS-B").x
    weights = found.reshape(len(KINDS), -1).astype(np.float32)
    return KindHead(weights[:, :-1], weights[:, -1])


def _some(photos: Sequence[Labelled]) -> list[Labelled]:
    products = [photo for photo in photos if photo.kind is PhotoKind.PRODUCT]
    return [photo for photo in photos if photo.kind is not PhotoKind.PRODUCT] + products[-PRODUCTS:]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.clip.kinds", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=EMBEDDED)
    options = parser.parse_args()
    encoder = Encoder(str(options.out))
    train, tune, _ = (_some(part) for part in split(read_labels(options.photos)))
    seen = [encoder.images([open_photo(p.file.read_bytes()) for p in part]) for part in (train, tune)]
    head = fit_kinds(seen[0], [p.kind for p in train])
    np.savez(options.out / KIND_HEAD, allow_pickle=False, weights=head.weights, bias=head.bias)
    for name, part, vectors in (("train", train, seen[0]), ("tune", tune, seen[1])):
        right = Counter(p.kind for p, v in zip(part, vectors, strict=True) if head.kind(v) is p.kind)
        total = Counter(p.kind for p in part)
        print(name, {str(kind): f"{right[kind]}/{total[kind]}" for kind in KINDS})


if __name__ == "__main__":
    main()
