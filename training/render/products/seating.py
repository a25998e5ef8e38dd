"""Two round stools of one shape and a chair with a slatted back."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from training.render.product import Array, Material, Part, Product
from training.render.products.finishes import BRASS, OAK, WALNUT, grained, ring
from training.render.shapes import (
    fillet,
    lathe,
    merged,
    moved,
    projected,
    resample,
    rounded_rectangle,
    slab,
    smooth_path,
    sweep,
)
from training.render.shapes_soft import warped

HOLE = Material("wood", (0.13, 0.08, 0.05), roughness=0.95)


STOOL_DAMAGES = {"scratch": ("seat",), "missing_part": ("leg1", "leg2", "leg3", "leg4"), "water_damage": ("seat",)}


def build_stool(inlaid: bool) -> list[Part]:
    """A round stool 45 cm high with four splayed legs and rungs, with or without a metal ring let into the seat."""
    profile = fillet(
        [(0, -0.034), (0.160, -0.034), (0.172, -0.026), (0.172, -0.006), (0.163, 0), (0.10, -0.003), (0, -0.005)],
        [0, 0.006, 0.008, 0.008, 0.01, 0.02, 0],
    )
    seat = lathe("seat", resample(profile, 0.008), "wood", 110, smooth_angle=35)
    seat = moved(projected(seat, (0, 1, 0), (-1, 0, 0.8), 0.45), (0, 0, 0.45))
    turns = np.radians([45, 135, 225, 315])
    tops = [np.array([0.112 * np.cos(a), 0.112 * np.sin(a), 0.428]) for a in turns]
    feet = [np.array([0.172 * np.cos(a), 0.172 * np.sin(a), 0.0]) for a in turns]
    legs = [_leg(f"leg{k + 1}", top, foot) for k, (top, foot) in enumerate(zip(tops, feet, strict=True))]
    rungs = []
    for k in range(4):
        low = 0.52 + 0.13 * (k % 2)
        ends = [tops[j] + (feet[j] - tops[j]) * low for j in (k, (k + 1) % 4)]
        path = np.linspace(ends[0], ends[1], 14)
        thickness = 0.0085 + 0.0025 * np.sin(np.linspace(0, np.pi, 14))
        rungs.append(grained(sweep(f"rung{k + 1}", path, thickness, "wood", up=(0, 0, 1), segments=18), 0.2, 0.06))
    inlays = [ring("ring", 0.128, 0.4492, "brass", 0.0035, 0.0012)] if inlaid else []
    return [seat, *legs, *rungs, *_sockets(tops), *inlays]


def _leg(name: str, top: Array, foot: Array) -> Part:
    """A turned leg, thickest at the rungs, with a rounded foot standing on z = 0."""
    along = np.linspace(0, 1, 36)
    radius = 0.0135 + 0.004 * np.sin(np.pi * np.clip(along * 1.05, 0, 1)) - 0.0035 * along
    radius[-2:] *= (0.96, 0.8)
    leg = sweep(name, top + (foot - top) * along[:, None], radius, "wood", up=(0.3, 0.8, 0.1), segments=26)
    return grained(warped(leg, _footed), 0.45, 0.1)


def _sockets(tops: Sequence[Array]) -> list[Part]:
    """The drilled holes below the seat, which show where a leg is gone."""
    disc = lathe("socket", np.array([(0, 0), (0.0115, 0), (0.0115, 0.001), (0, 0.001)]), "hole", 32)
    return [merged("sockets", [moved(disc, (top[0], top[1], 0.4156)) for top in tops])]


def build_chair() -> list[Part]:
    """A wooden chair 88 cm high: scooped seat, five slats between two rails, stretchers."""
    outline = rounded_rectangle(0.40, 0.42, 0.05, 0.008)
    seat = warped(slab("seat", outline, 0.024, 0.008, "lacquer", 0.008), _scooped)
    front = [
        sweep(name, np.linspace((0.155, 0.160 * s, 0.425), (0.172, 0.178 * s, 0), 24),
              np.linspace(0.018, 0.012, 24), "lacquer", up=(0.9, 0, 0), segments=24)
        for name, s in (("leg1", 1), ("leg2", -1))
    ]  # fmt: skip
    back = [
        sweep(name, smooth_path([(-0.225, 0.172 * s, 0), (-0.172, 0.168 * s, 0.43), (-0.195, 0.168 * s, 0.64),
                                 (-0.252, 0.168 * s, 0.87)], 70),
              np.interp(np.linspace(0, 1, 70), [0, 0.5, 1], [0.012, 0.018, 0.012]), "lacquer", up=(0, 1, 0),
              segments=24, round_ends=True)
        for name, s in (("leg3", 1), ("leg4", -1))
    ]  # fmt: skip
    rails = [_rail("top_rail", 0.835, 0.038, 0.011), _rail("low_rail", 0.53, 0.019, 0.009)]
    slats = [_slat(f"slat{k + 1}", y) for k, y in enumerate(np.linspace(-0.112, 0.112, 5))]
    stretchers = [
        sweep("side1", [(0.165, 0.171, 0.20), (-0.20, 0.170, 0.20)], 0.009, "lacquer", up=(0, 0, 1)),
        sweep("side2", [(0.165, -0.171, 0.20), (-0.20, -0.170, 0.20)], 0.009, "lacquer", up=(0, 0, 1)),
        sweep("cross", [(0.0, -0.17, 0.20), (0.0, 0.17, 0.20)], 0.009, "lacquer", up=(0, 0, 1)),
    ]
    return [seat, *(warped(leg, _footed) for leg in (*front, *back)), *rails, *slats, *stretchers]


def _footed(vertices: Array) -> Array:
    """Cut feet off flat at z = 0."""
    return np.maximum(vertices, (-np.inf, -np.inf, 0.0))


def _scooped(vertices: Array) -> Array:
    """Narrow the seat to the back, hollow its top a little, and lift it to sitting height."""
    x, y, z = vertices.T
    hollow = 0.008 * np.exp(-(((x + 0.03) / 0.11) ** 2) - (y / 0.13) ** 2) * (z > 0.012)
    return np.column_stack([x, y * (0.93 + 0.35 * x), z - hollow + 0.42])


def _back_line(y: Array, z: Array) -> Array:
    """Where the bowed back of the chair lies: x for y and z."""
    lean = np.interp(z, [0.43, 0.53, 0.64, 0.75, 0.87], [-0.172, -0.180, -0.195, -0.220, -0.252])
    return np.asarray(lean - 0.032 * (1 - (y / 0.168) ** 2))


def _rail(name: str, z: float, half_height: float, half_depth: float) -> Part:
    y = np.linspace(-0.168, 0.168, 60)
    path = np.stack([_back_line(y, np.full(60, z)), y, np.full(60, z)], -1)
    return sweep(name, path, half_depth, "lacquer", half_height, (0.22, 0, 1), 32, smooth_angle=70)


def _slat(name: str, y: float) -> Part:
    z = np.linspace(0.525, 0.83, 50)
    path = np.stack([_back_line(np.full(50, y), z), np.full(50, y), z], -1)
    return sweep(name, path, 0.0055, "lacquer", 0.016, (0, 1, 0), 24, smooth_angle=70)


PRODUCTS: dict[str, Product] = {
    product.sku: product
    for product in (
        Product(
            "STOOL-OAK",
            partial(build_stool, inlaid=False),
            {"wood": OAK, "hole": HOLE},
            {**STOOL_DAMAGES, "crack": ("seat",)},
            poses=("upright", "side", "upside_down"),
            view_elevation=(20.0, 60.0),
        ),
        Product(
            "STOOL-WALNUT",
            partial(build_stool, inlaid=True),
            {"wood": WALNUT, "hole": HOLE, "brass": BRASS},
            {**STOOL_DAMAGES, "burn": ("seat",)},
            poses=("upright", "side", "upside_down"),
            view_elevation=(20.0, 60.0),
        ),
        Product(
            "CHAIR-BLACK",
            build_chair,
            {"lacquer": Material("wood", (0.045, 0.045, 0.05), roughness=0.28, coat=0.5, raw=(0.84, 0.70, 0.50))},
            {
                "scratch": ("seat", "top_rail"),
                "missing_part": ("slat2", "slat3", "slat4", "leg1", "leg2"),
                "chip": ("top_rail", "seat"),
                "crack": ("top_rail", "low_rail"),
            },
            poses=("upright", "side"),
            view_elevation=(10.0, 45.0),
        ),
    )
}
