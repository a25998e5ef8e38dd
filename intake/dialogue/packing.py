"""Weights in five bits: steps from the highest of each output, finer near zero."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STEPS = 15  # that a weight may be from zero, each way

Vector = NDArray[np.float32]


def packed(weights: Vector) -> tuple[NDArray[np.int8], Vector]:
    """Weights (inputs, outputs) as steps (outputs, inputs), and the highest of each output.

    A sum over a hundred inputs evens out what is rounded off.
    """
    highest = np.maximum(np.abs(weights).max(axis=0), np.float32(1e-9))
    return (np.sign(weights) * np.round(np.sqrt(np.abs(weights) / highest) * STEPS)).astype(np.int8).T, highest


def unpacked(steps: NDArray[np.int8], highest: Vector) -> Vector:
    share: Vector = (steps.T / STEPS).astype(np.float32)
    return np.asarray(share * np.abs(share) * highest, np.float32)


def packed_together(matrices: Sequence[Vector]) -> tuple[NDArray[np.int8], Vector]:
    """Many matrices in one row of steps and one of highest values: each array of a file costs more than its numbers."""
    steps, highest = zip(*map(packed, matrices), strict=True)
    return np.concatenate([part.ravel() for part in steps]), np.concatenate(highest)


def unpacked_together(steps: NDArray[np.int8], highest: Vector, shapes: Sequence[tuple[int, int]]) -> list[Vector]:
    """The matrices again, given the shape of each. Raises `ValueError` where shapes and numbers don't go together."""
    sizes, outputs = np.cumsum([a * b for a, b in shapes]), np.cumsum([b for _, b in shapes])
    if sizes[-1] != len(steps) or outputs[-1] != len(highest):
        raise ValueError(f"{len(steps)} steps are not those of {len(shapes)} matrices.")
    parts = zip(np.split(steps, sizes[:-1]), np.split(highest, outputs[:-1]), shapes, strict=True)
    return [unpacked(part.reshape(shape[::-1]), most) for part, most, shape in parts]
