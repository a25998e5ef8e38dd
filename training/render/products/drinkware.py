"""Drinkware: a ribbed tumbler, a carafe with a cork, and two steel bottles of one shape."""

from collections.abc import Mapping, Sequence

import numpy as np

from training.render import prints
from training.render.patterns import fbm
from training.render.product import Array, Material, Part, Product
from training.render.shapes import (
    fillet,
    lathe,
    merged,
    outside_inside,
    resample,
    smooth_path,
    sweep,
)


def tumbler() -> Sequence[Part]:
    """A drinking glass, 11.5 cm high, with 24 ribs around the outside."""
    section = fillet(
        [
            (0, 0.003), (0.022, 0.003), (0.026, 0), (0.0315, 0), (0.0335, 0.006), (0.0395, 0.115), (0.0370, 0.115),
            (0.0305, 0.014), (0.026, 0.011), (0, 0.0105),
        ],
        [0, 0.003, 0.003, 0.002, 0.004, 0.0012, 0.0012, 0.004, 0.004, 0],
    )  # fmt: skip
    profile = resample(section, 0.0035)
    body = lathe("body", profile, "glass", 192, outside_inside(profile), smooth_angle=60)
    x, y, z = body.vertices.T
    outer = np.hypot(x, y) > 0.0322 + 0.0055 * (z - 0.010) / 0.105  # midway through the wall
    fade = np.clip((z - 0.013) / 0.010, 0, 1) * np.clip((0.098 - z) / 0.006, 0, 1)
    swell = 1 + 0.040 * fade * outer * (np.abs(np.cos(12 * np.arctan2(y, x))) - 0.35)
    body.vertices[:, :2] *= swell[:, None]
    return [body]


def carafe() -> Sequence[Part]:
    """A one-litre carafe, 28 cm high, closed by a cork."""
    outside = smooth_path(
        [(0.045, 0.0), (0.054, 0.008), (0.056, 0.060), (0.053, 0.120), (0.030, 0.175), (0.023, 0.205), (0.0235, 0.240),
         (0.029, 0.255)],
        80,
    )  # fmt: skip
    inside = smooth_path(
        [(0.0263, 0.255), (0.0205, 0.239), (0.0200, 0.205), (0.0270, 0.174), (0.0498, 0.119), (0.0530, 0.060),
         (0.050, 0.012), (0.040, 0.0075), (0, 0.0070)],
        80,
    )  # fmt: skip
    section = np.concatenate([[(0, 0.002), (0.038, 0.002)], outside, inside])
    radii = np.zeros(len(section))
    radii[[1, 2, 81, 82]] = 0.002
    profile = resample(fillet(section, list(radii)), 0.004)
    glass = lathe("body", profile, "glass", 128, outside_inside(profile), smooth_angle=60)
    stopper = fillet(
        [(0, 0.222), (0.0185, 0.222), (0.0196, 0.245), (0.0245, 0.262), (0.0255, 0.281), (0, 0.281)],
        [0, 0.002, 0.02, 0.004, 0.003, 0],
    )
    return [glass, lathe("cork", resample(stopper, 0.003), "cork", 64)]


def bottle() -> Sequence[Part]:
    """A steel drinking bottle, 7.4 cm across and 26 cm high, with a screw cap that has a carrying loop."""
    radius, shoulder = 0.037, 0.195
    section = fillet(
        [(0, 0.004), (radius - 0.010, 0.004), (radius - 0.008, 0), (radius, 0.0), (radius, shoulder),
         (0.0235, shoulder + 0.026), (0.0225, shoulder + 0.026), (0.0212, shoulder - 0.012), (0, shoulder - 0.012)],
        [0, 0.001, 0.001, 0.004, 0.030, 0.0004, 0.0004, 0.001, 0],
        12,
    )  # fmt: skip
    profile = resample(section, 0.0021)
    body = lathe("body", profile, "coat", 144, outside_inside(profile))
    neck = lathe("neck", _neck(shoulder + 0.024), "steel", 96, closed=True, smooth_angle=60)
    return [body, neck, _cap(shoulder + 0.029)]


