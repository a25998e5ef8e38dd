"""One planned photograph, and what every plan draws from: rooms and damage types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from training.render.clutter import HELD_OUT_PALETTES, PALETTES
from training.render.lights import LIGHTS
from training.render.product import Part, Pose, Product
from training.render.surfaces import SURFACES

SetName = Literal["reference", "test", "train"]
Kind = Literal["product", "parcel", "nothing"]
PIXELS: dict[SetName, int] = {"reference": 384, "test": 320, "train": 256}
MASTER: dict[SetName, int] = {"reference": 11, "test": 2027, "train": 90001}

TRAPS = ("blinds", "dappled", "crumbs", "drops", "reflection", "marks")  # may be taken for damage
COMPANY = ("neighbour", "twin", "hand", "packaging", "cut")  # what else is in a product's picture, or isn't
CAPTURE = ("dim", "motion")  # how the phone took it

_FURNITURE = 0.3  # metres across from which things stand on the floor


@dataclass(frozen=True)
class Shot:
    """One photograph to take.

    `azimuth` (degrees from the front) is fixed for reference pictures only. `extras` are of `TRAPS`, `COMPANY`,
    `CAPTURE` and "wrapping"; `state` tells what happened to a parcel.
    """

    id: str
    sku: str
    set: SetName
    damages: tuple[str, ...]
    boxed: bool
    pose: Pose
    surface: str
    light: str
    palette: str
    seed: int
    azimuth: float | None = None
    kind: Kind = "product"
    extras: tuple[str, ...] = ()
    state: str = ""

    @property
    def hard_negative(self) -> bool:
        """True for something intact in a picture that has what may be taken for damage."""
        return not self.damages and self.state in ("", "intact") and any(extra in TRAPS for extra in self.extras)


def damage_types(product: Product) -> list[str]:
    """The damage types a product can show, its box's included."""
    return list(dict.fromkeys([*product.damages, *(["crushed"] if product.boxed else [])]))


def pose_of(product: Product, boxed: bool, lying: float, rng: np.random.Generator) -> Pose:
    """How a product stands or, with probability `lying`, lies."""
    if boxed:
        return "upright"
    if len(product.poses) > 1 and rng.random() < lying:
        return product.poses[int(rng.integers(1, len(product.poses)))]
    return product.poses[0]


@cache
def is_furniture(build: Callable[[], Sequence[Part]]) -> bool:
    """True if it stands on the floor."""
    return bool(np.ptp(np.concatenate([part.vertices for part in build()]), axis=0).max() > _FURNITURE)


def room(name: SetName, floor: bool, rng: np.random.Generator, marked: bool = False) -> tuple[str, str, str]:
    """Surface, light and palette; test photographs are taken where training never is.

    `floor` allows only what furniture stands on, `marked` only surfaces whose pattern looks like damage.
    """
    held_out = name == "test"
    fitting = {key: s for key, s in SURFACES.items() if s.held_out == held_out and s.marked == marked}
    surfaces = [key for key, s in fitting.items() if s.floor or not floor]
    lights = [key for key, s in LIGHTS.items() if s.held_out == held_out and key != "studio"]
    palettes = [key for key in PALETTES if (key in HELD_OUT_PALETTES) == held_out]
    return str(rng.choice(surfaces)), str(rng.choice(lights)), str(rng.choice(palettes))
