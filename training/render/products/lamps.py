"""Two table lamps of one shape: a linen shade on a ceramic or an oak base."""

from functools import partial

import numpy as np

from training.render.patterns import weave, weave_height
from training.render.product import Colour, Material, Part, Product
from training.render.products.finishes import BRASS, OAK, grained, ring
from training.render.shapes import fillet, lathe, merged, resample, smooth_path, sweep

LINEN: Colour = (0.94, 0.90, 0.81)


LAMP_COMMON = {
    "linen": Material(
        "fabric",
        LINEN,
        partial(weave, LINEN, 768, 192, 3, 0.09),
        partial(weave_height, 768, 192, 3),
        roughness=0.9,
        raw=LINEN,
    ),
    "trim": Material("fabric", (0.86, 0.80, 0.68), roughness=0.9),
    "brass": BRASS,
    "bulb": Material("ceramic", (0.97, 0.96, 0.92), roughness=0.2),
    "cord": Material("rubber", (0.15, 0.14, 0.13), roughness=0.6),
}


LAMP_DAMAGES = {"tear": ("shade",), "burn": ("shade",), "dent": ("shade",)}


def build_lamp() -> list[Part]:
    """A 47 cm table lamp: gourd base, fitting with bulb, conical shade, a short piece of cord."""
    foot = fillet([(0, 0), (0.064, 0), (0.066, 0.012)], [0, 0.003, 0])
    body = smooth_path(
        [(0.066, 0.012), (0.062, 0.022), (0.078, 0.055), (0.082, 0.085), (0.062, 0.130), (0.030, 0.172),
         (0.021, 0.205), (0.024, 0.232), (0.017, 0.240)], 70
    )  # fmt: skip
    profile = resample(np.concatenate([foot, body[1:], [[0, 0.242]]]), 0.004)
    base = grained(lathe("base", profile, "base", 128, smooth_angle=35), 0.35, 0.4)
    return [base, _shade(), _trim(), *_fitting()]


def _shade() -> Part:
    wall = resample([(0.148, 0.262), (0.098, 0.468)], 0.005)
    inside = wall[::-1] - (0.0016, 0)
    return lathe("shade", np.concatenate([wall, inside]), "linen", 180, closed=True, smooth_angle=60)


def _trim() -> Part:
    """The hems of the shade."""
    return merged(
        "trim", [ring("low", 0.1473, 0.265, "trim", 0.0022, 0.005), ring("high", 0.0983, 0.465, "trim", 0.0022, 0.005)]
    )


def _fitting() -> list[Part]:
    rod = sweep("rod", [(0, 0, 0.235), (0, 0, 0.34), (0, 0, 0.452)], 0.005, "brass", up=(0, 1, 0))
    turns = np.radians([0, 120, 240])
    spokes = [
        sweep("spoke", [(0, 0, 0.45), (0.097 * np.cos(a), 0.097 * np.sin(a), 0.462)], 0.0018, "brass", up=(0, 0, 1))
        for a in turns
    ]
    socket = lathe(
        "socket", fillet([(0, 0.238), (0.018, 0.238), (0.018, 0.29), (0, 0.29)], [0, 0.003, 0.003, 0]), "brass", 48
    )
    bulb = smooth_path([(0, 0.288), (0.014, 0.289), (0.030, 0.33), (0.022, 0.36), (0, 0.368)], 40)
    cord = smooth_path([(-0.05, 0, 0.006), (-0.11, 0.01, 0.003), (-0.15, 0.06, 0.003), (-0.13, 0.12, 0.003)], 40)
    return [
        merged("fitting", [rod, socket, *spokes]),
        lathe("bulb", bulb, "bulb", 48),
        sweep("cord", cord, 0.003, "cord", up=(0, 0, 1), segments=10, round_ends=True),
    ]


PRODUCTS: dict[str, Product] = {
    product.sku: product
    for product in (
        Product(
            "LAMP-LINEN",
            build_lamp,
            {"base": Material("ceramic", (0.93, 0.92, 0.89), roughness=0.18, coat=0.4), **LAMP_COMMON},
            {**LAMP_DAMAGES, "stain": ("shade",)},
            view_elevation=(5.0, 35.0),
        ),
        Product(
            "LAMP-OAK",
            build_lamp,
            {"base": OAK, **LAMP_COMMON},
            {**LAMP_DAMAGES, "scratch": ("base",)},
            view_elevation=(5.0, 35.0),
        ),
    )
}
