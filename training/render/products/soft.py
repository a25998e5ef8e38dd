"""Two cushions of one shape and a canvas tote bag."""

from functools import partial
from typing import Literal

import numpy as np

from training.render.patterns import weave_height
from training.render.product import Array, Colour, Material, Part, Product
from training.render.shapes import noise, skin, smooth_path, sweep
from training.render.shapes_soft import cushion, warped
from training.render.textiles import checks, stripes, sun_print

CLOTH_DAMAGES = dict.fromkeys(("tear", "stain", "burn", "water_damage"), ("cushion",))


CANVAS: Colour = (0.90, 0.85, 0.73)


TOTE_BOTTOM = 0.3  # v up to which the canvas is dyed


SUN = partial(sun_print, CANVAS, (0.13, 0.19, 0.34), (0.91, 0.50, 0.20), TOTE_BOTTOM, 2.5)


def build_cushion() -> list[Part]:
    """A 45 cm square cushion lying flat, with piping around its seam."""
    body = cushion("cushion", "cloth", 0.45, 0.165)
    edge = np.linspace(-1, 1, 41)[:-1]
    sides = [(edge, -1 + 0 * edge), (1 + 0 * edge, edge), (-edge, 1 + 0 * edge), (-1 + 0 * edge, -edge)]
    x, y = np.concatenate(sides, axis=1)
    along = np.where(np.abs(x) > np.abs(y), y, x)
    pull = 0.225 * (1 - 0.07 * np.cos(np.pi / 2 * along))
    seam = np.stack([x * pull, y * pull, np.full(len(x), 0.0716)], -1)
    return [body, sweep("piping", seam, 0.0032, "piping", up=(0, 0, 1), segments=10, closed=True)]


def _upholstery(kind: Literal["stripe", "check"]) -> dict[str, Material]:
    if kind == "stripe":
        colours: tuple[Colour, Colour, Colour] = (0.55, 0.60, 0.50), (0.92, 0.88, 0.78), (0.36, 0.44, 0.33)
        pattern, piping = partial(stripes, *colours), (0.40, 0.48, 0.36)
    else:
        colours = (0.70, 0.30, 0.17), (0.92, 0.86, 0.75), (0.42, 0.17, 0.10)
        pattern, piping = partial(checks, *colours), (0.55, 0.22, 0.13)
    height = partial(weave_height, 768, 160)
    return {
        "cloth": Material("fabric", colours[1], pattern, height, roughness=0.92, raw=(0.95, 0.94, 0.91)),
        "piping": Material("fabric", piping, roughness=0.9),
    }


def build_tote() -> list[Part]:
    """A canvas bag 38 cm wide and 40 cm high that stands open, with two handles of webbing."""
    around, depth, width, height = _tote_rings()
    rings = np.stack(
        [depth[:, None] * around[:, 0], width[:, None] * around[:, 1], np.repeat(height[:, None], len(around), 1)], -1
    )
    v = np.concatenate(
        [
            np.linspace(0.01, 0.03, 6),
            np.linspace(0.03, 1, 56)[1:],
            np.linspace(1, 1.97, 56)[1:],
            np.linspace(1.97, 1.99, 6)[1:],
        ]
    )
    bag = skin("body", rings, "canvas", v, centres=(np.zeros(3), np.array([0, 0, 0.0025])), smooth_angle=70)
    inside = bag.uv[..., 1].mean(1) > 1
    bag.uv[..., 1] = np.where(inside[:, None], 2 - bag.uv[..., 1], bag.uv[..., 1])
    bag.uv[..., 0] = np.where(inside[:, None], 0.85 + 0.2 * (bag.uv[..., 0] - 0.5), bag.uv[..., 0])
    return [warped(bag, _slouched), _handle("handle1", 1), _handle("handle2", -1)]


def _tote_rings() -> tuple[Array, Array, Array, Array]:
    """The bag's outline (n, 2) from the back round, and half depth, half width and height of each ring."""
    turn = np.linspace(-np.pi, np.pi, 1201)
    shape = [np.sign(f) * np.abs(f) ** 0.4 for f in (np.cos(turn), np.sin(turn))]
    path = np.stack([shape[0] * 0.06, shape[1] * 0.19], -1)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    even = np.linspace(0, length[-1], 181)[:-1]
    around = np.stack([np.interp(even, length, side) for side in shape], -1)
    bottom, up = np.linspace(0.15, 0.94, 6), np.linspace(0, 1, 56)
    depth = np.concatenate([0.058 * bottom, (0.058 + 0.008 * np.sin(np.pi * up) - 0.022 * up**2)[1:]])
    depth[5:8] *= (1.0, 1.03, 1.03)
    width = np.concatenate([0.178 * bottom, (0.178 + 0.014 * np.minimum(1, 4 * up))[1:]])
    height = np.concatenate([0 * bottom, 0.40 * up[1:]])
    wall = 0.0022
    return (
        around,
        np.concatenate([depth, depth[-2::-1] - wall * (depth[-2::-1] > 2 * wall)]),
        np.concatenate([width, width[-2::-1] - wall]),
        np.concatenate([height, np.maximum(height[-2::-1], wall)]),
    )


def _slouched(vertices: Array) -> Array:
    """Soft folds in the canvas and a top edge that hangs a little."""
    x, y, z = vertices.T
    flat = np.column_stack([np.sign(x) * 0.1, y, z])
    fold = noise(flat, 4, 3, 14.0) * 0.006 * np.clip(z / 0.1, 0, 1) * np.clip((0.40 - z) / 0.12, 0.12, 1)
    sag = 0.010 * np.clip(z / 0.4, 0, 1) ** 4 * np.cos(np.pi * y / 0.2) ** 2
    return np.column_stack([x + np.sign(x) * fold * np.clip(np.abs(x) / 0.02, 0, 1), y, z - sag])


def _handle(name: str, side: Literal[1, -1]) -> Part:
    """A strap sewn to the outside of the front (1) or the back (-1)."""
    lean, drop = side * 0.02, 0.56 if side > 0 else 0.53
    half = [
        (0.0455, -0.085, 0.31),
        (0.0415, -0.084, 0.36),
        (0.0395, -0.08, 0.395),
        (0.040, -0.07, 0.45),
        (0.036, -0.045, drop - 0.02),
    ]
    points = [(side * x, y, z) for x, y, z in half]
    top = [(side * 0.034 + lean * 0.3, 0.004, drop)]
    path = smooth_path(points + top + [(x, -y, z) for x, y, z in points[::-1]], 110)
    return sweep(name, path, 0.0016, "webbing", 0.0115, (0, 1, 0), 18, smooth_angle=70)


PRODUCTS: dict[str, Product] = {
    product.sku: product
    for product in (
        Product("CUSHION-STRIPE", build_cushion, _upholstery("stripe"), CLOTH_DAMAGES, view_elevation=(30.0, 75.0)),
        Product("CUSHION-CHECK", build_cushion, _upholstery("check"), CLOTH_DAMAGES, view_elevation=(30.0, 75.0)),
        Product(
            "TOTE-CANVAS",
            build_tote,
            {
                "canvas": Material("fabric", CANVAS, SUN, partial(weave_height, 768, 192), roughness=0.92, raw=CANVAS),
                "webbing": Material("fabric", (0.13, 0.19, 0.34), roughness=0.9),
            },
            {"tear": ("body",), "stain": ("body",), "missing_part": ("handle1", "handle2"), "water_damage": ("body",)},
            poses=("upright", "back"),
            view_elevation=(8.0, 40.0),
            facing=55.0,
        ),
    )
}
