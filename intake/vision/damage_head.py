"""The damage head of the embedded weights: which damage, and in which cell of the picture. Plain numpy."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intake.vision.looks import Looks, Vectors, details

Array = NDArray[np.float32]


@dataclass(frozen=True)
class DamageHead:
    """Asks every cell of the finer map for each of the t damage types, and the whole picture beside.

    A cell's hidden layer (h) reads both maps: `last` (c, h), `fine` (f, h), `hidden_bias` (h,); `types` (h, t) and
    `types_bias` (t,) read that. `weights` (t + 1, d + c + f) and `bias` (t + 1,) classify the picture's vector and
    details; the last class is intact. Learnt in `training/clip/damage_head.py`, which names the method.
    """

    last: Array
    fine: Array
    hidden_bias: Array
    types: Array
    types_bias: Array
    weights: Array
    bias: Array

    @classmethod
    def load(cls, file: Path) -> "DamageHead":
        with np.load(file) as saved:
            return cls(**{field.name: saved[field.name].astype(np.float32) for field in fields(cls)})

    def cells(self, looks: Looks) -> Array:
        """(n, 2h, 2w, t) logits: does this cell show this damage?"""
        coarse = (looks.last @ self.last).repeat(2, axis=1).repeat(2, axis=2)
        hidden = np.maximum(coarse + looks.fine @ self.fine + self.hidden_bias, 0)
        return np.asarray(hidden @ self.types + self.types_bias)

    def logits(self, looks: Looks, cells: Array) -> Vectors:
        """(n, t + 1) of n pictures and their `cells`: what the whole and the strongest of the cells speak for."""
        inputs = np.concatenate([looks.vectors, details(looks)], axis=1)
        whole = inputs @ self.weights.T + self.bias
        whole[:, :-1] += soft_maximum(cells)
        return np.asarray(whole)


def soft_maximum(cells: Array) -> Vectors:
    """(n, t): log of the sum of exponentials over cells (n, h, w, t), less log h."""
    top = cells.max(axis=(1, 2), keepdims=True)
    total = np.exp(cells - top).sum(axis=(1, 2))
    return np.asarray(np.log(total) + top[:, 0, 0] - np.log(cells.shape[1]), np.float32)
