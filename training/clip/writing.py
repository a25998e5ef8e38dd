"""Notes and captions in a photo, so that training learns that writing tells nothing."""

from functools import cache
from pathlib import Path

import numpy as np
import yaml
from PIL import Image, ImageDraw, ImageFont

WORDS = Path(__file__).resolve().parent.parent / "writing.yaml"
_PAPER = ((250, 248, 240), (255, 244, 150), (232, 238, 250), (190, 160, 120))
_INK = ((20, 20, 30), (30, 40, 140), (160, 20, 20))


@cache
def words() -> tuple[str, ...]:
    """All words, German and English."""
    document = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return tuple(word for language in sorted(document) for word in document[language])


def with_note(image: Image.Image, rng: np.random.Generator, text: str = "") -> Image.Image:
    """The picture with a tilted paper note, or bare letters, near its edge; `text` or any of the words."""
    text = text or str(rng.choice(words()))
    note = _note(text, round(min(image.size) * rng.uniform(0.05, 0.11)), rng)
    turned = note.rotate(rng.uniform(-25, 25), Image.Resampling.BICUBIC, expand=True)
    turned.thumbnail((round(image.width * 0.7), round(image.height * 0.4)))
    free = (image.width - turned.width, image.height - turned.height)
    place = [int(side * rng.uniform(0, 1)) for side in free]
    axis = int(rng.integers(2))
    place[axis] = int(free[axis] * rng.choice([rng.uniform(0, 0.12), rng.uniform(0.88, 1)]))
    result = image.copy()
    result.paste(turned, (place[0], place[1]), turned)
    return result


def _note(text: str, size: int, rng: np.random.Generator) -> Image.Image:
    font = ImageFont.load_default(max(8, size))
    left, top, right, bottom = font.getbbox(text)
    margin = max(3, size // 2)
    paper = (*_PAPER[int(rng.integers(len(_PAPER)))], 255) if rng.random() < 0.75 else (0, 0, 0, 0)
    note = Image.new("RGBA", (round(right - left) + 2 * margin, round(bottom - top) + 2 * margin), paper)
    ink = (*_INK[int(rng.integers(len(_INK)))], 255)
    ImageDraw.Draw(note).text((margin - left, margin - top), text, font=font, fill=ink)
    return note
