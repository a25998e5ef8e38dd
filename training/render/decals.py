"""Damage that is painted on: pictures of cracks, scratches, stains and burns, projected onto a surface.

Every drawing has a side of `SIZE` pixels. Its relief channels are: raised, sunk, roughened, cut away.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

from training.render.noise import blend, cloud
from training.render.product import Array, Colour, Material

SIZE = 512


@dataclass(frozen=True)
class Drawing:
    """Colour with opacity (SIZE, SIZE, 4), relief (SIZE, SIZE, 4), both 0..1, and the mask that is the damage."""

    colour: Array
    relief: Array
    mask: Array
    depth: float = 0.002  # height of the relief as a share of the decal's width


def _drawing(colour: Array, opacity: Array, mask: Array, depth: float = 0.002, **relief: Array) -> Drawing:
    none = np.zeros((SIZE, SIZE))
    channels = [relief.get(name, none) for name in ("raised", "sunk", "rough", "hole")]
    rgba = np.concatenate([np.broadcast_to(colour, (SIZE, SIZE, 3)), opacity[..., None]], 2)
    return Drawing(np.clip(rgba, 0, 1), np.clip(np.stack(channels, 2), 0, 1), mask, depth)


def _grid() -> tuple[Array, Array]:
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE - 0.5
    return x, y


def _lines(strokes: list[tuple[Array, float, int]]) -> Array:
    """Strokes of (points in 0..1, width in pixels, strength 0..255), smoothed: (SIZE, SIZE) in 0..1."""
    picture = Image.new("L", (SIZE * 2, SIZE * 2), 0)
    draw = ImageDraw.Draw(picture)
    for points, width, strength in sorted(strokes, key=lambda stroke: stroke[2]):
        draw.line([tuple(p) for p in points * SIZE * 2], fill=strength, width=max(1, round(width * 2)))
    return np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BOX)) / 255.0


def _walk(
    rng: np.random.Generator, start: Array, angle: float, length: float, width: float, level: int, branching: float
) -> list[tuple[Array, float, int]]:
    strokes, here, heading, done = [], start, angle, 0.0
    jagged = rng.uniform(0.22, 0.45)
    while done < length:
        step = rng.uniform(0.012, 0.035)
        heading = angle + 0.55 * (heading - angle) + rng.normal() * jagged
        there = here + step * np.array([np.cos(heading), np.sin(heading)])
        thinned = width * (1 - 0.7 * done / length) * rng.uniform(0.7, 1.2)
        strokes.append((np.stack([here, there]), thinned, 255))
        here, done = there, done + step
        if level < 2 and rng.random() < branching * step:
            turned = angle + rng.choice([-1, 1]) * rng.uniform(0.4, 1.1)
            rest = (length - done) * rng.uniform(0.3, 0.8)
            strokes += _walk(rng, here, turned, rest, width * 0.7, level + 1, branching)
    return strokes


def crack(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """A crack from side to side, from a bare hairline to a branched net; `line` is its width in pixels."""
    angle = rng.uniform(0, 2 * np.pi)
    start = np.array([0.5, 0.5]) - 0.46 * np.array([np.cos(angle), np.sin(angle)])
    strokes = _walk(rng, start, angle, rng.uniform(0.8, 1.0), line, 0, rng.choice([0.8, 3.0, 5.0]))
    mask = _lines(strokes)
    halo = np.clip(gaussian_filter(mask, line * 1.3) * 1.6, 0, 1)
    glassy = material.kind == "glass"
    bright = glassy or sum(material.colour) < 0.5
    dark, pale = ((0.93, 0.95, 0.96), (0.8, 0.84, 0.85)) if bright else ((0.09, 0.06, 0.045), (0.5, 0.4, 0.3))
    colour = blend(pale, dark, mask)
    opacity = np.maximum(mask, halo * (0.5 if glassy else 0.32))
    return _drawing(colour, opacity, mask, depth=0.01, sunk=mask, rough=halo * 0.6)


def scratch(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """A bundle of scratches that lay the raw material bare; `line` is the widest one's width in pixels."""
    angle, strokes = rng.uniform(0, np.pi), []
    for index in range(int(rng.integers(9, 20))):
        deep = index < 4
        turn = angle + rng.normal() * (0.18 if rng.random() < 0.8 else 0.8)
        length = rng.uniform(0.35, 0.75) if deep else rng.uniform(0.1, 0.45)
        middle = 0.5 + rng.normal(size=2) * (0.06 if deep else 0.12)
        ts = np.linspace(-0.5, 0.5, 25)
        curve = turn + rng.normal() * 0.25 * ts
        points = middle + length * ts[:, None] * np.stack([np.cos(curve), np.sin(curve)], 1)
        width = line * (rng.uniform(0.7, 1.2) if deep else rng.uniform(0.25, 0.6))
        for k in range(24):
            taper = 1 - (2 * abs(ts[k])) ** 3
            strokes.append((points[k : k + 2], width * (0.35 + taper), int(255 * taper * rng.uniform(0.7, 1))))
    mask = _lines(strokes)
    brightness = sum(material.colour) / 3
    tone = np.array(material.raw)
    if abs(tone.mean() - brightness) < 0.25:  # bare material that would not show on this colour
        tone = np.clip(tone * 0.5 if brightness > 0.68 else tone + 0.4, 0, 1)
    colour = tone * (0.85 + 0.15 * cloud(SIZE, int(rng.integers(1e9)), 32, 3))[..., None]
    return _drawing(colour, np.clip(mask * 1.25, 0, 1), mask, depth=0.006, sunk=mask, rough=mask)


