"""The printed carton some products are sold in."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from training.render.bodies import Body, rotation, subdivide
from training.render.noise import waves
from training.render.product import Array, Material, Part, Product

_BRAND_FIELDS = (
    (0.93, 0.91, 0.86),
    (0.16, 0.27, 0.36),
    (0.84, 0.45, 0.27),
    (0.35, 0.47, 0.38),
    (0.9, 0.77, 0.4),
)


def carton(parts: list[Part]) -> Body:
    """A closed box around the product, standing on the ground; front and back use the left half of its print."""
    points = np.concatenate([part.vertices for part in parts])
    size = np.ptp(points, axis=0) * 1.08 + 0.012
    size[0] = max(size[0], 0.28 * max(size[1], size[2]))
    half = size / 2
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * half + [
        0,
        0,
        half[2],
    ]
    sides = [((4, 6, 7, 5), 0.0), ((2, 0, 1, 3), 0.0), ((6, 2, 3, 7), 0.5), ((0, 4, 5, 1), 0.5),
             ((5, 7, 3, 1), 0.0), ((0, 2, 6, 4), 0.5)]  # fmt: skip
    faces, uv = [], []
    for quad, left in sides:
        square = np.array([[left, 0], [left + 0.5, 0], [left + 0.5, 1], [left, 1]])
        for pick in ([0, 1, 2], [0, 2, 3]):
            faces.append(np.array(quad)[pick])
            uv.append(square[pick])
    name = "box"
    count = len(faces)
    return Body(name, corners, np.array(faces), np.array(uv, float), name, 25.0, np.zeros(count, bool))


def carton_material(product: Product, picture: Path) -> Material:
    """The carton's print: the product's picture in a frame, a brand band, a coloured field."""
    return Material(
        "paper", (0.9, 0.88, 0.84), lambda: _print(product, picture), roughness=0.45, raw=(0.66, 0.53, 0.38)
    )


def _print(product: Product, picture: Path) -> Array:
    width, height = 1024, 512
    number = sum(map(ord, product.sku))
    field = _BRAND_FIELDS[number % len(_BRAND_FIELDS)]
    colour = next(iter(product.materials.values())).colour
    paint = lambda c: tuple(int(255 * v) for v in c)  # noqa: E731
    sheet = Image.new("RGB", (width, height), paint(field))
    draw = ImageDraw.Draw(sheet)
    ink = (250, 248, 244) if sum(field) < 1.6 else (40, 44, 52)
    for left in (0, 512):
        draw.rectangle([left, 420, left + 512, 512], fill=paint(colour))
        draw.rectangle([left + 36, 40, left + 230, 58], fill=ink)
        draw.rectangle([left + 36, 70, left + 150, 78], fill=ink)
    for row in range(6):
        draw.rectangle([550, 140 + row * 30, 550 + 260 + (row * 67) % 140, 148 + row * 30], fill=ink)
    draw.rectangle([900, 330, 1000, 395], fill=(252, 252, 252))
    for bar in range(22):
        draw.rectangle([906 + bar * 4, 336, 906 + bar * 4 + 1 + bar % 2, 388], fill=(20, 20, 20))
    if picture.exists():
        photo = Image.open(picture).convert("RGB").resize((300, 300))
        mask = Image.new("L", (300, 300), 0)
        ImageDraw.Draw(mask).rounded_rectangle([4, 4, 296, 296], 26, fill=255)
        sheet.paste(photo, (106, 96), mask.filter(ImageFilter.GaussianBlur(1)))
    return np.asarray(sheet) / 255.0


def crush(box: Body, corner: Array, rng: np.random.Generator) -> tuple[Body, Array]:
    """Collapses the box around `corner` (room metres); returns also how far each vertex moved."""
    extent = np.ptp(box.vertices, axis=0)
    size = float(extent.max())
    dense = subdivide(box, np.ones(len(box.faces), bool), size / 34, 7)
    middle = (dense.vertices.min(0) + dense.vertices.max(0)) / 2
    push = np.zeros_like(dense.vertices)
    spots = [(corner, rng.uniform(0.42, 0.6), rng.uniform(0.17, 0.26))]
    for _ in range(int(rng.integers(1, 3))):
        spots.append((corner + rng.normal(size=3) * extent * 0.35, rng.uniform(0.2, 0.35), rng.uniform(0.05, 0.1)))
    for place, reach, depth in spots:
        share = np.clip(1 - np.linalg.norm((dense.vertices - place) / (reach * size), axis=1), 0, 1)
        inward = (middle - place) / np.linalg.norm(middle - place)
        tilt = rotation(rng.normal(size=3), rng.uniform(-0.35, 0.35)) @ inward
        push += (depth * size * share**1.3)[:, None] * tilt
        folds = np.abs(waves(dense.vertices, int(rng.integers(1e9)), 14 / size, 3))
        push += (share * (folds - 0.5) * size * 0.035)[:, None] * inward
    moved = dense.vertices + push
    moved[:, 2] = np.maximum(moved[:, 2], 0.0)
    dense.vertices = moved
    return dense, np.linalg.norm(push, axis=1)
