"""What a tower sees of pictures: vectors to compare, feature maps to read places and details from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Looks:
    """n pictures through the image tower.

    `vectors` (n, d) are unit vectors. `last` (n, h, w, c) is what the last layer answers in each cell, before its
    mean over the picture becomes the vector; `fine` (n, 2h, 2w, f) is an earlier, finer layer. Both maps are empty
    (n, 0, 0, 0) for towers without such layers.
    """

    vectors: Vectors
    last: Vectors
    fine: Vectors

    def __len__(self) -> int:
        return len(self.vectors)

    def __getitem__(self, pictures: slice) -> "Looks":
        return Looks(self.vectors[pictures], self.last[pictures], self.fine[pictures])


def join(parts: Sequence[Looks]) -> Looks:
    """All pictures of `parts` in order; of nothing: no picture, no dimension."""
    if not parts:
        return without_maps(np.zeros((0, 0), np.float32))
    return Looks(
        *(np.concatenate(arrays) for arrays in zip(*((p.vectors, p.last, p.fine) for p in parts), strict=True))
    )


def without_maps(vectors: Vectors) -> Looks:
    """Looks of a tower that answers with vectors (n, d) alone."""
    nothing = np.zeros((len(vectors), 0, 0, 0), np.float32)
    return Looks(vectors, nothing, nothing)


def unit(rows: Vectors) -> Vectors:
    """Rows (..., d) at length 1."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12), np.float32)


def details(looks: Looks) -> Vectors:
    """(n, c + f) strongest answers of both maps anywhere in the picture, each part at a root mean square of 1.

    The mean over the picture, which CLIP compares, drowns a crack of a few pixels. (n, 0) without maps.
    """
    if not looks.last.size:
        return np.zeros((len(looks), 0), np.float32)
    return np.concatenate([_even(part.max(axis=(1, 2))) for part in (looks.last, looks.fine)], axis=1)


def _even(part: Vectors) -> Vectors:
    return np.asarray(part / np.sqrt(np.square(part).mean(axis=1, keepdims=True) + 1e-6), np.float32)
