"""Kitchen and garden metalware: a saucepan, an electric kettle and a watering can."""

from collections.abc import Sequence

import numpy as np

from training.render import prints
from training.render.patterns import brushed_height
from training.render.product import Array, Material, Part, Product
from training.render.shapes import (
    fillet,
    lathe,
    merged,
    moved,
    outside_inside,
    resample,
    rotation,
    smooth_path,
    sweep,
)


def pot() -> Sequence[Part]:
    """A saucepan, 18 cm across, with a long handle to the right and a domed lid."""
    radius, height, wall = 0.090, 0.095, 0.0022
    section = fillet(
        [
            (0, 0.0005), (radius - 0.008, 0), (radius, 0.006), (radius, height - 0.003), (radius + 0.004, height),
            (radius + 0.003, height + 0.002), (radius - wall, height - 0.002), (radius - wall, 0.012),
            (radius - 0.014, 0.004), (0, 0.004),
        ],
        [0, 0.004, 0.006, 0.004, 0.0008, 0.0008, 0.004, 0.010, 0.006, 0],
    )  # fmt: skip
    profile = resample(section, 0.0028)
    body = lathe("body", profile, "steel", 200, outside_inside(profile))
    return [body, _pot_handle(radius, height - 0.026), _pot_lid(radius, height)]


def _pot_handle(start: float, z: float) -> Part:
    """A flat steel handle with a wide foot and a hanging eye at its end."""
    bend = [(0, start - 0.001, z), (0, start + 0.020, z + 0.004), (0, start + 0.090, z + 0.022)]
    path = smooth_path([*bend, (0, start + 0.185, z + 0.034)], 80)
    t = np.linspace(0, 1, 80)
    width = 0.0085 + 0.0035 * t + 0.010 * np.exp(-((t / 0.05) ** 2))
    grip = sweep("handle", path, 0.0038 + 0.0012 * t, "handle", width, up=(1, 0, 0), segments=28, round_ends=True)
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    eye = path[-1] + 0.009 * np.stack([np.sin(turn), 1.2 + np.cos(turn), 0.12 * np.cos(turn)], -1)
    ring = sweep("handle", eye, 0.0028, "handle", up=(0, 0, 1), segments=14, closed=True)
    return merged("handle", [grip, ring])


def _pot_lid(radius: float, height: float) -> Part:
    """A domed lid that overlaps the rim, its knob on a short stem."""
    low = height + 0.0028
    section = fillet(
        [
            (0, low + 0.0150), (0.05, low + 0.0125), (radius - 0.006, low + 0.001), (radius + 0.003, low),
            (radius + 0.0045, low + 0.001), (radius + 0.003, low + 0.0025), (radius - 0.006, low + 0.0035),
            (0.05, low + 0.0148), (0.009, low + 0.0172), (0.0075, low + 0.022), (0.0085, low + 0.026),
            (0.017, low + 0.031), (0.0175, low + 0.037), (0.012, low + 0.0405), (0, low + 0.041),
        ],
        [0, 0.02, 0.006, 0.001, 0.001, 0.001, 0.006, 0.02, 0.004, 0.003, 0.003, 0.004, 0.004, 0.004, 0],
    )  # fmt: skip
    return lathe("lid", resample(section, 0.003), "steel", 160)


def kettle() -> Sequence[Part]:
    """An electric kettle, 23 cm high: the spout to the left of its front, the handle to the right."""
    section = fillet(
        [
            (0, 0.024), (0.079, 0.024), (0.082, 0.032), (0.077, 0.110), (0.060, 0.192), (0.055, 0.192),
            (0.0575, 0.187), (0.0745, 0.109), (0.0795, 0.034), (0.074, 0.028), (0, 0.028),
        ],
        [0, 0.002, 0.004, 0.06, 0.003, 0.002, 0.002, 0.06, 0.004, 0.004, 0],
        12,
    )  # fmt: skip
    profile = resample(section, 0.0028)
    body = lathe("body", profile, "cream", 190, outside_inside(profile))
    ring = fillet([(0, 0.016), (0.0805, 0.016), (0.0820, 0.0245), (0, 0.0245)], [0, 0.001, 0.001, 0])
    foot = fillet([(0, 0), (0.089, 0), (0.091, 0.006), (0.083, 0.0165), (0, 0.0165)], [0, 0.002, 0.003, 0.003, 0])
    return [
        body,
        lathe("ring", resample(ring, 0.006), "steel", 128),
        lathe("base", resample(foot, 0.006), "dark", 128),
        _kettle_lid(),
        *_kettle_spout(),
        _kettle_handle(),
    ]


