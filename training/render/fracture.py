"""Breaking bodies: boolean cuts that keep the print and mark the fracture faces as raw."""

import manifold3d as m3
import numpy as np
from scipy.spatial import cKDTree

from training.render.bodies import Body, Faces
from training.render.noise import waves
from training.render.product import Array


class CannotBreak(Exception):
    """The mesh is not closed, or nothing would be left of it."""


def _solid(vertices: Array, faces: Faces) -> m3.Manifold:
    solid = m3.Manifold(m3.Mesh(np.ascontiguousarray(vertices, np.float32), np.ascontiguousarray(faces, np.uint32)))
    if solid.status() != m3.Error.NoError:
        raise CannotBreak(str(solid.status()))
    return solid.as_original()


def to_solid(body: Body) -> m3.Manifold:
    """The body as a solid whose vertices carry (x, y, z, u, v).

    Raises:
        CannotBreak: the body isn't watertight.
    """
    corners = np.concatenate([body.vertices[body.faces], body.uv], 2).reshape(-1, 5)
    order = np.arange(len(corners), dtype=np.uint32).reshape(-1, 3)
    mesh = m3.Mesh(np.ascontiguousarray(corners, np.float32), order)
    mesh.merge()
    solid = m3.Manifold(mesh)
    if solid.status() != m3.Error.NoError:
        raise CannotBreak(f"{body.name}: {solid.status()}")
    if solid.volume() < 0:
        raise CannotBreak(f"{body.name} is inside out")
    return solid.as_original()


def to_body(solid: m3.Manifold, original: int, like: Body, name: str | None = None) -> Body:
    """The solid as a body; faces that don't stem from the solid with id `original` are raw."""
    mesh = solid.to_mesh()
    values = np.asarray(mesh.vert_properties, float)
    triangles = np.asarray(mesh.tri_verts).astype(np.int64)
    raw = np.ones(len(triangles), bool)
    starts = np.asarray(mesh.run_index) // 3
    for run, source in enumerate(mesh.run_original_id):
        raw[starts[run] : starts[run + 1]] &= int(source) != original
    uv = values[triangles][:, :, 3:5]
    _, first, merged = np.unique(np.round(values[:, :3], 6), axis=0, return_index=True, return_inverse=True)
    faces = merged.reshape(-1)[triangles]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    return Body(
        name or like.name, values[first, :3], faces[whole], uv[whole], like.material, 35.0, raw[whole]
    )  # fmt: skip


def _without_crumbs(solid: m3.Manifold) -> m3.Manifold:
    pieces = solid.decompose()
    total = sum(piece.volume() for piece in pieces)
    kept = [piece for piece in pieces if piece.volume() > 0.04 * total]
    if not kept:
        raise CannotBreak("nothing left")
    return m3.Manifold.compose(kept)


def exposure(body: Body, places: Array, radius: float, rng: np.random.Generator) -> Array:
    """How much each place sticks out at the scale of `radius` metres: 0 on a flat wall, 0.4 on a rim."""
    surface = body.sample(rng, 6000)
    near = cKDTree(surface).query_ball_point(places, radius)
    middles = np.array([surface[hits].mean(0) if hits else place for hits, place in zip(near, places, strict=True)])
    stick: Array = np.linalg.norm(middles - places, axis=1) / radius
    return stick


def chip(body: Body, place: Array, outward: Array, radius: float, rng: np.random.Generator) -> Body:
    """The body with a piece broken off at `place` (room metres), about `radius` metres large.

    Raises:
        CannotBreak: the body isn't watertight, or the cut missed it.
    """
    solid = to_solid(body)
    original, result = solid.original_id(), solid
    ball = m3.Manifold.sphere(1.0, 72).to_mesh()
    unit, faces = np.asarray(ball.vert_properties, float)[:, :3], np.asarray(ball.tri_verts).astype(np.int64)
    for index in range(int(rng.integers(1, 4))):
        size = radius * (1.0 if index == 0 else rng.uniform(0.45, 0.75))
        aside = rng.normal(size=3) * radius * (0.15 if index == 0 else 0.75)
        seed = int(rng.integers(1e9))
        lumps = 1 + 0.12 * waves(unit, seed, 2.4)[:, None] + 0.025 * waves(unit, seed + 1, 17.0)[:, None]
        centre = place + outward * size * rng.uniform(0.15, 0.4) + aside
        result -= _solid(unit * lumps * size * rng.uniform(0.85, 1.2, 3) + centre, faces)
    broken = to_body(_without_crumbs(result), original, body)
    if not broken.raw.any():
        raise CannotBreak("the cut missed the body")
    return broken


