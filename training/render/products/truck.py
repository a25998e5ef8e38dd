"""A toy tipper truck."""

from functools import partial

import numpy as np

from training.render.product import Array, Colour, Material, Part, Product
from training.render.shapes import (
    arc_length,
    fillet,
    lathe,
    merged,
    moved,
    resample,
    rotation,
    rounded_box,
    rounded_rectangle,
    skin,
    sweep,
)
from training.render.shapes_soft import warped

Z_TO_X = rotation("y", 90)


def build_truck() -> list[Part]:
    """A toy tipper truck 28 cm long: red cab, yellow bed, four wheels."""
    cab = warped(rounded_box("cab", (0.088, 0.116, 0.104), 0.012, "red", 0.0035, (0.090, 0, 0.098)), _raked)
    chassis = rounded_box("chassis", (0.262, 0.070, 0.022), 0.006, "grey", 0.006, (-0.005, 0, 0.042))
    bumper = rounded_box("bumper", (0.016, 0.122, 0.020), 0.006, "grey", 0.005, (0.136, 0, 0.042))
    wheels = [
        moved(_toy_wheel(f"wheel{k + 1}"), (x, y, 0.029))
        for k, (x, y) in enumerate(((0.085, 0.054), (0.085, -0.054), (-0.075, 0.054), (-0.075, -0.054)))
    ]
    bed = moved(_bed(), (-0.052, 0, 0.060), rotation("y", 4))
    return [cab, chassis, bumper, bed, *wheels, *_cab_details(), _bed_ribs(), _guards()]


def _raked(vertices: Array) -> Array:
    """Lean the upper half of the cab's front back, and everything that sits on it."""
    x, y, z = vertices.T
    forward = np.clip((x - 0.046) / 0.088, 0, 1.1)
    return np.column_stack([x - 0.5 * np.clip(z - 0.102, 0, None) * forward, y, z])


def _cab_details() -> list[Part]:
    front = warped(rounded_box("w", (0.005, 0.092, 0.034), 0.002, "window", 0.004, (0.1325, 0, 0.123)), _raked)
    sides = [
        warped(rounded_box("w", (0.046, 0.005, 0.032), 0.002, "window", 0.004, (0.088, y, 0.122)), _raked)
        for y in (-0.0562, 0.0562)
    ]
    lamp = lathe("lamp", fillet([(0, 0), (0.0095, 0), (0.0095, 0.004), (0, 0.007)], [0, 0.001, 0.002, 0]), "yellow", 40)
    lamps = [moved(lamp, (0.1325, y, 0.076), Z_TO_X) for y in (-0.040, 0.040)]
    bars = [
        rounded_box("bar", (0.005, 0.044, 0.005), 0.002, "grey", 0.004, (0.1335, 0, z)) for z in (0.067, 0.076, 0.085)
    ]
    return [merged("windows", [front, *sides]), merged("lamps", lamps), merged("grille", bars)]


def _bed() -> Part:
    """The open tipper bed: 4 mm walls that spread towards the rim, thick enough to break a corner off."""
    outline = rounded_rectangle(0.168, 0.124, 0.014, 0.004)
    wall = 0.0045
    low = fillet([(0, 0), (0.90, 0), (0.94, 0.010), (1.0, 0.070)], [0, 0.006, 0.004, 0])[1:]
    outside = np.concatenate([np.linspace((0.05, 0), (0.86, 0), 16), resample(low, 0.0035)[1:]])
    inside = outside[::-1] * (1, (0.070 - wall) / 0.070) + (0, wall)
    scale = np.concatenate([outside[:, 0], inside[:, 0]])
    shrink = np.concatenate([0 * outside[:, 0], np.full(len(inside), wall)])
    height = np.concatenate([outside[:, 1], inside[:, 1]])
    inner = 1 - shrink[:, None, None] * 2 / np.array([0.168, 0.124])
    flat = outline[None] * scale[:, None, None] * inner
    rings = np.concatenate([flat, np.repeat(height[:, None, None], len(outline), 1)], -1)
    return skin("bed", rings, "yellow", centres=(np.zeros(3), np.array([0, 0, wall])), smooth_angle=40)


