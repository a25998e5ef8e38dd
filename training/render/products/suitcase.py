"""A cabin suitcase with a ribbed shell."""

import numpy as np

from training.render.product import Array, Material, Part, Product
from training.render.shapes import fillet, lathe, merged, moved, resample, rotation, rounded_box, smooth_path, sweep
from training.render.shapes_soft import panel, rounded_levels, warped


def build_suitcase() -> list[Part]:
    """A cabin suitcase: ribbed shell of 37 x 52 x 22 cm on four wheels, its trolley handle drawn out."""
    shell = panel("shell", "shell", (0.37, 0.52), 0.065, rounded_levels(0.22, 0.045, 8, 22), (94, 84), unroll=True)
    seam = panel("seam", "trim", (0.373, 0.523), 0.0665, rounded_levels(0.012, 0.002, 2), (20, 24))
    lift = (0, 0, 0.305)
    wheels = [
        moved(_caster(f"wheel{k + 1}"), (x, y, 0))
        for k, (x, y) in enumerate(((0.070, 0.135), (0.070, -0.135), (-0.070, 0.135), (-0.070, -0.135)))
    ]
    return [moved(warped(shell, _ribbed), lift), moved(seam, lift), *wheels, *_case_handles(), _badge()]


def _ribbed(vertices: Array) -> Array:
    """Press upright ribs into front and back, fading towards the edges of each face."""
    x, y, z = vertices.T
    on_face = np.clip((np.abs(x) - 0.085) / 0.022, 0, 1)
    inside = np.clip((0.215 - np.abs(z)) / 0.02, 0, 1) * np.clip((0.153 - np.abs(y)) / 0.01, 0, 1)
    groove = np.clip(0.5 - 0.5 * np.cos(2 * np.pi * y / 0.034), 0, 1) ** 2
    depth = 0.0065 * groove * on_face**2 * inside * inside * (3 - 2 * inside)
    return np.column_stack([x - np.sign(x) * depth, y, z])


def _caster(name: str) -> Part:
    """A twin wheel of 44 mm in its fork."""
    tyre = fillet([(0, -0.006), (0.019, -0.006), (0.022, -0.003), (0.022, 0.003), (0.019, 0.006), (0, 0.006)],
                  [0, 0.002, 0.002, 0.002, 0.002, 0])  # fmt: skip
    wheel = lathe(name, resample(tyre, 0.003), "wheel", 48)
    lying = rotation("x", 90)
    fork = rounded_box(name, (0.036, 0.014, 0.034), 0.006, "wheel", 0.006, (0, 0, 0.035))
    plate = rounded_box(name, (0.052, 0.05, 0.014), 0.005, "wheel", 0.006, (0, 0, 0.049))
    return merged(name, [moved(wheel, (0, y, 0.022), lying) for y in (-0.0135, 0.0135)] + [fork, plate])


def _case_handles() -> list[Part]:
    tubes = [
        sweep("tube", [(-0.075, y, 0.54), (-0.075, y, 0.65), (-0.075, y, 0.77)], 0.006, "steel", 0.009, (0, 1, 0))
        for y in (-0.085, 0.085)
    ]
    bar = smooth_path(
        [
            (-0.075, -0.098, 0.762),
            (-0.075, -0.085, 0.78),
            (-0.075, 0, 0.784),
            (-0.075, 0.085, 0.78),
            (-0.075, 0.098, 0.762),
        ],
        50,
    )
    grip = sweep("grip", bar, 0.012, "trim", 0.013, (1, 0, 0), 24, round_ends=True)
    arch = smooth_path(
        [(0.03, -0.075, 0.560), (0.03, -0.062, 0.578), (0.03, 0, 0.586), (0.03, 0.062, 0.578), (0.03, 0.075, 0.560)], 40
    )
    carry = sweep("carry", arch, 0.005, "trim", 0.012, (1, 0, 0), 20)
    flank = smooth_path(
        [
            (0.025, 0.183, 0.245),
            (0.025, 0.200, 0.258),
            (0.025, 0.204, 0.305),
            (0.025, 0.200, 0.352),
            (0.025, 0.183, 0.365),
        ],
        40,
    )
    side = sweep("side", flank, 0.005, "trim", 0.012, (1, 0, 0), 20)
    return [merged("trolley", tubes), merged("handle", [grip, carry, side])]


def _badge() -> Part:
    return rounded_box("badge", (0.003, 0.05, 0.014), 0.0012, "steel", 0.006, (0.1105, 0, 0.536))


PRODUCTS: dict[str, Product] = {
    product.sku: product
    for product in (
        Product(
            "CASE-CORAL",
            build_suitcase,
            {
                "shell": Material("plastic", (0.93, 0.42, 0.34), roughness=0.34, coat=0.15, raw=(0.80, 0.34, 0.27)),
                "trim": Material("plastic", (0.13, 0.13, 0.14), roughness=0.5),
                "wheel": Material("rubber", (0.11, 0.11, 0.12), roughness=0.6),
                "steel": Material("metal", (0.75, 0.75, 0.76), roughness=0.3, metallic=1.0),
            },
            {
                "crack": ("shell",),
                "scratch": ("shell",),
                "dent": ("shell",),
                "missing_part": ("wheel1", "wheel2", "wheel3", "wheel4"),
            },
            poses=("upright", "back", "side"),
            view_elevation=(8.0, 45.0),
        ),
    )
}
