"""Panels with rounded corners and cushions: meshes for screens, cases and upholstery, in metres."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from training.render.product import Array, Part

Levels = Sequence[tuple[float, float]]  # (inset from the outline, position along the depth), back to front
Faces = NDArray[np.int64]


def warped(part: Part, bend: Callable[[Array], Array]) -> Part:
    """A copy of `part` with its (n, 3) vertices passed through `bend`, which must not turn it inside out."""
    return Part(part.name, bend(part.vertices), part.faces, part.uv, part.material, part.smooth_angle)


def rounded_levels(depth: float, rounding: float, steps: int = 4, rings: int = 0) -> list[tuple[float, float]]:
    """Levels of a panel of `depth` with quarter-round edges around 0, with `rings` more along its side."""
    angle = np.linspace(0, np.pi / 2, steps + 1)
    edge = [(rounding * (1 - np.sin(a)), rounding * (1 - np.cos(a)) - depth / 2) for a in angle]
    side = np.linspace(edge[-1][1], -edge[-1][1], rings + 2)[1:-1]
    return edge + [(0.0, float(x)) for x in side] + [(inset, -x) for inset, x in reversed(edge)]


def panel(
    name: str,
    material: str,
    size: tuple[float, float],
    radius: float,
    levels: Levels,
    grid: tuple[int, int] = (14, 14),
    unroll: bool = False,
) -> Part:
    """A rounded rectangle of `size` (width, height) with depth, its front along +x, centred on the origin.

    Both faces are grids of `grid` (columns, rows), so they can be dented or bent. The UVs lie flat over
    the front, 0..1; with `unroll` front and back take half of the picture each and the sides fold out.
    """
    inner = _rounded_grid(size, radius, levels[0][0], grid)
    outer = _rounded_grid(size, radius, levels[-1][0], grid)
    rim = _rim(*grid)
    rings = [_rounded_grid(size, radius, inset, grid)[rim] for inset, _ in levels[1:-1]]
    flat = np.concatenate([inner, *rings, outer])
    depth = np.concatenate(
        [np.full(len(inner), levels[0][1])]
        + [np.full(len(rim), x) for _, x in levels[1:-1]]
        + [np.full(len(outer), levels[-1][1])]
    )
    faces = _panel_faces(grid, rim, len(levels))
    uv = _unrolled(flat, depth, size, faces) if unroll else (flat / np.asarray(size) + 0.5)[faces]
    return Part(name, np.column_stack([depth, flat]), faces, uv, material)


def _rounded_grid(size: tuple[float, float], radius: float, inset: float, grid: tuple[int, int]) -> Array:
    """(columns * rows, 2) points that fill a rounded rectangle, denser where its corners turn."""
    columns, rows = grid
    half_width, half_height = size[0] / 2 - inset, size[1] / 2 - inset
    round_off = max(radius - inset, 1e-5)
    turn = np.linspace(0, np.pi / 2, 6)
    corner = half_height - round_off + round_off * np.sin(turn)
    straight = np.linspace(-corner[0], corner[0], rows - 10)
    y = np.concatenate([-corner[:0:-1], straight, corner[1:]])
    lift = np.clip(np.abs(y) - (half_height - round_off), 0, round_off)
    width = half_width - round_off + np.sqrt(round_off**2 - lift**2)
    x = np.linspace(-1, 1, columns)[:, None] * width
    return np.stack([x, np.broadcast_to(y, x.shape)], -1).reshape(-1, 2)


def _rim(columns: int, rows: int) -> Faces:
    """Indices of a grid's border, counter-clockwise as seen from the front."""
    index = np.arange(columns * rows).reshape(columns, rows)
    return np.concatenate([index[:-1, 0], index[-1, :-1], index[:0:-1, -1], index[0, :0:-1]])


def _quads(a: Faces, b: Faces, c: Faces, d: Faces) -> Faces:
    return np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])


def _grid_faces(columns: int, rows: int) -> Faces:
    index = np.arange(columns * rows).reshape(columns, rows)
    corners = (index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:])
    return _quads(*(corner.ravel() for corner in corners))