def _bed_ribs() -> Part:
    """Upright ribs outside the bed, following its spread and tilt."""
    ribs = [
        moved(
            rounded_box("rib", (0.007, 0.005, 0.058), 0.002, "yellow", 0.005, (0, 0, 0)),
            (x, side * 0.0605, 0.037),
            rotation("x", -3.5 * side),
        )
        for x in (-0.055, -0.018, 0.018, 0.055)
        for side in (-1, 1)
    ]
    return moved(merged("ribs", ribs), (-0.052, 0, 0.060), rotation("y", 4))


def _guards() -> Part:
    """Mudguards over the front wheels."""
    turn = np.radians(np.linspace(10, 170, 30))
    arches = []
    for y in (-0.054, 0.054):
        path = np.stack([0.085 + 0.034 * np.cos(turn), np.full(30, y), 0.029 + 0.034 * np.sin(turn)], -1)
        arches.append(sweep("arch", path, 0.003, "red", 0.012, (0, 1, 0), 20))
    return merged("guards", arches)


def _toy_wheel(name: str) -> Part:
    """A fat wheel of 58 mm with a treaded tyre around a domed hub, its axle along y."""
    half = fillet(
        [(0, 0.0135), (0.007, 0.0135), (0.009, 0.009), (0.016, 0.009), (0.0175, 0.013), (0.026, 0.0125),
         (0.029, 0.008), (0.029, 0)],
        [0, 0.002, 0.001, 0.001, 0.001, 0.003, 0.003, 0],
    )  # fmt: skip
    profile = resample(np.concatenate([half, half[-2::-1] * (1, -1)]), 0.002)
    wheel = warped(lathe(name, profile, "wheel", 96, arc_length(profile)), _treaded)
    return moved(wheel, matrix=rotation("x", 90))


def _treaded(vertices: Array) -> Array:
    x, y, z = vertices.T
    radius, turn = np.hypot(x, y), np.arctan2(y, x)
    groove = np.clip(np.cos(turn * 16 + np.sign(z) * 0.8) * 3, 0, 1) * np.clip((radius - 0.026) / 0.002, 0, 1)
    treaded: Array = vertices * np.column_stack([1 - 0.06 * groove, 1 - 0.06 * groove, np.ones(len(z))])
    return treaded


def wheel_print(tyre: Colour, hub: Colour, split: float) -> Array:
    """A toy wheel by v from one axle end over the tread to the other: hub colour within `split` of both ends."""
    v = np.arange(256) / 255
    column = np.where((np.minimum(v, 1 - v) < split)[:, None], hub, tyre)
    return np.repeat(column[:, None], 64, 1)


RED = (0.78, 0.10, 0.09)


YELLOW = (0.97, 0.72, 0.08)


PRODUCTS: dict[str, Product] = {
    product.sku: product
    for product in (
        Product(
            "TRUCK-RED",
            build_truck,
            {
                "red": Material("plastic", RED, roughness=0.28, coat=0.2, raw=(0.70, 0.12, 0.10)),
                "yellow": Material("plastic", YELLOW, roughness=0.3, coat=0.2, raw=(0.90, 0.66, 0.12)),
                "grey": Material("plastic", (0.20, 0.21, 0.23), roughness=0.5),
                "window": Material("plastic", (0.16, 0.27, 0.36), roughness=0.1, coat=0.6),
                "wheel": Material(
                    "plastic", (0.1, 0.1, 0.1), partial(wheel_print, (0.09, 0.09, 0.10), YELLOW, 0.31), roughness=0.45
                ),
            },
            {
                "missing_part": ("wheel1", "wheel2", "wheel3", "wheel4"),
                "crack": ("bed", "cab"),
                "chip": ("bed", "cab"),
                "scratch": ("cab", "bed"),
            },
            poses=("upright", "side"),
            boxed=True,
            view_elevation=(12.0, 50.0),
        ),
    )
}
