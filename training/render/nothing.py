"""A photograph of a room that shows no product of the catalogue and no parcel."""

import numpy as np

from training.render.clutter import Thing, things
from training.render.product import Material, Part, Product


def clutter(seed: int, palette: str) -> Product:
    """Things of a room as one would take a picture of by mistake, spread over one to three metres."""
    rng = np.random.default_rng([seed, 9])
    size, angle = float(rng.uniform(0.2, 0.6)), float(rng.uniform(0, 2 * np.pi))
    away = np.array([np.cos(angle), np.sin(angle), 0.0])
    found = things(rng, palette, away, size)
    if rng.random() < 0.6:
        found += things(rng, palette, -away, size)
    materials = {
        f"thing{k}": Material("plastic", thing.colour, roughness=thing.roughness) for k, thing in enumerate(found)
    }
    parts = [_part(f"thing{k}", thing) for k, thing in enumerate(found)]
    return Product(f"nothing{seed}", lambda: parts, materials, {}, view_elevation=(8.0, 65.0))


def _part(name: str, thing: Thing) -> Part:
    vertices, polygons = thing.mesh
    faces = np.array([[p[0], p[k], p[k + 1]] for p in polygons for k in range(1, len(p) - 1)])
    return Part(name, vertices, faces, np.zeros((len(faces), 3, 2)), name)
