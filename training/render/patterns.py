"""Surface pictures in plain numpy: noise, wood, cloth and printed decoration.

Colour pictures are (h, w, 3) sRGB in 0..1, height maps (h, w) in 0..1; row 0 is the top (v = 1).
Noise, wood and cloth repeat without a seam in both directions.
"""

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from training.render.product import Array, Colour

Point = tuple[float, float]


def fbm(
    height: int,
    width: int,
    seed: int = 0,
    cells: tuple[int, int] = (4, 4),
    octaves: int = 5,
    gain: float = 0.5,
) -> Array:
    """Tileable cloud noise (height, width) stretched to 0..1; `cells` counts the coarsest blobs down and across."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width))
    for octave in range(octaves):
        down, across = cells[0] << octave, cells[1] << octave
        if down > height or across > width:
            break
        grid = rng.random((down, across)) - 0.5
        total += gain**octave * (_spline(height, down) @ grid @ _spline(width, across).T)
    stretched: Array = (total - total.min()) / np.ptp(total)
    return stretched


def _spline(count: int, cells: int) -> Array:
    """Periodic cubic B-spline weights (count, cells)."""
    position = np.arange(count) * cells / count
    base = np.floor(position).astype(int)
    t = position - base
    weights = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3)
    matrix = np.zeros((count, cells))
    for offset, weight in enumerate(weights):
        np.add.at(matrix, (np.arange(count), (base + offset - 1) % cells), weight / 6)
    return matrix


def mix(first: Sequence[float], second: Sequence[float], amount: Array) -> Array:
    """Blend two colours by an (h, w) amount in 0..1."""
    blend = amount[..., None]
    return np.asarray(first, float) * (1 - blend) + np.asarray(second, float) * blend


def plain(colour: Colour, mottle: float = 0.02, seed: int = 0, size: int = 256) -> Array:
    """One colour with a faint cloudiness of +-`mottle`, as glazes and coats have."""
    clouds = fbm(size, size, seed, (3, 3), 5) - 0.5
    return np.clip(np.asarray(colour, float) + 2 * mottle * clouds[..., None], 0, 1)


def grain(size: int = 1024, seed: int = 0, rings: int = 14, swirl: float = 0.06) -> Array:
    """How dark wood is at each point (size, size), 0 early wood .. 1 late wood; the grain runs along x."""
    rng = np.random.default_rng(seed)
    y = np.arange(size)[:, None] / size + swirl * (fbm(size, size, seed, (2, 1), 4) - 0.5)
    line = _spline(4096, rings * 2) @ rng.random(rings * 2) + 0.4 * _spline(4096, rings * 7) @ rng.random(rings * 7)
    line = (line - line.min()) / np.ptp(line)
    growth = np.interp(y % 1, np.arange(4096) / 4096, line, period=1)
    fibres = fbm(size, size, seed + 1, (size // 4, 3), 2, 0.7)
    patches = fbm(size, size, seed + 2, (3, 1), 4)
    pores = np.clip(fbm(size, size, seed + 3, (size // 3, 16), 1) - 0.72, 0, None) * 2.5
    share: Array = np.clip(0.55 * growth**1.4 + 0.25 * fibres + 0.3 * patches - 0.12 + pores, 0, 1)
    return share


def wood(light: Colour, dark: Colour, size: int = 1024, seed: int = 0, rings: int = 14, swirl: float = 0.06) -> Array:
    """Sawn wood, the grain along u; `rings` year rings across the picture, `swirl` is how far they wander (0..0.2)."""
    return mix(light, dark, grain(size, seed, rings, swirl))


def wood_height(size: int = 1024, seed: int = 0, rings: int = 14, swirl: float = 0.06) -> Array:
    """The bump map that goes with `wood` of the same arguments: smoothed and oiled, so only 0.9..1."""
    return 1 - 0.1 * grain(size, seed, rings, swirl)


def weave_height(size: int = 1024, threads: int = 128, seed: int = 0) -> Array:
    """Plain weave (size, size) of `threads` uneven threads each way, 0 between them .. 1 on top."""
    wobble_x = (fbm(size, size, seed, (6, 24), 3) - 0.5) * 0.5
    wobble_y = (fbm(size, size, seed + 1, (24, 6), 3) - 0.5) * 0.5
    y, x = np.mgrid[0:size, 0:size] * threads / size
    warp, weft = np.abs(np.sin(np.pi * (x + wobble_x))), np.abs(np.sin(np.pi * (y + wobble_y)))
    over = (np.floor(x + wobble_x) + np.floor(y + wobble_y)) % 2
    height: Array = np.clip(np.where(over > 0.5, warp * (0.55 + 0.45 * weft), weft * (0.55 + 0.45 * warp)), 0, 1)
    return height


def weave(colour: Colour, size: int = 1024, threads: int = 128, seed: int = 0, slub: float = 0.1) -> Array:
    """Woven cloth of one colour; `slub` is how uneven the threads are in tone."""
    across = fbm(size, size, seed + 2, (threads, 3), 2) - 0.5
    down = fbm(size, size, seed + 3, (3, threads), 2) - 0.5
    shade = 0.8 + 0.2 * weave_height(size, threads, seed) + slub * (across + down)
    return np.clip(np.asarray(colour, float) * shade[..., None], 0, 1)


def brushed_height(size: int = 1024, seed: int = 0) -> Array:
    """The fine, shallow lines of brushed metal, running along u; 0..0.03."""
    return 0.03 * fbm(size, size, seed, (size // 2, 2), 2, 0.6)


def drawn(
    ground: Array | Colour,
    width: int,
    height: int,
    ink: Colour,
    paint: Callable[[ImageDraw.ImageDraw, int], None],
) -> Array:
    """Print one ink over a picture (height, width, 3) or a colour.

    `paint` draws in 0..255 on a canvas enlarged by its second argument, so edges come out smooth.
    """
    enlarged = 3
    canvas = Image.new("L", (width * enlarged, height * enlarged), 0)
    paint(ImageDraw.Draw(canvas), enlarged)
    amount = np.asarray(canvas.resize((width, height), Image.Resampling.BOX), float) / 255
    under = np.broadcast_to(np.asarray(ground, float), (height, width, 3))
    return under * (1 - amount[..., None]) + np.asarray(ink, float) * amount[..., None]