def _half_space(middle: Array, normal: Array, reach: float, rough: float, seed: int) -> m3.Manifold:
    """Everything on the `normal` side of a rough plane, `reach` metres far."""
    count = 36
    steps = np.linspace(-reach, reach, count)
    x, y = np.meshgrid(steps, steps, indexing="ij")
    flat = np.stack([x.ravel(), y.ravel(), np.zeros(count**2)], 1)
    flat[:, 2] = rough * waves(flat, seed, 4.5 / reach * 1.6, 4)
    lid = np.stack([flat[:, 0], flat[:, 1], np.full(count**2, 2 * reach)], 1)
    index = np.arange(count**2).reshape(count, count)
    a, b, c, d = (q.ravel() for q in (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]))
    low = np.vstack([np.stack([a, c, b], 1), np.stack([a, d, c], 1)])
    ring = np.r_[index[:-1, 0], index[-1, :-1], index[:0:-1, -1], index[0, :0:-1]]
    ahead, up = np.roll(ring, -1), count**2
    wall = np.vstack([np.stack([ring, ahead, ahead + up], 1), np.stack([ring, ahead + up, ring + up], 1)])
    along = np.cross(normal, [0.31, 0.52, 0.8])
    along /= np.linalg.norm(along)
    frame = np.stack([along, np.cross(normal, along), normal])
    return _solid(np.vstack([flat, lid]) @ frame + middle, np.vstack([low, low[:, ::-1] + up, wall]))


def shatter(body: Body, impact: Array, count: int, rng: np.random.Generator) -> list[Body]:
    """The body broken into about `count` shards by rough planes around `impact`, largest first.

    Raises:
        CannotBreak: the body isn't watertight.
    """
    solid = to_solid(body)
    original, pieces = solid.original_id(), [solid]
    extent = np.ptp(body.vertices, axis=0)
    reach, flat = float(np.linalg.norm(extent)), extent[2] < 0.35 * extent[:2].max()
    for turn in range(count * 2):
        if len(pieces) >= count:
            break
        biggest = max(range(len(pieces)), key=lambda k: pieces[k].volume())
        whole = pieces.pop(biggest)
        middle = impact + rng.normal(size=3) * extent * (0.04 if flat else 0.2)
        normal = rng.normal(size=3) * extent  # cuts across the long sides
        if flat:  # cracks run from the impact like a star
            angle = turn * 2.4 + rng.normal() * 0.2
            normal = np.array([np.cos(angle), np.sin(angle), 0.05 * rng.normal()])
        cutter = _half_space(middle, normal / np.linalg.norm(normal), reach, reach * 0.02, int(rng.integers(1e9)))
        halves = [part for side in (whole ^ cutter, whole - cutter) for part in side.decompose()]
        pieces += [half for half in halves if half.volume() > 0.004 * solid.volume()]
    pieces.sort(key=lambda piece: -float(piece.volume()))
    return [to_body(piece, original, body, f"{body.name} shard {k}") for k, piece in enumerate(pieces)]


def stumps(body: Body, touching: Array, radius: float, rng: np.random.Generator) -> list[Body]:
    """What stays of a body around the places (n, 3) where it is attached, cut off `radius` metres further out.

    Raises:
        CannotBreak: the body isn't watertight, or nothing would be left.
    """
    solid = to_solid(body)
    ball = m3.Manifold.sphere(1.0, 64).to_mesh()
    unit, faces = np.asarray(ball.vert_properties, float)[:, :3], np.asarray(ball.tri_verts).astype(np.int64)
    kept, left = [], touching
    while len(left):
        near = np.linalg.norm(left - left[0], axis=1) < radius * 2.5
        group, left = left[near], left[~near]
        middle = group.mean(0)
        size = float(np.linalg.norm(group - middle, axis=1).max()) * 0.8 + radius * rng.uniform(0.4, 1.0)
        lumps = 1 + 0.06 * waves(unit, int(rng.integers(1e9)), 5.0)[:, None]
        piece = solid ^ _solid(unit * lumps * size + middle, faces)
        if not piece.is_empty():
            kept.append(to_body(piece, solid.original_id(), body, f"{body.name} stump {len(kept)}"))
    return kept