def _kettle_lid() -> Part:
    section = fillet(
        [
            (0, 0.189), (0.0515, 0.189), (0.0565, 0.1935), (0.0560, 0.1980), (0.034, 0.2060), (0.008, 0.2095),
            (0.0065, 0.215), (0.0075, 0.218), (0.0155, 0.222), (0.0155, 0.228), (0.010, 0.231), (0, 0.2315),
        ],
        [0, 0.001, 0.001, 0.003, 0.01, 0.003, 0.002, 0.002, 0.003, 0.003, 0.003, 0],
    )  # fmt: skip
    return lathe("lid", resample(section, 0.0035), "dark", 112)


def _kettle_spout() -> Sequence[Part]:
    """A short beak that tapers towards its dark mouth."""
    path = smooth_path([(0, -0.040, 0.118), (0, -0.068, 0.140), (0, -0.089, 0.167), (0, -0.108, 0.192)], 48)
    t = np.linspace(0, 1, 48)
    radius, width = 0.0095 + 0.024 * (1 - t) ** 1.2, 0.0130 + 0.024 * (1 - t) ** 1.1
    mouth = path[-1] + (path[-1] - path[-2]) * np.linspace(-0.5, 0.12, 4)[:, None]
    return [
        sweep("spout", path, radius, "cream", width, up=(1, 0, 0), segments=44),
        sweep("mouth", mouth, 0.0070, "dark", 0.0104, up=(1, 0, 0), segments=44),
    ]


def _kettle_handle() -> Part:
    """A dark grip that leaves the body near the rim and comes back near the foot."""
    points = [(0, 0.052, 0.172), (0, 0.080, 0.184), (0, 0.112, 0.176), (0, 0.125, 0.140), (0, 0.117, 0.094)]
    path = smooth_path([*points, (0, 0.096, 0.062), (0, 0.073, 0.054)], 80)
    ends = np.minimum(np.arange(80), 79 - np.arange(80))
    flare = 1 + 0.35 * np.exp(-((ends / 6.0) ** 2))
    return sweep("handle", path, 0.0075 * flare, "dark", 0.0115 * flare, up=(1, 0, 0), segments=32)


def watering_can() -> Sequence[Part]:
    """A zinc watering can, 17 cm across: the long spout to the left of its front, the handle to the right."""
    return [_can_body(), *_can_spout(), _can_brace(), _can_handle(), _can_hoop()]


def _can_body() -> Part:
    """An open vessel with a rolled rim and two beads pressed into its wall."""
    radius, height, wall = 0.085, 0.170, 0.0025
    section = fillet(
        [(0, 0.005), (radius - 0.003, 0.005), (radius - 0.002, 0), (radius + 0.001, 0), (radius + 0.001, 0.008),
         (radius, 0.010), (radius - 0.004, height - 0.006), (radius, height - 0.003), (radius, height + 0.001),
         (radius - 0.004 - wall, height), (radius - wall - 0.0005, 0.012), (radius - 0.010, 0.008), (0, 0.008)],
        [0, 0.001, 0.001, 0.001, 0.001, 0.001, 0.001, 0.0015, 0.002, 0.002, 0.006, 0.003, 0],
    )  # fmt: skip
    profile = resample(section, 0.0028)
    wall_part = (profile[:, 0] > radius - 0.012) & (profile[:, 1] > 0.012)
    for bead in (0.045, 0.128):
        profile[:, 0] += 0.0026 * wall_part * np.exp(-(((profile[:, 1] - bead) / 0.0032) ** 2))
    return lathe("body", profile, "zinc", 190, outside_inside(profile))


