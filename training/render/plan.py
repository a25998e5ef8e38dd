"""Which photographs to take: a deterministic list for each of the three sets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count, islice
from typing import Literal

import numpy as np

from training.render.clutter import HELD_OUT_PALETTES, PALETTES
from training.render.lights import LIGHTS
from training.render.product import Pose, Product
from training.render.surfaces import SURFACES

SetName = Literal["reference", "test", "train"]
PIXELS: dict[SetName, int] = {"reference": 384, "test": 320, "train": 256}
TRAIN_SHOTS = 4000
TEST_SHOTS_EACH = 16

_MASTER: dict[SetName, int] = {"reference": 11, "test": 2027, "train": 90001}
_ROUND_ANGLES = (25.0, -40.0, 75.0, -110.0, 165.0)
_FRONT_SHARES = (0.3, -0.5, 0.75, -0.9, 0.0)
_SECOND_DAMAGES = ("crack", "scratch", "stain", "burn", "water_damage")  # can come on top of another
_FURNITURE = 0.3  # metres across from which things stand on the floor


@dataclass(frozen=True)
class Shot:
    """One photograph to take; `azimuth` (degrees from the front) is fixed for reference pictures only."""

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


def shots(name: SetName, products: Mapping[str, Product]) -> list[Shot]:
    """All photographs of a set, in the order in which they should be taken."""
    if name == "reference":
        return _reference(products)
    if name == "test":
        return _test(products)
    return list(islice(_train(products), TRAIN_SHOTS))


def damage_types(product: Product) -> list[str]:
    """The damage types a product can show, its box's included."""
    return list(dict.fromkeys([*product.damages, *(["crushed"] if product.boxed else [])]))


@cache
def _is_furniture(product_build: object) -> bool:
    parts = product_build()  # type: ignore[operator]
    return bool(np.ptp(np.concatenate([part.vertices for part in parts]), axis=0).max() > _FURNITURE)


def _reference(products: Mapping[str, Product]) -> list[Shot]:
    found = []
    for number in range(1, 7):
        for index, (sku, product) in enumerate(products.items()):
            boxed = number == 6
            if boxed and not product.boxed:
                continue
            angles = _ROUND_ANGLES if product.facing >= 120 else tuple(product.facing * s for s in _FRONT_SHARES)
            angle = 28.0 if boxed else angles[number - 1]
            pose: Pose = "upright" if boxed else product.poses[0]
            seed = _MASTER["reference"] * 100_000 + index * 10 + number
            found.append(
                Shot(f"{sku}/{number}", sku, "reference", (), boxed, pose, "studio", "studio", "", seed, angle)
            )
    return found


def _test(products: Mapping[str, Product]) -> list[Shot]:
    found = []
    for index, (sku, product) in enumerate(products.items()):
        intact = 6 + index % 2
        types = damage_types(product)
        for number in range(TEST_SHOTS_EACH):
            damage = None if number < intact else types[(number - intact + index) % len(types)]
            found.append(_shot("test", f"{sku.lower()}-{number:02d}", product, damage, index * 1000 + number))
    return found


def _train(products: Mapping[str, Product]) -> Iterator[Shot]:
    order = list(products.values())
    rng = np.random.default_rng(_MASTER["train"])
    taken = {product.sku: (k, 0) for k, product in enumerate(order)}  # phase of intact, damaged ones so far
    number = 0
    for _ in count():
        for index in rng.permutation(len(order)):
            product = order[index]
            phase, damaged = taken[product.sku]
            types = damage_types(product)
            damage = None if phase % 5 in (0, 3) else types[(damaged + index) % len(types)]
            taken[product.sku] = (phase + 1, damaged + (damage is not None))
            yield _shot("train", f"{number:05d}", product, damage, number)
            number += 1


def _shot(name: SetName, shot_id: str, product: Product, damage: str | None, number: int) -> Shot:
    seed = _MASTER[name] * 100_000 + number
    rng = np.random.default_rng(seed)
    damages = () if damage is None else (damage,)
    boxed = damage == "crushed" or (damage is None and product.boxed and rng.random() < 0.05)
    others = [d for d in product.damages if d in _SECOND_DAMAGES and d != damage]
    if damage not in (None, "shattered") and not boxed and others and rng.random() < 0.1:
        damages += (str(rng.choice(others)),)
    pose: Pose = product.poses[0]
    lying = 0.55 if damage == "missing_part" else 0.25
    if boxed:
        pose = "upright"
    elif len(product.poses) > 1 and rng.random() < lying:
        pose = product.poses[int(rng.integers(1, len(product.poses)))]
    surface, light, palette = _room(name, product, rng)
    return Shot(shot_id, product.sku, name, damages, boxed, pose, surface, light, palette, seed)


def _room(name: SetName, product: Product, rng: np.random.Generator) -> tuple[str, str, str]:
    """Test photographs are taken in rooms, and mostly under lights, that training never sees."""
    held_out = name == "test"
    floor = _is_furniture(product.build)
    surfaces = [key for key, s in SURFACES.items() if s.held_out == held_out and (s.floor or not floor)]
    lights = [key for key, s in LIGHTS.items() if s.held_out == held_out and key != "studio"]
    palettes = [key for key in PALETTES if (key in HELD_OUT_PALETTES) == held_out]
    return str(rng.choice(surfaces)), str(rng.choice(lights)), str(rng.choice(palettes))