def _panel_faces(grid: tuple[int, int], rim: Faces, levels: int) -> Faces:
    count, ring = grid[0] * grid[1], len(rim)
    loops = [rim] + [count + k * ring + np.arange(ring) for k in range(levels - 2)]
    front = count + (levels - 2) * ring
    loops.append(rim + front)
    cap = _grid_faces(*grid)
    sides = [_quads(low, np.roll(low, -1), np.roll(high, -1), high) for low, high in pairwise(loops)]
    return np.concatenate([cap[:, ::-1], *sides, cap + front])


def _unrolled(flat: Array, depth: Array, size: tuple[float, float], faces: Faces) -> Array:
    """UVs per corner: front in the left half, back in the right, each with its sides folded outward."""
    reach = np.abs(depth).max()
    core = np.clip(flat, -np.asarray(size) / 2 + reach / 2, np.asarray(size) / 2 - reach / 2)
    outward = flat - core
    length = np.linalg.norm(outward, axis=1, keepdims=True).clip(1e-6)
    folded = flat + outward / length * (reach - np.abs(depth))[:, None] * (length > reach / 3)
    uv = folded / (np.asarray(size) + 2 * reach) + 0.5
    front = depth[faces].mean(axis=1) > 0
    half: Array = uv[faces] * (0.5, 1.0) + np.where(front, 0.0, 0.5)[:, None, None] * np.array((1.0, 0.0))
    return half


def cushion(name: str, material: str, side: float, height: float, points: int = 150) -> Part:
    """A square cushion of `side` lying flat on z = 0, plump, with pulled-in edges and creases."""
    steps = np.sin(np.linspace(-1, 1, points) * np.pi / 2 * 0.9) / np.sin(np.pi / 2 * 0.9)
    x, y = np.meshgrid(steps, steps, indexing="ij")
    edge = np.maximum(np.abs(x), np.abs(y))
    swell = np.clip((1 - np.abs(x) ** 2.4) * (1 - np.abs(y) ** 2.4), 0, 1) ** 0.45
    along: Array = np.asarray(np.where(np.abs(x) > np.abs(y), y, x), float)
    pull = 1 - 0.07 * np.cos(np.pi / 2 * along) * edge**3
    flat = np.stack([x * pull, y * pull], -1).reshape(-1, 2) * side / 2
    top = (height * 0.56 * swell + _creases(x, y, edge) * height).ravel()
    bottom = (-height * 0.44 * np.minimum(swell, 0.9) / 0.9).ravel()
    rim = _rim(points, points)
    bottom[rim] -= 0.002
    faces = _panel_faces((points, points), rim, 2)
    vertices = np.column_stack([np.concatenate([flat, flat]), np.concatenate([bottom, top]) + height * 0.44])
    uv = np.tile(np.stack([y, -x], -1).reshape(-1, 2) / 2 + 0.5, (2, 1))
    return Part(name, vertices, faces, uv[faces], material, 100.0)


def _creases(x: Array, y: Array, edge: Array) -> Array:
    """Soft folds that run from the corners inward, and a slightly uneven filling; 0 at the seam."""
    corner = np.hypot(1 - np.abs(x), 1 - np.abs(y))
    fan = np.arctan2(1 - np.abs(y), 1 - np.abs(x))
    folds = np.sin(fan * 11 + np.sign(x) * 1.3 + np.sign(y) * 0.7) * np.exp(-(((corner - 0.28) / 0.2) ** 2))
    gathers = np.sin(np.where(np.abs(x) > np.abs(y), y, x) * 31 + 2 * np.sin(3 * x + y)) * np.clip(edge - 0.72, 0, 1)
    filling = np.sin(3.1 * x + 1.2 * y + 0.6) * np.sin(2.3 * y - 1.7 * x)
    creased: Array = (0.05 * folds + 0.1 * gathers + 0.03 * filling) * np.clip((1 - edge) * 7, 0, 1)
    return creased