def _neck(bottom: float) -> Array:
    """Section of the threaded steel neck and the lining of the mouth, a closed loop."""
    z = np.linspace(0, 0.026, 40)
    thread = 0.0226 + 0.0007 * np.clip(np.sin(z / 0.0065 * 2 * np.pi), 0, 1) * (z > 0.004)
    outside = np.stack([thread, bottom + z], -1)
    lip = [(0.0220, bottom + 0.0272), (0.0208, bottom + 0.0272), (0.0202, bottom + 0.0262)]
    inside = [(0.0202, bottom - 0.032), (0.0214, bottom - 0.032), (0.0222, bottom - 0.004)]
    return np.concatenate([outside, lip, inside])


def _cap(bottom: float) -> Part:
    """A ribbed screw cap with a carrying loop, open from below so that it sits over the neck."""
    top = bottom + 0.036
    section = fillet(
        [(0, bottom + 0.026), (0.0240, bottom + 0.026), (0.0240, bottom), (0.0280, bottom), (0.0285, top - 0.004),
         (0.024, top), (0, top + 0.001)],
        [0, 0.0005, 0.0006, 0.0012, 0.004, 0.006, 0],
    )  # fmt: skip
    shell = lathe("cap", resample(section, 0.002), "dark", 180)
    x, y, z = shell.vertices.T
    grip = (np.hypot(x, y) > 0.0268) * np.clip((top - 0.006 - z) / 0.003, 0, 1) * np.clip((z - bottom) / 0.004, 0, 1)
    shell.vertices[:, :2] *= (1 - 0.028 * grip * (np.cos(30 * np.arctan2(y, x)) > 0.2))[:, None]
    turn = np.linspace(0, np.pi, 40)
    arch = np.stack([0 * turn, 0.0205 * np.cos(turn), top - 0.003 + 0.026 * np.sin(turn) ** 0.8], -1)
    loop = sweep("cap", arch, 0.0030, "dark", 0.0062, up=(1, 0, 0), segments=20)
    return merged("cap", [shell, loop])


_GREEN = Material("glass", (0.90, 0.975, 0.92), roughness=0.02, raw=(0.85, 0.95, 0.90))
_CLEAR = Material("glass", (0.955, 0.985, 0.978), roughness=0.02, raw=(0.88, 0.94, 0.95))
# soft as rubber: a cork comes out whole and leaves no splinters
_CORK = Material("rubber", (0.80, 0.62, 0.42), prints.cork, roughness=0.9, raw=(0.80, 0.60, 0.40))
_STEEL = Material("metal", (0.78, 0.78, 0.77), roughness=0.22, metallic=1.0, raw=(0.75, 0.75, 0.75))
_DARK = Material("plastic", (0.11, 0.115, 0.12), roughness=0.45, raw=(0.16, 0.16, 0.17))
_GLASS_DAMAGES = {"crack": ["body"], "chip": ["body"], "shattered": ["body"]}
_BOTTLE_DAMAGES = {"dent": ["body"], "scratch": ["body"], "missing_part": ["cap"]}


def _powder() -> Array:
    """The fine orange peel of a powder coat, as a bump map; 0..0.04."""
    return 0.04 * fbm(1024, 1024, 12, (300, 300), 1)


def _bottle_materials(coat: Material) -> Mapping[str, Material]:
    return {"coat": coat, "steel": _STEEL, "dark": _DARK}


_TEAL = Material("metal", (0.06, 0.37, 0.39), None, _powder, roughness=0.36, coat=0.25, raw=(0.72, 0.72, 0.72))
_SAND = Material(
    "metal",
    (0.81, 0.70, 0.54),
    prints.mountain_line,
    _powder,
    roughness=0.42,
    coat=0.2,
    raw=(0.72, 0.72, 0.72),
)

PRODUCTS = {
    "TUMBLER-RIB": Product(
        "TUMBLER-RIB", tumbler, {"glass": _GREEN}, _GLASS_DAMAGES, ("upright", "side"), True, (10, 45)
    ),
    "CARAFE-CORK": Product(
        "CARAFE-CORK",
        carafe,
        {"glass": _CLEAR, "cork": _CORK},
        {**_GLASS_DAMAGES, "missing_part": ["cork"]},
        view_elevation=(6, 38),
    ),
    "BOTTLE-TEAL": Product(
        "BOTTLE-TEAL", bottle, _bottle_materials(_TEAL), _BOTTLE_DAMAGES, ("upright", "side"), True, (6, 40)
    ),
    "BOTTLE-SAND": Product(
        "BOTTLE-SAND", bottle, _bottle_materials(_SAND), _BOTTLE_DAMAGES, ("upright", "side"), False, (6, 40)
    ),
}
