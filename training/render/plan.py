"""Which photographs to take: a deterministic list for each of the three sets."""

from collections.abc import Iterator, Mapping
from itertools import count, islice

import numpy as np

from training.render import variety
from training.render.product import Pose, Product
from training.render.shot import MASTER, SetName, Shot, damage_types, is_furniture, pose_of, room

TRAIN_SHOTS = 4000  # of the first plan; the varied ones come behind
TEST_SHOTS_EACH = 16

_ROUND_ANGLES = (25.0, -40.0, 75.0, -110.0, 165.0)
_FRONT_SHARES = (0.3, -0.5, 0.75, -0.9, 0.0)
_SECOND_DAMAGES = ("crack", "scratch", "stain", "burn", "water_damage")  # can come on top of another


def shots(name: SetName, products: Mapping[str, Product]) -> list[Shot]:
    """All photographs of a set, in the order in which they should be taken."""
    if name == "reference":
        return _reference(products)
    if name == "test":
        return [*_test(products), *variety.test(products, TEST_SHOTS_EACH)]
    return [*islice(_train(products), TRAIN_SHOTS), *variety.train(products, TRAIN_SHOTS)]


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
            seed = MASTER["reference"] * 100_000 + index * 10 + number
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
    rng = np.random.default_rng(MASTER["train"])
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
    seed = MASTER[name] * 100_000 + number
    rng = np.random.default_rng(seed)
    damages: tuple[str, ...] = () if damage is None else (damage,)
    boxed = damage == "crushed" or (damage is None and product.boxed and rng.random() < 0.05)
    others = [d for d in product.damages if d in _SECOND_DAMAGES and d != damage]
    if damage not in (None, "shattered") and not boxed and others and rng.random() < 0.1:
        damages += (str(rng.choice(others)),)
    pose = pose_of(product, boxed, 0.55 if damage == "missing_part" else 0.25, rng)
    surface, light, palette = room(name, is_furniture(product.build), rng)
    return Shot(shot_id, product.sku, name, damages, boxed, pose, surface, light, palette, seed)
