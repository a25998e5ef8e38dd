"""A plain shipping carton: brown board, tape, an address label; nothing of what is in it."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

from training.render.product import Array, Colour, Material, Part, Product

_TILE = 384  # pixels of a side of the carton in its print
_BROWNS: tuple[Colour, ...] = ((0.68, 0.53, 0.37), (0.74, 0.6, 0.44), (0.61, 0.46, 0.31), (0.78, 0.66, 0.5))
_TAPES: tuple[Colour, ...] = ((0.6, 0.42, 0.24), (0.76, 0.66, 0.5), (0.88, 0.86, 0.82), (0.5, 0.33, 0.18))
_SECOND_TAPES: tuple[Colour, ...] = ((0.85, 0.84, 0.82), (0.3, 0.3, 0.32), (0.86, 0.76, 0.2), (0.72, 0.18, 0.16))
_INK: Colour = (0.12, 0.11, 0.1)

Point = tuple[float, float]


@dataclass(frozen=True)
class _Side:
    """One side of the carton as a canvas in metres, the origin in its middle."""

    sheet: Image.Image
    width: float
    height: float

    def area(self, corners: list[Point], colour: Colour, strength: float = 1.0) -> None:
        """Fills a polygon."""
        scale = np.array([_TILE / self.width, -_TILE / self.height])
        mask = Image.new("L", self.sheet.size, 0)
        places = [tuple(np.array(corner) * scale + _TILE / 2) for corner in corners]
        ImageDraw.Draw(mask).polygon(places, fill=int(255 * strength))
        self.sheet.paste(tuple(int(255 * c) for c in colour), (0, 0), mask)

    def bar(self, middle: Point, width: float, height: float, colour: Colour, strength: float = 1.0) -> None:
        """Fills a rectangle."""
        (x, y), a, b = middle, width / 2, height / 2
        self.area([(x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)], colour, strength)

    def strip(self, start: Point, end: Point, width: float, colour: Colour, strength: float) -> None:
        """Fills a band from one point to another."""
        along = np.subtract(end, start)
        aside = np.array([-along[1], along[0]]) / np.hypot(*along) * width / 2
        a, b = np.array(start), np.array(end)
        corners = [a + aside, b + aside, b - aside, a - aside]
        self.area([(float(x), float(y)) for x, y in corners], colour, strength)


def parcel(seed: int, state: str) -> Product:
    """A carton of its own size, tape and label for each seed; `state` "taped" is one that was closed twice."""
    rng = np.random.default_rng([seed, 7])
    size = rng.uniform((0.18, 0.22, 0.08), (0.34, 0.45, 0.32))
    brown = _BROWNS[int(rng.integers(len(_BROWNS)))]
    board = Material(
        "paper", brown, lambda: _print(size, brown, state, seed), roughness=0.75, raw=(0.8, 0.69, 0.53)
    )  # fmt: skip
    return Product(
        f"parcel{seed}{state}", lambda: [_box(size)], {"box": board},
        {"crushed": ("box",), "tear": ("box",), "water_damage": ("box",)}, view_elevation=(14.0, 52.0),
    )  # fmt: skip


def _box(size: Array) -> Part:
    half = size / 2
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * half + [0, 0, half[2]]
    quads = ((1, 5, 7, 3), (4, 6, 7, 5), (6, 2, 3, 7), (2, 0, 1, 3), (0, 4, 5, 1), (0, 2, 6, 4))  # top first
    faces, uv = [], []
    for tile, quad in enumerate(quads):
        left, low = tile % 3 / 3, 0.5 - tile // 3 / 2
        square = np.array([[left, low], [left + 1 / 3, low], [left + 1 / 3, low + 0.5], [left, low + 0.5]])
        for pick in ([0, 1, 2], [0, 2, 3]):
            faces.append(np.array(quad)[pick])
            uv.append(square[pick])
    return Part("box", corners, np.array(faces), np.array(uv, float), "box", 25.0)


def _print(size: Array, brown: Colour, state: str, seed: int) -> Array:
    """The six sides, three in a row: top, front, right, back, left, bottom."""
    rng = np.random.default_rng([seed, 8])
    x, y, z = size
    spans = [(x, y), (y, z), (x, z), (y, z), (x, z), (x, y)]
    sides = [_Side(Image.fromarray(_board(rng, brown)), float(w), float(h)) for w, h in spans]
    _close(sides, rng)
    _address(sides[0 if rng.random() < 0.6 else 1], rng)
    if rng.random() < 0.5:
        _symbols(sides[2])
        _symbols(sides[4])
    if state == "taped":
        _close_again(sides, rng)
    pixels = [np.asarray(side.sheet) / 255.0 for side in sides]
    return np.vstack([np.hstack(pixels[:3]), np.hstack(pixels[3:])])


def _board(rng: np.random.Generator, brown: Colour) -> Array:
    fibre = gaussian_filter(rng.normal(size=(_TILE, _TILE)), (0.7, 3))
    flutes = np.sin(np.arange(_TILE)[:, None] * 2 * np.pi / 9)
    shade = 1 + 0.03 * fibre / fibre.std() + 0.012 * flutes
    pixels: Array = (np.clip(np.array(brown) * shade[..., None], 0, 1) * 255).astype(np.uint8)
    return pixels


def _close(sides: list[_Side], rng: np.random.Generator) -> None:
    """The seam along the top and the tape over it, which ends some way down both faces."""
    tape, width = _TAPES[int(rng.integers(len(_TAPES)))], float(rng.uniform(0.045, 0.06))
    top = sides[0]
    top.bar((0, 0), 0.002, top.height, (0.25, 0.18, 0.11))
    top.bar((0, 0), width, top.height, tape, 0.85)
    for side in (sides[2], sides[4]):
        reach = min(0.06, side.height * 0.4)
        side.bar((0, side.height / 2 - reach / 2), width, reach, tape, 0.85)


def _address(side: _Side, rng: np.random.Generator) -> None:
    """A white label with lines of writing and a bar code."""
    width = min(0.1, side.width * 0.45)
    height = min(0.15, side.height * 0.7)
    x = (side.width / 2 - width * 0.62) * float(rng.choice([-1, 1]))
    y = (side.height / 2 - height * 0.6) * float(rng.uniform(-1, 1))
    side.bar((x, y), width, height, (0.95, 0.95, 0.93))
    for row in range(7):
        length = width * float(rng.uniform(0.3, 0.75))
        left = x - width * 0.42
        side.bar((left + length / 2, y + height * (0.4 - 0.06 * row)), length, height * 0.022, _INK)
    for k in range(24):
        thick = width * float(rng.choice([0.01, 0.02]))
        side.bar((x + width * (k - 11.5) / 29, y - height * 0.25), thick, height * 0.28, _INK)


def _symbols(side: _Side) -> None:
    """This way up, twice."""
    unit = min(side.width, side.height) * 0.1
    for x in (-1.2 * unit, 1.2 * unit):
        side.area([(x - unit * 0.6, 0.0), (x + unit * 0.6, 0.0), (x, unit)], _INK)
        side.bar((x, -unit * 0.6), unit * 0.4, unit * 1.2, _INK)
    side.bar((0, -unit * 1.5), unit * 4, unit * 0.2, _INK)


def _close_again(sides: list[_Side], rng: np.random.Generator) -> None:
    """Crooked strips of another tape over torn remains of the first."""
    tape, width = _SECOND_TAPES[int(rng.integers(len(_SECOND_TAPES)))], float(rng.uniform(0.045, 0.06))
    top = sides[0]
    for k in range(9):
        y = top.height * (k / 8 - 0.5) + float(rng.normal()) * 0.008
        top.area(
            [(float(rng.uniform(-0.03, -0.005)), y), (float(rng.uniform(0.005, 0.03)), y + 0.006), (0.0, y + 0.02)],
            (0.86, 0.77, 0.63), 0.9,
        )  # fmt: skip
    for side in (top, top, sides[1], sides[2], sides[3], sides[4]):
        lean = float(rng.normal()) * 0.25
        y = float(rng.uniform(-0.35, 0.35)) * side.height
        reach = side.width * 0.55
        side.strip((-reach, y - lean * reach), (reach, y + lean * reach), width, tape, 0.82)
    lean = float(rng.normal()) * 0.02
    top.strip((lean, -top.height), (-lean, top.height), width, tape, 0.82)
