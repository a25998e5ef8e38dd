"""The printed decoration of single products, drawn on the outside of vessels with `shapes.outside_inside` UVs."""

from collections.abc import Callable, Sequence

import numpy as np
from PIL import ImageDraw

from training.render.patterns import drawn, fbm, plain
from training.render.product import Array, Colour

CREAM: Colour = (0.93, 0.90, 0.83)
WIDTH = 1536
OUTSIDE = 768  # rows of a mug's outside; as many rows above them are the plain inside


def around_vessel(ground: Array, layers: list[tuple[Colour, Callable[[ImageDraw.ImageDraw, int], None]]]) -> Array:
    """Print layers of ink on the ground of the outside (h, w, 3); the inside above it stays plain."""
    rows, columns = ground.shape[:2]
    outside = ground
    for ink, paint in layers:
        outside = drawn(outside, columns, rows, ink, paint)
    return np.concatenate([ground[::-1], outside])


def _ground(colour: Colour, seed: int, columns: int = WIDTH, rows: int = OUTSIDE) -> Array:
    clouds = fbm(rows, columns, seed, (3, 6), 5) - 0.5
    return np.clip(np.asarray(colour, float) + 0.024 * clouds[..., None], 0, 1)


def dot_band() -> Array:
    """A cobalt band with rows of rings and dots between thin lines."""
    blue: Colour = (0.13, 0.25, 0.52)

    def band(draw: ImageDraw.ImageDraw, s: int) -> None:
        for top, bottom in ((0, 12), (178, 186), (200, 390), (404, 412)):
            draw.rectangle([0, top * s, WIDTH * s, bottom * s], fill=255)

    def rings(draw: ImageDraw.ImageDraw, s: int) -> None:
        for k in range(16):
            x = 48 + 96 * k
            _disc(draw, s, x, 295, 36, 255)
            _disc(draw, s, x, 295, 24, 0)
            _disc(draw, s, x, 295, 12, 255)
            for y in (230, 360):
                _disc(draw, s, x + 48, y, 10, 255)

    return around_vessel(_ground(CREAM, 1), [(blue, band), (CREAM, rings)])


def _disc(draw: ImageDraw.ImageDraw, s: int, x: float, y: float, radius: float, fill: int) -> None:
    draw.ellipse([(x - radius) * s, (y - radius) * s, (x + radius) * s, (y + radius) * s], fill=fill)


def fern_sprigs() -> Array:
    """Fern fronds in two greens, growing up from the foot, with a green rim line."""

    def fronds(places: Sequence[tuple[float, float, float, float]]) -> Callable[[ImageDraw.ImageDraw, int], None]:
        def paint(draw: ImageDraw.ImageDraw, s: int) -> None:
            for x, y, size, lean in places:
                for shift in (-WIDTH, 0, WIDTH):
                    _frond(draw, s, x + shift, y, size, lean)

        return paint

    def rim(draw: ImageDraw.ImageDraw, s: int) -> None:
        draw.rectangle([0, 0, WIDTH * s, 10 * s], fill=255)

    back = [(WIDTH / 6 * k + 128, 500 - 40 * (k % 2), 300, 0.35 * (-1) ** k) for k in range(6)]
    front = [(WIDTH / 6 * k, 520, 400 - 35 * (k % 3), 0.12 * (-1) ** k) for k in range(6)]
    pale: Colour = (0.56, 0.68, 0.45)
    deep: Colour = (0.16, 0.38, 0.22)
    return around_vessel(_ground(CREAM, 2), [(pale, fronds(back)), (deep, fronds(front)), (deep, rim)])


def _frond(draw: ImageDraw.ImageDraw, s: int, x: float, y: float, size: float, lean: float) -> None:
    """One fern frond: a curved stem from (x, y) upwards with leaflets that shorten towards the tip."""
    t = np.linspace(0, 1, 15)
    stem = np.stack([x + size * lean * t**2, y - size * t], -1)
    draw.line([(px * s, py * s) for px, py in stem], fill=255, width=4 * s)
    for along, (px, py) in zip(t[2:], stem[2:], strict=True):
        length = size * 0.27 * np.sin(np.pi * (0.12 + 0.86 * along)) ** 0.8 + 4
        for side in (-1, 1):
            _leaflet(draw, s, px, py, side * (1.05 - 0.5 * along) + lean * along, length)


def _leaflet(draw: ImageDraw.ImageDraw, s: int, x: float, y: float, angle: float, length: float) -> None:
    """A pointed leaf from (x, y), `angle` radians off straight up."""
    t = np.linspace(0, 1, 12)
    half = 0.13 * length * np.sin(np.pi * t**0.8)
    ahead, across = np.array([np.sin(angle), -np.cos(angle)]), np.array([np.cos(angle), np.sin(angle)])
    spine = np.array([x, y]) + t[:, None] * length * ahead
    outline = np.concatenate([spine + half[:, None] * across, (spine - half[:, None] * across)[::-1]])
    draw.polygon([(px * s, py * s) for px, py in outline], fill=255)


