"""Cloth as (h, w, 3) sRGB pictures in 0..1, row 0 at the top: stripes, checks, a printed sun."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from training.render.patterns import mix, weave
from training.render.product import Array, Colour

SIZE = 768


def cloth(picture: Array, threads: int = 160, slub: float = 0.1, seed: int = 0) -> Array:
    """Lay a weave's light and shade over a SIZE by SIZE picture; `slub` is how uneven its threads are."""
    return np.clip(picture * 1.08 * weave((1.0, 1.0, 1.0), SIZE, threads, seed, slub), 0, 1)


def stripes(first: Colour, second: Colour, accent: Colour, count: int = 7) -> Array:
    """Upright stripes: `count` broad ones of the first colour on the second, each with fine accent lines."""
    phase = (np.arange(SIZE) / SIZE * count) % 1
    broad = _soft(np.abs(phase - 0.5) < 0.25)
    fine = _soft(np.abs(np.abs(phase - 0.5) - 0.33) < 0.02)
    row = mix(second, first, broad)
    row = row * (1 - fine[:, None]) + np.asarray(accent) * fine[:, None]
    return cloth(np.broadcast_to(row, (SIZE, SIZE, 3)), seed=5)


def checks(first: Colour, second: Colour, accent: Colour, count: int = 6) -> Array:
    """A gingham: `count` bands of the first colour each way cross on the second, with fine accent lines."""
    phase = (np.arange(SIZE) / SIZE * count) % 1
    band = _soft(np.abs(phase - 0.5) < 0.25) * 0.5
    fine = _soft(np.abs((phase + 0.5) % 1 - 0.5) < 0.02) * 0.7
    picture = mix(second, first, band[:, None] + band[None, :])
    lines = np.maximum(fine[:, None], fine[None, :])[..., None]
    return cloth(picture * (1 - lines) + np.asarray(accent) * lines, seed=6)


def sun_print(canvas: Colour, bottom: Colour, sun: Colour, split: float, aspect: float) -> Array:
    """Canvas with a dyed bottom up to v = `split` and above it, at u = 0.5, a sun with rays over a wave.

    `aspect` is the length of the whole round divided by the height, so that the sun stays round.
    """
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    right, up = (x - 0.5) * aspect, (1 - y) - split - 0.5 * (1 - split)
    away, turn = np.hypot(right, up), np.arctan2(up, right)
    rays = (away > 0.14) & (away < 0.20 + 0.03 * (np.cos(turn * 8) > 0)) & (np.cos(turn * 16) > 0.15)
    wave = (np.abs((1 - y) - split - 0.055 - 0.012 * np.sin(right * 62)) < 0.008) & (np.abs(right) < 0.26)
    printed = _edged((away < 0.115) | rays)[..., None]
    picture = np.asarray(canvas) * (1 - printed) + np.asarray(sun) * printed
    dyed = _edged((1 - y < split) | wave)[..., None]
    return cloth(picture * (1 - dyed) + np.asarray(bottom) * dyed, 192, 0.12, 7)


def _soft(mask: ArrayLike) -> Array:
    return np.asarray(gaussian_filter1d(np.asarray(mask, float), 1.2, mode="wrap"))


def _edged(mask: ArrayLike) -> Array:
    return np.asarray(gaussian_filter(np.asarray(mask, float), 0.8))
