"""The classifier of what a photo shows, on vectors that are easily told apart."""

import numpy as np

from intake.vision.types import PhotoKind
from training.clip.kinds import fit_kinds


def test_few_parcels_are_told_from_many_products() -> None:
    rng = np.random.default_rng(0)
    kinds = [PhotoKind.PRODUCT] * 200 + [PhotoKind.PARCEL] * 12 + [PhotoKind.NOTHING] * 6
    centres = {kind: rng.standard_normal(32) for kind in PhotoKind}
    rows = np.stack([centres[kind] + 0.5 * rng.standard_normal(32) for kind in kinds]).astype(np.float32)
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    head = fit_kinds(vectors, kinds)
    assert np.mean([head.kind(vector) is kind for vector, kind in zip(vectors, kinds, strict=True)]) > 0.98
