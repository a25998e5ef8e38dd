"""Whether another way of running a model gives what open_clip gives: inputs made for it, and what comes of them."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.vision.looks import Looks, Vectors, details, unit

FINGERPRINT = "fingerprint.npz"
SERVING = "serving.json"  # says that a folder has been exported, and how its inputs are made
FAITHFUL = 0.999  # lowest cosine at which it may serve
TEXTS = (
    "Ein Foto eines zerbrochenen Bechers: Größe 12, „schön“ – kaputt!",
    "it's a photo of a lamp, doesn't work 😡",
    "",
)


class Tower(Protocol):
    def looks(self, images: list[Image.Image]) -> Looks: ...

    def texts(self, texts: tuple[str, ...]) -> Vectors: ...


@dataclass(frozen=True)
class Fingerprint:
    """Vectors (pictures, d), details (pictures, k; k may be 0) and text vectors (texts, d)."""

    pictures: NDArray[np.floating]
    details: NDArray[np.floating]
    texts: NDArray[np.floating]

    @classmethod
    def of(cls, tower: Tower) -> "Fingerprint":
        looks = tower.looks(pictures())
        return cls(looks.vectors, details(looks), tower.texts(TEXTS))

    @classmethod
    def load(cls, folder: Path) -> "Fingerprint":
        with np.load(folder / FINGERPRINT) as saved:
            return cls(**{field.name: saved[field.name].astype(np.float32) for field in fields(cls)})

    def save(self, folder: Path) -> None:
        arrays = {field.name: getattr(self, field.name).astype(np.float16) for field in fields(self)}
        np.savez_compressed(folder / FINGERPRINT, allow_pickle=False, **arrays)

    def likeness(self, other: "Fingerprint") -> dict[str, float]:
        """The lowest cosine of each part, -1..1; -1 where the shapes differ, 1 where there is nothing to compare."""
        return {f.name: _lowest(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}


def _lowest(ours: Vectors, theirs: Vectors) -> float:
    if ours.shape != theirs.shape:
        return -1.0
    return float((unit(ours) * unit(theirs)).sum(axis=1).min()) if ours.size else 1.0


def pictures() -> list[Image.Image]:
    """Gratings and blobs in colour: one upright and one wide picture, the same on every machine."""
    return [_picture(300, 410, 0.11), _picture(517, 233, 0.37)]


def _picture(width: int, height: int, turn: float) -> Image.Image:
    y, x = np.mgrid[0:height, 0:width]
    wave = [
        np.sin(x * turn * (c + 1) / 7 + y * (1 - turn) / (5 + 3 * c)) * np.cos(x * y * turn / 4000) for c in range(3)
    ]
    blob = 60 * (((x - width / 3) ** 2 + (y - height / 2) ** 2) < (min(width, height) / 4) ** 2)
    return Image.fromarray((100 + 70 * np.stack(wave, axis=-1) + blob[..., None]).round().astype(np.uint8))
