"""What displays show, as (h, w, 3) sRGB pictures in 0..1: a phone's home screen and a tablet's reading app."""

from itertools import product

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.render.product import Array, Colour

WHITE = (255, 255, 255)
DUSK = ((0.17, 0.14, 0.42), (0.86, 0.36, 0.48), (1.0, 0.72, 0.45))
HILLS: tuple[Colour, ...] = ((0.80, 0.40, 0.50), (0.55, 0.26, 0.48), (0.32, 0.18, 0.42), (0.16, 0.11, 0.30))
APPS: tuple[tuple[Colour, str], ...] = (
    ((0.20, 0.72, 0.42), "bubble"), ((0.98, 0.75, 0.18), "sun"), ((0.93, 0.28, 0.30), "heart"),
    ((0.16, 0.55, 0.95), "mail"), ((0.98, 0.98, 0.98), "calendar"), ((0.55, 0.36, 0.90), "play"),
    ((0.10, 0.70, 0.72), "pin"), ((0.96, 0.48, 0.16), "bars"), ((0.13, 0.15, 0.20), "clock"),
    ((0.95, 0.42, 0.66), "note"), ((0.36, 0.78, 0.95), "camera"), ((0.62, 0.80, 0.22), "leaf"),
)  # fmt: skip
DOCK = (APPS[0], APPS[3], APPS[10], APPS[9])


def phone_home() -> Array:
    """A home screen 9:19.5: status bar, clock, three rows of apps, a dock, over hills at dusk."""
    width, height = 960, 2080
    picture = _dusk(width, height)
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.text((width / 2, 330), "10:24", WHITE, ImageFont.load_default(270), anchor="mm")
    draw.text((width / 2, 520), "Tuesday 14 May", WHITE, ImageFont.load_default(66), anchor="mm")
    draw.text((110, 66), "10:24", WHITE, ImageFont.load_default(44), anchor="lm")
    draw.rounded_rectangle((790, 46, 860, 84), 12, outline=WHITE, width=5)
    draw.rectangle((800, 55, 842, 75), fill=WHITE)
    for (row, column), (colour, glyph) in zip(product(range(3), range(4)), APPS, strict=True):
        _app(draw, (156 + 216 * column, 790 + 270 * row), 78, colour, glyph)
    draw.rounded_rectangle((48, 1760, width - 48, 2000), 80, fill=(255, 255, 255, 90))
    for column, (colour, glyph) in enumerate(DOCK):
        _app(draw, (156 + 216 * column, 1880), 78, colour, glyph)
    draw.rounded_rectangle((350, 2036, 610, 2048), 6, fill=WHITE)
    return _finished(picture, 2)


def tablet_reader() -> Array:
    """A reading app 3:4: a landscape above, a headline and two columns of text on paper white below."""
    width, height = 1500, 2000
    picture = Image.new("RGB", (width, height), (250, 247, 240))
    picture.paste(_lake(width, 900), (0, 0))
    draw = ImageDraw.Draw(picture)
    draw.text((110, 1000), "The Lake at First Light", (32, 36, 44), ImageFont.load_default(104), anchor="lm")
    draw.text((110, 1100), "A walk in six chapters", (186, 92, 58), ImageFont.load_default(56), anchor="lm")
    rng = np.random.default_rng(4)
    for column, line in product(range(2), range(15)):
        left, top = 110 + 665 * column, 1180 + 46 * line
        end = 0.6 if line in (5, 11) else rng.uniform(0.93, 1.0)
        draw.rounded_rectangle((left, top, left + 610 * end, top + 17), 8, fill=(122, 124, 130))
    draw.rounded_rectangle((110, 1920, 1390, 1930), 5, fill=(216, 210, 200))
    draw.rounded_rectangle((110, 1920, 540, 1930), 5, fill=(186, 92, 58))
    draw.ellipse((522, 1907, 558, 1943), fill=(186, 92, 58))
    return _finished(picture, 2)


def _dusk(width: int, height: int) -> Image.Image:
    return _scene(width, height, DUSK, HILLS, 8)


def _lake(width: int, height: int) -> Image.Image:
    sky = ((0.36, 0.62, 0.80), (0.93, 0.82, 0.66), (1.0, 0.88, 0.66))
    hills: tuple[Colour, ...] = ((0.55, 0.68, 0.72), (0.33, 0.53, 0.55), (0.17, 0.38, 0.38))
    picture = _scene(width, int(height * 0.72), sky, hills, 21)
    whole = Image.new("RGB", (width, height))
    whole.paste(picture, (0, 0))
    mirrored = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, height - picture.height))
    whole.paste(Image.blend(mirrored, Image.new("RGB", mirrored.size, (90, 140, 160)), 0.35), (0, picture.height))
    return whole


