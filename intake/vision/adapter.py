"""A handful of a shop's own labelled photos teaches the damage reader, without training.

Tip-Adapter (Zhang et al., ECCV 2022): what is seen on the labelled photos is kept beside their labels, and a new
photo's logits move towards the labels of those that it resembles. Strength and reach are chosen by leaving each photo
out once, and nothing is kept that doesn't read the left-out photos better. The file can be removed at any time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intake.errors import BadInput
from intake.kept import keep_arrays

Array = NDArray[np.float32]

FEWEST = 5  # labelled photos from which something can be learnt
_STRENGTHS = (0.5, 1.0, 2.0, 4.0, 8.0)
_REACHES = (2.0, 5.0, 10.0, 20.0)
_BETTER = 0.95  # of the log loss before: less is a gain by chance


@dataclass(frozen=True)
class Example:
    """A labelled photo: unit `features` (k,), `logits` (damages,) as read without an adapter, `target` (damages,).

    `target` has the shares of what is true, intact among them; it sums to 1.
    """

    features: Array
    logits: Array
    target: Array


@dataclass(frozen=True)
class Adapter:
    """`keys` (m, k) unit features of labelled photos, `values` (m, damages) their labels, centred.

    A photo's logits gain `strength * exp(-reach * (1 - keys @ features)) @ values`. `model` is the id of the weights.
    """

    keys: Array
    values: Array
    strength: float
    reach: float
    model: str

    @classmethod
    def fit(cls, examples: Sequence[Example], model: str) -> "Trial":
        """Tries whether the examples help. Raises BadInput for fewer than `FEWEST`."""
        if len(examples) < FEWEST:
            raise BadInput(f"{len(examples)} labelled photos are too few to learn from: it takes {FEWEST} at least.")
        keys = np.stack([e.features for e in examples])
        targets = np.stack([e.target for e in examples])
        logits = np.stack([e.logits for e in examples])
        adapters = [cls(keys, _centred(targets), s, r, model) for s, r in product(_STRENGTHS, _REACHES)]
        losses = [_loss(a._left_out(logits), targets) for a in adapters]
        best = int(np.argmin(losses))
        before, after = _loss(logits, targets), losses[best]
        right, was_right = (_right(rows, targets) for rows in (adapters[best]._left_out(logits), logits))
        better = after <= _BETTER * before and right >= was_right
        return Trial(adapters[best] if better else None, len(examples), before, after, was_right, right)

    @classmethod
    def load(cls, file: Path, model: str) -> "Adapter | None":
        """What `save` wrote for the same weights; None where there is no such file, or it was made for others."""
        if not file.is_file():
            return None
        with np.load(file) as saved:
            if str(saved["model"]) != model:
                return None
            return cls(saved["keys"], saved["values"], float(saved["strength"]), float(saved["reach"]), model)

    def save(self, file: Path) -> None:
        keep_arrays(file, self.__dict__)

    def adjust(self, logits: Array, features: Array) -> Array:
        """(damages,) logits of a photo with unit `features` (k,)."""
        return np.asarray(logits + self._pull(self.keys @ features) @ self.values, np.float32)

    def _pull(self, likeness: Array) -> Array:
        return np.asarray(self.strength * np.exp(-self.reach * (1 - likeness)), np.float32)

    def _left_out(self, logits: Array) -> Array:
        """(m, damages) logits of the labelled photos, each read by the others."""
        pull = self._pull(self.keys @ self.keys.T)
        np.fill_diagonal(pull, 0)
        return np.asarray(logits + pull @ self.values)


@dataclass(frozen=True)
class Trial:
    """What leaving one photo out at a time showed. `adapter` is None where it doesn't help.

    `before` and `after` are mean log losses, `right_before` and `right_after` shares of photos whose best answer is
    true, over `photos` labelled photos.
    """

    adapter: Adapter | None
    photos: int
    before: float
    after: float
    right_before: float
    right_after: float


def _centred(targets: Array) -> Array:
    """What all labels have in common tells photos nothing apart."""
    return np.asarray(targets - targets.mean(axis=0) if len(targets) > 1 else targets, np.float32)


def _loss(logits: Array, targets: Array) -> float:
    top = logits.max(axis=1, keepdims=True)
    logs = logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
    return -float((logs * targets).sum(axis=1).mean())


def _right(logits: Array, targets: Array) -> float:
    return float((targets[np.arange(len(targets)), logits.argmax(axis=1)] > 0).mean())
