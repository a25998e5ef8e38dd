"""Bending and denting bodies."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from training.render.bodies import Body, rotation, subdivide
from training.render.noise import waves
from training.render.product import Array


def dent(body: Body, place: Array, inward: Array, radius: float, depth: float, seed: int) -> tuple[Body, Array]:
    """Pushes the surface around `place` in by up to `depth` metres; returns also how far each vertex moved."""
    near = np.linalg.norm(body.centroids - place, axis=1) < radius * 2.2
    dense = subdivide(body, near, radius / 14)
    offset = dense.vertices - place
    along = offset @ inward
    across = np.linalg.norm(offset - along[:, None] * inward, axis=1)
    across = across + radius * 0.1 * waves(dense.vertices, seed, 1.6 / radius, 3) * (across > radius * 0.1)
    share = np.clip(1 - across / radius, 0, 1)
    # steep at the rim and flat at the bottom, with a few creases: that is what the light catches
    push = depth * (1 - (1 - share) ** 2.2) * (1 - 0.18 * np.abs(waves(dense.vertices, seed + 1, 4.5 / radius, 2)))
    push -= depth * 0.16 * np.exp(-(((across - radius * 1.03) / (radius * 0.11)) ** 2))
    push *= np.clip(1.5 - np.abs(along) / (radius * 1.2), 0, 1)
    return replace(dense, vertices=dense.vertices + push[:, None] * inward), np.abs(push)


def bend(bodies: Sequence[Body], rest: Array | None, towards: Array, angle: float, where: float) -> list[Body]:
    """Bends bodies together by `angle` radians, smoothly around the share `where` of their length.

    The end nearer to the points `rest` (n, 3) stays; `towards` is the direction in which the far end goes.
    """
    points = np.concatenate([body.vertices for body in bodies])
    middle = points.mean(0)
    axis = np.linalg.svd(points - middle, full_matrices=False)[2][0]
    if rest is not None and (rest.mean(0) - middle) @ axis > 0:
        axis = -axis
    along = (points - middle) @ axis
    start, length = float(along.min()), float(np.ptp(along))
    hinge = np.cross(axis, towards - (towards @ axis) * axis)
    hinge /= np.linalg.norm(hinge)
    return [_bend_one(body, middle, axis, hinge, start + where * length, length, angle) for body in bodies]


def _bend_one(body: Body, middle: Array, axis: Array, hinge: Array, at: float, length: float, angle: float) -> Body:
    dense = subdivide(body, np.ones(len(body.faces), bool), length / 30, 4)
    offset = dense.vertices - middle
    along = offset @ axis
    arc = length * 0.1
    turned = np.clip((along - at) / arc + 0.5, 0, 1)
    vertices = np.empty_like(offset)
    # the spine is a straight, an arc and a straight; every cross-section turns with the spine
    radius = arc / angle
    up = np.cross(hinge, axis)
    begin = at - arc / 2
    for level in np.unique(np.round(turned, 3)):
        rows = np.abs(turned - level) < 5.1e-4
        turn = rotation(hinge, angle * level)
        spine = begin * axis + radius * (np.sin(angle * level) * axis + (1 - np.cos(angle * level)) * up)
        foot = (begin + level * arc) * axis
        vertices[rows] = (offset[rows] - foot) @ turn.T + spine
    return replace(dense, vertices=vertices + middle)
