"""Takes one planned photograph: product, pose, damage, camera, picture, labels."""

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PIL import Image

from training.render import company, traps
from training.render import damage as damages
from training.render.bodies import Body, Caster
from training.render.fracture import CannotBreak
from training.render.framing import first_view, in_sight, posed, reframed
from training.render.labels import Label, label
from training.render.materials import Textures
from training.render.nothing import clutter
from training.render.parcel import parcel
from training.render.post import develop, develop_studio
from training.render.product import Product
from training.render.products import PRODUCTS
from training.render.retail import carton, carton_material
from training.render.scene import Room, picture_to
from training.render.shot import PIXELS, Shot
from training.render.wreck import NoSpot, Wreck

TRIES = 6
_SAMPLES = {"reference": 16, "test": 4, "train": 4}
_DEFORMING = ("bent", "dent", "shattered", "missing_part", "chip", "crushed")  # before anything is painted


class NotVisible(Exception):
    """No try gave a photograph on which the damage can be seen."""


@dataclass(frozen=True)
class Folders:
    """Where photographs go, where product pictures for cartons come from, where textures are cached."""

    out: Path
    product_images: Path
    cache: Path


def take(shot: Shot, folders: Folders) -> dict[str, Any]:
    """Renders a shot into the output folder and returns its line of ground truth.

    Raises:
        NotVisible: the damage could not be placed where the camera sees it.
    """
    reasons, product = [], subject(shot)
    for attempt in range(TRIES):
        wreck = _set_up(shot, product, folders, attempt)
        try:
            found = _damage(wreck, shot, product)
            also = _surround(wreck, shot, product)
        except (NoSpot, CannotBreak) as error:
            reasons.append(str(error))
            continue
        labels = _labels(wreck)
        if found == len(labels) and in_sight(wreck):
            return _finish(shot, product, wreck, labels, folders) | ({"also": also} if also else {})
        reasons.append("not clear enough")
    raise NotVisible("; ".join(reasons))


def subject(shot: Shot) -> Product:
    """What is photographed."""
    if shot.kind == "parcel":
        return parcel(shot.seed, shot.state)
    if shot.kind == "nothing":
        return clutter(shot.seed, shot.palette)
    return PRODUCTS[shot.sku]


def file_of(shot: Shot) -> str:
    """The picture's path below the output folder."""
    return f"{shot.id}.jpg"


def _set_up(shot: Shot, product: Product, folders: Folders, attempt: int) -> Wreck:
    rng = np.random.default_rng([shot.seed, attempt])
    parts = list(product.build())
    materials = dict(product.materials)
    if shot.boxed:
        bodies = [carton(parts)]
        materials["box"] = carton_material(product, folders.product_images / product.sku / "1.jpg")
    else:
        bodies = posed([Body.of(part) for part in parts], shot.pose, rng)
    return Wreck(bodies, materials, first_view(shot, product, bodies, rng), rng)


def _damage(wreck: Wreck, shot: Shot, product: Product) -> int:
    """Inflicts what is planned and frames it; the number of damages to be seen."""
    for name in sorted(shot.damages, key=lambda d: d not in _DEFORMING):
        damages.inflict(wreck, name, product.damages.get(name, ()))
    if shot.azimuth is None:
        wreck.view = reframed(wreck, shot)
    return len(wreck.traces)


def _surround(wreck: Wreck, shot: Shot, product: Product) -> str:
    """Adds company and traps; the sku of a second product in the picture, or ""."""
    also = ""
    for extra in shot.extras:
        also = company.add(wreck, extra, product, PRODUCTS) or also
        traps.add(wreck, extra)
    return also


def _labels(wreck: Wreck) -> list[Label]:
    """The labels of all traces that are clear enough."""
    caster = Caster([*wreck.bodies, *wreck.company])
    found = [label(wreck, trace, caster) for trace in wreck.traces]
    return [one for one in found if one is not None and one.clear]


def _finish(shot: Shot, product: Product, wreck: Wreck, found: list[Label], folders: Folders) -> dict[str, Any]:
    target = folders.out / file_of(shot)
    target.parent.mkdir(parents=True, exist_ok=True)
    room = Room(shot.surface, shot.light, shot.palette)
    with TemporaryDirectory() as temporary:
        raw = Path(temporary) / "raw.png"
        picture_to(raw, wreck, product.sku, room, Textures(folders.cache), PIXELS[shot.set], _SAMPLES[shot.set])
        developed = target.with_suffix(".tmp.jpg")
        if shot.set == "reference":
            develop_studio(raw, developed)
        else:
            develop(raw, developed, np.random.default_rng(shot.seed), shot.extras)
        os.replace(developed, target)
    return _line(shot, wreck, found, folders)


def _line(shot: Shot, wreck: Wreck, found: list[Label], folders: Folders) -> dict[str, Any]:
    entries = []
    for index, one in enumerate(found):
        entry: dict[str, Any] = {"type": one.type, "part": one.part, "box": list(one.box)}
        if shot.set == "test":
            mask = f"masks/{shot.id}{'' if index == 0 else f'-{index + 1}'}.png"
            (folders.out / "masks").mkdir(exist_ok=True)
            Image.fromarray(one.mask).convert("1").save(folders.out / mask)
            entry["mask"] = mask
        entries.append(entry | {"visible": round(one.visible, 3), "area": round(one.area, 4)})
    view = wreck.view
    camera = {
        "eye": np.round(view.eye, 4).tolist(), "target": np.round(view.target, 4).tolist(),
        "field": round(float(np.degrees(view.field)), 1), "roll": round(float(np.degrees(view.roll)), 1),
    }  # fmt: skip
    return {
        "file": file_of(shot), "sku": shot.sku, "kind": shot.kind, "set": shot.set, "damages": entries,
        "intact": not entries, "boxed": shot.boxed, "surface": shot.surface, "light": shot.light, "camera": camera,
        "pose": shot.pose, "seed": shot.seed, "extras": list(shot.extras), "hard_negative": shot.hard_negative,
        "state": shot.state,
    }  # fmt: skip
