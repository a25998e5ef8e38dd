"""Augmentations in two dimensions: what cameras, customers and shop pages do to a photograph.

Boxes follow the picture, and a damage that a crop leaves out is no longer in the label: an intact corner of a broken
thing is an intact photo.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from intake.vision.types import Box
from training.clip.writing import with_note

_SEEN, _GONE = 0.7, 0.05  # shares of a damage's box from which it counts, and to which it doesn't
_RECOGNISABLE = 0.5  # share of a side from which the product can be told

Picture = Image.Image
Rng = np.random.Generator


@dataclass(frozen=True)
class Augmented:
    """`boxes` has one entry a damage, None where it shows no longer. `product` tells whether enough of that is left."""

    image: Picture
    boxes: tuple[Box | None, ...]
    product: bool


def augment(image: Picture, boxes: Sequence[Box], side: int, rng: Rng) -> Augmented:
    """A random view of a photo, `side` pixels square."""
    corner, share, kept = _frame(boxes, rng)
    image = _cut(image, corner, share)
    if rng.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        kept = [None if b is None else (1 - b[2], b[1], 1 - b[0], b[3]) for b in kept]
    if rng.random() < 0.35:
        image, kept = _tilted(image, kept, rng.uniform(-14, 14))
    image = image.resize((side, side), Image.Resampling.BICUBIC)
    if share > _RECOGNISABLE and rng.random() < 0.08:
        image, kept = _screenshot(image, kept, rng)
    for chance, change in _CHANGES:
        if rng.random() < chance:
            image = change(image, rng)
    return Augmented(image, tuple(kept), share >= _RECOGNISABLE)


def _frame(boxes: Sequence[Box], rng: Rng) -> tuple[tuple[float, float], float, list[Box | None]]:
    """Corner and share of a crop that cuts no damage in two, and the boxes inside of it."""
    for _ in range(12):
        share = float(rng.uniform(0.32, 0.6) if rng.random() < 0.25 else rng.uniform(0.6, 1.0))
        corner = _corner(boxes, share, rng)
        seen = [_visible(b, corner, share) for b in boxes]
        if all(s >= _SEEN or s <= _GONE for s in seen):
            kept = [_inside(b, corner, share) if s >= _SEEN else None for b, s in zip(boxes, seen, strict=True)]
            return corner, share, kept
    return (0.0, 0.0), 1.0, list(boxes)


def _corner(boxes: Sequence[Box], share: float, rng: Rng) -> tuple[float, float]:
    """Mostly around a damage, where there is one; anywhere else."""
    if boxes and rng.random() < 0.8:
        b = boxes[int(rng.integers(len(boxes)))]
        middle = ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2)
        x, y = (m - share * rng.uniform(0.25, 0.75) for m in middle)
        return min(max(0.0, x), 1 - share), min(max(0.0, y), 1 - share)
    return float(rng.uniform(0, 1 - share)), float(rng.uniform(0, 1 - share))


def _visible(box: Box, corner: tuple[float, float], share: float) -> float:
    width = max(0.0, min(box[2], corner[0] + share) - max(box[0], corner[0]))
    height = max(0.0, min(box[3], corner[1] + share) - max(box[1], corner[1]))
    return width * height / max(1e-6, (box[2] - box[0]) * (box[3] - box[1]))


def _inside(box: Box, corner: tuple[float, float], share: float) -> Box:
    x0, y0, x1, y1 = (min(1.0, max(0.0, (v - corner[i % 2]) / share)) for i, v in enumerate(box))
    return x0, y0, x1, y1


def _cut(image: Picture, corner: tuple[float, float], share: float) -> Picture:
    (x, y), (width, height) = corner, image.size
    return image.crop((int(x * width), int(y * height), int((x + share) * width), int((y + share) * height)))


def _tilted(image: Picture, boxes: Sequence[Box | None], degrees: float) -> tuple[Picture, list[Box | None]]:
    fill = tuple(int(v) for v in np.asarray(image.resize((1, 1)))[0, 0])
    turned = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=fill)
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])  # y points down

    def moved(box: Box) -> Box:
        x0, y0, x1, y1 = box
        # The ellipse in the box rather than its corners: damages fill no corners.
        half = np.sqrt((turn**2) @ (np.array([x1 - x0, y1 - y0]) ** 2)) / 2
        middle = turn @ (np.array([x0 + x1, y0 + y1]) / 2 - 0.5) + 0.5
        low, high = np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    return turned, [None if b is None else moved(b) for b in boxes]


def _screenshot(image: Picture, boxes: Sequence[Box | None], rng: Rng) -> tuple[Picture, list[Box | None]]:
    """The photo as a shop page or chat on a phone shows it: smaller, with bars and lines of grey text around."""
    side = image.width
    page = Image.new("RGB", (side, side), (245, 245, 245) if rng.random() < 0.7 else (28, 28, 30))
    draw = ImageDraw.Draw(page)
    for y in range(6, side, int(rng.integers(9, 16))):
        draw.rectangle((6, y, int(side * rng.uniform(0.3, 0.95)), y + 3), fill=(150, 150, 150))
    share = float(rng.uniform(0.62, 0.85))
    x, y = (float(v) for v in rng.uniform(0, 1 - share, 2))
    small = image.resize((round(share * side), round(share * side)), Image.Resampling.BICUBIC)
    page.paste(small, (round(x * side), round(y * side)))

    def moved(b: Box) -> Box:
        return x + share * b[0], y + share * b[1], x + share * b[2], y + share * b[3]

    return page, [None if b is None else moved(b) for b in boxes]


def _colours(image: Picture, rng: Rng) -> Picture:
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = enhance(image).enhance(rng.uniform(0.72, 1.3))
    return image


def _dim(image: Picture, rng: Rng) -> Picture:
    """Little light: dark, a warm cast, noise."""
    light = np.asarray(image, np.float32) * rng.uniform(0.3, 0.65) * np.array([1.0, 0.95, 0.85])
    light += rng.normal(0, rng.uniform(3, 9), light.shape)
    return Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))


def _shadow(image: Picture, rng: Rng) -> Picture:
    """A soft shadow with a straight edge, as of a person or a window frame."""
    width, height = image.size
    mask = Image.new("L", image.size, 0)
    angle, middle = rng.uniform(0, np.pi), rng.uniform(0.2, 0.8, 2) * image.size
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    reach, breadth = 2 * max(width, height), rng.uniform(0.1, 0.6) * width
    corners = [middle - reach * along, middle + reach * along]
    corners += [middle + reach * along + breadth * across, middle - reach * along + breadth * across]
    ImageDraw.Draw(mask).polygon([tuple(c) for c in corners], fill=int(rng.uniform(70, 170)))
    mask = mask.filter(ImageFilter.GaussianBlur(rng.uniform(1, 8)))
    return Image.composite(Image.new("RGB", image.size, (10, 10, 15)), image, mask)


def _motion(image: Picture, rng: Rng) -> Picture:
    """Smears along a line of a few pixels."""
    length, angle = int(rng.integers(3, 7)), rng.uniform(0, np.pi)
    light = np.asarray(image, np.float32)
    steps = np.linspace(-length / 2, length / 2, length)
    shifts = [(round(s * np.sin(angle)), round(s * np.cos(angle))) for s in steps]
    smeared = np.mean([np.roll(light, shift, axis=(0, 1)) for shift in shifts], axis=0)
    return Image.fromarray(smeared.astype(np.uint8))


def _soft(image: Picture, rng: Rng) -> Picture:
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0)))


def _jpeg(image: Picture, rng: Rng) -> Picture:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=int(rng.integers(25, 75)))
    return Image.open(out).convert("RGB")


_CHANGES: tuple[tuple[float, Callable[[Picture, Rng], Picture]], ...] = (
    (0.9, _colours),
    (0.12, _shadow),
    (0.12, with_note),
    (0.1, _dim),
    (0.08, _motion),
    (0.15, _soft),
    (0.2, _jpeg),
)
