"""The varied photographs behind the first plan: parcels, rooms without a product, traps, company, rough captures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice

import numpy as np

from training.render.product import Product
from training.render.shot import (
    CAPTURE,
    COMPANY,
    MASTER,
    TRAPS,
    Kind,
    SetName,
    Shot,
    damage_types,
    is_furniture,
    pose_of,
    room,
)

TRAIN_SHOTS = 4000
TEST_SHOTS_EACH, TEST_PARCELS, TEST_NOTHING = 16, 45, 32
PARCEL_DAMAGE: dict[str, tuple[str, ...]] = {
    "intact": (),
    "crushed": ("crushed",),
    "torn": ("tear",),
    "wet": ("water_damage",),
    "taped": (),  # opened on the way and closed again: evidence, but no damage to be seen
}
_STATES = ("intact", "crushed", "torn", "wet", "taped", "crushed", "intact", "torn", "wet")
_PHASES = "IDDHDIDDHDDIDHDD"  # per product: intact, damaged, hard negative
_ON_TOP = ("crack", "scratch", "stain", "burn", "water_damage", "dent", "chip", "tear")
_HARD = ("bent", "dent", "chip")
_ALONE = ("shattered", "missing_part", "crushed")
_MIRRORS = ("screen", "glass", "ceramic", "metal")


def test(products: Mapping[str, Product], first: int) -> list[Shot]:
    """Held-out photographs; those of a product are numbered from `first`."""
    found, stream = [], _stream(list(products.values()), MASTER["test"])
    for turn in range(TEST_SHOTS_EACH):
        for product, damage, hard in islice(stream, len(products)):
            number = first + turn
            seed = list(products).index(product.sku) * 1000 + number
            found.append(_product("test", f"{product.sku.lower()}-{number}", product, damage, hard, seed))
        found += [_other("test", "parcel", f"parcel-{k:02d}", k, 50_000 + k) for k in _share(turn, TEST_PARCELS)]
        found += [_other("test", "nothing", f"nothing-{k:02d}", k, 60_000 + k) for k in _share(turn, TEST_NOTHING)]
    return found


def _share(turn: int, total: int) -> range:
    return range(turn * total // TEST_SHOTS_EACH, (turn + 1) * total // TEST_SHOTS_EACH)


def train(products: Mapping[str, Product], first: int) -> list[Shot]:
    """Training photographs numbered from `first`; any prefix is balanced."""
    stream, found = _stream(list(products.values()), MASTER["train"] + 1), []
    for number in range(first, first + TRAIN_SHOTS):
        kind, shot_id = _KINDS.get(number % 25), f"{number:05d}"
        if kind is None:
            found.append(_product("train", shot_id, *next(stream), number))
        else:
            found.append(_other("train", kind, shot_id, number // 6, number))
    return found


_KINDS: dict[int, Kind] = {2: "parcel", 6: "nothing", 10: "parcel", 15: "parcel", 18: "nothing", 22: "parcel"}


def _stream(order: Sequence[Product], seed: int) -> Iterator[tuple[Product, str | None, bool]]:
    """Product, damage (None is intact) and whether it is a hard negative; each product and each type in its turn."""
    rng, damaged = np.random.default_rng(seed), list(range(len(order)))
    for turn in count():
        for index in map(int, rng.permutation(len(order))):
            product, phase = order[index], _PHASES[(turn + 5 * index) % len(_PHASES)]
            # what is hard to recognise comes twice
            types = [*damage_types(product), *(d for d in _HARD if d in product.damages)]
            yield product, types[damaged[index] % len(types)] if phase == "D" else None, phase == "H"
            damaged[index] += phase == "D"


def _product(name: SetName, shot_id: str, product: Product, damage: str | None, hard: bool, number: int) -> Shot:
    seed = MASTER[name] * 100_000 + number
    rng = np.random.default_rng([seed, 2])
    boxed = damage == "crushed" or (damage is None and product.boxed and rng.random() < 0.08)
    damages = () if damage is None else (damage, *_more(product, damage, rng))
    extras = _traps(product, boxed, rng) if hard else _company(name, product, boxed, damages, rng)
    floor = is_furniture(product.build)
    surface, light, palette = room(name, floor, rng, marked="marks" in extras)
    pose = pose_of(product, boxed, 0.55 if damage == "missing_part" else 0.3, rng)
    return Shot(
        shot_id, product.sku, name, damages, boxed, pose, surface, light, palette, seed, extras=extras
    )  # fmt: skip


def _more(product: Product, damage: str, rng: np.random.Generator) -> tuple[str, ...]:
    """What came on top, for about 15 of 100 damaged ones."""
    others = [d for d in product.damages if d in _ON_TOP and d != damage]
    if damage in _ALONE or not others or rng.random() > 0.2:
        return ()
    some = min(len(others), 1 if rng.random() < 0.8 else 2)
    return tuple(str(d) for d in rng.choice(others, some, replace=False))


def _traps(product: Product, boxed: bool, rng: np.random.Generator) -> tuple[str, ...]:
    shiny = not boxed and any(material.kind in _MIRRORS for material in product.materials.values())
    fitting = [trap for trap in TRAPS if trap != "reflection" or shiny]
    return tuple(str(trap) for trap in rng.choice(fitting, 1 if rng.random() < 0.65 else 2, replace=False))


def _company(
    name: SetName, product: Product, boxed: bool, damages: tuple[str, ...], rng: np.random.Generator
) -> tuple[str, ...]:
    found: list[str] = []
    if rng.random() < 0.58:
        fitting = [c for c in COMPANY if c != "cut" or not set(damages) & {"missing_part", "bent", "shattered"}]
        found.append(str(rng.choice(fitting)))
    # traps come with damage as well, so that they don't tell the one from the other
    if damages and rng.random() < 0.25:
        found += _traps(product, boxed, rng)[:1]
    draw = rng.random()
    if name == "test" and draw < 0.16:
        found.append(CAPTURE[int(draw > 0.08)])
    elif draw < 0.05:
        found.append("dim")
    return tuple(found)


def _other(name: SetName, kind: Kind, shot_id: str, turn: int, number: int) -> Shot:
    seed = MASTER[name] * 100_000 + number
    rng = np.random.default_rng([seed, 2])
    state = _STATES[turn % len(_STATES)] if kind == "parcel" else ""
    damages = PARCEL_DAMAGE.get(state, ())
    if damages and rng.random() < 0.15:
        more = [d for d in ("crushed", "tear", "water_damage") if d not in damages]
        damages += (str(rng.choice(more)),)
    surface, light, palette = room(name, kind == "parcel" and rng.random() < 0.5, rng)
    extras: tuple[str, ...] = ()
    if rng.random() < 0.35:
        # packaging has a parcel in it, wrapping hasn't
        choices = ("hand", "packaging", "blinds", "dappled") if kind == "parcel" else ("hand", "wrapping", "dappled")
        extras = (str(rng.choice(choices)),)
    shot = Shot(shot_id, "", name, damages, False, "upright", surface, light, palette, seed)
    return replace(shot, kind=kind, extras=extras, state=state)
