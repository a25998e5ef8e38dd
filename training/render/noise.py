"""Smooth random fields."""

import numpy as np
from scipy.ndimage import map_coordinates

from training.render.product import Array


def cloud(size: int, seed: int, base: int = 4, octaves: int = 6, gain: float = 0.5) -> Array:
    """A tileable fractal noise picture (size, size) in 0..1; `base` is the number of lumps along a side."""
    rng = np.random.default_rng(seed)
    total = np.zeros((size, size))
    for octave in range(octaves):
        cells = base * 2**octave
        if cells > size:
            break
        grid = np.pad(rng.random((cells, cells)), ((0, 3), (0, 3)), mode="wrap")
        steps = np.linspace(0, cells, size, endpoint=False)
        where = np.meshgrid(steps, steps, indexing="ij")
        total += gain**octave * map_coordinates(grid, where, order=1 if cells > 64 else 3, mode="nearest")
    low, high = total.min(), total.max()
    lumps: Array = (total - low) / (high - low)
    return lumps


def waves(points: Array, seed: int, frequency: float, octaves: int = 4) -> Array:
    """Smooth noise (n,), about -1..1, at points (n, 3); `frequency` in radians per metre."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(points))
    for octave in range(octaves):
        for _ in range(4):
            direction = rng.normal(size=3)
            direction /= np.linalg.norm(direction)
            total += np.sin(points @ direction * frequency * 2**octave + rng.uniform(0, 6.28)) / 2**octave / 2
    return total


def blend(low: tuple[float, float, float], high: tuple[float, float, float], share: Array) -> Array:
    """Colours between two, by a share picture (h, w): (h, w, 3)."""
    mixed: Array = np.array(low) * (1 - share[..., None]) + np.array(high) * share[..., None]
    return mixed
