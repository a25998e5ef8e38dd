"""Tableware: two mugs of one shape, a dinner plate, a salad bowl and a vase."""

from collections.abc import Mapping, Sequence

import numpy as np

from training.render import patterns, prints
from training.render.product import Material, Part, Product
from training.render.shapes import fillet, lathe, outside_inside, projected, resample, smooth_path, sweep

RAW_CLAY = (0.86, 0.78, 0.67)


def mug() -> Sequence[Part]:
    """A mug of 82 mm across and 95 mm high, the handle to the right of its front."""
    radius, height, wall = 0.041, 0.095, 0.0045
    section = fillet(
        [
            (0, 0.003), (radius - 0.012, 0.003), (radius - 0.010, 0), (radius - 0.005, 0), (radius, 0.008),
            (radius, height), (radius - wall, height), (radius - wall - 0.0005, 0.012), (radius - 0.016, 0.0065),
            (0, 0.0065),
        ],
        [0, 0.001, 0.001, 0.003, 0.008, 0.0022, 0.0022, 0.010, 0.006, 0],
    )  # fmt: skip
    profile = resample(section, 0.0035)
    body = lathe("body", profile, "glaze", 136, outside_inside(profile), smooth_angle=50)
    return [body, _ear("handle", radius - 0.003, 0.050, "plain_glaze")]


def _ear(name: str, start: float, middle: float, material: str) -> Part:
    """An ear-shaped handle standing out from y = `start`, around the height `middle`."""
    turn = np.linspace(-1, 1, 60)
    out = start + 0.031 * np.cos(turn * np.pi / 2) ** 0.7
    up = middle + 0.029 * np.sin(turn * np.pi / 2) + 0.004 * turn
    path = np.stack([0 * out, out, up], -1)
    ends = np.minimum(np.arange(60), 59 - np.arange(60))
    flare = 1 + 0.4 * np.exp(-((ends / 4.0) ** 2))
    return sweep(name, path, 0.0042 * flare, material, 0.0064 * flare, up=(1, 0, 0), segments=28)


def plate() -> Sequence[Part]:
    """A dinner plate of 27 cm."""
    section = fillet(
        [
            (0, 0.004), (0.076, 0.004), (0.078, 0), (0.084, 0), (0.090, 0.006), (0.132, 0.0205), (0.135, 0.0225),
            (0.133, 0.0260), (0.094, 0.0125), (0.082, 0.0085), (0, 0.0080),
        ],
        [0, 0.001, 0.001, 0.002, 0.005, 0.004, 0.0016, 0.002, 0.010, 0.008, 0],
        5,
    )  # fmt: skip
    body = lathe("body", resample(section, 0.004), "glaze", 160, smooth_angle=50)
    body = projected(body, (1, 0, 0), (0, 1, 0), 0.28)
    rim = np.argmax(body.vertices[:, 2])
    edge = np.hypot(*body.vertices[rim, :2])
    corners = body.vertices[body.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    under = (across[:, 2] < 0) & (np.hypot(corners[..., 0], corners[..., 1]).max(1) < edge)
    body.uv[under] = 0.5 + 0.3 * (body.uv[under] - 0.5)  # the printed lines stay off the underside
    return [body]


def bowl() -> Sequence[Part]:
    """A turned salad bowl, 27 cm across and 10 cm high."""
    outside = smooth_path([(0.048, 0.0), (0.062, 0.003), (0.105, 0.030), (0.128, 0.065), (0.135, 0.100)], 40)
    inside = smooth_path([(0.1265, 0.100), (0.119, 0.066), (0.095, 0.034), (0.055, 0.014), (0.0, 0.011)], 40)
    section = np.concatenate([[(0, 0.002), (0.040, 0.002)], outside, inside])
    radii = np.zeros(len(section))
    radii[[41, 42]] = 0.004
    body = lathe("body", resample(fillet(section, list(radii)), 0.004), "wood", 160)
    return [projected(body, (1, 0, 0.15), (0, 1, 0.8), 0.32)]


def vase() -> Sequence[Part]:
    """A vase of thick glass, 25 cm high, with a narrow neck and a flared rim."""
    outside = smooth_path(
        [
            (0.045, 0.0),
            (0.058, 0.012),
            (0.074, 0.070),
            (0.066, 0.130),
            (0.036, 0.185),
            (0.032, 0.215),
            (0.045, 0.250),
        ],
        70,
    )
    inside = smooth_path(
        [
            (0.0405, 0.250),
            (0.0275, 0.215),
            (0.0315, 0.184),
            (0.061, 0.129),
            (0.068, 0.071),
            (0.048, 0.026),
            (0, 0.020),
        ],
        70,
    )
    section = np.concatenate([[(0, 0.0025), (0.036, 0.0025)], outside, inside])
    radii = np.zeros(len(section))
    radii[[1, 2, 71, 72]] = 0.002
    profile = resample(fillet(section, list(radii)), 0.004)
    return [lathe("body", profile, "glass", 144, outside_inside(profile), smooth_angle=60)]


def _glazed(**looks: Material) -> Mapping[str, Material]:
    return {"plain_glaze": Material("ceramic", prints.CREAM, roughness=0.15, coat=0.5, raw=RAW_CLAY), **looks}


_WOOD = Material(
    "wood",
    (0.62, 0.40, 0.22),
    lambda: patterns.wood((0.74, 0.49, 0.27), (0.37, 0.19, 0.09), seed=3, swirl=0.14),
    lambda: patterns.wood_height(seed=3, swirl=0.14),
    roughness=0.38,
    coat=0.25,
    raw=(0.85, 0.66, 0.43),
)
_MUG_DAMAGES = {"crack": ["body"], "chip": ["body"], "missing_part": ["handle"], "stain": ["body"]}
_DOTS = Material("ceramic", prints.CREAM, prints.dot_band, roughness=0.15, coat=0.5, raw=RAW_CLAY)
_FERN = Material("ceramic", prints.CREAM, prints.fern_sprigs, roughness=0.15, coat=0.5, raw=RAW_CLAY)
_RIM = Material("ceramic", (0.94, 0.92, 0.87), prints.rim_lines, roughness=0.18, coat=0.5, raw=RAW_CLAY)
_SMOKE = Material("glass", (0.70, 0.71, 0.74), roughness=0.03, raw=(0.75, 0.78, 0.80))

PRODUCTS = {
    "MUG-DOTS": Product("MUG-DOTS", mug, _glazed(glaze=_DOTS), _MUG_DAMAGES, ("upright", "side"), False, (12, 50)),
    "MUG-FERN": Product("MUG-FERN", mug, _glazed(glaze=_FERN), _MUG_DAMAGES, ("upright", "side"), False, (12, 50)),
    "PLATE-RIM": Product(
        "PLATE-RIM",
        plate,
        {"glaze": _RIM},
        {"crack": ["body"], "chip": ["body"], "shattered": ["body"], "stain": ["body"]},
        view_elevation=(32, 75),
    ),
    "BOWL-ACACIA": Product(
        "BOWL-ACACIA",
        bowl,
        {"wood": _WOOD},
        {"crack": ["body"], "scratch": ["body"], "burn": ["body"], "water_damage": ["body"]},
        ("upright", "upside_down"),
        view_elevation=(22, 65),
    ),
    "VASE-SMOKE": Product(
        "VASE-SMOKE",
        vase,
        {"glass": _SMOKE},
        {"crack": ["body"], "chip": ["body"], "shattered": ["body"]},
        ("upright", "side"),
        view_elevation=(6, 40),
    ),
}
