"""Timber and brass, and what furniture and lamps share: grain along a piece, metal and fabric rings."""

from functools import partial

import numpy as np

from training.render.patterns import wood, wood_height
from training.render.product import Colour, Material, Part
from training.render.shapes import sweep


def _timber(light: Colour, dark: Colour, seed: int, raw: Colour, rings: int = 12) -> Material:
    return Material(
        "wood",
        light,
        partial(wood, light, dark, 1024, seed, rings),
        partial(wood_height, 1024, seed, rings),
        roughness=0.42,
        coat=0.2,
        raw=raw,
    )


OAK = _timber((0.80, 0.62, 0.41), (0.60, 0.41, 0.23), 3, (0.90, 0.77, 0.56))
WALNUT = _timber((0.42, 0.27, 0.17), (0.22, 0.13, 0.08), 9, (0.66, 0.49, 0.33))
BRASS = Material("metal", (0.80, 0.62, 0.33), roughness=0.3, metallic=1.0)


def grained(part: Part, length: float, girth: float) -> Part:
    """Let the grain run along a turned or swept piece; `length` and `girth` in metres."""
    part.uv = part.uv[..., ::-1] * (length / 0.45, girth / 0.45)
    return part


def ring(name: str, radius: float, z: float, material: str, thick: float, wide: float) -> Part:
    """A ring around the z axis, its section an ellipse of half-axes `thick` and, along z, `wide`, in metres."""
    turn = np.linspace(0, 2 * np.pi, 97)[:-1]
    circle = np.stack([radius * np.cos(turn), radius * np.sin(turn), np.full(96, z)], -1)
    return sweep(name, circle, thick, material, wide, (0, 0, 1), 14, closed=True)
