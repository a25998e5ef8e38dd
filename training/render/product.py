"""What a renderable product is: parts with meshes, materials as data, and the damage it can show.

Everything is in metres, z up, the product standing on z = 0 around the origin, its front looking along +x.
No Blender in here: shapes are plain numpy, so they can be tested and read without it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Colour = tuple[float, float, float]  # sRGB, 0..1

Kind = Literal["ceramic", "glass", "wood", "metal", "plastic", "rubber", "fabric", "screen", "paper"]
Pose = Literal["upright", "side", "upside_down", "back"]

DAMAGE_TYPES = (
    "crack", "chip", "shattered", "scratch", "dent", "bent", "tear",
    "stain", "burn", "missing_part", "water_damage", "crushed",
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """A surface as data. `pattern` gives an (h, w, 3) sRGB picture in 0..1 laid over the UVs, row 0 at v = 1."""

    kind: Kind
    colour: Colour
    pattern: Callable[[], Array] | None = None
    height: Callable[[], Array] | None = None  # (h, w) in 0..1, a bump map on the same UVs
    roughness: float = 0.4
    metallic: float = 0.0
    coat: float = 0.0
    raw: Colour = (0.85, 0.8, 0.7)  # what shows where the material is broken open


@dataclass
class Part:
    """One closed mesh (watertight and consistently wound wherever it may be cut)."""

    name: str
    vertices: Array  # (n, 3) metres
    faces: NDArray[np.int64]  # (m, 3) triangles
    uv: Array  # (m, 3, 2) per corner
    material: str
    smooth_angle: float = 40.0  # degrees; sharper edges stay sharp


@dataclass(frozen=True)
class Product:
    """A product of the demo catalogue as it can be rendered.

    `damages` maps a damage type to the names of the parts it can hit; for `missing_part` they are parts
    that can be left out whole; for `bent` the parts that bend together (bend from the first part's base).
    """

    sku: str
    build: Callable[[], Sequence[Part]]
    materials: Mapping[str, Material]
    damages: Mapping[str, Sequence[str]]
    poses: Sequence[Pose] = ("upright",)
    boxed: bool = False  # also sold in a printed retail box, which can arrive crushed
    view_elevation: tuple[float, float] = (15.0, 60.0)  # degrees from which one would photograph it
    facing: float = 180.0  # degrees to either side of the front from which it is photographed (screens: 50)
