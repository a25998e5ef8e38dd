"""What similarities mean in one catalogue with one model, measured on the catalogue without any labelled photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intake.vision.axes import Axes, sample
from intake.vision.looks import Vectors
from intake.vision.regions import alike

_ENOUGH = 200  # pictures to measure on
_PLAIN = 0.1  # spread of a catalogue of one product, which has nothing to compare with
_TEMPERATURES = (0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0)


@dataclass(frozen=True)
class Scales:
    """`spread`: standard deviation of the similarities of pictures of different products.

    `text`: the temperature at which the catalogue's pictures find their own texts best; 0 where texts tell nothing, so
    that a text tower without a word of the shop's trade has no say.
    """

    spread: float
    text: float


def measure(features: Vectors | NDArray[np.float16], owners: NDArray[np.int64], texts: Vectors, axes: Axes) -> Scales:
    """Scales of pictures (m, r, c) of the products `owners` (m,), ascending, whose texts are (products, d)."""
    some = sample(len(owners), _ENOUGH)
    chosen, owner = axes.reduced(features[some]), owners[some]
    others = alike(chosen, chosen)[owner[:, None] != owner[None]]
    spread = float(others.std()) if others.size > 2 else _PLAIN
    return Scales(max(spread, 1e-3), _text_temperature(axes.beside_texts(features[some]), owner, texts))


def _text_temperature(pictures: Vectors, owners: NDArray[np.int64], texts: Vectors) -> float:
    """Maximum likelihood over a grid, each picture against the texts of the products measured on."""
    present, own = np.unique(owners, return_inverse=True)
    cosines = pictures @ texts[present].T
    return min(_TEMPERATURES, key=lambda t: _loss(t * cosines, own))


def _loss(logits: NDArray[np.float32], truth: NDArray[np.int64]) -> float:
    shifted = logits - logits.max(axis=1, keepdims=True)
    own = np.take_along_axis(shifted, truth[:, None], axis=1)[:, 0]
    return float((np.log(np.exp(shifted).sum(axis=1)) - own).mean())
