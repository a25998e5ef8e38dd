"""The damage head of the embedded weights: which damage, and in which cell of the picture. Plain numpy."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intake.vision.looks import Looks, Vectors, details

Array = NDArray[np.float32]


@dataclass(frozen=True)
class DamageHead:
    """A linear classifier on image vectors and details: `weights` (damages, d + c + f), `bias` (damages,)."""

    weights: Array
    bias: Array

    @classmethod
    def load(cls, file: Path) -> "DamageHead":
        with np.load(file) as saved:
            return cls(saved["weights"], saved["bias"])

    def logits(self, looks: Looks) -> Vectors:
        """(n, damages) of n pictures."""
        inputs = np.concatenate([looks.vectors, details(looks)], axis=1)
        return np.asarray(inputs @ self.weights.T + self.bias)

    def cells(self, looks: Looks) -> Array:
        """(n, 2h, 2w, damages): what each cell by itself would speak for.

        Class activation (Zhou et al., CVPR 2016) through a maximum: each cell is weighed as if it were the strongest.
        """
        d, c = looks.vectors.shape[1], looks.last.shape[3]
        coarse = _scaled(looks.last) @ self.weights[:, d : d + c].T
        fine = _scaled(looks.fine) @ self.weights[:, d + c :].T
        return np.asarray(fine + coarse.repeat(2, axis=1).repeat(2, axis=2))


def _scaled(part: Array) -> Array:
    strongest = part.max(axis=(1, 2), keepdims=True)
    return np.asarray(part / np.sqrt(np.square(strongest).mean(axis=3, keepdims=True) + 1e-6))
