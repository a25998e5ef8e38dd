"""A hand as rounded limbs: simple, but of a hand's size, colour and grip."""

from itertools import pairwise

import manifold3d as m3
import numpy as np

from training.render.bodies import Body, Caster
from training.render.product import Array, Colour, Material
from training.render.wreck import Wreck

_SKINS: tuple[Colour, ...] = (
    (0.89, 0.71, 0.6), (0.82, 0.62, 0.5), (0.72, 0.51, 0.38), (0.55, 0.37, 0.26), (0.38, 0.25, 0.18),
)  # fmt: skip
_SLEEVES: tuple[Colour, ...] = ((0.2, 0.25, 0.35), (0.75, 0.74, 0.72), (0.35, 0.2, 0.2), (0.25, 0.3, 0.25))


def hand(wreck: Wreck) -> list[Body]:
    """A hand (18 cm) that holds or touches the product from the side, with its forearm; adds skin and sleeve."""
    rng, across = wreck.rng, wreck.view.axes()
    points = np.concatenate([body.vertices for body in wreck.bodies])
    inward = across[0] * rng.choice([-1, 1]) * [1, 1, 0.2]
    inward /= np.linalg.norm(inward)
    toward = across[2] - (across[2] @ inward) * inward
    toward /= np.linalg.norm(toward)
    up = np.cross(toward, inward)
    up = up if up[2] > 0 else -up
    low, high = points[:, 2].min(), points[:, 2].max()
    level = max(low + (high - low) * rng.uniform(0.3, 0.8), 0.05)
    band = points[np.abs(points[:, 2] - level) < max(0.25 * (high - low), 0.02)]
    edge = band[np.argmin(band @ inward)] if len(band) else points[np.argmin(points @ inward)]
    place = edge + toward * 0.012 - inward * rng.uniform(0.0, 0.02)
    skin, sleeve = _SKINS[int(rng.integers(len(_SKINS)))], _SLEEVES[int(rng.integers(len(_SLEEVES)))]
    wreck.materials["skin"] = Material("plastic", skin, roughness=0.55)
    wreck.materials["sleeve"] = Material("fabric", sleeve, roughness=0.95)
    limbs = _limbs(wreck, np.stack([inward, toward, up]), place, float(rng.uniform(0.5, 1.0)))
    wrist = place - inward * 0.13 - up * 0.02
    elbow = wrist - inward * 0.3 + toward * rng.uniform(0.0, 0.25) - up * rng.uniform(-0.12, 0.08)
    elbow[2] = max(elbow[2], 0.06)
    limbs.append(_limb([place - inward * 0.07, wrist], [0.029, 0.024]))
    arm = _limb([wrist * 0.75 + elbow * 0.25, elbow], [0.036, 0.045])
    return [_body("hand", m3.Manifold.batch_boolean(limbs, m3.OpType.Add), "skin"), _body("arm", arm, "sleeve")]


def _limbs(wreck: Wreck, frame: Array, place: Array, closed: float) -> list[m3.Manifold]:
    """Palm, four fingers that lie over what the camera sees, and a thumb above."""
    inward, toward, up = frame
    caster, found = Caster(wreck.bodies), []
    knuckles = []
    for k in range(4):
        root = place - inward * 0.03 + up * (0.019 * (1.5 - k)) + toward * 0.012
        reach = np.array([0.028, 0.052, 0.072]) * (0.85, 1.0, 0.97, 0.78)[k] * closed
        curl = (0.014, 0.012, 0.002)
        droop = up * 0.004 * (1.5 - k)
        ways = [root, *(root + inward * (r + 0.02) + toward * c + droop for r, c in zip(reach, curl, strict=True))]
        found.append(_limb([_on_top(wreck, caster, way, 0.0095) for way in ways], [0.0105, 0.0098, 0.009, 0.0078]))
        knuckles.append(ways[0])
    back = place - inward * 0.075
    palm = [*knuckles, back + up * 0.024, back - up * 0.026]
    found.append(m3.Manifold.batch_hull([_ball(p, 0.0135) for p in palm]))
    thumb = [back + up * 0.02, place - inward * 0.035 + up * 0.045 + toward * 0.012, place + up * 0.05 + toward * 0.015]
    found.append(_limb([_on_top(wreck, caster, way, 0.011) for way in thumb], [0.015, 0.012, 0.0095]))
    return found


def _on_top(wreck: Wreck, caster: Caster, place: Array, radius: float) -> Array:
    """The place itself or, if the product would hide it, the nearest one in front of the product."""
    ray = place - wreck.view.eye
    away = float(np.linalg.norm(ray))
    hit = caster.first_hit(wreck.view.eye, ray / away, away + radius)
    if hit is None:
        return place
    moved: Array = hit[0] - ray / away * radius * 0.8
    return moved


def _ball(place: Array, radius: float) -> m3.Manifold:
    return m3.Manifold.sphere(radius, 24).translate(tuple(map(float, place)))


def _limb(places: list[Array], radii: list[float]) -> m3.Manifold:
    balls = [_ball(place, radius) for place, radius in zip(places, radii, strict=True)]
    return m3.Manifold.batch_boolean([m3.Manifold.batch_hull(list(pair)) for pair in pairwise(balls)], m3.OpType.Add)


def _body(name: str, solid: m3.Manifold, material: str) -> Body:
    mesh = solid.to_mesh()
    vertices = np.asarray(mesh.vert_properties, float)[:, :3]
    faces = np.asarray(mesh.tri_verts).astype(np.int64)
    vertices[:, 2] = np.maximum(vertices[:, 2], 0.001)
    return Body(name, vertices, faces, np.zeros((len(faces), 3, 2)), material, 60.0, np.zeros(len(faces), bool))
