"""Mesh primitives in plain numpy: surfaces of revolution, tubes, lofts and rounded boxes.

Lengths are metres, angles degrees, z is up. Every primitive returns a closed `Part` wound outward (positive volume).
Profiles are (n, 2) arrays of (radius, z); paths and rings are (n, 3) and (m, n, 3) arrays of points.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.render.product import Array, Part

Corners = NDArray[np.float64]  # (m, 3, 2) texture coordinates per triangle corner


def fillet(points: ArrayLike, radii: Sequence[float], steps: int = 6) -> Array:
    """Round the corners of a polyline (n, d). `radii` has one length per point; the two ends stay as they are."""
    corners = np.asarray(points, float)
    rounded = [corners[:1]]
    for before, corner, after, radius in zip(corners, corners[1:], corners[2:], radii[1:-1], strict=False):
        back, ahead = before - corner, after - corner
        back_length, ahead_length = float(np.linalg.norm(back)), float(np.linalg.norm(ahead))
        reach = min(radius, 0.49 * back_length, 0.49 * ahead_length)
        if reach <= 0:
            rounded.append(corner[None])
            continue
        start, end = corner + back / back_length * reach, corner + ahead / ahead_length * reach
        t = np.linspace(0, 1, steps + 1)[:, None]
        rounded.append((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * end)
    return np.concatenate([*rounded, corners[-1:]])


def resample(points: ArrayLike, step: float) -> Array:
    """Add points to a polyline (n, d) until no segment is longer than `step`; the given points stay."""
    line = np.asarray(points, float)
    pieces = [line[:1]]
    for start, end in pairwise(line):
        count = max(1, int(np.ceil(np.linalg.norm(end - start) / step)))
        pieces.append(start + (end - start) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(pieces)


def smooth_path(points: ArrayLike, count: int = 48) -> Array:
    """A Catmull-Rom curve through the given points (n, d), `count` points evenly spaced along it."""
    p = np.asarray(points, float)
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = np.linspace(0, 1, 24, endpoint=False)[:, None]
    curve = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * (b - c) + d - a) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    dense = np.concatenate([*curve, p[-2:-1]])
    along = arc_length(dense)
    return np.stack([np.interp(np.linspace(0, 1, count), along, x) for x in dense.T], axis=-1)


def arc_length(points: ArrayLike) -> Array:
    """How far along a polyline (n, d) each point lies, from 0 to 1."""
    steps = np.linalg.norm(np.diff(np.asarray(points, float), axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    shares: Array = along / along[-1]
    return shares


def outside_inside(profile: Array) -> Array:
    """v for the profile of a vessel: 0..0.5 from the middle of the base up to the rim, 0.5..1 down the inside."""
    rim = int(np.argmax(profile[:, 1]))
    outside = 0.5 * arc_length(profile[: rim + 1])
    return np.concatenate([outside, 0.5 + 0.5 * arc_length(profile[rim:])[1:]])


def volume(part: Part) -> float:
    """Signed volume in cubic metres; positive when the faces of a closed part are wound outward."""
    a, b, c = (part.vertices[part.faces[:, i]] for i in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def skin(
    name: str,
    rings: Array,
    material: str,
    v: Array | None = None,
    ends: Literal["cap", "join"] = "cap",
    centres: tuple[Array, Array] | None = None,
    smooth_angle: float = 40.0,
) -> Part:
    """Span a closed surface over rings (m, n, 3) of equally many points.

    `ends` closes the first and last ring with a fan to a centre point (`centres`, else their means), or joins
    the last ring to the first. u runs once around each ring, v (m,) from the first ring to the last.
    """
    count, around, _ = rings.shape
    v = np.linspace(0, 1, count + (ends == "join")) if v is None else v
    if ends == "join":
        v = v if len(v) == count + 1 else np.append(v, 1.0)
    rows = count if ends == "join" else count - 1
    i, j = (g.ravel() for g in np.meshgrid(np.arange(rows), np.arange(around), indexing="ij"))
    here, there, right = i * around, (i + 1) % count * around, (j + 1) % around
    a, b, c, d = here + j, here + right, there + right, there + j
    low_left, low_right = np.stack([j / around, v[i]], -1), np.stack([(j + 1) / around, v[i]], -1)
    top_left, top_right = np.stack([j / around, v[i + 1]], -1), np.stack([(j + 1) / around, v[i + 1]], -1)
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])
    uv = np.concatenate([np.stack([low_left, low_right, top_right], 1), np.stack([low_left, top_right, top_left], 1)])
    vertices = rings.reshape(-1, 3)
    if ends == "cap":
        first, last = centres or (rings[0].mean(0), rings[-1].mean(0))
        vertices = np.concatenate([vertices, [first, last]])
        js, nexts, total = np.arange(around), (np.arange(around) + 1) % around, count * around
        lid = np.stack([total - around + js, total - around + nexts, np.full(around, total + 1)], -1)
        faces = np.concatenate([faces, np.stack([nexts, js, np.full(around, total)], -1), lid])
        fans = (_fan_uv(js, around, v[0], True), _fan_uv(js, around, v[-1], False))
        uv = np.concatenate([uv, *fans])
    return _outward(Part(name, vertices, faces.astype(np.int64), uv, material, smooth_angle))


def _fan_uv(js: NDArray[np.int64], around: int, v: float, flipped: bool) -> Corners:
    left, right, middle = js / around, (js + 1) / around, (js + 0.5) / around
    us = (right, left, middle) if flipped else (left, right, middle)
    return np.stack([np.stack([u, np.full(around, v)], -1) for u in us], 1)


def _outward(part: Part) -> Part:
    if volume(part) < 0:
        part.faces, part.uv = part.faces[:, ::-1].copy(), part.uv[:, ::-1].copy()
    return part


def lathe(
    name: str,
    profile: Array,
    material: str,
    segments: int = 96,
    v: Array | None = None,
    closed: bool = False,
    smooth_angle: float = 40.0,
) -> Part:
    """Turn a profile (n, 2) of (radius, z) around the z axis; u = 0.5 faces the front (+x), u grows to the right.

    An open profile should start and end at radius 0 (it gets flat ends otherwise). A `closed` one is a loop
    that keeps clear of the axis, such as the section of a ring or a pipe; don't repeat its first point.
    `v` gives one value per profile point (default: along the profile).
    """
    loop = np.concatenate([profile, profile[:1]]) if closed else profile
    v = arc_length(loop) if v is None else v
    pole_first, pole_last = profile[0, 0] < 1e-9, profile[-1, 0] < 1e-9
    ring_slice = slice(0, None) if closed else slice(int(pole_first), len(profile) - int(pole_last))
    kept = profile[ring_slice]
    turn = np.radians(np.arange(segments) / segments * 360 - 180)
    rings = kept[:, None, :1] * np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1)
    rings[..., 2] = kept[:, 1:]
    if closed:
        return skin(name, rings, material, v, "join", smooth_angle=smooth_angle)
    centres = (np.array([0, 0, profile[0, 1]]), np.array([0, 0, profile[-1, 1]]))
    return skin(name, rings, material, v[ring_slice], "cap", centres, smooth_angle)


def sweep(
    name: str,
    path: ArrayLike,
    radius: ArrayLike,
    material: str,
    width: ArrayLike | None = None,
    up: Sequence[float] = (0.0, 1.0, 0.0),
    segments: int = 20,
    round_ends: bool = False,
    closed: bool = False,
    smooth_angle: float = 50.0,
) -> Part:
    """Draw an ellipse along a path (n, 3): half-axis `width` along `up`, `radius` across it (one or n values each).

    `up` must not run along the start of the path; it is carried along without twist. `closed` joins the last point
    to the first (planar paths; don't repeat the first point). u runs around, v along the path.
    """
    p = np.asarray(path, float)
    across = np.broadcast_to(np.asarray(radius, float), len(p)).copy()
    wide = across.copy() if width is None else np.broadcast_to(np.asarray(width, float), len(p)).copy()
    ahead = np.roll(p, -1, 0) - np.roll(p, 1, 0) if closed else np.gradient(p, axis=0)
    tangent = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    side = _carry(np.asarray(up, float), tangent)
    normal = np.cross(side, tangent)
    if round_ends and not closed:
        p, across, wide, normal, side = _round_ends(p, across, wide, normal, side, tangent)
    turn = np.arange(segments) / segments * 2 * np.pi
    cos, sin = np.cos(turn)[None, :, None], np.sin(turn)[None, :, None]
    rings = p[:, None] + across[:, None, None] * cos * normal[:, None] + wide[:, None, None] * sin * side[:, None]
    v = arc_length(np.concatenate([p, p[:1]]) if closed else p)
    return skin(name, rings, material, v, "join" if closed else "cap", smooth_angle=smooth_angle)


def _carry(up: Array, tangent: Array) -> Array:
    """The `up` direction made square to each tangent (n, 3), following the path without twist."""
    sides = np.empty_like(tangent)
    for i, t in enumerate(tangent):
        up = up - t * (up @ t)
        up = up / np.linalg.norm(up)
        sides[i] = up
    return sides


def _round_ends(
    p: Array, across: Array, wide: Array, normal: Array, side: Array, tangent: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Add a half-ellipsoid of rings to both ends of a tube."""
    t = np.radians([80, 60, 40, 20])
    bulge = min(across[0], wide[0]), min(across[-1], wide[-1])
    start = p[0] - np.sin(t)[:, None] * bulge[0] * tangent[0]
    end = p[-1] + np.sin(t[::-1])[:, None] * bulge[1] * tangent[-1]
    across = np.concatenate([across[0] * np.cos(t), across, across[-1] * np.cos(t[::-1])])
    wide = np.concatenate([wide[0] * np.cos(t), wide, wide[-1] * np.cos(t[::-1])])
    normal = np.concatenate([np.repeat(normal[:1], 4, 0), normal, np.repeat(normal[-1:], 4, 0)])
    side = np.concatenate([np.repeat(side[:1], 4, 0), side, np.repeat(side[-1:], 4, 0)])
    return np.concatenate([start, p, end]), across, wide, normal, side


def rounded_rectangle(width: float, depth: float, radius: float, step: float = 0.004, corner_steps: int = 8) -> Array:
    """Outline (n, 2) of a rectangle with rounded corners around the origin, counter-clockwise; n depends only on
    the sizes divided by `step`, so scale one outline rather than making several for a loft."""
    x, y = width / 2 - radius, depth / 2 - radius
    corners = []
    for quarter, (cx, cy) in enumerate([(x, y), (-x, y), (-x, -y), (x, -y)]):
        turn = np.radians(np.linspace(quarter * 90, quarter * 90 + 90, corner_steps + 1))
        corners.append(np.stack([cx + radius * np.cos(turn), cy + radius * np.sin(turn)], -1))
    outline = np.concatenate([*corners, corners[0][:1]])
    return resample(outline, step)[:-1]


def slab(
    name: str,
    outline: Array,
    height: float,
    edge: float,
    material: str,
    step: float = 0.006,
    smooth_angle: float = 40.0,
) -> Part:
    """Raise a star-shaped outline (n, 2) from z = 0 to `height`, the edges rounded by `edge`, finely meshed all over.

    Texture coordinates look down on it: u along x and v along y, both 0..1 over the outline's bounding box.
    """
    reach = np.linalg.norm(outline, axis=1).max()
    count = max(2, int(reach / step))
    turn = np.radians(np.linspace(0, 90, 6))
    inset = 1 - (edge * (1 - np.sin(turn))) / np.abs(outline).max(0)[:, None]  # (2, 6) scale of x and y
    rim = np.stack([*inset, edge * (1 - np.cos(turn))], -1)  # (6, 3): x scale, y scale, z
    spokes = np.linspace(0.04, 1, count, endpoint=False)[:, None]
    flat = np.concatenate([spokes * rim[0, :2], np.zeros((count, 1))], -1)
    half = np.concatenate([flat, rim])
    walls = max(2, int((height - 2 * edge) / step) + 1)
    z = np.linspace(edge, height - edge, walls)[1:-1, None]
    middle = np.concatenate([np.ones((len(z), 2)), z], -1)
    upper = half[::-1] * [1, 1, -1] + [0, 0, height]
    levels = np.concatenate([half, middle, upper])
    rings = np.concatenate(
        [
            outline[None] * levels[:, None, :2],
            np.broadcast_to(levels[:, None, 2:], (len(levels), len(outline), 1)),
        ],
        -1,
    )
    part = skin(name, rings, material, smooth_angle=smooth_angle)
    low, high = outline.min(0), outline.max(0)
    part.uv = (part.vertices[part.faces][..., :2] - low) / (high - low)
    return part


def rounded_box(
    name: str,
    size: Sequence[float],
    radius: float,
    material: str,
    step: float = 0.006,
    centre: Sequence[float] = (0.0, 0.0, 0.0),
    uv_size: float = 0.25,
    smooth_angle: float = 40.0,
) -> Part:
    """A box of the given size with all edges rounded, meshed at about `step`.

    Texture coordinates are flat on each side, u along the side's longer axis; the picture spans `uv_size` metres.
    """
    half = np.asarray(size, float) / 2
    radius = min(radius, 0.999 * half.min())
    cuts = [_cuts(h, radius, step) for h in half]
    grids = [_side(cuts, axis, sign * half[axis]) for axis in range(3) for sign in (-1, 1)]
    offsets = np.cumsum([0, *(len(points) for points, _ in grids)])
    points = np.concatenate([points for points, _ in grids])
    faces = np.concatenate([quads + offset for (_, quads), offset in zip(grids, offsets, strict=False)])
    axes = np.repeat(np.arange(6) // 2, [len(quads) for _, quads in grids])
    flat = np.array([sorted({0, 1, 2} - {axis}, key=lambda k: -half[k]) for axis in range(3)])[axes]
    corners = points[faces]
    uv = np.take_along_axis(corners, flat[:, None, :], 2) / uv_size + 0.5
    core = np.clip(points, radius - half, half - radius)
    out = points - core
    rounded = core + radius * out / np.linalg.norm(out, axis=1, keepdims=True)
    _, first, index = np.unique(np.round(points, 9), axis=0, return_index=True, return_inverse=True)
    faces = index.reshape(-1)[faces]
    return Part(name, rounded[first] + np.asarray(centre, float), faces.astype(np.int64), uv, material, smooth_angle)


def _cuts(half: float, radius: float, step: float) -> Array:
    """Where the grid lines of a rounded box lie along one axis: finer over the rounded edges."""
    bend = half - radius + radius * np.tan(np.radians([0, 11.25, 22.5, 33.75, 45]))
    flat = np.linspace(radius - half, half - radius, max(2, int(np.ceil(2 * (half - radius) / step)) + 1))
    return np.concatenate([-bend[:0:-1], flat, bend[1:]])


def _side(cuts: Sequence[Array], axis: int, position: float) -> tuple[Array, NDArray[np.int64]]:
    """One side of a box as grid points (n, 3) and triangles wound outward."""
    first, second = (axis + 1) % 3, (axis + 2) % 3
    a, b = np.meshgrid(cuts[first], cuts[second], indexing="ij")
    points = np.empty((a.size, 3))
    points[:, axis], points[:, first], points[:, second] = position, a.ravel(), b.ravel()
    index = np.arange(a.size).reshape(a.shape)
    p, q, r, s = (g.ravel() for g in (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]))
    faces = np.concatenate([np.stack([p, q, r], -1), np.stack([p, r, s], -1)])
    return points, faces if position > 0 else faces[:, ::-1]


def noise(points: Array, seed: int = 0, octaves: int = 4, frequency: float = 60.0) -> Array:
    """Smooth noise (n,) of about -1..1 at points (n, 3); `frequency` is radians per metre of the coarsest wave."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(points))
    for octave in range(octaves):
        for _ in range(4):
            direction = rng.normal(size=3)
            direction /= np.linalg.norm(direction)
            wave = points @ direction * frequency * 2**octave
            total += np.sin(wave + rng.uniform(0, 2 * np.pi)) / 2**octave / 2
    return total


def rotation(axis: Literal["x", "y", "z"], degrees: float) -> Array:
    """The 3x3 matrix of a right-handed turn about an axis; apply it with `moved`."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    k = "xyz".index(axis)
    i, j = (k + 1) % 3, (k + 2) % 3
    matrix = np.eye(3)
    matrix[i, i], matrix[j, j], matrix[i, j], matrix[j, i] = c, c, -s, s
    return matrix


def moved(part: Part, offset: ArrayLike = (0.0, 0.0, 0.0), matrix: Array | None = None) -> Part:
    """A copy of the part, first turned or scaled by a 3x3 matrix, then shifted; stays wound outward."""
    vertices = part.vertices if matrix is None else part.vertices @ matrix.T
    copy = Part(part.name, vertices + np.asarray(offset, float), part.faces, part.uv, part.material, part.smooth_angle)
    return _outward(copy)


def merged(name: str, parts: Sequence[Part]) -> Part:
    """Several parts of one material as a single part (its pieces may overlap)."""
    offsets = np.cumsum([0, *(len(part.vertices) for part in parts)])
    faces = [part.faces + offset for part, offset in zip(parts, offsets, strict=False)]
    vertices = np.concatenate([part.vertices for part in parts])
    uv = np.concatenate([part.uv for part in parts])
    return Part(name, vertices, np.concatenate(faces), uv, parts[0].material, parts[0].smooth_angle)


def projected(part: Part, u: Sequence[float], v: Sequence[float], size: float) -> Part:
    """A copy with flat texture coordinates: along the directions u and v, the picture spanning `size` metres.

    Directions that lean out of the surface's plane, such as v = (0, 1, 0.8), let grain run on over the edges.
    """
    axes = np.stack([u, v]).astype(float)
    corners = part.vertices[part.faces]
    uv = corners @ axes.T / size + 0.5
    return Part(part.name, part.vertices, part.faces, uv, part.material, part.smooth_angle)
