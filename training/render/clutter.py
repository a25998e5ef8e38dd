"""The blurred rest of a room: walls, furniture and things behind the product."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.render.product import Array, Colour

Mesh = tuple[Array, list[list[int]]]

PALETTES: dict[str, tuple[Colour, ...]] = {
    "scandinavian": (
        (0.82, 0.8, 0.76),
        (0.35, 0.4, 0.42),
        (0.68, 0.55, 0.42),
        (0.55, 0.6, 0.55),
        (0.9, 0.88, 0.85),
    ),
    "colourful": (
        (0.65, 0.25, 0.2),
        (0.2, 0.38, 0.5),
        (0.85, 0.68, 0.3),
        (0.3, 0.45, 0.3),
        (0.88, 0.85, 0.8),
    ),
    "dark": ((0.2, 0.19, 0.2), (0.35, 0.26, 0.2), (0.12, 0.16, 0.2), (0.5, 0.45, 0.4), (0.4, 0.2, 0.15)),
    "pastel": ((0.85, 0.7, 0.68), (0.68, 0.76, 0.8), (0.8, 0.8, 0.68), (0.75, 0.7, 0.8), (0.92, 0.9, 0.87)),
    "earth": (
        (0.6, 0.38, 0.25),
        (0.42, 0.42, 0.26),
        (0.75, 0.62, 0.45),
        (0.3, 0.24, 0.2),
        (0.85, 0.78, 0.66),
    ),
    "marine": (
        (0.14, 0.24, 0.38),
        (0.85, 0.86, 0.86),
        (0.62, 0.2, 0.2),
        (0.45, 0.6, 0.66),
        (0.72, 0.66, 0.55),
    ),
}
HELD_OUT_PALETTES = ("earth", "marine")


@dataclass(frozen=True)
class Thing:
    """A mesh of one colour in room metres; `glow` is its light, `clear` the share of light it lets through.

    An `unseen` one is hidden from the camera, yet throws shadows and is mirrored.
    """

    mesh: Mesh
    colour: Colour
    roughness: float = 0.6
    glow: float = 0.0
    clear: float = 0.0
    unseen: bool = False


def block(size: Sequence[float], centre: Array, turn: float = 0.0) -> Mesh:
    """A box of a size around a centre, turned by `turn` radians about the vertical."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * np.array(size) / 2
    c, s = np.cos(turn), np.sin(turn)
    placed = corners @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]]) + centre
    return placed, [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]


def turned(profile: Sequence[tuple[float, float]], centre: Array, sides: int = 24) -> Mesh:
    """A solid of revolution from (radius, height) pairs."""
    angles = np.arange(sides) / sides * 2 * np.pi
    rings = [np.stack([r * np.cos(angles), r * np.sin(angles), np.full(sides, z)], 1) for r, z in profile]
    faces = [
        [i * sides + j, i * sides + (j + 1) % sides, (i + 1) * sides + (j + 1) % sides, (i + 1) * sides + j]
        for i in range(len(profile) - 1)
        for j in range(sides)
    ]
    last = (len(profile) - 1) * sides
    return np.vstack(rings) + centre, [*faces, list(range(last, last + sides))]


def things(rng: np.random.Generator, palette: str, away: Array, size: float) -> list[Thing]:
    """A few groups of things behind the product, in the direction `away` (unit, horizontal).

    `size` is the product's diagonal in metres and sets their distance.
    """
    side, found = np.array([-away[1], away[0], 0.0]), []
    scale = max(size, 0.22) * 0.8
    for _ in range(int(rng.integers(3, 8))):
        spot = away * rng.uniform(0.95, 2.6) * size + side * rng.uniform(-1.8, 1.8) * size
        found += _GROUPS[int(rng.integers(len(_GROUPS)))](rng, PALETTES[palette], spot, scale)
    return found


def _pick(rng: np.random.Generator, palette: tuple[Colour, ...]) -> Colour:
    colour = np.clip(np.array(palette[int(rng.integers(len(palette)))]) * rng.uniform(0.8, 1.15), 0, 0.95)
    return (float(colour[0]), float(colour[1]), float(colour[2]))