def _can_spout() -> Sequence[Part]:
    """The long straight spout and the perforated rose at its end."""
    start, end = np.array([0, -0.074, 0.040]), np.array([0, -0.270, 0.222])
    t = np.linspace(0, 1, 90)
    path = start + (end - start) * t[:, None]
    spout = sweep("spout", path, 0.0215 - 0.0125 * t**0.8, "zinc", up=(1, 0, 0), segments=40)
    section = fillet(
        [(0, 0), (0.0100, 0), (0.0100, 0.010), (0.026, 0.034), (0.0275, 0.036), (0.0275, 0.040), (0, 0.046)],
        [0, 0.001, 0.006, 0.001, 0.001, 0.002, 0],
    )
    rose = lathe("rose", resample(section, 0.003), "zinc", 72)
    rose = moved(rose, end - [0, -0.004, 0.004], rotation("x", 47))
    return [spout, rose]


def _can_brace() -> Part:
    """The strut that holds the foot of the spout to the wall."""
    path = smooth_path([(0, -0.081, 0.113), (0, -0.104, 0.111), (0, -0.134, 0.104)], 30)
    return sweep("brace", path, 0.0022, "zinc", 0.0048, up=(1, 0, 0), segments=16)


def _can_handle() -> Part:
    points = [(0, 0.079, 0.158), (0, 0.112, 0.166), (0, 0.140, 0.143), (0, 0.136, 0.098), (0, 0.112, 0.058)]
    path = smooth_path([*points, (0, 0.083, 0.035)], 70)
    return sweep("handle", path, 0.0042, "zinc", 0.0085, up=(1, 0, 0), segments=24)


def _can_hoop() -> Part:
    """The carrying hoop over the opening, across the can."""
    turn = np.linspace(0, np.pi, 70)
    path = np.stack([0.0835 * np.cos(turn), 0.012 + 0 * turn, 0.160 + 0.085 * np.sin(turn) ** 0.85], -1)
    return sweep("hoop", path, 0.0032, "zinc", 0.0075, up=(0, 1, 0), segments=20)


def _brushed() -> Array:
    return brushed_height(1024, 21)


_STEEL = Material("metal", (0.80, 0.80, 0.79), None, _brushed, roughness=0.2, metallic=1.0, raw=(0.75, 0.75, 0.75))
_HANDLE = Material("metal", (0.74, 0.74, 0.73), roughness=0.32, metallic=1.0, raw=(0.75, 0.75, 0.75))
_CREAM = Material("metal", (0.91, 0.86, 0.74), roughness=0.24, coat=0.6, raw=(0.55, 0.55, 0.55))
_DARK = Material("plastic", (0.09, 0.09, 0.095), roughness=0.4, raw=(0.14, 0.14, 0.15))
_ZINC = Material("metal", (0.66, 0.68, 0.70), prints.zinc_spangle, roughness=0.42, metallic=0.9, raw=(0.70, 0.71, 0.72))

PRODUCTS = {
    "POT-STEEL": Product(
        "POT-STEEL",
        pot,
        {"steel": _STEEL, "handle": _HANDLE},
        {"dent": ["body"], "burn": ["body"], "missing_part": ["lid"], "bent": ["handle"]},
        view_elevation=(15, 52),
    ),
    "KETTLE-CREAM": Product(
        "KETTLE-CREAM",
        kettle,
        {"cream": _CREAM, "dark": _DARK, "steel": _HANDLE},
        {"dent": ["body"], "scratch": ["body"], "burn": ["body"], "missing_part": ["lid"]},
        boxed=True,
        view_elevation=(8, 42),
    ),
    "CAN-ZINC": Product(
        "CAN-ZINC",
        watering_can,
        {"zinc": _ZINC},
        {"dent": ["body"], "bent": ["spout", "rose"], "scratch": ["body"]},
        view_elevation=(10, 42),
    ),
}
