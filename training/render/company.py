"""What stands in the picture beside the product: another one, packaging; none of it damaged."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from training.render.bodies import Body, rotation
from training.render.clutter import Thing, block
from training.render.hand import hand
from training.render.noise import waves
from training.render.parcel import parcel
from training.render.product import Array, Colour, Product
from training.render.wreck import Wreck

_PEANUTS: tuple[Colour, ...] = ((0.9, 0.9, 0.86), (0.72, 0.83, 0.66), (0.85, 0.7, 0.72))
_PAPERS: tuple[Colour, ...] = ((0.7, 0.56, 0.4), (0.9, 0.9, 0.88), (0.62, 0.5, 0.38))


def add(wreck: Wreck, company: str, product: Product, catalogue: Mapping[str, Product]) -> str:
    """Adds one kind of company to a wreck whose view is final; the sku of a second product, or ""."""
    if company == "twin":
        _beside(wreck, product)
        return product.sku
    if company == "neighbour":
        other = _of_like_size(wreck, product, catalogue)
        _beside(wreck, other)
        return other.sku
    if company in _MAKERS:
        _MAKERS[company](wreck)
    return ""


def _extent(points: Array) -> float:
    return float(np.linalg.norm(np.ptp(points, axis=0)))


def _of_like_size(wreck: Wreck, product: Product, catalogue: Mapping[str, Product]) -> Product:
    skus = [sku for sku in catalogue if sku != product.sku]
    for sku in wreck.rng.permutation(skus):
        size = _extent(np.concatenate([part.vertices for part in catalogue[sku].build()]))
        if 0.4 < size / wreck.size < 1.9:
            return catalogue[sku]
    return catalogue[skus[0]]


def _beside(wreck: Wreck, other: Product) -> None:
    """Stands another product to the left or right of the damaged one, rather behind than before it."""
    rng, axes = wreck.rng, wreck.view.axes()
    turn = rotation(np.array([0.0, 0.0, 1.0]), rng.uniform(0, 2 * np.pi) if other.facing > 120 else rng.normal() * 0.5)
    bodies = [Body.of(part) for part in other.build()]
    right, back = axes[0] * [1, 1, 0], axes[2] * [1, 1, 0]
    right, back = right / np.linalg.norm(right), back / max(float(np.linalg.norm(back)), 1e-9)
    if other.facing <= 120:  # its face is turned to the camera
        turn = rotation(np.array([0.0, 0.0, 1.0]), float(np.arctan2(back[1], back[0])) + rng.normal() * 0.4)
    own = np.concatenate([body.vertices for body in wreck.bodies])
    its = np.concatenate([body.vertices for body in bodies]) @ turn.T
    side = right * rng.choice([-1, 1])
    gap = (own @ side).max() - (its @ side).min() + 0.03 * wreck.size * rng.uniform(0.3, 3)
    place = side * gap - back * wreck.size * rng.uniform(-0.05, 0.5)
    place[2] = -its[:, 2].min()
    _join(wreck, bodies, other, turn, place)


def _join(wreck: Wreck, bodies: list[Body], product: Product, turn: Array, place: Array) -> None:
    for body in bodies:
        name = f"{product.sku}_{body.material}"
        wreck.materials[name] = product.materials[body.material]
        placed = body.vertices @ turn.T + place
        wreck.company.append(replace(body, name=f"other {body.name}", vertices=placed, material=name))


def _around(wreck: Wreck, count: int, near: float, far: float) -> Array:
    """Places (n, 3) on the ground around the product, in shares of its size from its edge."""
    points = np.concatenate([body.vertices for body in wreck.bodies])
    middle, half = (points.min(0) + points.max(0)) / 2, np.ptp(points, axis=0)[:2] / 2
    angles = wreck.rng.uniform(0, 2 * np.pi, count)
    out = 1 + wreck.rng.uniform(near, far, count) * wreck.size / np.maximum(half.max(), 1e-6)
    return np.stack(
        [middle[0] + np.cos(angles) * half[0] * out, middle[1] + np.sin(angles) * half[1] * out, np.zeros(count)], 1
    )


def _packaging(wreck: Wreck) -> None:
    """Two of: foam peanuts, crumpled paper, the carton it came in."""
    for index in wreck.rng.choice(3, 2, replace=False):
        (_peanuts, _paper, _carton)[int(index)](wreck)


def _wrapping(wreck: Wreck) -> None:
    """Foam peanuts and crumpled paper, no carton."""
    _peanuts(wreck)
    _paper(wreck)


def _peanuts(wreck: Wreck) -> None:
    rng, colour = wreck.rng, _PEANUTS[int(wreck.rng.integers(len(_PEANUTS)))]
    for place in _around(wreck, int(rng.integers(12, 40)), 0.05, 0.6):
        length = float(np.clip(wreck.size * 0.12, 0.02, 0.05))
        shape, faces = block((length, length * 0.5, length * 0.5), np.zeros(3))
        shape = shape @ rotation(rng.normal(size=3), rng.uniform(0, 3)).T * (1 + 0.1 * rng.normal(size=(8, 1)))
        wreck.props.append(Thing((shape + place + [0, 0, length * 0.3], faces), colour, 0.9))


def _paper(wreck: Wreck) -> None:
    """A crumpled sheet that lies behind and beside."""
    rng, count = wreck.rng, 26
    steps = np.linspace(-0.5, 0.5, count)
    x, y = (grid.ravel() for grid in np.meshgrid(steps, steps, indexing="ij"))
    flat = np.stack([x, y, np.zeros_like(x)], 1)
    seed, size = int(rng.integers(1e9)), wreck.size * rng.uniform(0.6, 1.0)
    folds = np.abs(waves(flat, seed, 9.0, 3)) * 0.16 + 0.02 * np.abs(waves(flat, seed + 1, 40.0, 1))
    flat[:, :2] *= 1 - 0.25 * np.abs(waves(flat, seed + 2, 6.0, 2))[:, None]
    flat[:, 2] = np.clip(folds, 0.004, 0.3) * (1.2 - np.hypot(x, y))
    away = -wreck.view.axes()[2] * [1, 1, 0]
    aside = wreck.view.axes()[0] * [1, 1, 0] * rng.choice([-1, 1])
    points = np.concatenate([body.vertices for body in wreck.bodies])
    reach = float(np.linalg.norm(np.ptp(points[:, :2], axis=0))) / 2
    spot = (points.min(0) + points.max(0)) / 2 * [1, 1, 0] + away * (reach + size * 0.35) * rng.uniform(0.2, 1.1)
    spot = spot + aside * (reach + size * 0.4)
    index = np.arange(count**2).reshape(count, count)
    corners = (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:])
    faces = np.stack([corner.ravel() for corner in corners], 1).tolist()
    wreck.props.append(Thing((flat * size + spot, faces), _PAPERS[int(rng.integers(len(_PAPERS)))], 0.9))


def _carton(wreck: Wreck) -> None:
    """A shipping carton behind the product."""
    rng, axes = wreck.rng, wreck.view.axes()
    box = parcel(int(rng.integers(1 << 30)), "intact")
    body = Body.of(next(iter(box.build())))
    body.vertices = body.vertices * np.clip(wreck.size / 0.4, 0.5, 1.6)
    away = -axes[2] * [1, 1, 0] / max(float(np.linalg.norm(axes[2] * [1, 1, 0])), 1e-9)
    reach = (_extent(body.vertices) + wreck.size) * 0.5
    place = away * reach * rng.uniform(1.0, 1.4) + axes[0] * [1, 1, 0] * rng.uniform(-0.8, 0.8) * wreck.size
    _join(wreck, [body], box, rotation(np.array([0.0, 0.0, 1.0]), rng.uniform(0, 3)), place)


def _held(wreck: Wreck) -> None:
    wreck.company += hand(wreck)


_MAKERS: dict[str, Callable[[Wreck], None]] = {"packaging": _packaging, "wrapping": _wrapping, "hand": _held}