def _books(rng: np.random.Generator, palette: tuple[Colour, ...], spot: Array, scale: float) -> list[Thing]:
    turn, height, found = rng.uniform(0, 3), 0.0, []
    for _ in range(int(rng.integers(1, 5))):
        thick = scale * rng.uniform(0.08, 0.2)
        size = (scale * rng.uniform(0.6, 0.9), scale * rng.uniform(0.45, 0.6), thick)
        found.append(
            Thing(
                block(size, spot + np.array([0, 0, height + thick / 2]), turn + rng.normal() * 0.15),
                _pick(rng, palette),
            )
        )
        height += thick
    return found


def _shelf(rng: np.random.Generator, palette: tuple[Colour, ...], spot: Array, scale: float) -> list[Thing]:
    turn, along, found = rng.uniform(-0.5, 0.5) + np.arctan2(spot[1], spot[0]), 0.0, []
    direction = np.array([-np.sin(turn), np.cos(turn), 0])
    for _ in range(int(rng.integers(3, 9))):
        size = (scale * 0.5, scale * rng.uniform(0.07, 0.16), scale * rng.uniform(0.6, 0.95))
        found.append(Thing(block(size, spot + direction * along + [0, 0, size[2] / 2], turn), _pick(rng, palette)))
        along += size[1] * 1.05
    return found


def _vessel(rng: np.random.Generator, palette: tuple[Colour, ...], spot: Array, scale: float) -> list[Thing]:
    radius, height = scale * rng.uniform(0.12, 0.3), scale * rng.uniform(0.3, 1.1)
    steps = np.linspace(0, 1, 9)
    wave = 1 + rng.uniform(-0.35, 0.35) * np.sin(steps * np.pi * rng.uniform(0.8, 2.2)) - rng.uniform(0, 0.4) * steps**2
    profile = [(float(radius * w), float(height * t)) for t, w in zip(steps, wave, strict=True)]
    return [Thing(turned(profile, spot), _pick(rng, palette), float(rng.uniform(0.1, 0.6)))]


def _plant(rng: np.random.Generator, palette: tuple[Colour, ...], spot: Array, scale: float) -> list[Thing]:
    pot = [(scale * r, scale * z) for r, z in ((0.17, 0), (0.22, 0.3))]
    found = [Thing(turned(pot, spot), _pick(rng, palette))]
    for _ in range(int(rng.integers(18, 34))):
        lean = rng.normal(size=3) * [0.3, 0.3, 0.15] + [0, 0, 0.65]
        leaf = (scale * rng.uniform(0.05, 0.12), scale * 0.02, scale * rng.uniform(0.15, 0.4))
        green = (0.2 + rng.uniform(0, 0.12), 0.27 + rng.uniform(0, 0.12), 0.15 + rng.uniform(0, 0.08))
        found.append(Thing(block(leaf, spot + lean * scale, rng.uniform(0, 3)), green))
    return found


def _furniture(rng: np.random.Generator, palette: tuple[Colour, ...], spot: Array, scale: float) -> list[Thing]:
    size = scale * rng.uniform((0.8, 1.2, 0.6), (1.4, 2.6, 1.6))
    outward = spot / max(float(np.linalg.norm(spot)), 1e-9)
    place = spot + outward * scale * 1.2 + [0, 0, size[2] / 2]
    return [Thing(block(tuple(size), place, rng.uniform(0, 3)), _pick(rng, palette))]


def _lamp(rng: np.random.Generator, palette: tuple[Colour, ...], spot: Array, scale: float) -> list[Thing]:
    stem = [(scale * 0.12, 0.0), (scale * 0.03, scale * 0.05), (scale * 0.03, scale)]
    shade = [(scale * 0.35, scale * 0.9), (scale * 0.22, scale * 1.35)]
    return [
        Thing(turned(stem, spot), _pick(rng, palette)),
        Thing(turned(shade, spot), (0.95, 0.88, 0.75), glow=float(rng.uniform(0, 1.5))),
    ]


_GROUPS = (_books, _shelf, _vessel, _vessel, _plant, _furniture, _lamp)