_LIQUIDS: tuple[Colour, ...] = (
    (0.30, 0.17, 0.08),
    (0.36, 0.05, 0.11),
    (0.06, 0.08, 0.24),
    (0.42, 0.34, 0.12),
)


def _blotch(rng: np.random.Generator, radius: float, wild: float) -> Array:
    """How deep inside an irregular blotch a pixel lies; below 0 is outside."""
    x, y = _grid()
    squeeze, turn = rng.uniform(0.75, 1.3), rng.uniform(0, np.pi)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    field = cloud(SIZE, int(rng.integers(1e9)), 3, 6)
    inside: Array = radius - np.hypot(u * squeeze, v / squeeze) + wild * (field - 0.5)
    return np.minimum(inside, 0.47 - np.hypot(x, y))


def stain(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """Something spilt: a blotch with a dark rim, runs and drops."""
    del line
    x, y = _grid()
    inside = _blotch(rng, 0.27, 0.22)
    for _ in range(int(rng.integers(4, 10))):
        where, radius = rng.uniform(-0.4, 0.4, 2), rng.uniform(0.008, 0.035)
        inside = np.maximum(inside, radius - np.hypot(x - where[0], y - where[1]))
    field = cloud(SIZE, int(rng.integers(1e9)), 4, 6)
    body, rim = np.clip(inside / 0.012, 0, 1), np.exp(-(((inside - 0.012) / 0.011) ** 2))
    strength = rng.uniform(0.62, 0.82)
    opacity = np.clip(body * strength * (0.75 + 0.5 * field) + 0.35 * rim * body, 0, 0.97)
    dark = sum(material.colour) < 0.6
    tone = np.array((0.72, 0.62, 0.48) if dark else _LIQUIDS[int(rng.integers(len(_LIQUIDS)))])
    shade = tone * (1.1 - 0.35 * rim[..., None])
    return _drawing(shade, opacity, body, rough=body * 0.25)


def burn(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """A scorch: charred in the middle, brown towards a soft edge."""
    del line, material
    inside = _blotch(rng, 0.34, 0.28)
    field = cloud(SIZE, int(rng.integers(1e9)), 8, 6)
    heat = np.clip(inside / 0.3 + 0.25 * (field - 0.5), 0, 1)
    char = np.clip((heat - rng.uniform(0.4, 0.6)) * 5, 0, 1)
    toasted = blend((0.62, 0.41, 0.2), (0.3, 0.15, 0.06), np.clip(heat * 3.2, 0, 1))
    brown = toasted * (1 - np.clip(heat * 2.6 - 0.8, 0, 1)[..., None] * 0.75)
    ash = 0.025 + 0.3 * np.clip(field * 2.4 - 1.5, 0, 1) * np.clip(heat * 3 - 2, 0, 1)
    colour = brown * (1 - char[..., None]) + ash[..., None] * char[..., None]
    opacity = np.clip(np.clip(inside + 0.06, 0, 1) * 6.5, 0, 0.98)
    cracks = np.clip(1 - np.abs(field - 0.5) * 14, 0, 1) * char
    mask = np.clip(opacity * 1.4 - 0.3, 0, 1)
    return _drawing(colour, opacity, mask, depth=0.008, sunk=0.4 * char + 0.6 * cracks, rough=opacity)


def water_damage(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """Dried water: a large pale blotch with dark tide lines, slightly swollen."""
    del line
    inside = np.maximum(_blotch(rng, 0.33, 0.26), _blotch(rng, 0.2, 0.3))
    body, tides = np.clip(inside / 0.012, 0, 1), np.zeros((SIZE, SIZE))
    for at, width, strength in ((0.01, 0.009, 1.0), (0.055, 0.007, 0.6), (0.11, 0.009, 0.7)):
        at += rng.uniform(-0.004, 0.02) if at > 0.02 else 0
        tides = np.maximum(tides, strength * np.exp(-(((inside - at) / width) ** 2)))
    base = np.array(material.colour)
    fabric = material.kind in ("fabric", "paper")
    edge = np.array((0.40, 0.30, 0.17) if fabric else base * 0.25 + np.array((0.03, 0.02, 0.01)))
    if material.kind == "paper":  # board turns dark
        inside = np.maximum(inside, _blotch(rng, 0.36, 0.2))
        body = np.clip(inside / 0.02, 0, 1)
        edge, base = base * 0.35, base * 0.55
    pale = np.clip(base * 0.7 + np.array((0.1, 0.07, 0.0)), 0, 1) if fabric else np.clip(base * 0.55 + 0.42, 0, 1)
    field = cloud(SIZE, int(rng.integers(1e9)), 5, 6)
    colour = blend((0, 0, 0), tuple(edge), tides) + np.array(pale) * (1 - tides[..., None])
    soaked = 0.75 if material.kind == "paper" else 0.38
    opacity = body * np.clip(soaked + 0.3 * field + 0.6 * tides, 0, 0.92)
    swollen = gaussian_filter(body, 14) * (0.6 + 0.4 * field)
    return _drawing(colour, opacity, body, depth=0.012, raised=swollen, rough=body * 0.8)


def shattered_screen(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """Rays and rings from an impact over the whole square, with dead pixels around it."""
    del material
    impact = rng.uniform(0.3, 0.7, 2)
    rays = []
    for angle in np.sort(np.arange(17) / 17 * 2 * np.pi + rng.normal(size=17) * 0.13):
        steps = rng.uniform(0.015, 0.05, 40)
        wobble = np.clip(np.cumsum(rng.normal(size=40) * 0.09), -0.35, 0.35)
        ways = np.stack([np.cos(angle + wobble), np.sin(angle + wobble)], 1) * steps[:, None]
        rays.append(np.vstack([impact, impact + np.cumsum(ways, 0)])[: int(rng.integers(14, 41))])
    strokes = []
    for ray in rays:
        width = line * rng.uniform(0.7, 1.5)
        for k in range(len(ray) - 1):
            strokes.append((ray[k : k + 2], width * (1 - 0.5 * k / len(ray)), int(rng.uniform(150, 255))))
    for ray, other in zip(rays, rays[1:] + rays[:1], strict=True):
        for radius in np.cumsum(rng.uniform(0.015, 0.11, 9)):
            ends = [line_[np.argmin(np.abs(np.linalg.norm(line_ - impact, axis=1) - radius))] for line_ in (ray, other)]
            if rng.random() < 0.7:
                strokes.append((np.stack(ends), line * rng.choice([0.5, 0.8]), int(rng.uniform(120, 240))))
    mask = _lines(strokes)
    x, y = _grid()
    near = np.hypot(x + 0.5 - impact[0], y + 0.5 - impact[1])
    crushed = np.exp(-((near / 0.04) ** 2)) * (0.4 + 0.6 * rng.random((SIZE, SIZE)))
    mask = np.clip(np.maximum(mask, crushed), 0, 1)
    field = cloud(SIZE, int(rng.integers(1e9)), 3, 4)
    dead = gaussian_filter((field + 0.5 * np.exp(-((near / 0.2) ** 2)) > 1.02) * 1.0, 2)
    colour = blend((0.01, 0.01, 0.015), (0.8, 0.83, 0.85), mask)
    everywhere = np.clip(gaussian_filter(mask, 9) * 2.5, 0, 1)
    opacity = np.maximum(dead, np.clip(mask * 1.1, 0, 1))
    return _drawing(colour, opacity, everywhere, depth=0.008, sunk=mask, rough=mask * 0.7)


def tear(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """A ragged hole, its rim frayed and pulled up."""
    del line, material
    angle, ts = rng.uniform(0, np.pi), np.linspace(-1, 1, 70)
    spine = np.stack([0.42 * ts, 0.05 * np.sin(2.5 * ts + rng.uniform(0, 6))], 1)
    if rng.random() < 0.4:  # a tear round a corner
        spine[:, 1] += 0.35 * np.clip(ts, 0, 1)
    ragged = np.interp(ts, np.linspace(-1, 1, 24), rng.normal(size=24))
    widest = rng.uniform(0.035, 0.06) if rng.random() < 0.4 else rng.uniform(0.075, 0.12)  # a slit or a hole
    half = widest * (1 - np.abs(ts) ** 2.2) ** 0.7 * (1 + 0.3 * ragged)
    outline = np.vstack([spine + half[:, None] * (0, 1), (spine - half[:, None] * (0, 0.85))[::-1]])
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    picture = Image.new("L", (SIZE * 2, SIZE * 2), 0)
    ImageDraw.Draw(picture).polygon([tuple(p) for p in (outline @ turn + 0.5) * SIZE * 2], fill=255)
    hole = np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BOX)) / 255.0
    threads = _threads(rng, spine @ turn + 0.5, half)
    cut = np.clip(hole - threads, 0, 1)
    rim = np.clip(gaussian_filter(hole, 9) * 2.2, 0, 1)
    fray = np.clip(gaussian_filter(hole, 4) * 2, 0, 1) * (0.4 + 0.6 * rng.random((SIZE, SIZE)))
    # the rim curls: pale threads on its edge, a shadow around it
    shade = np.clip(gaussian_filter(hole, 16) * 2.4 - hole, 0, 1) * 0.5
    edge = np.clip(fray - 0.3, 0, 0.9)
    tone = blend((0.16, 0.13, 0.11), (0.95, 0.92, 0.86), np.clip(np.maximum(edge, threads) * 3, 0, 1))
    opacity = np.maximum.reduce([edge, threads, shade])
    return _drawing(tone, opacity, hole, depth=0.04, raised=rim * (1 - hole), hole=(cut > 0.5) * 1.0)


def torn_board(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """Corrugated board torn open: the outer paper peeled off around a ragged hole, so that the flutes show."""
    del line
    x, y = _grid()
    peeled, torn = _blotch(rng, 0.36, 0.3), _blotch(rng, rng.uniform(0.18, 0.26), 0.34)
    turn = rng.uniform(0, np.pi)
    flutes = np.sin((x * np.cos(turn) + y * np.sin(turn)) * 2 * np.pi * 34) * 0.5 + 0.5
    bare, hole = np.clip(peeled / 0.008, 0, 1), (torn > 0) * 1.0
    edge = np.exp(-((peeled / 0.012) ** 2)) + np.exp(-((torn / 0.014) ** 2))
    fibre = 0.85 + 0.3 * np.random.default_rng(int(rng.integers(1e9))).random((SIZE, SIZE))
    colour = np.array(material.raw) * (0.62 + 0.3 * flutes * bare + 0.35 * np.clip(edge, 0, 1))[..., None]
    mask = np.maximum(bare, hole)
    return _drawing(
        colour * fibre[..., None], np.maximum(bare, 0.8 * np.clip(edge, 0, 1)), mask, depth=0.02,
        raised=np.clip(edge, 0, 1), sunk=bare * (1 - flutes) * 0.5, hole=hole,
    )  # fmt: skip


def _threads(rng: np.random.Generator, spine: Array, half: Array) -> Array:
    strokes = []
    for _ in range(int(rng.integers(10, 22))):
        k = int(rng.integers(8, 62))
        reach = half[k] * rng.uniform(0.7, 1.2)
        ends = spine[k] + rng.normal(size=(2, 2)) * reach * 0.7
        strokes.append((ends, rng.uniform(1.0, 2.2), 255))
    return _lines(strokes)


def scuff(rng: np.random.Generator, material: Material, line: float) -> Drawing:
    """The rubbed paint in a dent: faint, mostly a change of shine."""
    x, y = _grid()
    worn = scratch(rng, material, line * 0.6)
    ring = np.exp(-(((np.hypot(x, y) - 0.27) / 0.05) ** 2)) * cloud(SIZE, int(rng.integers(1e9)), 6, 5)
    opacity = np.clip(0.5 * worn.colour[..., 3] * (np.hypot(x, y) < 0.3) + 0.45 * np.clip(ring - 0.3, 0, 1), 0, 1)
    return _drawing(worn.colour[..., :3], opacity, opacity, rough=opacity)
