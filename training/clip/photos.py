"""Labelled photos, their augmentations, and the cached features of the part of the tower that isn't trained."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageFilter
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from intake.vision.damage import VISIBLE
from intake.vision.types import Damage
from intake.vision.views import views
from training.clip.parent import SIDE

INTACT = VISIBLE.index(Damage.INTACT)


@dataclass(frozen=True)
class Labelled:
    """One photo with its truth; boxes in 0..1 of the picture, one a damage."""

    file: Path
    sku: str
    damages: tuple[Damage, ...]
    boxes: tuple[tuple[float, float, float, float], ...]

    @property
    def target(self) -> list[float]:
        """Shares over `VISIBLE` that sum to 1."""
        row = [0.0] * len(VISIBLE)
        for damage in self.damages or (Damage.INTACT,):
            row[VISIBLE.index(damage)] += 1 / max(1, len(self.damages))
        return row


def read_labels(folder: Path) -> list[Labelled]:
    """The photos that `python -m training.render` wrote into `folder`, in the order of their plan."""
    photos = [_labelled(folder, json.loads(line)) for line in (folder / "labels.jsonl").read_text().splitlines()]
    return sorted((p for p in photos if p.file.is_file()), key=lambda p: p.file.name)


def _labelled(folder: Path, row: dict) -> Labelled:
    return Labelled(
        folder / row["file"],
        row["sku"],
        tuple(Damage(d["type"]) for d in row["damages"]),
        tuple(tuple(d["box"]) for d in row["damages"]),
    )


def augment(image: Image.Image, boxes: Sequence[Sequence[float]], rng: np.random.Generator) -> Image.Image:
    """A random crop that keeps every damage, mirrored, tilted, recoloured, blurred and noised a little."""
    image = _crop(image, boxes, rng)
    if rng.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if rng.random() < 0.4:
        fill = tuple(int(v) for v in np.asarray(image.resize((1, 1)))[0, 0])
        image = image.rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC, fillcolor=fill)
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = enhance(image).enhance(rng.uniform(0.72, 1.3))
    if rng.random() < 0.2:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0)))
    return image.resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def _crop(image: Image.Image, boxes: Sequence[Sequence[float]], rng: np.random.Generator) -> Image.Image:
    share = rng.uniform(0.62, 1.0)
    low = np.array([[b[0], b[1]] for b in boxes]).min(axis=0) if boxes else np.array([0.2, 0.2])
    high = np.array([[b[2], b[3]] for b in boxes]).max(axis=0) if boxes else np.array([0.8, 0.8])
    share = float(max(share, min(1.0, (high - low).max() + 0.05)))
    first = np.maximum(0.0, high - share)
    corner = rng.uniform(first, np.maximum(np.minimum(low, 1 - share), first))
    x, y = (min(max(0.0, c), 1 - share) for c in corner)
    width, height = image.size
    return image.crop((int(x * width), int(y * height), int((x + share) * width), int((y + share) * height)))


class _Shots(Dataset):
    """Item i is augmentation `i % copies` of photo `i // copies`; with `copies` 0 the two views that serving uses."""

    def __init__(self, photos: Sequence[Labelled], copies: int, seed: int) -> None:
        self.photos, self.copies, self.seed = photos, copies, seed

    def __len__(self) -> int:
        return len(self.photos) * (self.copies or 2)

    def __getitem__(self, index: int) -> Tensor:
        photo, copy = divmod(index, self.copies or 2)
        labelled = self.photos[photo]
        image = Image.open(labelled.file).convert("RGB")
        if self.copies:
            image = augment(image, labelled.boxes, np.random.default_rng([self.seed, index]))
        else:
            image = views(image)[copy].resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        return torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1).float() / 127.5 - 1


def frozen_features(trunk: nn.Module, photos: Sequence[Labelled], copies: int, cut: int, seed: int = 0) -> Tensor:
    """(n, copies or 2, channels, h, w) half-precision features before block `cut` of the tower."""
    loader = DataLoader(_Shots(photos, copies, seed), batch_size=32)
    trunk.eval()
    parts = []
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for pictures in loader:
            parts.append(_stem(trunk, pictures, cut).half())
    features = torch.cat(parts)
    return features.view(len(photos), -1, *features.shape[1:])


def _stem(trunk: nn.Module, pictures: Tensor, cut: int) -> Tensor:
    x = trunk.bn1(trunk.conv_stem(pictures.contiguous(memory_format=torch.channels_last)))
    for block in trunk.blocks[:cut]:
        x = block(x)
    return x


def batches(count: int, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    order = rng.permutation(count)
    for start in range(0, count - size + 1, size):
        yield order[start : start + size]
