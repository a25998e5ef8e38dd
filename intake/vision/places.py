"""Where on the photo a damage is: heat maps and the boxes around their peaks."""

import numpy as np
from numpy.typing import NDArray

from intake.vision.types import Box

Heat = NDArray[np.float32]
_EDGE = 0.5  # of the peak: cells below are outside the box


def heat(cells: NDArray[np.float32]) -> Heat:
    """Logits (h, w) of cells as 0..1: how much each speaks for the damage beside the one that speaks most for it."""
    return np.asarray(np.exp(np.logaddexp(0, -cells.max()) - np.logaddexp(0, -cells)), np.float32)


def peak(heat: Heat) -> tuple[float, float]:
    """The middle of the hottest cell as (x, y) in 0..1 from the top left."""
    row, column = np.unravel_index(int(heat.argmax()), heat.shape)
    return (float(column) + 0.5) / heat.shape[1], (float(row) + 0.5) / heat.shape[0]


def box(heat: Heat) -> Box:
    """Around the cells that hang together with the hottest one and are at least half as hot."""
    rows, columns = np.nonzero(_around_peak(heat))
    height, width = heat.shape
    return (
        float(columns.min()) / width,
        float(rows.min()) / height,
        float(columns.max() + 1) / width,
        float(rows.max() + 1) / height,
    )


def _around_peak(heat: Heat) -> NDArray[np.bool_]:
    """Grows from the peak over hot neighbours (four a cell) until nothing is added."""
    hot = heat >= _EDGE * heat.max()
    grown: NDArray[np.bool_] = np.zeros_like(hot)
    grown[np.unravel_index(int(heat.argmax()), heat.shape)] = True
    while True:
        padded = np.pad(grown, 1)
        beside = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
        spread: NDArray[np.bool_] = (grown | beside) & hot
        if (spread == grown).all():
            return grown
        grown = spread
