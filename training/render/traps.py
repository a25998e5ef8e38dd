"""What may be taken for damage and is none: shadows, crumbs, drops of water, reflections."""

from collections.abc import Callable

import numpy as np

from training.render.bodies import Caster
from training.render.clutter import Thing, block
from training.render.product import Array, Colour
from training.render.wreck import NoSpot, Wreck

_CRUMBS: tuple[Colour, ...] = ((0.62, 0.45, 0.27), (0.45, 0.3, 0.17), (0.85, 0.8, 0.7), (0.3, 0.29, 0.28))


def add(wreck: Wreck, trap: str) -> None:
    """Puts a trap around a wreck whose view is final; a surface with marks is one by itself.

    Raises:
        NoSpot: there is nothing that mirrors.
    """
    if trap in _MAKERS:
        _MAKERS[trap](wreck)


def _sun(wreck: Wreck) -> tuple[Array, Array]:
    """Turns a low sun on; its direction (from the product, unit) and the product's middle."""
    rng, back = wreck.rng, wreck.view.axes()[2]
    azimuth = np.arctan2(back[1], back[0]) + rng.choice([-1, 1]) * rng.uniform(0.5, 1.7)
    elevation = rng.uniform(0.5, 0.95)
    flat = np.cos(elevation)
    wreck.sun = np.array([np.cos(azimuth) * flat, np.sin(azimuth) * flat, np.sin(elevation)])
    points = np.concatenate([body.vertices for body in wreck.bodies])
    return wreck.sun, (points.min(0) + points.max(0)) / 2


def _across(direction: Array, angle: float) -> tuple[Array, Array]:
    """Two unit vectors across a direction, turned by `angle` radians around it."""
    side = np.cross(direction, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    up = np.cross(side, direction)
    return side * np.cos(angle) + up * np.sin(angle), up * np.cos(angle) - side * np.sin(angle)


def _blinds(wreck: Wreck) -> None:
    rng, size = wreck.rng, wreck.size
    sun, middle = _sun(wreck)
    along, aside = _across(sun, rng.normal() * 0.5)
    pitch = size * rng.uniform(0.08, 0.24)
    for k in range(-14, 15):
        centre = middle + sun * size * 1.3 + aside * pitch * k
        shape = np.array(
            [s * along * 3 * size + t * aside * pitch * 0.27 for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        )
        wreck.props.append(Thing((shape + centre, [[0, 1, 2, 3]]), (0.8, 0.8, 0.8), unseen=True))


def _dappled(wreck: Wreck) -> None:
    rng, size = wreck.rng, wreck.size
    sun, middle = _sun(wreck)
    angles = np.arange(9) / 9 * 2 * np.pi
    for _ in range(150):
        along, aside = _across(sun, rng.uniform(0, np.pi))
        x, y = rng.uniform(-1.7, 1.7, 2)
        centre = middle + sun * size * rng.uniform(1.2, 2.6) + (x * along + y * aside) * size
        radius = size * rng.uniform(0.05, 0.14)
        leaf = np.cos(angles)[:, None] * along + 0.45 * np.sin(angles)[:, None] * aside
        wreck.props.append(Thing((leaf * radius + centre, [list(range(9))]), (0.3, 0.4, 0.2), unseen=True))


def _fallen(wreck: Wreck, count: int, spread: float) -> Array:
    """Places (n, 3) where something that falls around the product comes to lie."""
    caster, rng, size = Caster(wreck.bodies), wreck.rng, wreck.size
    points = np.concatenate([body.vertices for body in wreck.bodies])
    middle = (points.min(0) + points.max(0)) / 2 * [1, 1, 0] + wreck.view.axes()[2] * [1, 1, 0] * 0.15 * size
    places = middle + rng.normal(size=(count, 3)) * [spread * size, spread * size, 0]
    top = float(points[:, 2].max()) + 0.01
    down = np.array([0.0, 0.0, -1.0])
    for place in places:
        hit = caster.first_hit(place + down * -top, down, top)
        if hit is not None and hit[1][2] > 0.8:
            place[2] = hit[0][2]
    return places


def _crumbs(wreck: Wreck) -> None:
    rng, tone = wreck.rng, _CRUMBS[int(wreck.rng.integers(len(_CRUMBS)))]
    for place in _fallen(wreck, int(rng.integers(25, 90)), 0.42):
        radius = wreck.size * rng.uniform(0.003, 0.013)
        shape, faces = block((1.0, 1.0, 0.8), np.zeros(3))
        shape = (shape + rng.normal(size=shape.shape) * 0.18) * radius
        shade = np.clip(np.array(tone) * rng.uniform(0.75, 1.2), 0, 1)
        wreck.props.append(Thing((shape + place + [0, 0, radius * 0.3], faces), (shade[0], shade[1], shade[2]), 0.9))


def _drops(wreck: Wreck) -> None:
    rng = wreck.rng
    for place in _fallen(wreck, int(rng.integers(14, 45)), 0.45):
        radius = wreck.size * rng.uniform(0.006, 0.028)
        wreck.props.append(Thing(_dome(place, radius, rng), (0.95, 0.97, 1.0), 0.03, clear=0.8))


def _dome(place: Array, radius: float, rng: np.random.Generator) -> tuple[Array, list[list[int]]]:
    angles = np.arange(14) / 14 * 2 * np.pi
    ragged = 1 + 0.18 * np.sin(angles * 2 + rng.uniform(0, 6)) + 0.1 * np.sin(angles * 3 + rng.uniform(0, 6))
    rings = [
        np.stack([ragged * np.cos(angles) * r, ragged * np.sin(angles) * r, np.full(14, z)], 1)
        for r, z in ((1.0, 0.0), (0.93, 0.16), (0.7, 0.3), (0.35, 0.38))
    ]
    faces = [
        [i * 14 + j, i * 14 + (j + 1) % 14, (i + 1) * 14 + (j + 1) % 14, (i + 1) * 14 + j]
        for i in range(3)
        for j in range(14)
    ]
    return np.vstack(rings) * radius + place + [0, 0, 0.0003], [*faces, list(range(42, 56))]


def _reflection(wreck: Wreck) -> None:
    """A bright window where the shiniest part mirrors it into the camera."""
    for kinds in (("screen", "glass"), ("ceramic", "metal")):
        names = [body.name for body in wreck.bodies if wreck.materials[body.material].kind in kinds]
        if names:
            break
    spot = wreck.visible_spot(names, 0.2)
    seen = (wreck.view.eye - spot.place) / np.linalg.norm(wreck.view.eye - spot.place)
    out = 2 * (spot.normal @ seen) * spot.normal - seen
    if out[2] < 0.02:
        raise NoSpot("it mirrors the ground")
    side, up = _across(out, wreck.rng.normal() * 0.1)
    pane = wreck.size * wreck.rng.uniform(0.35, 0.8)
    for x in (-1.06, 0, 1.06):
        for y in (-0.56, 0.56):
            centre = spot.place + out * wreck.size * 2.6 + (side * x + up * y) * pane
            shape = np.array([s * side + t * up for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))]) * pane / 2
            wreck.props.append(Thing((shape + centre, [[0, 1, 2, 3]]), (0.95, 0.97, 1.0), glow=7.0, unseen=True))


_MAKERS: dict[str, Callable[[Wreck], None]] = {
    "blinds": _blinds, "dappled": _dappled, "crumbs": _crumbs, "drops": _drops, "reflection": _reflection,
}  # fmt: skip
