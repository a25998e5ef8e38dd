"""What products stand on: tables, floors, cartons, cloths. Held-out ones are for test photographs only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import gaussian_filter, zoom
from scipy.spatial import cKDTree

from training.render.noise import blend, cloud
from training.render.product import Array, Colour

SIDE = 1024


@dataclass(frozen=True)
class Surface:
    """`draw` gives colour (SIDE, SIDE, 3) and height (SIDE, SIDE), 0..1; one tile is `metres` wide."""

    draw: Callable[[], tuple[Array, Array]]
    metres: float
    roughness: float
    bump: float  # metres
    floor: bool  # furniture stands on it too
    held_out: bool = False
    marked: bool = False  # looks scratched or cracked, as a trap


def _grid() -> tuple[Array, Array]:
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    return y, x


def _wood(seed: int, light: Colour, dark: Colour, planks: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    y, x = _grid()
    streaks = zoom(rng.random((SIDE, 16)), (1, SIDE / 16), order=1)[:SIDE, :SIDE]
    slow = zoom(cloud(SIDE, seed + 1, 8, 4)[:, ::8], (1, 8), order=1)[:SIDE, :SIDE]
    plank = np.floor(y * planks).astype(int) if planks else np.zeros((SIDE, SIDE), int)
    shift, tone = rng.random(planks + 1)[plank], rng.normal(0, 0.13, planks + 1)[plank]
    rings = np.sin(2 * np.pi * (y * 9 + 0.25 * np.sin(2 * np.pi * (x + shift)) + slow * 2 + shift * 7)) * 0.5 + 0.5
    share = np.clip(0.2 * rings + 0.33 * streaks + 0.42 * slow + tone, 0, 1)
    gap = np.zeros((SIDE, SIDE))
    if planks:
        gap = np.exp(-((np.abs((y * planks + 0.5) % 1 - 0.5) / planks / 0.0018) ** 2))
        gap = np.maximum(gap, np.exp(-((np.abs((x + shift) % 1 - 0.5) / 0.0013) ** 2)))
    return blend(light, dark, share) * (1 - 0.7 * gap[..., None]), (1 - 0.35 * share) * (1 - gap)


def _tiles(seed: int, count: int, base: Colour, grout: Colour, vein: float) -> tuple[Array, Array]:
    y, x = _grid()
    edge = np.minimum(np.abs((x * count + 0.5) % 1 - 0.5), np.abs((y * count + 0.5) % 1 - 0.5)) / count
    joint = gaussian_filter((edge < 0.0035) * 1.0, 1)
    tones = np.random.default_rng(seed).normal(0, 0.025, (count, count))
    tone = tones[(y * count).astype(int) % count, (x * count).astype(int) % count]
    dull = tuple(c * 0.75 for c in base)
    colour = blend(base, (dull[0], dull[1], dull[2]), vein * cloud(SIDE, seed, 3, 7) ** 2) + tone[..., None]
    return colour * (1 - joint[..., None]) + np.array(grout) * joint[..., None], 1 - joint


def _cardboard() -> tuple[Array, Array]:
    y, _ = _grid()
    fibre = gaussian_filter(np.random.default_rng(3).normal(size=(SIDE, SIDE)), (0.6, 3))
    fibre /= fibre.std()
    flutes = np.sin(2 * np.pi * y * 50)
    share = np.clip(cloud(SIDE, 2, 4, 6) + 0.06 * fibre, 0, 1)
    return blend((0.69, 0.57, 0.43), (0.6, 0.48, 0.35), share), 0.5 + 0.05 * fibre + 0.1 * flutes


def _carpet(seed: int, base: Colour, other: Colour, patches: int) -> tuple[Array, Array]:
    tufts = gaussian_filter(np.random.default_rng(seed).normal(size=(SIDE, SIDE)), 1.6, mode="wrap")
    tufts /= tufts.std()
    colour = blend(base, other, np.clip(2.5 * cloud(SIDE, seed, patches, 4) - 0.8, 0, 1))
    return colour * (1 + 0.13 * tufts)[..., None], 0.5 + 0.2 * tufts


def _weave(base: Colour, other: Colour, stripe: int) -> tuple[Array, Array]:
    y, x = _grid()
    thread = np.sin(x * 2 * np.pi * 128) * np.sin(y * 2 * np.pi * 128) * 0.5 + 0.5
    band: Array = np.where((x * stripe % 1) < 0.22, 1.0, 0.0) if stripe else np.zeros((SIDE, SIDE))
    return blend(base, other, band) * (0.86 + 0.14 * thread)[..., None], thread


def _stone(seed: int, base: Colour, vein: Colour, sharp: float) -> tuple[Array, Array]:
    field = cloud(SIDE, seed, 3, 7, 0.55)
    veins = np.clip(1 - np.abs(field - 0.5) * sharp, 0, 1) ** 2
    speckle = gaussian_filter(np.random.default_rng(seed).normal(size=(SIDE, SIDE)), 1.2) * 0.05
    colour = blend(base, vein, np.clip(0.75 * veins + 0.25 * field, 0, 1)) + speckle[..., None]
    return colour, np.full((SIDE, SIDE), 0.5)


def _plain(seed: int, base: Colour) -> tuple[Array, Array]:
    field = cloud(SIDE, seed, 3, 7)
    return np.array(base) * (0.95 + 0.1 * field)[..., None], cloud(SIDE, seed + 1, 128, 3)


def _scored(seed: int, ground: tuple[Array, Array], count: int, ink: Colour) -> tuple[Array, Array]:
    """A surface with straight marks all over, as of knives."""
    rng, (colour, height) = np.random.default_rng(seed), ground
    sheet = Image.new("L", (SIDE, SIDE), 0)
    pen = ImageDraw.Draw(sheet)
    for _ in range(count):
        place, angle = rng.uniform(0, SIDE, 2), rng.normal() * 0.5 + (rng.random() < 0.2) * 1.2
        reach = rng.uniform(20, 190) * np.array([np.cos(angle), np.sin(angle)])
        pen.line([*(place - reach), *(place + reach)], fill=int(rng.uniform(90, 230)), width=int(rng.integers(1, 4)))
    marks = np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.7)))[..., None] / 255.0
    return colour * (1 - marks) + np.array(ink) * marks, height * (1 - 0.6 * marks[..., 0])


def _crazed(seed: int, base: Colour, ink: Colour, cells: int) -> tuple[Array, Array]:
    """A surface with a net of dark lines, as dried earth or old glaze."""
    places = np.random.default_rng(seed).random((cells, 2))
    everywhere = np.concatenate([places + np.array([x, y]) for x in (-1, 0, 1) for y in (-1, 0, 1)])
    y, x = _grid()
    warp = 0.02 * (cloud(SIDE, seed + 1, 8, 5) - 0.5)
    near = cKDTree(everywhere).query(np.stack([x + warp, y + warp.T], 2).reshape(-1, 2), 2)[0]
    line = np.exp(-(((near[:, 1] - near[:, 0]) * cells**0.5 / 0.05) ** 2)).reshape(SIDE, SIDE)
    return blend(base, ink, line * (0.6 + 0.4 * cloud(SIDE, seed + 2, 5, 4))), 1 - line


SURFACES: dict[str, Surface] = {
    "oak_floor": Surface(lambda: _wood(5, (0.80, 0.67, 0.5), (0.62, 0.47, 0.31), 6), 0.9, 0.42, 0.0007, True),
    "walnut_table": Surface(lambda: _wood(11, (0.46, 0.31, 0.2), (0.27, 0.165, 0.1), 4), 0.7, 0.38, 0.0005, False),
    "pine_table": Surface(lambda: _wood(23, (0.88, 0.74, 0.53), (0.72, 0.54, 0.34), 5), 0.6, 0.48, 0.0006, False),
    "white_table": Surface(lambda: _plain(31, (0.86, 0.855, 0.84)), 0.8, 0.4, 0.0001, False),
    "grey_tiles": Surface(lambda: _tiles(6, 3, (0.66, 0.65, 0.63), (0.42, 0.41, 0.39), 1.0), 0.9, 0.3, 0.001, True),
    "cardboard": Surface(_cardboard, 0.35, 0.85, 0.0006, False),
    "grey_carpet": Surface(lambda: _carpet(4, (0.47, 0.45, 0.43), (0.4, 0.39, 0.38), 4), 0.35, 0.98, 0.005, True),
    "blue_rug": Surface(lambda: _carpet(9, (0.25, 0.32, 0.43), (0.36, 0.41, 0.48), 3), 0.6, 0.98, 0.004, True),
    "linen_cloth": Surface(lambda: _weave((0.8, 0.77, 0.7), (0.55, 0.6, 0.62), 0), 0.2, 0.95, 0.0005, False),
    "marble": Surface(lambda: _stone(15, (0.88, 0.87, 0.86), (0.6, 0.6, 0.62), 13), 0.8, 0.15, 0.0, False),
    "concrete": Surface(lambda: _stone(21, (0.58, 0.57, 0.55), (0.48, 0.47, 0.46), 3), 0.9, 0.75, 0.0003, True),
    "terracotta_tiles": Surface(
        lambda: _tiles(41, 4, (0.66, 0.40, 0.28), (0.62, 0.57, 0.5), 1.0),
        0.9,
        0.5,
        0.001,
        True,
        held_out=True,
    ),
    "ash_floor": Surface(
        lambda: _wood(57, (0.74, 0.7, 0.63), (0.58, 0.53, 0.46), 8), 1.0, 0.5, 0.0007, True, held_out=True
    ),
    "checked_cloth": Surface(
        lambda: _weave((0.86, 0.83, 0.78), (0.62, 0.22, 0.2), 12), 0.3, 0.95, 0.0005, False, held_out=True
    ),
    "granite": Surface(
        lambda: _stone(77, (0.27, 0.27, 0.28), (0.5, 0.48, 0.46), 5), 0.5, 0.2, 0.0, False, held_out=True
    ),
    "olive_rug": Surface(
        lambda: _carpet(63, (0.42, 0.43, 0.31), (0.55, 0.5, 0.38), 5), 0.5, 0.98, 0.004, True, held_out=True
    ),
    "cutting_board": Surface(
        lambda: _scored(81, _wood(83, (0.82, 0.65, 0.45), (0.66, 0.47, 0.29), 0), 170, (0.42, 0.29, 0.18)),
        0.4, 0.6, 0.0006, False, marked=True,
    ),
    "work_bench": Surface(
        lambda: _scored(85, _wood(87, (0.5, 0.42, 0.34), (0.36, 0.29, 0.22), 5), 140, (0.75, 0.66, 0.52)),
        0.9, 0.7, 0.0006, True, marked=True,
    ),
    "veined_slab": Surface(
        lambda: _crazed(89, (0.86, 0.85, 0.83), (0.33, 0.32, 0.33), 45), 0.7, 0.25, 0.0, True, marked=True
    ),
    "scraped_oak": Surface(
        lambda: _scored(91, _wood(93, (0.7, 0.52, 0.33), (0.5, 0.34, 0.2), 7), 150, (0.9, 0.82, 0.68)),
        0.9, 0.55, 0.0006, True, held_out=True, marked=True,
    ),
    "crazed_tiles": Surface(
        lambda: _crazed(95, (0.72, 0.74, 0.7), (0.25, 0.24, 0.22), 80), 0.8, 0.3, 0.0, True, held_out=True, marked=True
    ),
}  # fmt: skip
