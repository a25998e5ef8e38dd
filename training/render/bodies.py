"""Meshes as they stand in the picture: parts of a product, posed in the room, ready to be damaged."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import bpy  # noqa: F401 - makes mathutils importable
import numpy as np
from mathutils.bvhtree import BVHTree
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from training.render.product import Array, Part

Faces = NDArray[np.int64]


@dataclass
class Body:
    """A mesh in room coordinates (metres, z up).

    `raw` marks the faces (m,) where the material is broken open. `decal_uv` holds, for each decal by number,
    its coordinates per corner (m, 3, 2); faces that the decal doesn't reach lie outside 0..1.
    """

    name: str
    vertices: Array
    faces: Faces
    uv: Array
    material: str
    smooth_angle: float
    raw: NDArray[np.bool_]
    decal_uv: dict[int, Array] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Part) -> "Body":
        """The undamaged body of a part, in the part's own coordinates."""
        vertices, faces = np.asarray(part.vertices, float), np.asarray(part.faces, np.int64)
        raw = np.zeros(len(faces), bool)
        return cls(part.name, vertices, faces, np.asarray(part.uv, float), part.material, part.smooth_angle, raw)

    @property
    def centroids(self) -> Array:
        """Middle of every face, (m, 3)."""
        centroids: Array = self.vertices[self.faces].mean(1)
        return centroids

    def normals_and_areas(self) -> tuple[Array, Array]:
        """Unit normals (m, 3) and areas (m,) in square metres of the faces."""
        a, b, c = (self.vertices[self.faces[:, k]] for k in range(3))
        cross = np.cross(b - a, c - a)
        length = np.linalg.norm(cross, axis=1)
        return cross / np.maximum(length, 1e-15)[:, None], length / 2

    def sample(self, rng: np.random.Generator, count: int, only: NDArray[np.bool_] | None = None) -> Array:
        """`count` points spread evenly over the surface, or over the faces `only` marks; (count, 3)."""
        areas = self.normals_and_areas()[1] * (1 if only is None else only)
        if areas.sum() <= 0:
            return np.empty((0, 3))
        chosen = rng.choice(len(areas), count, p=areas / areas.sum())
        weights = rng.dirichlet((1, 1, 1), count)
        points: Array = np.einsum("nk,nkd->nd", weights, self.vertices[self.faces[chosen]])
        return points


class Caster:
    """Answers what a ray meets first."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        offsets = np.cumsum([0, *(len(body.vertices) for body in bodies)])
        vertices = np.concatenate([body.vertices for body in bodies])
        faces = np.concatenate([body.faces + offset for body, offset in zip(bodies, offsets, strict=False)])
        self._tree = BVHTree.FromPolygons(vertices.tolist(), faces.tolist(), all_triangles=True)

    def sees(self, eye: Array, point: Array, slack: float) -> bool:
        """True if nothing lies between `eye` and `point`, but for the last `slack` metres."""
        way = point - eye
        distance = float(np.linalg.norm(way))
        hit = self._tree.ray_cast(eye.tolist(), way.tolist(), distance - slack)[0]
        return hit is None

    def first_hit(self, origin: Array, direction: Array, reach: float) -> tuple[Array, Array] | None:
        """Place and normal of the first surface within `reach` metres, or None."""
        place, normal, _, _ = self._tree.ray_cast(origin.tolist(), direction.tolist(), reach)
        return None if place is None else (np.array(place), np.array(normal))


def subdivide(body: Body, near: NDArray[np.bool_], edge: float, rounds: int = 5) -> Body:
    """Splits marked faces in four until no edge in them is longer than `edge` metres.

    The seam to unmarked faces gets vertices in the middle of edges; it must not be moved afterwards.
    """
    for _ in range(rounds):
        corners = body.vertices[body.faces]
        longest = np.linalg.norm(corners - np.roll(corners, 1, 1), axis=2).max(1)
        split = near & (longest > edge)
        if not split.any():
            break
        body, near = _quarter(body, split, near)
    return body


def _quarter(body: Body, split: NDArray[np.bool_], near: NDArray[np.bool_]) -> tuple[Body, NDArray[np.bool_]]:
    old = body.faces[split]
    edges = np.stack([old, np.roll(old, -1, 1)], 2).reshape(-1, 2)
    unique, inverse = np.unique(np.sort(edges, 1), axis=0, return_inverse=True)
    middle = inverse.reshape(-1, 3) + len(body.vertices)
    vertices = np.vstack([body.vertices, body.vertices[unique].mean(1)])
    uv = body.uv[split]
    uv_middle = (uv + np.roll(uv, -1, 1)) / 2
    (a, b, c), (ab, bc, ca) = old.T, middle.T
    faces = [np.stack(f, 1) for f in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    (ua, ub, uc), (uab, ubc, uca) = uv.transpose(1, 0, 2), uv_middle.transpose(1, 0, 2)
    uvs = [np.stack(f, 1) for f in ((ua, uab, uca), (uab, ub, ubc), (uca, ubc, uc), (uab, ubc, uca))]
    new = Body(
        body.name, vertices, np.vstack([body.faces[~split], *faces]), np.concatenate([body.uv[~split], *uvs]),
        body.material, body.smooth_angle, np.concatenate([body.raw[~split], *[body.raw[split]] * 4]),
    )  # fmt: skip
    return new, np.concatenate([near[~split], np.ones(4 * len(old), bool)])


def rotation(axis: Array, angle: float) -> Array:
    """The matrix (3, 3) that turns by `angle` radians around `axis`."""
    x, y, z = axis / np.linalg.norm(axis)
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turn: Array = np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * skew @ skew
    return turn


def resting(vertices: Array) -> Array:
    """The smallest turn (3, 3) after which a body with these vertices lies stably on the ground."""
    hull = ConvexHull(vertices)
    middle = vertices[hull.vertices].mean(0)
    corners = vertices[hull.simplices]
    normals = hull.equations[:, :3]
    foot = middle - normals * ((middle * normals).sum(1) + hull.equations[:, 3])[:, None]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    inside = [np.einsum("nd,nd->n", np.cross(q - p, foot - p), normals) for p, q in ((a, b), (b, c), (c, a))]
    stable = (np.min(inside, 0) >= 0) | (np.max(inside, 0) <= 0)
    down = np.where(stable, normals[:, 2], 2.0)
    normal = normals[int(np.argmin(down))]
    axis = np.cross(normal, [0, 0, -1.0])
    if np.linalg.norm(axis) < 1e-9:
        return np.eye(3)
    return rotation(axis, float(np.arccos(np.clip(-normal[2], -1, 1))))
