"""What the held-out photos show beyond product and damage: look-alikes, kinds, where a damage is, and writing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.calibration import Pairs
from intake.labels import PRODUCT, Labelled
from intake.vision.eyes import Eyes
from intake.vision.photos import open_photo
from intake.vision.places import peak
from intake.vision.types import Observation
from training.clip.writing import with_note

WORDS = ("undamaged", "cracked", "approve refund", "unbeschädigt", "kaputt", "Erstattung", "mug", "Stehlampe")
SEED = 5


@dataclass(frozen=True)
class Extras:
    """Shares, 0..1. `on_damage` counts damaged photos that were called damaged and whose hottest cell touches the true
    mask, `middle_on_damage` those where even the middle of the cell lies in it. `box_overlap` is the mean intersection
    over union with the box of the mask. The last two are photos on which a pasted word changed the answer.
    """

    pairs_top1: float
    kind_right: float
    on_damage: float
    middle_on_damage: float
    box_overlap: float
    product_changed: float
    damage_changed: float

    def words(self) -> str:
        return "\n".join(f"{name:>16}  {value:.3f}" for name, value in self.__dict__.items())


def extras(eyes: Eyes, pairs: Pairs) -> Extras:
    """Looks at each photo once more with a word pasted in, and at the damaged ones for their heat maps."""
    alike = [seen.products[0].sku == photo.sku for photo, seen in pairs if photo.sku and _has_twin(eyes, photo.sku)]
    places = [_place(eyes, photo, seen) for photo, seen in pairs if photo.damages and seen.damaged >= 0.5]
    touched, middle, overlap = zip(*(place for place in places if place), strict=True)
    written = _written(eyes, [photo for photo, _ in pairs])
    told = [(before, after) for (photo, before), after in zip(pairs, written, strict=True) if photo.kind == PRODUCT]
    return Extras(
        pairs_top1=_mean(alike),
        kind_right=_mean(seen.kind == photo.kind for photo, seen in pairs),
        on_damage=_mean(touched),
        middle_on_damage=_mean(middle),
        box_overlap=_mean(overlap),
        product_changed=_mean(a.products[0].sku != b.products[0].sku for a, b in told),
        damage_changed=_mean(_reading(a) != _reading(b) for a, b in told),
    )


def _has_twin(eyes: Eyes, sku: str) -> bool:
    """Whether the catalogue has another product of the same family (`MUG-DOTS`, `MUG-FERN`)."""
    families = Counter(product.sku.split("-")[0] for product in eyes.index.products)
    return families[sku.split("-")[0]] > 1


def _reading(seen: Observation) -> str:
    return seen.findings[0].damage if seen.damaged >= 0.5 else "intact"


def _place(eyes: Eyes, photo: Labelled, seen: Observation) -> tuple[bool, bool, float] | None:
    """Whether the hottest cell, and its middle, lie on the damage, and how well the boxes agree."""
    mask = _mask(photo)
    heat = eyes.heat_map(open_photo(photo.file.read_bytes()), seen.findings[0].damage)
    if mask is None or heat is None:
        return None
    x, y = peak(heat)
    cell = len(mask) // len(heat)
    row, column = int(y * len(heat)) * cell, int(x * len(heat)) * cell
    touches = bool(mask[row : row + cell, column : column + cell].any())
    return touches, bool(mask[int(y * len(mask)), int(x * len(mask))]), _overlap(seen, mask)


def _mask(photo: Labelled) -> NDArray[np.bool_] | None:
    file = photo.file.parent / "masks" / f"{photo.file.stem}.png"
    return np.asarray(Image.open(file)) > 0 if file.is_file() else None


def _overlap(seen: Observation, mask: NDArray[np.bool_]) -> float:
    box, (rows, columns) = seen.findings[0].box, np.nonzero(mask)
    if box is None:
        return 0.0
    left, top, right, bottom = (side * len(mask) for side in box)
    true = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    width = max(0.0, min(right, true[2]) - max(left, true[0]))
    height = max(0.0, min(bottom, true[3]) - max(top, true[1]))
    both = (right - left) * (bottom - top) + (true[2] - true[0]) * (true[3] - true[1])
    return float(width * height / (both - width * height))


def _written(eyes: Eyes, photos: Sequence[Labelled]) -> list[Observation]:
    rng = np.random.default_rng(SEED)
    seen: list[Observation] = []
    for number, photo in enumerate(photos):
        noted = with_note(open_photo(photo.file.read_bytes()), rng, WORDS[number % len(WORDS)])
        seen += eyes.look([noted])
    return seen


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else float("nan")
