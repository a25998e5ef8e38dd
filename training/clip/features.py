"""Cached features of the part of the tower that isn't trained, with the truth of each augmented picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from intake.vision.damage import VISIBLE
from intake.vision.open_clip_tower import maps
from intake.vision.types import Box, Damage
from training.clip.augment import Augmented, augment
from training.clip.parent import SIDE
from training.clip.photos import Labelled, target

CELLS = SIDE // 16  # a side of the finer map
TYPES = len(VISIBLE) - 1  # without intact
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass
class Pictures:
    """n augmented pictures, or rows of them.

    `features` (n, c, h, w) enter the first trained block, half precision; `before` (n, 1280) is what the untrained
    tower pools from them. `damage` (n, damages) sums to 1 a row, `places` (n, TYPES, CELLS, CELLS) is true inside the
    boxes of a type. `photo` (n,) is the number of the photo, `product` (n,) whether its product can be told.
    """

    features: Tensor
    before: Tensor
    damage: Tensor
    places: Tensor
    photo: Tensor
    product: Tensor

    def __len__(self) -> int:
        return len(self.photo)

    def __getitem__(self, rows: Tensor) -> "Pictures":
        return Pictures(*(getattr(self, f.name)[rows] for f in fields(self)))

    @classmethod
    def join(cls, parts: "Sequence[Pictures]") -> "Pictures":
        return cls(*(torch.cat([getattr(p, f.name) for p in parts]) for f in fields(cls)))


class _Shots(Dataset[tuple[Tensor, Tensor, Tensor, Tensor, Tensor]]):
    """Item i is augmentation `i % copies` of photo `i // copies`; with `copies` 0 the whole photo as it is."""

    def __init__(self, photos: Sequence[Labelled], copies: int, seed: int) -> None:
        self.photos, self.copies, self.seed = photos, copies, seed

    def __len__(self) -> int:
        return len(self.photos) * max(1, self.copies)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        number = index // max(1, self.copies)
        photo = self.photos[number]
        shot = self._shot(photo, index)
        kept = [(d, b) for d, b in zip(photo.damages, shot.boxes, strict=False) if b is not None]
        pixels = torch.from_numpy(np.asarray(shot.image).copy()).permute(2, 0, 1).float() / 127.5 - 1
        damage = torch.tensor(target(tuple(d for d, _ in kept)))
        told = torch.tensor(shot.product and bool(photo.sku))
        return pixels, damage, torch.from_numpy(places(kept)), torch.tensor(number), told

    def _shot(self, photo: Labelled, index: int) -> Augmented:
        image = Image.open(photo.file).convert("RGB")
        if self.copies:
            return augment(image, photo.boxes, SIDE, np.random.default_rng([self.seed, index]))
        return Augmented(image.resize((SIDE, SIDE), Image.Resampling.BICUBIC), photo.boxes, True)


def places(damages: Sequence[tuple[Damage, Box]]) -> np.ndarray:
    """(TYPES, CELLS, CELLS), true in the cells that a box of the type touches."""
    inside = np.zeros((TYPES, CELLS, CELLS), bool)
    for damage, (left, top, right, bottom) in damages:
        rows = slice(int(top * CELLS), max(int(top * CELLS) + 1, int(np.ceil(bottom * CELLS))))
        columns = slice(int(left * CELLS), max(int(left * CELLS) + 1, int(np.ceil(right * CELLS))))
        inside[VISIBLE.index(damage), rows, columns] = True
    return inside


@torch.inference_mode()
def frozen(trunk: nn.Module, photos: Sequence[Labelled], copies: int, cut: int, seed: int = 0) -> Pictures:
    """`copies` augmentations of each photo (0: each as it is) through the tower up to block `cut`."""
    trunk.eval()
    parts = []
    for pixels, damage, inside, photo, told in DataLoader(_Shots(photos, copies, seed), batch_size=32):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            features = _stem(trunk, pixels, cut)
            last, _ = maps(trunk, features, cut)
        pooled = last.float().mean(dim=(2, 3))
        parts.append(Pictures(features.half(), pooled.half(), damage, inside, photo, told))
    return Pictures.join(parts)


def _stem(trunk: nn.Module, pixels: Tensor, cut: int) -> Tensor:
    x: Tensor = trunk.bn1(trunk.conv_stem(pixels.contiguous(memory_format=torch.channels_last)))
    for block in trunk.blocks[:cut]:
        x = block(x)
    return x


def batches(count: int, size: int, rng: np.random.Generator) -> Iterator[Tensor]:
    """Full batches of row numbers in random order."""
    order = torch.from_numpy(rng.permutation(count))
    for start in range(0, count - size + 1, size):
        yield order[start : start + size]