def mountain_line() -> Array:
    """A thin white panorama of mountains with a sun, twice around a sand-coloured bottle."""
    sand: Colour = (0.81, 0.70, 0.54)
    white: Colour = (0.98, 0.97, 0.95)
    columns, rows = 1024, 1254  # square pixels on the bottle's outside

    def paint(draw: ImageDraw.ImageDraw, s: int) -> None:
        for start in (-512, 0, 512):
            _ridges(draw, s, start + 320)
            sun = [(start + 370) * s, 310 * s, (start + 450) * s, 390 * s]
            draw.ellipse(sun, outline=255, width=8 * s)

    return around_vessel(_ground(sand, 3, columns, rows), [(white, paint)])


def _ridges(draw: ImageDraw.ImageDraw, s: int, start: float) -> None:
    """Three mountain ridges one before the other, 512 pixels wide, with snow lines on the highest peaks."""
    x = np.linspace(0, 512, 9)
    heights = ([30, 120, 85, 215, 130, 170, 75, 110, 30], [10, 40, 95, 60, 30, 90, 120, 50, 10])
    for base, ridge in zip((660, 700), heights, strict=True):
        line = [((start + px) * s, (base - h) * s) for px, h in zip(x, ridge, strict=True)]
        draw.line(line, fill=255, width=8 * s, joint="curve")
    for px, top in ((x[3], 445), (x[5], 490)):
        snow = [(-23, 38), (-9, 28), (0, 44), (11, 30), (24, 30)]
        draw.line([((start + px + a) * s, (top + b) * s) for a, b in snow], fill=255, width=4 * s, joint="curve")
    draw.line([(start * s, 726 * s), ((start + 512) * s, 726 * s)], fill=255, width=6 * s)


def rim_lines() -> Array:
    """Seen from above: an off-white plate with a broad and two thin terracotta lines, brushed by hand."""
    size = 1024
    y, x = np.mgrid[-0.5 : 0.5 : size * 1j, -0.5 : 0.5 : size * 1j]
    radius = np.hypot(x, y) * 0.28 + 0.0006 * (fbm(size, size, 4, (6, 6), 3) - 0.5)
    amount = np.zeros((size, size))
    for inner, outer in ((0.1240, 0.15), (0.1165, 0.1190), (0.0860, 0.0876)):
        amount += np.clip((radius - inner) / 0.0003, 0, 1) * np.clip((outer - radius) / 0.0003, 0, 1)
    brushed = amount * (0.82 + 0.18 * fbm(size, size, 5, (24, 24), 3))
    ground = plain((0.94, 0.92, 0.87), 0.012, 6, size)
    return ground * (1 - brushed[..., None]) + np.array((0.70, 0.33, 0.21)) * brushed[..., None]


def cork() -> Array:
    """Pressed cork: pale brown with dark flecks."""
    size = 512
    clouds, flecks = fbm(size, size, 7, (10, 10), 4), fbm(size, size, 8, (40, 40), 2)
    tone = 0.75 + 0.35 * clouds - 0.6 * np.clip(flecks - 0.68, 0, 1) * 2.2
    return np.clip(np.array((0.80, 0.62, 0.42)) * tone[..., None], 0, 1)


def zinc_spangle() -> Array:
    """The crystal flowers of hot-dip galvanising: facets of slightly different grey."""
    size, count = 512, 52
    rng = np.random.default_rng(9)
    grid = np.stack(np.meshgrid(np.arange(count), np.arange(count), indexing="ij"), -1) + rng.random((count, count, 2))
    tones = rng.normal(0, 1, (count, count))
    y, x = np.mgrid[0:size, 0:size] * count / size
    nearest, tone = np.full((size, size), np.inf), np.zeros((size, size))
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            i, j = np.floor(y).astype(int) + down, np.floor(x).astype(int) + across
            spot = grid[i % count, j % count] + np.stack([i - i % count, j - j % count], -1)
            distance = (spot[..., 0] - y) ** 2 + (spot[..., 1] - x) ** 2
            closer = distance < nearest
            nearest, tone = (
                np.where(closer, distance, nearest),
                np.where(closer, tones[i % count, j % count], tone),
            )
    clouds = fbm(size, size, 10, (3, 3), 4) - 0.5
    return np.clip(np.array((0.74, 0.76, 0.78)) * (1 + 0.032 * tone + 0.22 * clouds)[..., None], 0, 1)