def _scene(
    width: int, height: int, sky: tuple[Colour, Colour, Colour], hills: tuple[Colour, ...], seed: int
) -> Image.Image:
    """A sky that runs through three colours, a low sun, and hills in front."""
    stops = np.linspace(0, 0.62, 3)
    down = np.linspace(0, 1, height)
    rows = np.stack([np.interp(down, stops, [colour[k] for colour in sky]) for k in range(3)], -1)
    picture = Image.fromarray(np.repeat((rows[:, None] * 255).astype(np.uint8), width, 1))
    x, y, r = width * 0.66, height * 0.43, width * 0.1
    ImageDraw.Draw(picture).ellipse((x - r, y - r, x + r, y + r), fill=(255, 236, 196))
    key: Colour = (0.0, 1.0, 0.0)
    front = _hills(key, hills, width, height, seed)
    mask = Image.fromarray((np.asarray(front) != _rgb(key)).any(-1).astype(np.uint8) * 255)
    picture.paste(front, (0, 0), mask)
    return picture


def _hills(ground: Colour, layers: tuple[Colour, ...], width: int, height: int, seed: int) -> Image.Image:
    """Hills one behind the other on a plain ground, the nearest last."""
    picture = Image.new("RGB", (width, height), _rgb(ground))
    draw = ImageDraw.Draw(picture)
    rng = np.random.default_rng(seed)
    x = np.linspace(0, 1, 160)
    for k, colour in enumerate(layers):
        waves = np.sum([np.sin(2 * np.pi * (f * x + rng.random())) / f for f in (1, 2, 3, 5, 9)], axis=0)
        line = height * (0.45 + 0.5 * (k + 0.3) / len(layers) - 0.09 * waves / (1 + 0.4 * k))
        edge = [(float(px * width), float(py)) for px, py in zip(x, line, strict=True)]
        draw.polygon([*edge, (width, height), (0, height)], fill=_rgb(colour))
    return picture


def _rgb(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = (round(255 * c) for c in colour)
    return red, green, blue


def _app(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, colour: Colour, glyph: str) -> None:
    x, y = centre
    draw.rounded_rectangle((x - radius, y - radius, x + radius, y + radius), radius * 0.46, fill=_rgb(colour))
    _glyph(draw, glyph, x, y, radius * 0.5, (60, 66, 80) if min(colour) > 0.9 else WHITE)


def _glyph(draw: ImageDraw.ImageDraw, glyph: str, x: float, y: float, r: float, ink: tuple[int, int, int]) -> None:
    """A small white sign of half-size `r` pixels."""
    box, line = (x - r, y - r, x + r, y + r), int(r * 0.24)
    match glyph:
        case "bubble":
            draw.ellipse((x - r, y - r * 0.9, x + r, y + r * 0.6), fill=ink)
            draw.polygon([(x - r * 0.7, y), (x - r * 0.1, y + r * 0.5), (x - r * 0.9, y + r)], fill=ink)
        case "sun" | "clock":
            draw.ellipse(box, outline=ink, width=line)
            draw.line([(x, y - r * 0.6), (x, y), (x + r * 0.45, y + r * 0.2)], fill=ink, width=line)
        case "heart":
            draw.ellipse((x - r, y - r * 0.8, x, y + r * 0.2), fill=ink)
            draw.ellipse((x, y - r * 0.8, x + r, y + r * 0.2), fill=ink)
            draw.polygon([(x - r * 0.93, y), (x + r * 0.93, y), (x, y + r)], fill=ink)
        case "mail" | "camera":
            draw.rounded_rectangle((x - r, y - r * 0.7, x + r, y + r * 0.7), r * 0.2, outline=ink, width=line)
            corners = [(x - r, y - r * 0.6), (x, y + r * 0.15), (x + r, y - r * 0.6)]
            draw.line(corners, fill=ink, width=line) if glyph == "mail" else draw.ellipse(
                (x - r * 0.4, y - r * 0.4, x + r * 0.4, y + r * 0.4), fill=ink
            )
        case "calendar" | "bars":
            for k, top in enumerate((-0.2, -0.9, 0.2)):
                left = x + (k - 1) * r * 0.75 - r * 0.22
                draw.rectangle((left, y + top * r, left + r * 0.44, y + r * 0.9), fill=ink)
        case "play" | "note":
            draw.polygon([(x - r * 0.6, y - r * 0.9), (x + r, y), (x - r * 0.6, y + r * 0.9)], fill=ink)
        case _:
            draw.ellipse((x - r * 0.7, y - r, x + r * 0.7, y + r * 0.4), fill=ink)
            draw.polygon([(x - r * 0.6, y), (x + r * 0.6, y), (x, y + r)], fill=ink)


def _finished(picture: Image.Image, shrink: int) -> Array:
    small = picture.resize((picture.width // shrink, picture.height // shrink), Image.Resampling.BOX)
    return np.asarray(small, float) / 255
