"""In which directions the pictures of one catalogue are compared, and how they are held against texts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intake.vision.looks import Vectors, unit

MOST = 384  # axes
SAMPLE = 2_000  # pictures that they are taken from


@dataclass(frozen=True)
class Axes:
    """From a region's unit vector in the tower's own features (c,) to what an index compares.

    `pictures` (c, k) are the catalogue's own principal axes, orthonormal: what a shop's pictures differ in is seldom
    what the projection was trained to keep. `texts` (c, d) is that projection, for texts alone.
    """

    pictures: Vectors
    texts: Vectors

    @classmethod
    def of(cls, features: Vectors | NDArray[np.float16], projection: Vectors | None) -> "Axes":
        """Of pictures (m, r, c); without a projection, for towers without maps, features are compared as they are."""
        if projection is None:
            return cls.plain(features.shape[-1])
        return cls(_principal(np.asarray(features, np.float32).reshape(-1, features.shape[-1])), projection)

    @classmethod
    def plain(cls, dimensions: int) -> "Axes":
        same = np.eye(dimensions, dtype=np.float32)
        return cls(same, same)

    def reduced(self, features: Vectors | NDArray[np.float16]) -> Vectors:
        """(..., k) of (..., c). What lies outside of the axes is lost: a region that it is much of is like nothing."""
        return np.asarray(features, np.float32) @ self.pictures

    def beside_texts(self, features: Vectors | NDArray[np.float16]) -> Vectors:
        """(..., d) of pictures (..., r, c), by their whole and their middle: what cosines with texts are taken of."""
        two = unit(np.asarray(features[..., :2, :], np.float32) @ self.texts)
        return np.asarray(two.mean(axis=-2))


def sample(count: int, most: int = SAMPLE) -> NDArray[np.int64]:
    """Positions of at most `most` of `count` pictures, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))


def _principal(rows: Vectors) -> Vectors:
    """(c, k) principal axes of rows (n, c) around the origin; as many as there are rows, at most `MOST`.

    Around the origin, because it is lengths and angles from there that cosines compare.
    """
    exact = rows.astype(np.float64)
    _, axes = np.linalg.eigh(exact.T @ exact)  # ascending; much faster than decomposing the rows themselves
    return np.ascontiguousarray(axes[:, ::-1][:, : min(MOST, len(rows))], np.float32)
